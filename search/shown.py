"""What the results page draws: tabs, facets with their counts, hits with their seal, choices made, ways on."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from marketplace.core import documents
from marketplace.core.documents import FACETS

from .asking import LANGUAGES, SORT_NAMES
from .engine import AMOUNTS, NEAREST

TONES = {documents.OPEN: "open", documents.RUNNING: "wait", documents.DONE: "done", documents.ENDED: "refused"}
COLLAPSED = 7  # values of a facet; the rest unfolds
MOST_OTHERS = 8  # words of a group of synonyms that are named


@dataclass(frozen=True)
class Tab:
    label: str
    count: int
    url: str
    current: bool


@dataclass(frozen=True)
class Value:
    value: str
    label: str
    count: int
    checked: bool


@dataclass(frozen=True)
class Facet:
    """A field set of the filters. kind: "checkbox" or "radio"; more: values that unfold."""

    name: str
    legend: str
    values: list
    kind: str = "checkbox"
    more: list = field(default_factory=list)


def tabs(asked, results) -> list[Tab]:
    """All, then each kind that has a hit or is chosen."""
    rows = [Tab(_("All"), sum(results.kinds.values()), _to(asked, kind=None, page=None), not asked.kinds)]
    for name, kind in documents.kinds().items():
        count = results.kinds.get(name, 0)
        if count or name in asked.kinds:
            rows.append(Tab(str(kind.many), count, _to(asked, kind=name, page=None), asked.kinds == (name,)))
    return rows


def _to(asked, **instead) -> str:
    said = asked.query_string(**instead)
    return f"?{said}" if said else "?"


def facets(asked, results) -> list[Facet]:
    found = []
    for name, legend in FACETS.items():
        counts = results.facets.get(name, {})
        values = _values(name, counts, asked.choices.get(name, ()), results)
        if values:
            found.append(Facet(name, str(legend), values[:COLLAPSED], more=values[COLLAPSED:]))
    if results.open_now or asked.open_now:
        found.append(
            Facet(
                "open", _("Opening hours"), [Value("now", _("open at this moment"), results.open_now, asked.open_now)]
            )
        )
    amounts = [
        Value(str(low), _range(low), results.amounts.get(low, 0), asked.amount == low)
        for low in AMOUNTS
        if results.amounts.get(low) or asked.amount == low
    ]
    if len(amounts) > 1 or asked.amount is not None:
        anything = Value("", _("any sum"), 0, asked.amount is None)
        found.append(Facet("amount", _("Sum"), [anything, *amounts], "radio"))
    languages = results.facets.get("language", {})
    chosen = asked.choices.get("language", ())
    if len(set(languages.values())) > 1 or chosen:
        rows = [Value(code, str(label), languages.get(code, 0), code in chosen) for code, label in LANGUAGES.items()]
        found.append(Facet("language", _("Language of the text"), rows))
    return found


def _values(name, counts, chosen, results) -> list[Value]:
    """The most frequent first; years the newest first; what is chosen always stands there."""
    values = {**dict.fromkeys(chosen, 0), **counts}
    labels = documents.names_of(name, values)
    order = (
        (lambda v: (v not in chosen, -int(v) if v.isdigit() else 0))
        if name == "year"
        else (lambda v: (v not in chosen, -values[v], str(labels[v])))
    )
    return [Value(v, str(labels[v]), values[v], v in chosen) for v in sorted(values, key=order)]


def _range(low) -> str:
    above = [one for one in AMOUNTS if one > low]
    if not above:
        return _("%(low)s yuan and more") % {"low": f"{low:,}"}
    if not low:
        return _("below %(high)s yuan") % {"high": f"{above[0]:,}"}
    return _("%(low)s to %(high)s yuan") % {"low": f"{low:,}", "high": f"{above[0]:,}"}


def sorts(asked) -> list[Value]:
    """Nearest only where the reader has said near what."""
    return [
        Value(name, str(label), 0, name == asked.sort)
        for name, label in SORT_NAMES.items()
        if name != NEAREST or asked.near
    ]


def places(asked) -> list[Value]:
    """Named places, for "near"."""
    rows = [Value(code, str(label), 0, code == asked.near) for code, (label, _lat, _lon) in documents.places().items()]
    if asked.near and not any(row.checked for row in rows):
        rows.insert(0, Value(asked.near, _("the place of the address"), 0, True))
    return rows


def hits(results) -> list[dict]:
    """What stands in one line of the answer: the hit, its kind, seal, places, distance."""
    kinds = documents.kinds()
    communities = {value for hit in results.hits for value in hit.facets.get("community", ())}
    names = documents.names_of("community", communities)
    rows = []
    for hit in results.hits:
        status = next(iter(hit.facets.get("status", ())), "")
        where = [names[value] for value in hit.facets.get("community", ())]
        rows.append(
            {
                "hit": hit,
                "kind": kinds[hit.kind].one if hit.kind in kinds else "",
                "tone": TONES.get(status, ""),
                "status": documents.STATUSES.get(status, ""),
                "takes": status == documents.OPEN and hit.deadline is not None and hit.kind != "page",
                "where": where if len(where) <= 3 and hit.kind != "community" else [],
                "far": distance(hit.metres),
            }
        )
    return rows


def distance(metres) -> str:
    """'350 m', '1.2 km'."""
    if metres is None or metres != metres or metres == float("inf"):
        return ""
    return (
        _("%(m)s m") % {"m": round(metres / 10) * 10}
        if metres < 1000
        else _("%(km)s km") % {"km": f"{metres / 1000:.1f}"}
    )


def chosen(asked) -> list[dict]:
    """Each choice with the address without it."""
    rows = []
    for name, values in asked.choices.items():
        labels = LANGUAGES if name == "language" else documents.names_of(name, values)
        for value in values:
            rest = [v for v in values if v != value]
            rows.append({"label": str(labels[value]), "url": _to(asked, **{name: rest, "page": None})})
    if asked.amount is not None:
        rows.append({"label": _range(asked.amount), "url": _to(asked, amount=None, page=None)})
    if asked.open_now:
        rows.append({"label": _("open at this moment"), "url": _to(asked, open=None, page=None)})
    if asked.inside:
        rows.append({"label": _("not public yet"), "url": _to(asked, inside=None, page=None)})
    return rows


def understood(results, language) -> list[tuple[str, str]]:
    """[(what was typed, other words that were looked for)]: those of the reader's language, a line of them at most."""
    mark, rows = (", " if language == "en" else "、"), []
    for typed, others in results.understood:
        read = [word for word in others if word.isascii() == (language == "en")]
        if read:
            rows.append((typed, mark.join(read[:MOST_OTHERS])))
    return rows
