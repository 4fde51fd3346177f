"""The picture of a fund's flow: gift, commitment, contract, payment, outcome."""

from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from marketplace.core import words
from marketplace.core.money import ZERO
from marketplace.core.pictures import Figures, Row, picture
from marketplace.core.pictures.shapes import ribbons
from marketplace.funds.models import Fund
from marketplace.funds.states import EntryKind

from .flow import flow_of

MOST = 7  # purposes drawn one by one
HEAD = (
    gettext_lazy("What"), gettext_lazy("How far"), gettext_lazy("Yuan"), gettext_lazy("Under contract (yuan)"),
    gettext_lazy("Paid (yuan)"), gettext_lazy("Outcome published (yuan)"), gettext_lazy("People served"),
)  # fmt: skip


@picture(
    "fund-flow",
    title=gettext_lazy("Where a fund's money came from and what became of it"),
    about=gettext_lazy("The wider the ribbon, the more money. What has no purpose yet is pale. In the fund all money is one: no promise has a gift of its own."),
    subjects=lambda actor: Fund.objects.visible_to(actor).order_by("code"),
    order=10,
)  # fmt: skip
def fund_flow(actor, fund, _asked):
    flow = flow_of(fund, actor)
    title = _("Where the money came from and what became of it: %(fund)s") % {"fund": fund.name}
    if not flow.whole:
        return Figures(HEAD, empty=_("Nothing has come into this fund yet."), title=title)
    sources = [(_source(kind), amount) for kind, amount in sorted(flow.sources.items())]
    parts = _parts(flow)
    rows = [Row((name, _("came in"), amount, None, None, None, None)) for name, amount in sources]
    for name, stage, amounts, people, url in parts:
        shown = amounts if stage == _("promised") else (amounts[0], None, None, None)
        rows.append(Row((name, stage, *shown, people), url))
    sums = [sum((amounts[n] for *_a, amounts, _p, _u in parts), ZERO) for n in range(4)]
    drawn = ribbons.Flow(sources, _lanes(flow), _stages(), _("Together"))
    promised = flow.whole - flow.free - flow.moved
    values = {
        "whole": words.yuan(flow.whole),
        "promised": words.yuan(promised),
        "paid": words.yuan(sums[2]),
        "told": words.yuan(sums[3]),
    }
    says = _("Of %(whole)s yuan %(promised)s are promised, %(paid)s paid, %(told)s with a published outcome.") % values
    rest = (_("not promised yet"), _("no contract yet"), _("not paid yet"), _("outcome still to come"))
    return Figures(
        HEAD, rows, says=says, title=title,
        draw=lambda tall: ribbons.tall(drawn, _whole_yuan, rest) if tall else ribbons.wide(drawn, words.yuan),
    )  # fmt: skip


def _stages() -> tuple:
    return (
        _("Came in"), _("Together"), _("Promised"), pgettext("flow", "Contract"), pgettext("flow", "Paid"),
        pgettext("flow", "Outcome"),
    )  # fmt: skip


def _source(kind) -> str:
    return (
        _("from other funds")
        if kind == EntryKind.TRANSFER
        else _("came back")
        if kind == EntryKind.REFUND
        else str(EntryKind(kind).label)
    )


def _parts(flow) -> list[tuple]:
    """(name, stage, amounts, people served, url) of all that the money is for, whole."""
    promised = _("promised")
    rows = [
        (str(way.call), promised, way.amounts, way.people or None, way.call.get_absolute_url()) for way in flow.ways
    ]
    for way, name in ((flow.hidden, _("not public yet")), (flow.other, _("other purposes"))):
        if way.promised:
            rows.append((name, promised, way.amounts, None, ""))
    for amount, name, stage in _not_promised(flow):
        rows.append((name, stage, (amount, ZERO, ZERO, ZERO), None, ""))
    return rows


def _not_promised(flow) -> list[tuple]:
    """(amount, name, stage) of what is free and of what was moved away."""
    rows = [(flow.free, _("not promised yet"), _("free")), (flow.moved, _("moved to other funds"), _("moved away"))]
    return [row for row in rows if row[0]]


def _lanes(flow) -> list:
    """What is drawn: the largest purposes, the others as one, and what has none."""
    lanes = [_lane(way) for way in flow.ways[:MOST]]
    more = flow.ways[MOST:]
    if more:
        name = ngettext("%(n)s other purpose", "%(n)s other purposes", len(more)) % {"n": len(more)}
        amounts = tuple(sum(part) for part in zip(*(way.amounts for way in more), strict=True))
        n = sum(len(way.contracts) for way in more)
        contracts = ngettext("%(n)s contract", "%(n)s contracts", n) % {"n": n}
        lanes.append(ribbons.Lane(name, amounts, _labels(contracts), _served(sum(way.people for way in more))))
    for way, name in ((flow.hidden, _("not public yet")), (flow.other, _("other purposes"))):
        if way.promised:
            lanes.append(ribbons.Lane(name, way.amounts, _labels("")))
    rest = [
        ribbons.Lane(name, (amount, ZERO, ZERO, ZERO), is_open=True) for amount, name, _stage in _not_promised(flow)
    ]
    return lanes + rest


def _lane(way):
    numbers = ", ".join(contract.number for contract in way.contracts)
    return ribbons.Lane(
        way.call.title, way.amounts, _labels(_("No. %(number)s") % {"number": numbers}), _served(way.people)
    )


def _labels(contract) -> tuple:
    return (contract, _("paid"), _("published"))


def _served(people) -> str:
    return ngettext("%(n)s person", "%(n)s people", people) % {"n": f"{people:,}"} if people else ""


def _whole_yuan(amount) -> str:
    """On a phone's ribbon sums stand in whole yuan; the table has the fen."""
    return f"{amount.quantize(Decimal(1), ROUND_HALF_UP):,}"
