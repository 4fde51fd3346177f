"""A fund's year: what it held, what came in from where, what was paid to what, what is left; all out of the lines."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from marketplace.core import pdf, words
from marketplace.core.money import ZERO

from .models import Account, Entry, FundApplication, Line
from .states import AccountKind, EntryKind, IncomeSource
from .states_applications import Group


@dataclass(frozen=True)
class Year:
    """Opening + came in + from others − returned to givers − fees − paid = closing, of which free and promised at the end.

    sources: [(label, amount)]; payments: [(label, amount)] by kind of what was paid; groups: [(label, grants, people, amount)].
    """

    fund: object
    year: int
    opening: Decimal
    came_in: Decimal
    from_others: Decimal
    returned: Decimal
    fees: Decimal
    paid: Decimal
    closing: Decimal
    free: Decimal
    sources: list
    payments: list
    groups: list
    entries: int
    head: object

    @property
    def promised(self) -> Decimal:
        return self.closing - self.free


def bounds(year: int) -> tuple[datetime, datetime]:
    """First moment of the year and of the next one."""
    return tuple(timezone.make_aware(datetime(n, 1, 1)) for n in (year, year + 1))


def year_of(fund, year: int) -> Year:
    """The calendar year of a fund, in a constant number of queries."""
    start, end = bounds(year)
    lines = Line.objects.filter(account__fund=fund, entry__at__lt=end).order_by()
    before, within = lines.filter(entry__at__lt=start), lines.filter(entry__at__gte=start)
    opening, at_end, moved = _sums(before), _sums(lines), _sums(within)
    entries = within.values("entry").distinct()
    back = within.filter(account__kind=AccountKind.SOURCE, entry__kind=EntryKind.RETURN)
    returned = back.aggregate(sum=Sum("amount"))["sum"] or ZERO
    return Year(
        fund, year, _held(opening), returned - moved[AccountKind.SOURCE], ZERO - moved[AccountKind.TRANSFER],
        returned, moved[AccountKind.FEE], moved[AccountKind.PAID], _held(at_end), at_end[AccountKind.FREE], _sources(within), _payments(within),
        _groups(fund, start, end), entries.count(), Entry.objects.filter(at__lt=end).order_by("-number").first(),
    )  # fmt: skip


def _sums(lines) -> dict:
    found = dict(lines.values_list("account__kind").annotate(Sum("amount")))
    return {kind: found.get(kind) or ZERO for kind in AccountKind}


def _held(sums) -> Decimal:
    return sums[AccountKind.FREE] + sums[AccountKind.COMMITMENT]


def _sources(within) -> list:
    rows = (
        within.filter(account__kind=AccountKind.SOURCE)
        .exclude(entry__kind=EntryKind.RETURN)
        .annotate(
            meant=Coalesce("entry__reverses__kind", "entry__kind"),
            known=Coalesce("entry__reverses__incomes__source", "entry__incomes__source"),
        )
    )
    sums: dict = {}
    for kind, known, app, amount in rows.values_list("meant", "known", "entry__cause_type__app_label").annotate(
        Sum("amount")
    ):
        plain = IncomeSource.FISCAL if kind == EntryKind.GRANT else IncomeSource.GIFT if app == "giving" else IncomeSource.OTHER  # fmt: skip
        label = str(IncomeSource(known or plain).label)
        sums[label] = sums.get(label, ZERO) - amount
    return sorted(((label, amount) for label, amount in sums.items() if amount), key=lambda row: -row[1])


def _payments(within) -> list:
    rows = within.filter(account__kind=AccountKind.PAID).values_list("entry__kind", "entry__cause_type")
    sums: dict = {}
    for kind, cause, amount in rows.annotate(Sum("amount")):
        model = ContentType.objects.get_for_id(cause).model_class() if cause else None
        name = (
            _("came back")
            if kind == EntryKind.REFUND
            else _names().get(model._meta.label_lower if model else "", _("other payments"))
        )
        sums[name] = sums.get(name, ZERO) + amount
    return sorted(((label, amount) for label, amount in sums.items() if amount), key=lambda row: -row[1])


def _names() -> dict:
    return {
        "contracts.contract": _("contracts, after acceptance"), "funds.fundapplication": _("grants to applications"),
        "funds.incentiveline": _("shares of incentive rounds"), "funds.hostfee": _("host's fee"), "funds.carryover": _("returned"),
    }  # fmt: skip


def _groups(fund, start, end) -> list:
    paid = FundApplication.objects.filter(fund=fund, payments__paid_at__gte=start, payments__paid_at__lt=end)
    sums = dict(paid.order_by().values_list("group").annotate(Sum("payments__amount")))
    rows = FundApplication.objects.filter(pk__in=paid.values("pk")).order_by().values_list("group")
    found = [
        (Group(group).label, n, people or 0, sums[group])
        for group, n, people in rows.annotate(Count("pk"), Sum("people"))
    ]
    return sorted(found, key=lambda row: -row[3])


def as_pdf(one: Year) -> bytes:
    """The report on paper, in the active language."""
    fund, unit = one.fund, words.with_unit
    blocks = [
        ("kv", [(_("Fund"), f"{fund.code} {fund.name}"), (_("Kind"), fund.get_kind_display()), (_("Office"), fund.office.name),
                *([(_("Host charity"), fund.host.name)] if fund.host_id else []), (_("Purpose"), fund.purpose)]),
        ("h2", _("The year in figures")),
        ("table", [_("What"), _("Amount (yuan)")], [
            (_("Held at the beginning"), words.yuan(one.opening)), (_("Came in"), words.yuan(one.came_in)),
            (_("From other funds, net"), words.yuan(one.from_others)),
            *([(_("Returned to givers"), words.yuan(one.returned))] if one.returned else []),
            *([(_("Fees"), words.yuan(one.fees))] if one.fees else []), (_("Paid, what came back taken off"), words.yuan(one.paid)),
            (_("Held at the end"), words.yuan(one.closing)), (_("of it promised"), words.yuan(one.promised)), (_("of it free"), words.yuan(one.free)),
        ]),
    ]  # fmt: skip
    for title, rows in ((_("Where it came from"), one.sources), (_("What it was paid for"), one.payments)):
        if rows:
            blocks += [
                ("h2", title),
                ("table", [_("What"), _("Amount (yuan)")], [(label, words.yuan(n)) for label, n in rows]),
            ]
    if one.groups:
        header = [_("Whom it helped"), _("Number of grants"), _("People"), _("Amount (yuan)")]
        blocks += [
            ("h2", _("Whom it helped, by group")),
            ("table", header, [(g, n, p, words.yuan(a)) for g, n, p, a in one.groups]),
        ]
    blocks.append(
        (
            "p",
            _(
                "Opening, plus what came in and from other funds, less what was returned, charged as fees and paid, is closing: %(sum)s."
            )
            % {"sum": unit(one.closing)},
        )
    )
    if one.head:
        blocks.append(
            (
                "p",
                _("Computed from the ledger up to entry %(number)s. Its fingerprint: %(hash)s")
                % {"number": one.head.number, "hash": one.head.hash},
            )
        )
    return pdf.document(
        _("Yearly report %(year)s: %(fund)s") % {"year": one.year, "fund": fund.name}, blocks, footer=fund.code
    )


def years_of(fund) -> list[int]:
    """Calendar years from the first movement of the fund's books to the last, newest first: an index read an account."""
    newest = Line.objects.filter(account=OuterRef("pk")).order_by("-seq").values("entry__at")[:1]
    first = Line.objects.filter(account=OuterRef("pk"), seq=1).values("entry__at")[:1]
    moments = Account.objects.filter(fund=fund, cause_id=None).values_list(Subquery(first), Subquery(newest))
    years = [timezone.localtime(moment).year for pair in moments for moment in pair if moment is not None]
    return list(range(max(years), min(years) - 1, -1)) if years else []
