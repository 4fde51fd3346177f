"""Who may do what to an agreement and to what belongs to it, and what must hold of the agreement. No models, no states."""

from django.utils.translation import gettext_lazy as _

from marketplace.core.money import ZERO, figures
from marketplace.core.rules import named, requirement, rule
from orgs.rules import in_office_of, member_of, not_the_same

from . import rules
from .rules import SIDE, round_of

LONGEST_DAYS = 3 * 366


def agreement_of(obj):
    """The agreement itself, or the one that something belongs to."""
    return obj.agreement if getattr(obj, "agreement_id", None) else obj


finance = in_office_of(lambda obj: round_of(obj).office_id, "FINANCE")
owner = member_of(lambda obj: agreement_of(obj).organisation_id, "OWNER")
grantee = member_of(lambda obj: agreement_of(obj).organisation_id, *SIDE)
keeper = member_of(lambda obj: agreement_of(obj).organisation_id, *SIDE, "ORG_FINANCE")
not_its_drafter = not_the_same(
    lambda agreement: agreement.drafted_by_id, _("Whoever drew up the agreement does not sign it for the office.")
)
not_its_evaluator = not_the_same(
    lambda agreement: agreement.evaluated_by_id, _("Whoever evaluated the project does not close it.")
)
leader_or_owner = named(
    "grants.leader_or_owner",
    _("Only the leader of this office, or an owner of the organisation, may do this."),
    rules.leader | owner,
)


@rule("grants.no_part", _("Whoever belongs to the grantee or its team does not act for the office in its agreement."))
def no_part(actor, obj):
    mine, agreement = actor.belongs_to, agreement_of(obj)
    if agreement.organisation_id in mine:
        return False
    return not mine or not agreement.application.partners.filter(organisation_id__in=mine, state="joined").exists()


# ---- what must hold ----------------------------------------------------------------------------------
@requirement("grants.not_awarded", _("The application is not awarded: “%(state)s”."))
def application_is_awarded(actor, agreement):
    application = agreement.application
    return None if application.state == "awarded" else {"state": application.get_state_display()}


@requirement("grants.not_delivering", _("Agreements are drawn up after the objection period; the round is in the state “%(state)s”."))  # fmt: skip
def round_delivers(actor, agreement):
    round = agreement.round
    return None if round.state == "delivery" else {"state": round.get_state_display()}


@requirement("grants.agreement_there", _("There is an agreement already."))
def not_drawn_yet(actor, agreement):
    rows = type(agreement).objects.filter(application_id=agreement.application_id)
    return {} if rows.exclude(pk=agreement.pk).exists() else None


@requirement("grants.term_wrong", _("The end must lie after the start, and at most three years later."), field="ends")
def term_is_right(actor, agreement):
    first, last = agreement.starts, agreement.ends
    return None if first and last and 0 < (last - first).days <= LONGEST_DAYS else {}


@requirement("grants.lines_apart", _("The lines of the budget add up to %(sum)s yuan; the award is %(award)s yuan."))
def lines_add_up(actor, agreement):
    total = sum((line.amount for line in agreement.lines.all()), ZERO)
    return None if total == agreement.amount else {"sum": figures(total), "award": figures(agreement.amount)}


@requirement("grants.tranches_apart", _("The tranches add up to %(sum)s yuan; the award is %(award)s yuan."))
def tranches_add_up(actor, agreement):
    total, award = (
        sum((row.amount for row in agreement.tranches.all()), ZERO),
        agreement.application.determination.amount,
    )
    return None if total == agreement.amount == award else {"sum": figures(total), "award": figures(award)}


@requirement("grants.not_promised", _("The fund has promised %(there)s yuan to this agreement; the award is %(award)s yuan."))  # fmt: skip
def is_promised(actor, agreement):
    from marketplace.funds.domain import committed_for

    there = committed_for(agreement.round.fund, agreement)
    return None if there == agreement.amount else {"there": figures(there), "award": figures(agreement.amount)}


def unsigned_sides(agreement) -> set:
    """Sides that have not signed the version that waits; empty where none waits."""
    version = agreement.pending
    return (
        set()
        if version is None
        else {"OFFICE", "ORGANISATION"} - set(version.signatures.values_list("side", flat=True))
    )


def _signed(agreement, side):
    version = agreement.pending
    return version is not None and version.signatures.filter(side=side).exists()


@requirement("grants.side_signed", _("This side has signed this version already."))
def office_not_signed(actor, agreement):
    return {} if _signed(agreement, "OFFICE") else None


@requirement("grants.side_signed", _("This side has signed this version already."))
def organisation_not_signed(actor, agreement):
    return {} if _signed(agreement, "ORGANISATION") else None


@requirement("grants.signs_for_both", _("You have signed for the other side. Two people sign an agreement."))
def not_the_other_signer(actor, agreement):
    version = agreement.pending
    mine = version is not None and version.signatures.filter(user_id__in=actor.all_eyes).exists()
    return {} if mine else None


@requirement("grants.both_sign", _("An agreement is in force when both sides have signed."))
def both_signed(actor, agreement):
    return {} if agreement.pending is None or unsigned_sides(agreement) else None


@requirement("grants.nothing_to_claim", _("Nothing was paid that could be claimed back."))
def something_to_claim(actor, agreement):
    from .queries_agreements import claimable

    return None if claimable(agreement) > ZERO else {}


@requirement("grants.no_final_report", _("The final report is not accepted yet."))
def final_report_accepted(actor, agreement):
    return None if agreement.reports.filter(kind="FINAL", state="accepted").exists() else {}


@requirement("grants.not_evaluated", _("The project is not evaluated yet."))
def is_evaluated(actor, agreement):
    return None if agreement.worth and agreement.evaluated_by_id else {}


@requirement(
    "grants.undecided", _("Still open: %(count)s tranches, budget changes, visits or claims. Settle them first.")
)
def nothing_undecided(actor, agreement):
    count = agreement.tranches.filter(state="planned").count() + agreement.changes.filter(state="asked").count()
    count += agreement.visits.filter(state="planned").count()
    count += agreement.recoveries.filter(state__in=["proposed", "demanded"]).count()
    return {"count": count} if count else None


@requirement("grants.money_open", _("%(sum)s yuan were paid and are neither spent with a voucher nor given back."))
def money_is_accounted(actor, agreement):
    from .queries_agreements import unaccounted

    left = unaccounted(agreement)
    return {"sum": figures(left)} if left > ZERO else None
