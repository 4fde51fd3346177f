"""Articles from plain text, in both languages: the short way of editors, the demo and imports."""

import re
from html import unescape

from django.db import transaction
from django.utils.html import escape
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from wagtail.rich_text import RichText

from marketplace.core import clock
from marketplace.core.actors import Actor
from marketplace.core.refusals import Refused
from marketplace.core.verbs import act

from ..models import ArticleKind, ArticlePage
from ..queries import news_index
from .pages import draft_pair, must_edit, publish_pair, revise, submit

LIVE = ("live_calls", "live_stations", "live_outcomes", "live_events")  # parts that need no further choice
LIVE_COUNT = 5
PLAIN_MARKS = re.compile(r"</?(?:p|br)\b[^>]*>")


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
    _is_complete(title_zh=title_zh, title_en=title_en, body_zh=body_zh, body_en=body_en)
    if code and ArticlePage.objects.filter(code=code).exists():
        raise Refused("code_taken", _("There is an article %(code)s already."), field="code", values={"code": code})
    first, _second = publish_pair(
        ArticlePage, by=by, approved_by=approved_by, parents=(news_index("zh-hans"), news_index("en")),
        zh=_text("zh-hans", title_zh, intro_zh, body_zh), en=_text("en", title_en, intro_en, body_en),
        slug=code or _slug(title_en, kind),
        kind=kind, day=day or clock.today(), code=code, provenance=provenance,
    )  # fmt: skip
    return first


def submit_article(
    *,
    by: Actor,
    title_zh: str,
    title_en: str,
    body_zh: str,
    body_en: str,
    kind: str = ArticleKind.NEWS,
    live: str = "",
    community: str = "",
) -> ArticlePage:
    """Write an article in both languages and ask for the second pair of eyes; returns the Chinese draft.

    body_zh, body_en: plain text; a blank line parts paragraphs. live: one of LIVE, drawn under the text; community: its
    code, for the parts that know one (open calls, places near it).

    Raises:
        Refused: no editor; a title or text is missing; the proof's first sentence.
    """
    must_edit(by)
    _is_complete(title_zh=title_zh, title_en=title_en, body_zh=body_zh, body_en=body_en)
    _is_live(live)
    with act(), transaction.atomic():
        pair = draft_pair(
            ArticlePage, by=by, parents=(news_index("zh-hans"), news_index("en")), slug=_slug(title_en, kind),
            zh=_text("zh-hans", title_zh, "", body_zh, live, community), en=_text("en", title_en, "", body_en, live, community),
            kind=kind, day=clock.today(),
        )  # fmt: skip
        for page in pair:
            submit(page, by=by)
    return pair[0]


def mend_article(page, *, by: Actor, title: str, body: str) -> ArticlePage:
    """Write a plain article of one language anew, after it was sent back or published, and submit it again.

    Its live parts stay as they are, under the text.

    Raises:
        Refused: no editor; title or text missing; it waits to be read; parts of it are not plain text ("not_plain").
    """
    must_edit(by)
    if plain_text(page) is None:
        raise Refused("not_plain", _("This text has parts that are changed in the editor only."), kind="when")
    for field, text in {"title": title, "body": body}.items():
        if not text.strip():
            raise Refused("article_incomplete", _("A piece of news needs a title and a text."), field=field)
    newest = page.get_latest_revision_as_object()
    kept = [(block.block_type, block.value) for block in newest.body if block.block_type in LIVE]
    language = page.locale.language_code
    intro = (
        first_sentence(body, language)[:400]
        if newest.intro == first_sentence(plain_text(page), language)[:400]
        else newest.intro
    )
    with act(), transaction.atomic():
        revise(page, by=by, title=title.strip(), intro=intro, body=[*_written(body), *kept])
        submit(page, by=by)
    return page


def plain_text(page) -> str | None:
    """The newest version as plain text, paragraphs parted by a blank line; None where it has other parts than text and LIVE."""
    if not isinstance(page, ArticlePage):
        return None
    parts = []
    for block in page.get_latest_revision_as_object().body:
        if block.block_type in LIVE:
            continue
        if block.block_type != "paragraph" or "<" in PLAIN_MARKS.sub("", block.value.source):
            return None
        marked = re.sub(r"</p>\s*<p\b[^>]*>", "\n\n", re.sub(r"<br\s*/?>", "\n", block.value.source))
        parts.append(unescape(PLAIN_MARKS.sub("", marked)).strip())
    return "\n\n".join(parts)


def _is_complete(**texts):
    for field, text in texts.items():
        if not text.strip():
            raise Refused(
                "article_incomplete", _("An article needs a title and a text in both languages."), field=field
            )


def _is_live(live):
    if live and live not in LIVE:
        raise Refused("no_such_part", _("There is no such live part."), field="live")


def _slug(title_en, kind) -> str:
    return slugify(title_en) or f"{kind.lower()}-{clock.now():%Y%m%d%H%M%S}"


def _text(language, title, intro, body, live="", community="") -> dict:
    parts = _written(body)
    if live:
        parts.append((live, _live_value(live, community, language)))
    return {"title": title, "intro": (intro or first_sentence(body, language))[:400], "body": parts}


def _written(body) -> list:
    return [("paragraph", rich(part)) for part in paragraphs(body)]


def _live_value(live, community, language) -> dict:
    """The block's fields, its name in the text's language as heading."""
    block = ArticlePage.body.field.stream_block.child_blocks[live]
    value = {name: child.get_default() for name, child in block.child_blocks.items()}
    with override(language):
        value |= {"heading": str(block.label)[:1].upper() + str(block.label)[1:], "count": LIVE_COUNT}
    if community and "community" in value:
        value["community"] = community
    return value


def rich(text: str) -> RichText:
    """A paragraph of plain text; everything typed is text."""
    return RichText("<p>" + escape(text).replace("\n", "<br>") + "</p>")


def paragraphs(text: str) -> list[str]:
    return [part.strip() for part in text.replace("\r\n", "\n").split("\n\n") if part.strip()]


def first_sentence(text: str, language: str) -> str:
    """Up to the first full stop: what stands in lists under the title."""
    head, mark, _rest = text.strip().partition(". " if language == "en" else "。")
    return head + mark.strip()
