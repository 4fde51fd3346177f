"""Who may do what to a tranche, report, expense, visit, claim, and what must hold of it. Imports neither models nor states."""

from django.utils.translation import gettext_lazy as _

from marketplace.core import clock, words
from marketplace.core.money import figures
from marketplace.core.refusals import Refused
from marketplace.core.rules import is_system, named, requirement, rule
from orgs.rules import not_the_same

from . import rules

IN_FORCE = ("running", "amending")
WAS_IN_FORCE = (*IN_FORCE, "terminated", "closed")
REMIND_DAYS = 7  # so long before its day a reminder goes out
STAYS_LATE_DAYS = 14  # so long after it the leader of the office hears of it

leader_or_system = named(
    "grants.leader_or_system", _("Only the leader of this office may do this."), rules.leader | is_system
)
not_the_reporter = not_the_same(
    lambda report: report.handed_in_by_id, _("Whoever handed a report in does not decide about it.")
)
not_its_proposer = not_the_same(lambda claim: claim.proposed_by_id, _("Whoever proposed the claim does not decide it."))
not_its_demander = not_the_same(
    lambda claim: claim.demanded_by_id, _("Whoever demanded the money does not book that it came back.")
)


@rule("four_eyes", _("Whoever drew up the agreement or accepted the report does not pay."))
def not_who_accepted(actor, tranche):
    report = tranche.report
    people = [tranche.agreement.drafted_by_id, report.decided_by_id if report else None]
    return actor.is_known and not any(actor.is_same_eyes(person) for person in people if person)


@requirement("grants.not_in_force", _("The agreement is not in force: “%(state)s”."))
def agreement_in_force(actor, obj):
    agreement = obj.agreement
    return None if agreement.state in IN_FORCE else {"state": agreement.get_state_display()}


@requirement("grants.not_in_force", _("The agreement is not in force: “%(state)s”."))
def agreement_was_in_force(actor, obj):
    agreement = obj.agreement
    return None if agreement.state in WAS_IN_FORCE else {"state": agreement.get_state_display()}


@requirement("grants.report_needed", _("It is paid when this is accepted: %(report)s."))
def condition_met(actor, tranche):
    report = tranche.report
    if report is None:
        return None if tranche.position == 1 else {"report": "–"}
    return None if report.state == "accepted" else {"report": report.get_kind_display()}


@requirement("grants.earlier_open", _("An earlier tranche is neither paid nor dropped."))
def earlier_ones_settled(actor, tranche):
    rows = tranche.agreement.tranches.filter(position__lt=tranche.position, state="planned")
    return {} if rows.exists() else None


@requirement("grants.beyond_award", _("With it %(sum)s yuan would be paid; the award is %(award)s yuan."))
def within_award(actor, tranche):
    from .queries_agreements import paid_of

    agreement = tranche.agreement
    award = min(agreement.amount, agreement.application.determination.amount)
    total = paid_of(agreement) + tranche.amount
    return {"sum": figures(total), "award": figures(award)} if total > award else None


@requirement("grants.earlier_report", _("The report before it is not accepted yet."))
def earlier_reports_accepted(actor, report):
    rows = report.agreement.reports.filter(position__lt=report.position).exclude(state="accepted")
    return {} if rows.exists() else None


@requirement("grants.visit_ahead", _("The visit is planned for %(date)s."))
def visit_has_begun(actor, visit):
    return {"date": words.when(visit.at)} if clock.now() < visit.at else None


# ---- letters about what is due -------------------------------------------------------------------------
@requirement("grants.told_already", _("A letter about this day went out already."))
def due_and_not_told(actor, thing):
    """Its day is near and not over, and nobody was reminded of that day."""
    return None if _is_near(thing.wanted_by) and thing.told_due != thing.wanted_by else {}


@requirement("grants.told_already", _("A letter about this day went out already."))
def late_and_not_told(actor, thing):
    return None if thing.is_late and thing.told_late != thing.wanted_by else {}


@requirement("grants.told_already", _("A letter about this day went out already."))
def late_for_long_and_not_told(actor, thing):
    return None if thing.stays_late and thing.told_above != thing.wanted_by else {}


def _is_near(day):
    return day is not None and 0 <= (day - clock.today()).days <= REMIND_DAYS


# ---- figures that are typed --------------------------------------------------------------------------
def check_ahead(day, field, *, within=731):
    """A day after today, within two years.

    Raises:
        Refused: at `field`.
    """
    if not 0 < (day - clock.today()).days <= within:
        raise Refused("grants.not_ahead", _("Give a day after today, within two years."), field=field)


def check_most(amount, most, field="amount"):
    """Above zero and not more than `most`.

    Raises:
        Refused: at `field`.
    """
    if amount <= 0:
        raise Refused("grants.not_positive", _("The amount must be more than 0.00."), field=field)
    if amount > most:
        raise Refused(
            "grants.too_high", _("At most %(most)s yuan are there."), field=field, values={"most": figures(most)}
        )
