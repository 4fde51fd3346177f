"""Plans, transfers, years, incentive rounds, rule figures: who may, and what must hold."""

from django.utils.translation import gettext_lazy as _

from marketplace.core import clock
from marketplace.core.money import ZERO, figures
from marketplace.core.rules import requirement, rule
from orgs.rules import holds, in_office_of, not_the_same
from orgs.states import Role

from . import rules as of_fund

_of_fund = lambda row: row.fund.office_id  # noqa: E731
_finance, _leader = in_office_of(_of_fund, Role.FINANCE), in_office_of(_of_fund, Role.LEADER)


# ---- plans -----------------------------------------------------------------------------------------
drafts_plan, plan_leader = _finance, _leader
not_plan_drafter = not_the_same(
    lambda plan: plan.drafted_by_id, _("Whoever drafted the plan does not put it in force.")
)


@requirement("open_plan", _("There is an unfinished plan of this year already. Go on with that one."), field="year")
def one_open_plan(actor, plan):
    others = type(plan).objects.filter(fund_id=plan.fund_id, year=plan.year, state__in=("draft", "in_review"))
    return {} if others.exclude(pk=plan.pk).exists() else None


@requirement("no_lines", _("The plan has no allocation yet."))
def plan_has_lines(actor, plan):
    return None if plan.lines.exists() else {}


@requirement("not_covered", _("The plan allocates %(planned)s yuan; the fund has %(there)s yuan this year."))
def plan_is_covered(actor, plan):
    from .queries import balances

    planned, there = plan.total, balances(plan.fund)
    whole = there.came_in - there.transferred
    return {"planned": figures(planned), "there": figures(whole)} if planned > whole else None


@requirement("promised_more", _("%(cell)s: %(used)s yuan are promised or paid already, the plan has %(planned)s."))
def plan_holds_what_is_promised(actor, plan):
    from . import kinds
    from .queries_plans import table

    if not kinds.of(plan.fund).plan_binds:
        return None
    over = next((row for row in table(plan).rows if row.free < ZERO), None)
    return over and {"cell": over.label, "used": figures(over.committed + over.paid), "planned": figures(over.planned)}


# ---- transfers -------------------------------------------------------------------------------------
@rule("proposes_transfer", _("This is for the finance officers and leaders of the fund."))
def proposes_transfer(actor, transfer):
    return of_fund.finance.test(actor, transfer.fund) or of_fund.leader.test(actor, transfer.fund)


@rule("decides_transfer", _("This is for a leader of the office; of a foundation, for its board."))
def decides_transfer(actor, transfer):
    fund = transfer.fund
    if fund.kind == "COMMUNITY_FOUNDATION":
        return actor.has(Role.OWNER, body="organisation", body_id=fund.host_id)
    return actor.has(Role.LEADER, body="office", body_id=fund.office_id)


not_transfer_proposer = not_the_same(
    lambda transfer: transfer.proposed_by_id, _("Whoever proposed the transfer does not decide about it.")
)


@rule("proposer", _("This is for whoever proposed it."))
def transfer_proposer(actor, transfer):
    return actor.is_person(transfer.proposed_by_id)


@requirement("same_fund", _("Choose another fund."), field="to")
def another_fund(actor, transfer):
    return {} if transfer.to_id == transfer.fund_id else None


@requirement("fund_not_active", _("The fund “%(name)s” takes part in no transfer now: it is %(state)s."), field="to")
def both_are_active(actor, transfer):
    idle = next((one for one in (transfer.fund, transfer.to) if one.state != "active"), None)
    return idle and {"name": idle.name, "state": idle.get_state_display()}


@requirement("rules_forbid", _("The rules do not allow it: %(why)s"), field="to")
def both_rules_allow(actor, transfer):
    from . import kinds

    fund, to = transfer.fund, transfer.to
    names = {"from": fund.get_kind_display(), "to": to.get_kind_display()}
    if not fund.gives:
        return {"why": _("“%(name)s” gives nothing to other funds.") % {"name": fund.name}}
    if not to.takes:
        return {"why": _("“%(name)s” takes nothing from other funds.") % {"name": to.name}}
    if to.kind not in kinds.of(fund).gives or fund.kind not in kinds.of(to).takes:
        return {"why": _("money never goes from a fund of the kind “%(from)s” to one of the kind “%(to)s”.") % names}
    return None


@requirement("not_unbound", _("%(unbound)s yuan of the fund are free and not bound to a purpose."), field="amount")
def so_much_is_unbound(actor, transfer):
    from .queries_purposes import unbound

    left = unbound(transfer.fund)
    return {"unbound": figures(left)} if transfer.amount > left else None


# ---- budget years ----------------------------------------------------------------------------------
keeps_year, decides_year = _finance, _leader
not_year_proposer = not_the_same(lambda carry: carry.proposed_by_id, _("Whoever proposed it does not decide about it."))
year_proposer = transfer_proposer


@requirement("no_year", _("A fund of this kind has no budget year."))
def has_budget_year(actor, carry):
    from . import kinds

    return None if kinds.of(carry.fund).yearly else {}


@requirement("too_early", _("The budget year %(year)s is not over."), field="")
def year_is_over(actor, carry):
    return None if carry.year == carry.fund.year and clock.today().year > carry.year else {"year": carry.fund.year}


@requirement("open_proposal", _("A proposal for this year waits already."))
def one_open_proposal(actor, carry):
    others = type(carry).objects.filter(fund_id=carry.fund_id, state="proposed").exclude(pk=carry.pk)
    return {} if others.exists() else None


@requirement("sum", _("Carried over and returned must add up to what is free: %(free)s yuan."), field="carried")
def adds_up_to_free(actor, carry):
    from .queries import free_balance

    free = free_balance(carry.fund)
    return None if carry.carried + carry.returned == free else {"free": figures(free)}


@requirement("bound", _("%(bound)s yuan are bound to a purpose and stay: return %(most)s yuan at most."), field="returned")  # fmt: skip
def return_is_unbound(actor, carry):
    from .queries import free_balance
    from .queries_purposes import unbound

    most = unbound(carry.fund)
    bound = free_balance(carry.fund) - most
    return {"bound": figures(bound), "most": figures(most)} if carry.returned > most else None


# ---- incentive rounds ------------------------------------------------------------------------------
drafts_round, round_leader, round_finance = _finance, _leader, _finance
not_round_drafter = not_the_same(lambda one: one.drafted_by_id, _("Whoever entered the results does not decide."))
not_round_decider = not_the_same(lambda one: one.decided_by_id, _("Whoever decided the round does not pay it."))


@requirement("no_incentive", _("Only an incentive fund pays by performance."))
def fund_pays_by_performance(actor, one):
    from . import kinds

    return None if kinds.of(one.fund).performance else {}


@requirement("table", _("Write each step as “from value: weight”, for example 3: 1; 4: 2; 5: 3."), field="table")
def table_is_lawful(actor, one):
    return None if one.table and all(float(weight) >= 0 for _at, weight in one.table) else {}


@requirement("no_results", _("No result has been entered yet."))
def round_has_results(actor, one):
    return None if one.lines.exists() else {}


@requirement("no_appraisal", _("Name the closed appraisal that the results come from."))
def appraisal_is_named(actor, one):
    return None if one.appraisal.strip() else {}


@requirement("no_share", _("By this table nobody gets anything."))
def somebody_gets_something(actor, one):
    return None if any(one.weight_of(line.value) for line in one.lines.all()) else {}


# ---- rule figures ----------------------------------------------------------------------------------
keeps_figures, decides_figures = holds(Role.KEEPER), holds(Role.LEADER)
not_figure_drafter = not_the_same(lambda figure: figure.drafted_by_id, _("Whoever proposed it does not approve it."))


@requirement("not_ahead", _("A new figure is in force from a day ahead."), field="valid_from")
def figure_lies_ahead(actor, figure):
    return None if figure.valid_from and figure.valid_from > clock.today() else {}


PERCENT = ("RESIDENTS_LEAST", "FEE_MOST", "BASE_SHARE")


@requirement("bounds", _("This figure lies between 0 and %(most)s."), field="value")
def figure_in_bounds(actor, figure):
    most = 100 if figure.key in PERCENT else 100_000
    return None if figure.value is not None and 0 <= figure.value <= most else {"most": most}
