"""Verbs of the told part. Editors mostly write in Wagtail; the demo and imports use these."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale
from wagtail.rich_text import RichText

from marketplace.core import clock
from marketplace.core.actors import Actor
from marketplace.core.audit import record
from marketplace.core.refusals import Refused
from marketplace.core.verbs import act

from .models import ArticleKind, ArticlePage
from .queries import news_index

NOT_EDITOR = Refused("editor", _("Only editors publish news."), kind="who")


def publish_article(
    *,
    by: Actor,
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
    day: date shown (default: today).

    Raises:
        Refused: the actor is no editor; title or text missing; the code is taken.
    """
    if not by.has("EDITOR", body="office"):
        raise NOT_EDITOR
    for field, text in {"title_zh": title_zh, "title_en": title_en, "body_zh": body_zh, "body_en": body_en}.items():
        if not text.strip():
            raise Refused(
                "article_incomplete", _("An article needs a title and a text in both languages."), field=field
            )
    if code and ArticlePage.objects.filter(code=code).exists():
        raise Refused("code_taken", _("There is an article %(code)s already."), field="code", values={"code": code})
    with act(), transaction.atomic():
        zh = _page("zh-hans", title_zh, intro_zh, body_zh, kind, day, code, provenance, by)
        en = _page(
            "en", title_en, intro_en, body_en, kind, day, code, provenance, by, translation_key=zh.translation_key
        )
        record(
            "cms.article.publish",
            zh,
            by=by,
            public=True,
            changes={"title": [None, zh.title], "title_en": [None, en.title]},
        )
    return zh


def _page(language, title, intro, body, kind, day, code, provenance, by, **more):
    index = news_index(language)
    page = ArticlePage(
        title=title.strip(),
        slug=_free_slug(index, code or slugify(title) or f"{kind.lower()}-{clock.now():%Y%m%d%H%M%S}"),
        locale=Locale.objects.get(language_code=language),
        kind=kind,
        day=day or clock.today(),
        code=code,
        intro=(intro or first_sentence(body, language))[:400],
        body=[("paragraph", RichText(f"<p>{_escaped(part)}</p>")) for part in paragraphs(body)],
        provenance=provenance,
        owner=by.user,
        first_published_at=clock.now(),
        last_published_at=clock.now(),
        live=True,
        **more,
    )
    try:
        index.add_child(instance=page)
    except ValidationError as error:
        sentences = "; ".join(m for found in error.message_dict.values() for m in found)
        raise Refused(
            "article_invalid", _("The article cannot be published: %(why)s"), values={"why": sentences}
        ) from error
    page.save_revision(user=by.user, log_action=False)
    page.refresh_from_db()
    return page


def paragraphs(text: str) -> list[str]:
    return [part.strip() for part in text.replace("\r\n", "\n").split("\n\n") if part.strip()]


def first_sentence(text: str, language: str) -> str:
    """Up to the first full stop: what stands in lists under the title."""
    head, mark, _rest = text.strip().partition(". " if language == "en" else "。")
    return head + mark.strip()


def _escaped(text):
    from django.utils.html import escape

    return escape(text).replace("\n", "<br>")


def _free_slug(index, wanted):
    slug, number = slugify(wanted)[:200] or "article", 1
    while index.get_children().filter(slug=slug).exists():
        number += 1
        slug = f"{slugify(wanted)[:200]}-{number}"
    return slug
