"""What is checked before a page is published: order of headings, words of links, pictures described, links that lead somewhere.

Each fault is a sentence that says what to mend. WCAG 2.2: 1.1.1 (text alternatives), 1.3.1 (structure), 2.4.4 (purpose of links).
"""

import re
from dataclasses import dataclass
from html.parser import HTMLParser

from django.utils.text import normalize_newlines
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import ListBlock, StreamValue, StructBlock
from wagtail.blocks.field_block import RichTextBlock
from wagtail.documents import get_document_model
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageChooserBlock
from wagtail.models import Page
from wagtail.rich_text import RichText

from marketplace.core.refusals import Refused

# Link texts that say nothing to somebody who hears only the links of a page (WCAG 2.4.4).
EMPTY_WORDS = {
    "here", "click here", "click", "link", "this", "this page", "more", "read more", "details", "page",
    "这里", "此处", "点击这里", "点击此处", "点这里", "点此", "点击", "点击查看", "查看", "更多", "详情", "查看详情", "链接", "戳这里",
}  # fmt: skip
FILE_NAME = re.compile(r"^[\w\-. ]+\.(jpe?g|png|gif|webp|avif|svg)$", re.I)
BARE = re.compile(r"^(https?://|www\.)\S+$", re.I)


@dataclass(frozen=True)
class Link:
    """A link as an editor wrote it. kind: "page", "document", "address"; target: key or address."""

    kind: str
    target: str
    words: str


class _Links(HTMLParser):
    """Links of Wagtail's stored rich text: <a linktype="page" id="3">, <a href="…">."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.found, self._open, self._words = [], None, ""

    def handle_starttag(self, tag, attrs):
        if tag == "a":
            self._open, self._words = dict(attrs), ""

    def handle_data(self, data):
        self._words += data

    def handle_endtag(self, tag):
        if tag == "a" and self._open is not None:
            attrs = self._open
            kind = attrs.get("linktype") or "address"
            target = attrs.get("id") if kind in ("page", "document") else attrs.get("href", "")
            self.found.append(Link(kind, str(target or ""), " ".join(normalize_newlines(self._words).split())))
            self._open = None


def links_in(source: str) -> list[Link]:
    parser = _Links()
    parser.feed(source or "")
    parser.close()
    return parser.found


def walk(block, value):
    """Every (block, value) of a stream, depth first, in the order in which a reader meets them."""
    yield block, value
    if isinstance(value, StreamValue):
        for child in value:
            yield from walk(child.block, child.value)
    elif isinstance(block, StructBlock):
        for name, child in block.child_blocks.items():
            yield from walk(child, value.get(name))
    elif isinstance(block, ListBlock):
        for child in value:
            yield from walk(block.child_block, child)


def streams(page) -> dict:
    """{field name: stream} of a page."""
    return {
        f.name: getattr(page, f.name) for f in page._meta.get_fields() if isinstance(f, StreamField) and hasattr(page, f.name)
    }  # fmt: skip


def links_of(page) -> list[Link]:
    """All links and chosen documents of a page."""
    found = []
    for stream in streams(page).values():
        for block, value in walk(stream.stream_block, stream):
            if isinstance(block, RichTextBlock) and isinstance(value, RichText):
                found += links_in(value.source)
    return found


def faults(streams_by_field: dict) -> list[tuple[str, str]]:
    """[(field, sentence)]: all that stands against publishing."""
    found = []
    for name, stream in streams_by_field.items():
        found += [(name, sentence) for sentence in [*_headings(stream), *_contents(stream)]]
    return found


def refusals(page) -> list[Refused]:
    """The same as refusals, for the verbs."""
    return [Refused("proof", sentence, field=name) for name, sentence in faults(streams(page))]


def _headings(stream):
    seen_heading = False
    for child in stream:
        if child.block_type == "heading":
            seen_heading = True
        elif child.block_type == "subheading" and not seen_heading:
            yield _("“%(words)s” is the heading of a part, but no heading stands above it.") % {"words": child.value}
        if child.block_type in ("heading", "subheading") and not str(child.value).strip():
            yield _("A heading is empty.")


def _contents(stream):
    for block, value in walk(stream.stream_block, stream):
        if isinstance(block, RichTextBlock) and isinstance(value, RichText):
            yield from _text(value.source)
        elif isinstance(block, StructBlock) and any(
            isinstance(b, ImageChooserBlock) for b in block.child_blocks.values()
        ):
            yield from _picture(value)
        elif isinstance(block, StructBlock) and "table" in block.child_blocks:
            yield from _table(value)


def _picture(value):
    alt = (value.get("alt") or "").strip()
    image = value.get("image")
    if image is None:
        yield _("A picture is gone; choose another one or take the block out.")
    elif not alt:
        yield _("The picture “%(name)s” needs words for those who cannot see it.") % {"name": image.title}
    elif FILE_NAME.match(alt):
        yield _("“%(words)s” is the name of a file; say what the picture shows.") % {"words": alt}
    elif alt == (value.get("caption") or "").strip():
        yield _("The picture's description repeats its caption “%(words)s”; say what can be seen.") % {"words": alt}


def _table(value):
    for column in value["table"].columns:
        if not column["heading"].strip():
            yield _("The table “%(caption)s” has a column without a heading.") % {"caption": value["caption"]}


def _text(source):
    if re.search(r"<h[1-6]\b", source or ""):
        yield _("A heading stands inside a paragraph; give it a block of its own.")
    for link in links_in(source):
        yield from _link(link)


def _link(link):
    words = link.words.strip()
    if not words:
        yield _("A link has no words.")
    elif words.lower().strip(" .。›>»…") in EMPTY_WORDS:
        yield _("The link “%(words)s” does not say where it leads; use words that make sense by themselves.") % {
            "words": words
        }
    elif BARE.match(words):
        yield _("The link “%(words)s” shows a bare address; use words instead.") % {"words": words}
    if not target_is_there(link):
        yield _("The link “%(words)s” leads nowhere: what it led to is gone or not published.") % {"words": words}


def target_is_there(link) -> bool:
    """True for other sites' addresses (asked by the report of broken links, not here) and for what exists."""
    if link.kind == "page":
        return link.target.isdigit() and Page.objects.live().filter(pk=link.target).exists()
    if link.kind == "document":
        return link.target.isdigit() and get_document_model().objects.filter(pk=link.target).exists()
    return bool(link.target)
