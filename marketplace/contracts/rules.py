"""Who may do what to a contract or a milestone, and what must hold."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from marketplace.core import clock
from marketplace.core.files import files_of
from marketplace.core.money import figures
from marketplace.core.refusals import Refused
from marketplace.core.rules import is_system, named, requirement, rule
from marketplace.tenders.states import EvidenceKind
from orgs.rules import in_office_of, member_of, not_the_same, without_stake
from orgs.states import Role

MOST_SLIPS = 200

buyer = in_office_of(lambda obj: obj.office_id, Role.BUYER)
leader = in_office_of(lambda obj: obj.office_id, Role.LEADER)
owner = member_of(lambda obj: obj.organisation_id, Role.OWNER)
not_drafter = not_the_same(
    lambda obj: obj.drafted_by_id, _("Whoever drew up the contract does not sign it for the office.")
)

milestone_buyer = in_office_of(lambda obj: obj.contract.office_id, Role.BUYER)
milestone_finance = in_office_of(lambda obj: obj.contract.office_id, Role.FINANCE)
deliverer = member_of(lambda obj: obj.contract.organisation_id, Role.OWNER, Role.BID_WRITER, Role.VOLUNTEER_COORDINATOR)
not_accepter = not_the_same(lambda obj: obj.accepted_by_id, _("Whoever accepted a delivery does not pay it."))
not_deliverer = not_the_same(lambda obj: obj.delivered_by_id, _("Whoever delivered does not accept the delivery."))
# Avoidance (Procurement Law, art. 12): an officer may also be a member of an organisation.
NO_STAKE = _("Whoever belongs to the organisation does not act for the office in its contract.")
no_stake = without_stake(lambda obj: obj.organisation_id, NO_STAKE)
no_stake_in_milestone = without_stake(lambda obj: obj.contract.organisation_id, NO_STAKE)
leader_of_milestone = in_office_of(lambda obj: obj.contract.office_id, Role.LEADER)
dropper = named(
    "dropper",
    _("Milestones are dropped when the leader terminates the contract."),
    leader_of_milestone | is_system,
)


@requirement(
    "within_award",
    _("The contract's price %(price)s is above the award %(award)s."),
    clause=_("Procurement Law, art. 46"),
)
def within_award(actor, contract):
    award = contract.call.award.price
    return {"price": figures(contract.price), "award": figures(award)} if contract.price > award else None


@requirement("within_commitment", _("The fund has promised %(committed)s for this contract, its price is %(price)s."))
def within_commitment(actor, contract):
    from marketplace.funds import domain as funds

    committed = funds.committed_for(contract.fund, contract)
    return {"committed": figures(committed), "price": figures(contract.price)} if contract.price > committed else None


@requirement("milestones_add_up", _("The milestones add up to %(sum)s, the price is %(price)s."))
def milestones_add_up(actor, contract):
    total = sum(m.amount for m in contract.milestones.all())
    return {"sum": figures(total), "price": figures(contract.price)} if total != contract.price else None


@requirement("side_not_signed", _("This side has signed this text already."))
def office_not_signed(actor, contract):
    return {} if _signed(contract, "OFFICE") else None


@requirement("side_not_signed", _("This side has signed this text already."))
def organisation_not_signed(actor, contract):
    return {} if _signed(contract, "ORGANISATION") else None


@requirement("signs_for_both", _("You have signed for the other side. Two people sign a contract."))
def not_the_other_signer(actor, contract):
    """Nobody contracts with themselves, whatever roles they hold."""
    digest = contract.document.sha256 if contract.document else ""
    return {} if contract.signatures.filter(user_id__in=actor.all_eyes, sha256=digest).exists() else None


def unsigned_sides(contract) -> set:
    """Sides that have not signed the present document."""
    digest = contract.document.sha256 if contract.document else ""
    return {"OFFICE", "ORGANISATION"} - set(contract.signatures.filter(sha256=digest).values_list("side", flat=True))


@requirement("both_sign", _("A contract takes effect when both sides have signed."))
def both_signed(actor, contract):
    return {} if unsigned_sides(contract) else None


def _signed(contract, side):
    return contract.document and contract.signatures.filter(side=side, sha256=contract.document.sha256).exists()


@requirement(
    "nothing_open", _("%(count)s milestones are neither paid nor dropped. A contract is closed when nothing is open.")
)
def nothing_open(actor, contract):
    count = contract.milestones.exclude(state__in=["paid", "dropped"]).count()
    return {"count": count} if count else None


@requirement(
    "undecided", _("%(count)s deliveries wait for a decision. Accept them or send them back first."),
)  # fmt: skip
def nothing_undecided(actor, contract):
    """Who has delivered is told what it was worth before the contract ends."""
    count = contract.milestones.filter(state="delivered").count()
    return {"count": count} if count else None


@requirement("contract_runs", _("The contract is not running, so nothing can be delivered under it."))
def contract_runs(actor, milestone):
    return None if milestone.contract.state == "running" else {}


@requirement("payable", _("The contract was never signed, so nothing is paid under it."))
def payable(actor, milestone):
    return None if milestone.contract.state in ("running", "terminated") else {}


@rule("drawer", _("A buyer of the office that called draws up the contract."))
def drawer(actor, contract):
    return actor.has(Role.BUYER, body="office", body_id=contract.office_id)


FILES_MISSING = _("This milestone demands files that show the delivery. Please add at least one.")
ATTENDANCE_MISSING = _("This milestone demands the number of people reached. Please give it, above zero.")
INDICATORS_MISSING = _("This milestone demands the value of each indicator. Please fill it in here.")


def check_part(milestone, amount):
    """A part is above zero and below the whole.

    Raises:
        Refused: field "amount".
    """
    if not 0 < amount < milestone.amount:
        raise Refused(
            "not_a_part",
            _("A part is more than 0.00 and less than %(whole)s."),
            field="amount",
            values={"whole": figures(milestone.amount)},
        )


def unmeasured(milestone) -> list:
    """Indicators without a value."""
    return [row for row in milestone.indicators if row.get("actual") in (None, "")]


def check_evidence(milestone, attendance, evidence):
    """A delivery shows what it is: by each kind that its milestone demands; where it demands none, by any one.

    evidence: files of this delivery; those of an earlier one that was sent back still count.

    Raises:
        Refused: field "evidence", "attendance" or "indicator_…", the first that is missing.
    """
    filed, missing = bool(evidence) or files_of(milestone).exists(), unmeasured(milestone)
    if EvidenceKind.FILES in milestone.demands and not filed:
        raise Refused("files_missing", FILES_MISSING, field="evidence")
    if EvidenceKind.ATTENDANCE in milestone.demands and not attendance:
        raise Refused("attendance_missing", ATTENDANCE_MISSING, field="attendance")
    if EvidenceKind.INDICATORS in milestone.demands and missing:
        raise Refused("indicators_missing", INDICATORS_MISSING, field=f"indicator_{missing[0]['key']}")
    if not (filed or attendance or len(missing) < len(milestone.indicators)):
        raise Refused(
            "evidence_missing",
            _("Add what shows the delivery: a file, the number of people reached, or a figure that was measured."),
            field="evidence",
        )


def check_term(contract, starts, ends):
    """The term begins within a year of drawing up, ends after it begins, and is at most three years long.

    Raises:
        Refused: field "starts" or "ends".
    """
    drawn = timezone.localdate(contract.created_at)
    if abs((starts - drawn).days) > 366:
        raise Refused(
            "starts_far_away", _("The start lies more than a year from the day of drawing up."), field="starts"
        )
    if ends <= starts:
        raise Refused("ends_first", _("The end must lie after the start."), field="ends")
    if (ends - starts).days > 3 * 366:
        raise Refused(
            "too_long",
            _("A service is contracted for three years at most."),
            clause=_("Order 102, art. 24"),
            field="ends",
        )


def check_slips(number):
    """So many slips fit on a sheet that is printed at once.

    Raises:
        Refused: field "number".
    """
    if not 1 <= number <= MOST_SLIPS:
        raise Refused(
            "slips_at_once",
            _("Between 1 and %(most)s slips are made at once."),
            field="number",
            values={"most": MOST_SLIPS},
        )


def check_again_by(day):
    """The new day lies ahead, within two years.

    Raises:
        Refused: field "again_by".
    """
    if not 0 < (day - clock.today()).days <= 731:
        raise Refused("not_ahead", _("Give a day after today, within two years."), field="again_by")
