"""Who may do what to a contract or a milestone, and what must hold."""

from django.utils.translation import gettext_lazy as _

from marketplace.core import clock
from marketplace.core.money import figures
from marketplace.core.refusals import Refused
from marketplace.core.rules import is_system, named, requirement, rule
from orgs.rules import in_office_of, member_of, not_the_same
from orgs.states import Role

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


def _signed(contract, side):
    return contract.document and contract.signatures.filter(side=side, sha256=contract.document.sha256).exists()


@requirement(
    "nothing_open", _("%(count)s milestones are neither paid nor dropped. A contract is closed when nothing is open.")
)
def nothing_open(actor, contract):
    count = contract.milestones.exclude(state__in=["paid", "dropped"]).count()
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


def check_again_by(day):
    """The new day lies ahead.

    Raises:
        Refused: field "again_by".
    """
    if day <= clock.today():
        raise Refused("not_ahead", _("Give a day after today."), field="again_by")
