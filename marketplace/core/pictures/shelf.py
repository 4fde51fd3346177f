"""The register of pictures, and one of them as a page shows it."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import Http404
from django.urls import reverse

from ..registry import Section
from .drawing import svg
from .figures import Figures

_shelf: dict[str, "Picture"] = {}


@dataclass(frozen=True)
class Picture:
    """One registered picture.

    key: in its address; title, about: what it shows and how to read it (translated, lazy); figures(actor, subject,
    asked) -> Figures, read through `visible_to`; subjects(actor) -> what it can be drawn of (a queryset, found by the
    column `code`), or None where there is one drawing of the whole; asks: a form of GET fields that narrow it;
    first: the subjects offered on the page of all pictures; order: its place there.
    """

    key: str
    title: str
    about: str
    figures: Callable
    subjects: Callable | None = None
    code: str = "code"
    asks: type | None = None
    order: int = 50

    def subject(self, actor, code: str):
        """What the address names, or 404 for who may not see it."""
        if (self.subjects is None) != (not code):
            raise Http404
        if self.subjects is None:
            return None
        if self.code == "pk" and not (code.isascii() and code.isdigit() and len(code) < 16):
            raise Http404
        found = self.subjects(actor).filter(**{self.code: code}).first()
        if found is None:
            raise Http404
        return found

    def address(self, subject=None, form="page", asked=None) -> str:
        """Of the page, the "svg" or the "csv", in the reader's language."""
        arguments = [self.key] if subject is None else [self.key, str(getattr(subject, self.code))]
        query = urlencode({name: value for name, value in (asked or {}).items() if value})
        name = f"core:picture_{form}" if subject is None else f"core:picture_of_{form}"
        return reverse(name, args=arguments) + (f"?{query}" if query else "")


@dataclass(frozen=True)
class Shown:
    """A picture with its figures for one reader, as `parts/picture.html` draws it."""

    picture: Picture
    subject: object
    figures: Figures
    asked: dict

    @property
    def title(self) -> str:
        return str(self.figures.title or self.picture.title)

    @property
    def key(self) -> str:
        return self.picture.key

    @property
    def is_drawn(self) -> bool:
        """There is something to draw; else `figures.empty` says what is missing."""
        return self.figures.draw is not None

    @property
    def wide(self):
        return self._svg("wide")

    @property
    def tall(self):
        return self._svg("tall")

    def _svg(self, kind):
        return svg(
            self.figures.draw(kind == "tall"), title=self.title, says=str(self.figures.says), key=self.key, kind=kind
        )

    def alone(self):
        """The file to download."""
        return svg(self.figures.draw(False), title=self.title, says=str(self.figures.says), alone=True)

    @property
    def page_url(self):
        return self.picture.address(self.subject, asked=self.asked)

    @property
    def svg_url(self):
        return self.picture.address(self.subject, "svg", self.asked)

    @property
    def csv_url(self):
        return self.picture.address(self.subject, "csv", self.asked)


def picture(key: str, **about):
    """Decorate `fn(actor, subject, asked) -> Figures`; see `Picture`."""

    def decorate(fn):
        _shelf[key] = Picture(key=key, figures=fn, **about)
        return fn

    return decorate


def all_pictures() -> list[Picture]:
    """All registered pictures in their order."""
    return sorted(_shelf.values(), key=lambda one: (one.order, one.key))


def find(key: str) -> Picture:
    if key not in _shelf:
        raise Http404
    return _shelf[key]


def show(key: str, actor, subject=None, asked=None) -> Shown:
    """A picture for a page: what the reader may see of it."""
    one = find(key)
    return Shown(one, subject, one.figures(actor, subject, asked or {}), asked or {})


def addresses(key: str, subject=None) -> dict:
    """{"title", "page_url", "svg_url", "csv_url"} of a picture, without reading its figures."""
    one = find(key)
    return {"title": one.title} | {f"{form}_url": one.address(subject, form) for form in ("page", "svg", "csv")}


def section(key: str, actor, subject=None, asked=None) -> Section:
    """The same as a section, for a slot on another room's page."""
    shown = show(key, actor, subject, asked)
    return Section("parts/picture_section.html", {"shown": shown, "stale_at": shown.figures.stale_at})
