"""What may be found of what editors write: every published page, with the words of its blocks and of its files.

A text in two languages whose pages stand at the same address in both is one document, under the Chinese page; else each
page is one of its own language.
"""

from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from wagtail.documents import get_document_model
from wagtail.fields import StreamField
from wagtail.models import Page

from marketplace.core import clock, documents, filetext
from marketplace.core.texts import joined

from .languages import SOURCE
from .models import EventPage, PolicyPage, PublicationPage

TOLD = (  # what a page says beside its title and its blocks
    "intro", "lead", "number", "issuer", "place", "organiser", "sign_up", "for_whom", "time_limit", "fee", "publisher",
    "outlet",
)  # fmt: skip


def rows():
    """Pages below the home pages that everybody may read."""
    return Page.objects.live().public().filter(depth__gt=3).select_related("locale")


@override(settings.LANGUAGE_CODE)
def of(pages):
    keys = {page.translation_key for page in pages}
    by_text: dict = {}
    for page in rows().filter(translation_key__in=keys).specific():
        by_text.setdefault(page.translation_key, {})[page.locale.language_code] = page
    asked = {page.pk for page in pages}
    for pair in by_text.values():
        zh, en = pair.get(SOURCE), pair.get("en")
        if zh is not None and en is not None and en.url == f"/en{zh.url}":
            if zh.pk in asked:
                yield _document(zh, zh, en)
            continue
        for page in (zh, en):
            if page is not None and page.pk in asked:
                yield _document(page, zh if page is zh else None, en if page is en else None)


def _document(page, zh, en):
    status, look_again = _standing(page)
    moments = [moment for moment in (look_again, page.expire_at) if moment and moment > clock.now()]
    return documents.Document(
        kind="page", key=page.pk, code=getattr(page, "code", "") or getattr(page, "number", "") or "",
        title_zh=zh.title if zh else "", title_en=en.title if en else "", url=page.url or "/",
        body_zh=_text(zh) if zh else "", body_en=_text(en) if en else "",
        facets={"status": (status,) if status else (), "year": (str(_day(page).year),)},
        newest=_day(page), is_open=status != documents.ENDED,
        languages=tuple(code for code, one in (("zh", zh), ("en", en)) if one), look_again=min(moments, default=None),
        provenance=getattr(page, "provenance", "source"),
    )  # fmt: skip


def _day(page):
    """When it was written: what the page itself says, else when it was published."""
    for name in ("starts_at", "issued_on", "published_on", "day"):
        moment = getattr(page, name, None)
        if moment is not None:
            is_moment = isinstance(moment, datetime)
            return moment if is_moment else clock.midnight(moment)
    return page.first_published_at or clock.now()


def _standing(page):
    """(status, when it changes by the clock alone)"""
    if isinstance(page, EventPage):
        is_over = page.called_off or page.last_moment <= clock.now()
        return (documents.ENDED, None) if is_over else (documents.OPEN, page.last_moment)
    if isinstance(page, PolicyPage):
        return (documents.ENDED if page.standing[0] == "done" else ""), clock.tomorrow()
    return "", None


def _text(page) -> str:
    """Its fields, its blocks, and the words of the files that it hands out."""
    told = [getattr(page, name, "") for name in TOLD]
    blocks, papers = [], []
    for field in page._meta.get_fields():
        if isinstance(field, StreamField):
            value = getattr(page, field.name)
            blocks += field.get_searchable_content(value)
            papers += [block.value["document"] for block in value if block.block_type == "file"]
    return joined(*told, *blocks, *(_words_of(paper) for paper in papers if paper is not None))


def _words_of(paper) -> str:
    """The name and the words of a file of the editors."""
    sha1 = paper.get_file_hash()
    words = filetext.kept(f"wagtail:{sha1}", lambda: paper.file.open("rb"), name=paper.filename)
    return joined(paper.title, words)


documents.register("page", model=Page, one=_("Page"), many=_("News and pages"), order=80, objects=rows, of=of)


def _pair(page):
    """A page changes the document of its text, which may stand under the page of the other language."""
    return Page.objects.filter(translation_key=page.translation_key).values_list("pk", flat=True)


documents.touches(Page, "page", _pair)


def _shown_on(paper):
    """A file of the editors changes the pages that hand it out."""
    found = []
    for row in PublicationPage.objects.live():
        if any(block.value["document"] == paper for block in row.files if block.block_type == "file"):
            found.append(row.pk)
    return found


documents.touches(get_document_model(), "page", _shown_on)
