"""Purposes of a fund; what a promise is for, checked against bound money and against the plan in force."""

from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from marketplace.core.money import ZERO, figures
from marketplace.core.refusals import Refused
from marketplace.core.verbs import verb

from .. import kinds, queries_plans, queries_purposes
from ..models import Destination, Fund, FundPurpose, Income


def add_purpose(fund: Fund, *, by, code: str, name_zh: str, name_en: str = "", group: str, bound: bool = False) -> Fund:
    """Name a purpose; bound: income for it may be spent on nothing else.

    Raises:
        Refused: the fund has a purpose of this code ("purpose_there", field "code").
    """
    with verb("add_purpose", fund, by=by, public_note=name_zh):
        try:
            with transaction.atomic():
                FundPurpose.objects.create(
                    fund=fund, code=code, name_zh=name_zh, name_en=name_en, group=group, bound=bound
                )
        except IntegrityError as error:
            raise Refused("purpose_there", _("There is a purpose of this code already."), field="code") from error
    return fund


def note_income(entry, fund, *, source: str, giver: str = "", purpose=None):
    """Keep what is known of money that came in; nothing where it is known already."""
    Income.objects.get_or_create(
        entry=entry, fund=fund, defaults={"source": source, "giver": giver, "purpose": purpose}
    )


def check_income(fund, *, giver: str, purpose):
    """Refuses a purpose of another fund, and a receipt of a pooled fund without a giver."""
    if purpose is not None and purpose.fund_id != fund.pk:
        raise Refused("purpose", _("Choose one of the fund's purposes."), field="purpose")
    if kinds.of(fund).names_givers and not giver.strip():
        raise Refused("giver", _("Money in a pooled fund names its giver (a body, not a person)."), field="giver")


def destined(fund, cause, amount):
    """Note what a promise to `cause` is for and refuse what the fund's purposes or plan do not allow.

    `cause.destination()` says it: {"purpose", "category", "community"}; a cause that says nothing is for all of them.
    """
    said = cause.destination() if hasattr(cause, "destination") else {}
    purpose, category, community = said.get("purpose"), said.get("category", ""), said.get("community")
    if amount > ZERO:
        _check_bound(fund, purpose, amount)
        _check_plan(fund, category, community, amount)
    if not said:
        return
    kind = ContentType.objects.get_for_model(cause)
    Destination.objects.update_or_create(
        fund=fund, cause_type=kind, cause_id=cause.pk,
        defaults={"purpose": purpose, "category": category, "community": community},
    )  # fmt: skip


def _check_bound(fund, purpose, amount):
    if not fund.purposes.filter(bound=True).exists():
        return
    left = queries_purposes.available(fund, purpose)
    if amount > left:
        raise Refused(
            "bound", _("%(left)s yuan are left for this purpose: the rest is bound to another one."), field="amount",
            values={"left": figures(left)},
        )  # fmt: skip


def _check_plan(fund, category, community, amount):
    if not kinds.of(fund).plan_binds:
        return
    plan = queries_plans.in_force(fund)
    if plan is None:
        return
    line = queries_plans.cell_for(plan.lines.all(), category, community.pk if community is not None else None)
    if line is None:
        raise Refused("not_in_plan", _("The allocation plan of the fund “%(name)s” has nothing for this."), kind="what",
                      values={"name": fund.name})  # fmt: skip
    cell = next(row for row in queries_plans.table(plan).rows if row.line.pk == line.pk)
    if amount > cell.free:
        raise Refused("plan_exceeded", _("The plan has %(free)s yuan left for %(cell)s; %(wanted)s yuan are asked for."),
                      values={"free": figures(cell.free), "cell": cell.label, "wanted": figures(amount)})  # fmt: skip
