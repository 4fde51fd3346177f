"""Pictures of the books: what was paid month by month, of all funds and of one."""

from datetime import timedelta

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from marketplace.core import clock, words
from marketplace.core.money import ZERO
from marketplace.core.pictures import Figures, Row, picture
from marketplace.core.pictures.shapes import columns
from marketplace.core.pictures.shapes.bars import Bar, bars

from . import queries, queries_moved, queries_plans
from .models import Fund

HEAD = (_("Month"), _("Came in (yuan)"), _("Paid (yuan)"), _("Paid so far (yuan)"))
PLAN_HEAD = (_("For"), _("Planned (yuan)"), _("Promised (yuan)"), _("Paid (yuan)"), _("Free (yuan)"))
FROM_OTHERS = _("From other funds, net (yuan)")
NOTHING = _("Nothing has been booked yet.")
NONE_PAID = _("Nothing has been paid yet.")
ABOUT = _("What was paid in each month, what came back taken off. The scale begins at zero.")


@picture("spending", title=_("Spending by month"), about=ABOUT, order=20)
def spending(actor, _subject, _asked):
    """All funds that the reader sees; what moves between them is neither in nor out."""
    return _by_month(queries_moved.read(Fund.objects.visible_to(actor)))


@picture(
    "fund-spending",
    title=_("Spending of a fund by month"),
    about=ABOUT,
    subjects=lambda actor: Fund.objects.visible_to(actor).order_by("code"),
    order=25,
)
def fund_spending(_actor, fund, _asked):
    return _by_month(queries_moved.moved_of(fund), gettext("Spending by month: %(fund)s") % {"fund": fund.name})


def _by_month(moved, title=""):
    months = queries.months_of(moved)
    if not any(month.came_in or month.paid or month.from_others for month in months):
        return Figures(HEAD, empty=str(NOTHING), title=title)
    crossed = any(month.from_others for month in months)
    so_far, rows = ZERO, []
    for month in months:
        so_far += month.paid
        others = (month.from_others,) if crossed else ()
        rows.append(Row((f"{month.first:%Y-%m}", month.came_in, *others, month.paid, so_far)))
    came_in = sum((month.came_in for month in months), ZERO)
    others = (sum((month.from_others for month in months), ZERO),) if crossed else ()
    values = {"first": rows[0].cells[0], "last": rows[-1].cells[0]}
    values |= {"came_in": words.yuan(came_in), "paid": words.yuan(so_far)}
    shown = [
        columns.Column(
            month.paid, words.yuan(month.paid).removesuffix(".00"), words.month(month.first), _year(n, month.first)
        )
        for n, month in enumerate(months)
    ]
    return Figures(
        (*HEAD[:2], *((FROM_OTHERS,) if crossed else ()), *HEAD[2:]), rows, title=title,
        says=gettext("From %(first)s to %(last)s %(came_in)s yuan came in and %(paid)s yuan were paid.") % values,
        foot=(gettext("Together"), came_in, *others, so_far, None),
        draw=(lambda tall: columns.columns(shown, tall=tall, text=words.yuan)) if any(m.paid for m in months) else None,
        empty=str(NONE_PAID),
        stale_at=_next_month(),
    )  # fmt: skip


def _year(position: int, first) -> str:
    """Under the first column and under each January."""
    return str(first.year) if position == 0 or first.month == 1 else ""


def _next_month():
    first = (clock.today().replace(day=1) + timedelta(days=31)).replace(day=1)
    return clock.midnight(first)


@picture(
    "fund-plan",
    title=_("Allocation plan: planned, promised, paid"),
    about=_(
        "For each allocation of the plan in force: what is planned, promised, paid and free. The scale begins at zero."
    ),
    subjects=lambda actor: Fund.objects.visible_to(actor).filter(plans__state="in_force").distinct().order_by("code"),
    order=26,
)
def fund_plan(_actor, fund, _asked):
    """The plan of the fund's budget year."""
    plan = queries_plans.in_force(fund) or fund.plans.filter(state="in_force").first()
    title = gettext("Allocation plan: %(fund)s") % {"fund": fund.name}
    if plan is None:
        return Figures(PLAN_HEAD, empty=gettext("No plan is in force."), title=title)
    table = queries_plans.table(plan)
    rows = [Row((row.label, row.planned, row.committed, row.paid, row.free)) for row in table.rows]
    total = table.total
    said = {"planned": words.yuan(total.planned), "used": words.yuan(total.committed + total.paid)}
    most = max((row.planned for row in table.rows), default=ZERO)
    shown = [
        Bar(row.label, row.planned, words.yuan(row.planned), part=min(row.committed + row.paid, row.planned)) for row in table.rows
    ]  # fmt: skip
    return Figures(
        PLAN_HEAD, rows, title=title,
        says=gettext("%(planned)s yuan are planned, %(used)s yuan of all are promised or paid.") % said,
        foot=(gettext("Together"), total.planned, total.committed, total.paid, total.free),
        draw=(lambda tall: bars(shown, tall=tall)) if most else None, empty=gettext("No allocation has been set yet."),
    )  # fmt: skip
