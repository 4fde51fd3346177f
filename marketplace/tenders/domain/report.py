"""The evaluation report: who bid, who is qualified, every score, the ranking with its numbers (Order 87, art. 58).

Facts for the page, and the same facts as a PDF kept under its SHA-256. Members are numbered until the result
is published; from then on they are named (art. 69).
"""

from dataclasses import dataclass
from decimal import Decimal

from django.utils import translation
from django.utils.translation import gettext as _

from marketplace.core import clock, files, pdf
from marketplace.core.money import figures, yuan

from ..models import Bid, Call, CommitteeMember, Criterion, Score
from ..procedures import in_words
from ..states import CriterionKind, MemberState
from .low_price import price_counts
from .validity import Fault, faults, opened_bids

PURPOSE = "tenders.report"
# The file of record is Chinese; the page reads in both languages.
RECORD_LANGUAGE = "zh-hans"


@dataclass
class ScoreLine:
    """One member's score under one criterion; score None: not shown, or not given."""

    criterion: Criterion
    label: str
    score: Score | None


@dataclass
class BidFacts:
    """One opened bid: faults make it invalid; lines: its scores by criterion and member."""

    bid: Bid
    faults: list[Fault]
    lines: list[ScoreLine]


@dataclass
class Line:
    """One place of the ranking with the numbers of its formula as text."""

    place: dict
    bidder: str
    price: str
    price_formula: str
    total_formula: str


@dataclass
class Facts:
    call: Call
    award: object
    criteria: list[Criterion]
    price_weight: Decimal | None
    members: list[CommitteeMember]
    labels: list[str]
    bids: list[BidFacts]
    lines: list[Line]


def member_labels(members, named: bool) -> list[str]:
    """Names with their seat once the result is published, numbers before."""
    labels = []
    for number, member in enumerate(members, start=1):
        who = str(member.user) if named else _("Member %(number)s") % {"number": number}
        what = _("expert") if member.is_expert else _("representative of the buyer")
        chair = _(", chair") if member.is_chair else ""
        labels.append(f"{who} ({what}{chair})")
    return labels


def facts(call: Call, *, named: bool, scores=None) -> Facts:
    """Everything the report says. scores: a queryset of what the reader may see; None: all that was handed in."""
    award = getattr(call, "award", None)
    criteria = list(call.criteria.all())
    quality = [c for c in criteria if c.kind == CriterionKind.QUALITY]
    members = list(call.committee.filter(state=MemberState.SUBMITTED).select_related("user"))
    if scores is None:
        scores = Score.objects.all()
    rows = scores.filter(member__in=members, bid__call=call)
    by_cell = {(s.member_id, s.bid_id, s.criterion_id): s for s in rows}
    labels = member_labels(members, named)
    bids = []
    for bid in opened_bids(call):
        lines = [
            ScoreLine(c, label, by_cell.get((m.pk, bid.pk, c.pk)))
            for c in quality
            for m, label in zip(members, labels, strict=True)
        ]
        bids.append(BidFacts(bid, faults(bid, call), lines))
    price = next((c for c in criteria if c.kind == CriterionKind.PRICE), None)
    ranked = ranking_lines(award.ranking, award.lowest_price, quality, price.weight if price else None) if award else []
    return Facts(call, award, quality, price.weight if price else None, members, labels, bids, ranked)


def ranking_lines(ranking, lowest_price, quality, price_weight) -> list[Line]:
    """A ranking (`Award.ranking`) with its formulas: 98.00 = 980,000.00 ÷ 1,000,000.00 × 100; total = Σ mean × weight."""
    lines = []
    english = translation.get_language() == "en"
    for place in ranking:
        name = place["organisation"]["en" if english else "zh"]
        price = figures(yuan(place["price"]))
        by_price = ""
        terms = [f"{place['means'][str(c.pk)]} × {c.weight.normalize():f}" for c in quality]
        if price_weight is not None:
            by_price = f"{figures(lowest_price)} ÷ {price} × 100 = {place['price_score']}"
            terms.append(f"{place['price_score']} × {price_weight.normalize():f}")
        lines.append(Line(place, name, price, by_price, f"{' + '.join(terms)} = {place['total']}"))
    return lines


def store(call: Call, *, by, named: bool):
    """The report as PDF in private storage; returns the StoredFile."""
    with translation.override(RECORD_LANGUAGE):
        content = pdf.document(
            _("Evaluation report"), _blocks(facts(call, named=named)), footer=f"{call.number} {call.title}"
        )
    return files.store(content, purpose=PURPOSE, by=by, name=f"report-{call.number}.pdf", owner=call)


def reading_copy(f: Facts) -> bytes:
    """The same report as PDF in the active language; it says which file is the record."""
    stored = f.award.report
    record = f"SHA-256 {stored.sha256}" if stored else "–"
    note = _("Copy for reading, made %(when)s. The record is the Chinese report: %(record)s.") % {
        "when": in_words(clock.now()),
        "record": record,
    }
    return pdf.document(_("Evaluation report"), [("p", note), *_blocks(f)], footer=f"{f.call.number} {f.call.title}")


def _blocks(f: Facts) -> list[tuple]:
    call, award = f.call, f.award
    blocks = [
        ("kv", [
            (_("Call"), f"{call.number} {call.title}"), (_("Buyer"), call.office.name), (_("Kind of procedure"), str(call.procedure)),
            (_("Highest price (yuan)"), figures(call.budget)), (_("Opened on"), in_words(call.opened_at)),
            (_("Report of"), in_words(clock.now())),
        ]),
        ("h2", _("Committee")),
        ("table", [_("Member")], [[label] for label in f.labels]),
        ("h2", _("Bids and qualification")),
        ("table", [_("Bidder"), _("Price (yuan)"), _("Valid or not")], [
            [b.bid.organisation.name, figures(b.bid.price or 0), "; ".join(_cited(x) for x in b.faults) or _("valid")] for b in f.bids
        ]),
    ]  # fmt: skip
    for b in f.bids:
        if not b.faults:
            blocks += _score_blocks(b)
    blocks += [("h2", _("Ranking")), ("p", _method(f))]
    header = [
        _("Rank"),
        _("Bidder"),
        _("Price (yuan)"),
        *([_("Price score")] if price_counts(call) else []),
        _("Total"),
    ]
    rows = []
    for line in f.lines:
        price = [line.price_formula] if price_counts(call) else []
        rows.append([str(line.place["rank"]), line.bidder, line.price, *price, line.total_formula])
    blocks.append(("table", header, rows))
    if award.draw:
        blocks += [
            ("h2", _("Draw")),
            (
                "p",
                _(
                    "Equal totals and equal prices were settled by a draw that anybody can repeat: seed = SHA-256 of the method's name and the sorted material, one a line; ticket = SHA-256 of “seed:bid”; the lowest ticket comes first."
                ),
            ),
        ]
        blocks.append(("kv", [(_("Method"), award.draw["method"]), (_("Material"), ", ".join(award.draw["material"])), (_("Seed"), award.draw["seed"]),
                              *((code, value) for code, value in sorted(award.draw["tickets"].items(), key=lambda t: t[1]))]))  # fmt: skip
    blocks.append(("h2", _("Proposal")))
    blocks.append(
        (
            "p",
            _("The award is proposed to %(bidder)s at %(price)s yuan.")
            % {"bidder": award.bid.organisation.name, "price": figures(award.price)},
        )
    )
    if award.reason:
        blocks.append(("p", award.reason))
    return blocks


def _cited(fault):
    return f"{fault.sentence} ({fault.clause})" if fault.clause else fault.sentence


def _score_blocks(b: BidFacts):
    rows = [
        [
            line.criterion.name,
            line.label,
            str(line.score.points) if line.score else "",
            line.score.comment if line.score else "",
        ]
        for line in b.lines
    ]
    return [("h2", _("Scores of %(bidder)s") % {"bidder": b.bid.organisation.name}),
            ("table", [_("Criterion"), _("Member"), _("Points"), _("Comment")], rows)]  # fmt: skip


def _method(f: Facts) -> str:
    places = f.call.score_places
    if f.price_weight is None:
        return _(
            "Prices are fixed and no factor. Total = Σ mean of the members' points × weight, rounded once to %(places)s places. No highest or lowest score is dropped."
        ) % {"places": places}
    return _(
        "Price score = lowest valid price ÷ price × 100; total = Σ mean of the members' points × weight + price score × weight, rounded once to %(places)s places. No highest or lowest score is dropped."
    ) % {"places": places}


__all__ = ["PURPOSE", "Facts", "facts", "member_labels", "ranking_lines", "reading_copy", "store"]
