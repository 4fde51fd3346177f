"""Articles from plain text, in both languages: what the demo and imports use."""

from django.utils.html import escape
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail.rich_text import RichText

from marketplace.core import clock
from marketplace.core.actors import Actor
from marketplace.core.refusals import Refused

from ..models import ArticleKind, ArticlePage
from ..queries import news_index
from .pages import must_edit, publish_pair


def publish_article(
    *,
    by: Actor,
    approved_by: Actor,
    title_zh: str,
    title_en: str,
    body_zh: str,
    body_en: str,
    kind: str = ArticleKind.NEWS,
    day=None,
    code: str = "",
    intro_zh: str = "",
    intro_en: str = "",
    provenance: str = "source",
) -> ArticlePage:
    """Publish an article in both languages, as translations of each other; returns the Chinese page.

    body_zh, body_en: plain text; a blank line parts paragraphs. intro: empty takes the first sentence.
    day: date shown (default: today). by writes, approved_by reads and publishes: another editor.

    Raises:
        Refused: an actor is no editor, or both are the same; title or text missing; the code is taken.
    """
    must_edit(by)
    for field, text in {"title_zh": title_zh, "title_en": title_en, "body_zh": body_zh, "body_en": body_en}.items():
        if not text.strip():
            raise Refused(
                "article_incomplete", _("An article needs a title and a text in both languages."), field=field
            )
    if code and ArticlePage.objects.filter(code=code).exists():
        raise Refused("code_taken", _("There is an article %(code)s already."), field="code", values={"code": code})
    first, _second = publish_pair(
        ArticlePage, by=by, approved_by=approved_by, parents=(news_index("zh-hans"), news_index("en")),
        zh=_text("zh-hans", title_zh, intro_zh, body_zh), en=_text("en", title_en, intro_en, body_en),
        slug=code or slugify(title_en) or f"{kind.lower()}-{clock.now():%Y%m%d%H%M%S}",
        kind=kind, day=day or clock.today(), code=code, provenance=provenance,
    )  # fmt: skip
    return first


def _text(language, title, intro, body) -> dict:
    return {
        "title": title,
        "intro": (intro or first_sentence(body, language))[:400],
        "body": [("paragraph", rich(part)) for part in paragraphs(body)],
    }


def rich(text: str) -> RichText:
    """A paragraph of plain text; everything typed is text."""
    return RichText("<p>" + escape(text).replace("\n", "<br>") + "</p>")


def paragraphs(text: str) -> list[str]:
    return [part.strip() for part in text.replace("\r\n", "\n").split("\n\n") if part.strip()]


def first_sentence(text: str, language: str) -> str:
    """Up to the first full stop: what stands in lists under the title."""
    head, mark, _rest = text.strip().partition(". " if language == "en" else "。")
    return head + mark.strip()
