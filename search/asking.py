"""What stands in the address of the results page, read leniently into a `Query`, and written back for every link.

    /search/?q=助餐&kind=service&community=CM02&status=open&amount=10000&near=CM04&sort=nearest&page=2

Nothing that is typed into an address is an error: what is unknown is passed over, and `ignored` says so.
"""

from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from marketplace.core import documents
from marketplace.core.documents import FACETS

from .engine import AMOUNTS, DEEPEST, NEAREST, RELEVANCE, SORTS, Query

SIZE = 20
LANGUAGES = {"zh": _("in Chinese"), "en": _("in English")}
SORT_NAMES = {
    "relevance": _("what fits best"),
    "newest": _("newest first"),
    "deadline": _("deadline first"),
    "amount": _("largest sum first"),
    "nearest": _("nearest first"),
}
NAMES = ("q", "kind", *FACETS, "language", "amount", "open", "inside", "near", "sort", "page")
MOST_VALUES = 20
LONGEST_VALUE = 60


@dataclass(frozen=True)
class Asked:
    """One question to the search, as its address says it.

    choices: {facet: values} with "language"; amount: lower end of a range of AMOUNTS, or None; near: code of a named
    place, or "lat,lon"; ignored: names of parameters whose value says nothing.
    """

    text: str = ""
    kinds: tuple[str, ...] = ()
    choices: dict[str, tuple[str, ...]] = field(default_factory=dict)
    amount: int | None = None
    open_now: bool = False
    inside: bool = False
    near: str = ""
    sort: str = RELEVANCE
    page: int = 1
    ignored: tuple[str, ...] = ()

    @property
    def narrowed(self) -> int:
        """How many choices narrow the answer beside the words and the kind."""
        chosen = sum(len(values) for values in self.choices.values())
        return chosen + (self.amount is not None) + self.open_now + self.inside

    @property
    def says_something(self) -> bool:
        return bool(self.text.strip() or self.kinds or self.narrowed)

    def pairs(self, **instead) -> list[tuple[str, str]]:
        """The parameters of the address; instead: other values by their names, None leaves one out."""
        said = {
            "q": self.text, "kind": self.kinds, **self.choices,
            "amount": "" if self.amount is None else str(self.amount), "open": "now" if self.open_now else "",
            "inside": "1" if self.inside else "", "near": self.near,
            "sort": "" if self.sort == RELEVANCE else self.sort, "page": "" if self.page == 1 else str(self.page),
        }  # fmt: skip
        said |= instead
        rows = []
        for name in NAMES:
            values = said.get(name) or ()
            rows += [(name, str(value)) for value in ([values] if isinstance(values, str | int) else values)]
        return rows

    def query_string(self, **instead) -> str:
        return urlencode(self.pairs(**instead))

    def query(self, actor, language: str, *, size=SIZE, **more) -> Query:
        low, high = bounds(self.amount)
        return Query(
            text=self.text, language=language, kinds=self.kinds, choices=self.choices, amount=(low, high),
            open_now=self.open_now, sort=self.sort, near=place(self.near), page=self.page, size=size,
            audience=documents.reader_tokens(actor), inside=self.inside, **more,
        )  # fmt: skip


def bounds(amount) -> tuple[Decimal | None, Decimal | None]:
    """(lowest, highest) of a range named by its lower end."""
    if amount is None:
        return None, None
    above = [low for low in AMOUNTS if low > amount]
    return Decimal(amount), Decimal(above[0]) - Decimal("0.01") if above else None


def place(near: str) -> tuple[float, float] | None:
    """(lat, lon) of a named place or of "30.68,103.84"; None: nowhere."""
    named = documents.places().get(near) if near else None
    if named is not None:
        return named[1], named[2]
    parts = near.split(",")
    try:
        lat, lon = (float(part) for part in parts)
    except ValueError:
        return None
    return (lat, lon) if abs(lat) <= 90 and abs(lon) <= 180 else None


def read(data, actor) -> Asked:
    """`data`: a QueryDict (or what behaves like one)."""
    ignored = []

    def several(name, known=None):
        values = [v.replace("\0", "")[:LONGEST_VALUE] for v in data.getlist(name)[:MOST_VALUES] if v]
        kept = tuple(dict.fromkeys(v for v in values if known is None or v in known))
        if len(kept) < len(set(values)):
            ignored.append(name)
        return kept

    def one(name, known):
        value = data.get(name, "")
        if value and value not in known:
            ignored.append(name)
        return value if value in known else ""

    text = data.get("q", "").replace("\0", " ")
    choices = {name: found for name in FACETS if (found := several(name))}
    if languages := several("language", LANGUAGES):
        choices["language"] = languages
    near = data.get("near", "").replace("\0", "")[:LONGEST_VALUE]
    if near and place(near) is None:
        ignored.append("near")
        near = ""
    sort = one("sort", SORTS) or RELEVANCE
    if sort == NEAREST and not near:
        sort = RELEVANCE
    amount = one("amount", {str(low) for low in AMOUNTS})
    asked = Asked(
        text=text, kinds=several("kind", documents.kinds()), choices=choices,
        amount=int(amount) if amount else None, open_now=bool(one("open", {"now"})),
        inside=actor.is_known and data.get("inside") == "1", near=near, sort=sort, page=_page(data.get("page", ""), ignored),
    )  # fmt: skip
    unknown = [name for name in data if name not in NAMES]
    return Asked(**{**asked.__dict__, "ignored": tuple(dict.fromkeys([*ignored, *unknown[:3]]))})


def _page(typed, ignored) -> int:
    if not typed:
        return 1
    if not (typed.isascii() and typed.isdigit()) or int(typed[:12]) < 1:
        ignored.append("page")
        return 1
    return min(int(typed[:12]), 10**9)


def last_page(total: int, size=SIZE) -> int:
    """The last page that can be turned to."""
    return max(1, -(-min(total, DEEPEST) // size))
