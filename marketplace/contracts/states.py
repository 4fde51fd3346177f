"""States of contracts and milestones."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.core.rules import is_system
from marketplace.core.states import Step, Steps, Tell

from . import people, rules


class ContractState(TextChoices):
    DRAFT = "draft", _("draft")
    OFFERED = "offered", _("waiting for signatures")
    RUNNING = "running", _("running")
    CLOSED = "closed", _("closed")
    TERMINATED = "terminated", _("terminated")


PUBLIC = frozenset({ContractState.RUNNING, ContractState.CLOSED, ContractState.TERMINATED})


class MilestoneState(TextChoices):
    PLANNED = "planned", _("planned")
    DELIVERED = "delivered", _("delivered, waiting for acceptance")
    RETURNED = "returned", _("returned")
    ACCEPTED = "accepted", _("accepted, waiting for payment")
    PAID = "paid", _("paid")
    DROPPED = "dropped", _("dropped")


DUE = frozenset({MilestoneState.PLANNED, MilestoneState.RETURNED})


class Degree(TextChoices):
    """Five-point opinion of a service user. Names of buttons, never averaged."""

    VERY_GOOD = "VERY_GOOD", _("very good")
    GOOD = "GOOD", _("good")
    FAIR = "FAIR", _("fair")
    POOR = "POOR", _("poor")
    VERY_POOR = "VERY_POOR", _("very poor")


CONTRACT_STEPS = Steps(
    "contracts.contract",
    ContractState,
    (
        Step(
            "draw",
            (),
            ContractState.DRAFT,
            who=(rules.drawer, rules.no_stake),
            label=_("Draw up the contract"),
            done=_("Contract drawn up"),
            tells=(
                Tell("contracts.drawn", people.both_sides, _("Contract %(number)s “%(title)s” is being drawn up.")),
            ),
        ),
        Step(
            "edit",
            (ContractState.DRAFT,),
            None,
            who=(rules.buyer, rules.no_stake),
            label=_("Edit"),
            done=_("Text changed"),
        ),
        Step(
            "offer",
            (ContractState.DRAFT,),
            ContractState.OFFERED,
            who=(rules.buyer, rules.no_stake),
            label=_("Offer for signature"),
            done=_("Offered for signature"),
            needs=(rules.within_award, rules.within_commitment, rules.milestones_add_up),
            hint=_("Fixes the text: both sides sign the fingerprint of this document."),
            tells=(
                Tell(
                    "contracts.offered",
                    people.signers,
                    _("Contract %(number)s “%(title)s” is waiting for your signature."),
                ),
            ),
        ),
        Step(
            "recall",
            (ContractState.OFFERED,),
            ContractState.DRAFT,
            who=(rules.buyer, rules.no_stake),
            label=_("Take back"),
            done=_("Taken back"),
            grave=True,
            tells=(
                Tell(
                    "contracts.recalled",
                    people.both_sides,
                    _("The text of contract %(number)s was taken back: %(reason)s"),
                ),
            ),
        ),
        Step(
            "sign_office",
            (ContractState.OFFERED,),
            None,
            who=(rules.leader, rules.not_drafter, rules.no_stake),
            label=_("Sign for the office"),
            done=_("Signed for the office"),
            needs=(rules.office_not_signed, rules.not_the_other_signer),
            second_factor=True,
            public=True,
            tells=(
                Tell(
                    "contracts.signed_office",
                    people.both_sides,
                    _("The office has signed contract %(number)s “%(title)s”."),
                ),
            ),
        ),
        Step(
            "sign_organisation",
            (ContractState.OFFERED,),
            None,
            who=(rules.owner,),
            label=_("Sign for the organisation"),
            done=_("Signed for the organisation"),
            needs=(rules.organisation_not_signed, rules.not_the_other_signer),
            second_factor=True,
            public=True,
            tells=(
                Tell(
                    "contracts.signed_organisation",
                    people.both_sides,
                    _("The organisation has signed contract %(number)s “%(title)s”."),
                ),
            ),
        ),
        Step(
            "take_effect",
            (ContractState.OFFERED,),
            ContractState.RUNNING,
            who=(is_system,),
            label=pgettext_lazy("contract", "Put in force"),
            done=_("In force"),
            needs=(rules.both_signed,),
            public=True,
            tells=(
                Tell(
                    "contracts.in_force",
                    people.both_sides,
                    _("Contract %(number)s “%(title)s” is in force: both sides have signed."),
                ),
            ),
        ),
        Step(
            "close",
            (ContractState.RUNNING,),
            ContractState.CLOSED,
            who=(rules.buyer, rules.no_stake),
            label=_("Close the contract"),
            done=_("Closed"),
            needs=(rules.nothing_open,),
            public=True,
            tells=(Tell("contracts.closed", people.both_sides, _("Contract %(number)s “%(title)s” is closed.")),),
        ),
        Step(
            "terminate",
            (ContractState.RUNNING,),
            ContractState.TERMINATED,
            who=(rules.leader, rules.no_stake),
            label=_("Terminate"),
            done=_("Terminated"),
            needs=(rules.nothing_undecided,),
            public=True,
            grave=True,
            second_factor=True,
            tells=(
                Tell(
                    "contracts.terminated",
                    people.both_sides,
                    _("Contract %(number)s “%(title)s” was terminated: %(reason)s"),
                ),
            ),
        ),
    ),
)

MILESTONE_STEPS = Steps(
    "contracts.milestone",
    MilestoneState,
    (
        Step(
            "issue_slips",
            (MilestoneState.PLANNED, MilestoneState.DELIVERED, MilestoneState.RETURNED),
            None,
            who=(rules.milestone_buyer, rules.no_stake_in_milestone),
            label=_("Make opinion slips"),
            done=_("Opinion slips made"),
            needs=(rules.contract_runs,),
            hint=_(
                "One-time links with QR codes for people served. Acceptance of public services hears them (Implementing Regulation, art. 45)."
            ),
        ),
        Step(
            "deliver",
            (MilestoneState.PLANNED, MilestoneState.RETURNED),
            MilestoneState.DELIVERED,
            who=(rules.deliverer,),
            label=_("Hand in the delivery"),
            done=_("Delivered"),
            needs=(rules.contract_runs,),
            public=True,
            tells=(
                Tell(
                    "contracts.delivered",
                    people.accepters,
                    _("%(milestone)s of contract %(number)s was delivered and waits for acceptance."),
                ),
            ),
        ),
        Step(
            "accept",
            (MilestoneState.DELIVERED,),
            MilestoneState.ACCEPTED,
            who=(rules.milestone_buyer, rules.not_deliverer, rules.no_stake_in_milestone),
            label=_("Accept the delivery"),
            done=_("Delivery accepted"),
            needs=(rules.contract_runs,),
            public=True,
            tells=(
                Tell(
                    "contracts.milestone_accepted",
                    people.payers_and_organisation,
                    _("%(milestone)s of contract %(number)s was accepted."),
                ),
            ),
        ),
        Step(
            "accept_partly",
            (MilestoneState.DELIVERED,),
            MilestoneState.ACCEPTED,
            who=(rules.milestone_buyer, rules.not_deliverer, rules.no_stake_in_milestone),
            label=_("Accept a part"),
            done=_("Accepted in part"),
            needs=(rules.contract_runs,),
            public=True,
            tells=(
                Tell(
                    "contracts.milestone_accepted_partly",
                    people.payers_and_organisation,
                    _("%(milestone)s of contract %(number)s was accepted in part."),
                ),
            ),
        ),
        Step(
            "return",
            (MilestoneState.DELIVERED,),
            MilestoneState.RETURNED,
            who=(rules.milestone_buyer, rules.not_deliverer, rules.no_stake_in_milestone),
            label=_("Send back"),
            done=_("Sent back"),
            needs=(rules.contract_runs,),
            public=True,
            grave=True,
            tells=(
                Tell(
                    "contracts.milestone_returned",
                    people.organisation_members,
                    _("%(milestone)s of contract %(number)s was sent back: %(milestone_reason)s"),
                ),
            ),
        ),
        Step(
            "pay",
            (MilestoneState.ACCEPTED,),
            MilestoneState.PAID,
            who=(rules.milestone_finance, rules.not_accepter, rules.no_stake_in_milestone),
            label=_("Pay"),
            done=_("Paid"),
            needs=(rules.payable,),
            public=True,
            second_factor=True,
            tells=(
                Tell(
                    "contracts.milestone_paid",
                    people.organisation_members,
                    _("%(milestone)s of contract %(number)s was paid."),
                ),
            ),
        ),
        Step(
            "drop",
            (MilestoneState.PLANNED, MilestoneState.DELIVERED, MilestoneState.RETURNED),
            MilestoneState.DROPPED,
            who=(rules.dropper,),
            label=_("Drop"),
            done=_("Dropped"),
            public=True,
        ),
    ),
)
