"""The state table of gifts; those of pledges, collections and statements stand in files of their own.

Choices made here: whoever recorded a gift does not confirm it; what the payment service says is done by the portal
itself and never asks who; a gift that is booked leaves the books only by a return, which is an entry of its own.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from marketplace.core.rules import anyone, is_system
from marketplace.core.states import Step, Steps, Tell

from . import people, rules


class GiftState(TextChoices):
    STARTED = "started", _("payment begun")
    AUTHORISED = "authorised", _("amount reserved")
    RECORDED = "recorded", _("to be confirmed")
    CONFIRMED = "confirmed", _("received")
    DISPUTED = "disputed", _("disputed")
    RETURNED = "returned", _("returned")
    LOST = "lost", _("taken back by the bank")
    REJECTED = "rejected", _("not confirmed")
    LAPSED = "lapsed", _("not paid")


BOOKED = (GiftState.CONFIRMED, GiftState.DISPUTED, GiftState.RETURNED, GiftState.LOST)  # has a number and an entry
OPEN = (GiftState.STARTED, GiftState.AUTHORISED, GiftState.RECORDED)

GIFT_STEPS = Steps(
    "giving.gift",
    GiftState,
    (
        Step("record", (), GiftState.RECORDED, who=(rules.finance,), needs=(rules.fund_takes_gifts,), label=_("Record a gift"), done=_("Gift recorded"),
             tells=(Tell("giving.gift_recorded", people.confirmers, _("A gift of %(amount)s yuan to “%(fund)s” waits to be confirmed.")),)),
        Step("confirm", (GiftState.RECORDED,), GiftState.CONFIRMED, who=(rules.handles, rules.not_recorder), needs=(rules.fund_takes_gifts,),
             label=_("Confirm and book the gift"), done=_("Gift confirmed and booked"), second_factor=True,
             tells=(Tell("giving.gift_confirmed", people.giver, _("Your gift of %(amount)s yuan to “%(fund)s” has arrived; receipt %(number)s.")),)),
        Step("reject", (GiftState.RECORDED,), GiftState.REJECTED, who=(rules.handles,), label=_("Do not confirm"), done=_("Gift not confirmed"), grave=True),
        Step("import", (), GiftState.CONFIRMED, who=(rules.handles,), needs=(rules.fund_takes_gifts,), label=_("Book from a statement"), done=_("Gift booked from a statement"),
             tells=(Tell("giving.gift_imported", people.giver, _("Your gift of %(amount)s yuan to “%(fund)s” has arrived; receipt %(number)s.")),)),
        Step("start", (), GiftState.STARTED, who=(anyone,), needs=(rules.gate_is_open,), label=_("Give"), done=_("Payment begun")),
        Step("expect", (), GiftState.STARTED, who=(is_system,), label=_("Expect a payment"), done=_("Payment expected")),
        Step("authorise", (GiftState.STARTED,), GiftState.AUTHORISED, who=(is_system,), label=_("Note the reservation"), done=_("Amount reserved")),
        Step("receive", (GiftState.STARTED, GiftState.AUTHORISED, GiftState.LAPSED), GiftState.CONFIRMED, who=(is_system,), label=_("Receive"), done=_("Gift received"),
             tells=(Tell("giving.gift_received", people.giver, _("Your gift of %(amount)s yuan to “%(fund)s” has arrived; receipt %(number)s.")),)),
        Step("lapse", (GiftState.STARTED, GiftState.AUTHORISED), GiftState.LAPSED, who=(is_system,), label=_("Let it lapse"), done=_("Not paid")),
        Step("capture", (GiftState.AUTHORISED,), None, who=(rules.finance_or_portal,), label=_("Charge the reserved amount"), done=_("Charge asked for")),
        Step("release", (GiftState.AUTHORISED,), GiftState.LAPSED, who=(rules.finance_or_portal,), label=_("Release the reserved amount"), done=_("Reservation released")),
        Step("refund", (GiftState.CONFIRMED,), None, who=(rules.finance_or_portal,), label=_("Return the gift"), done=_("Return asked for"), grave=True, second_factor=True),
        Step("note_return", (GiftState.CONFIRMED, GiftState.DISPUTED, GiftState.RETURNED, GiftState.LOST), None, who=(rules.finance_or_portal,), label=_("Book a return"), done=_("Return booked"),
             tells=(Tell("giving.gift_returned", people.giver, _("%(returned)s yuan of your gift %(number)s to “%(fund)s” were returned.")),)),
        Step("fail_return", BOOKED, None, who=(is_system,), label=_("Note that a return was refused"), done=_("Return refused by the payment service"),
             tells=(Tell("giving.return_refused", people.finance_of, _("The payment service did not return gift %(number)s to “%(fund)s”: nothing was booked.")),)),
        Step("dispute", (GiftState.CONFIRMED,), GiftState.DISPUTED, who=(is_system,), label=_("Note a dispute"), done=_("Disputed"),
             tells=(Tell("giving.gift_disputed", people.confirmers, _("The payment of gift %(number)s to “%(fund)s” is disputed.")),)),
        Step("settle_dispute", tuple(GiftState), None, who=(is_system,), label=_("Note the end of the dispute"), done=_("Dispute ended")),
        Step("show", tuple(GiftState), None, who=(rules.is_giver,), label=_("Change how I am named"), done=_("Changed")),
        Step("forget", (*BOOKED, GiftState.REJECTED, GiftState.LAPSED), None, who=(rules.finance,), label=_("Erase the giver’s data"), done=_("Giver’s data erased"), grave=True, second_factor=True),
    ),
)  # fmt: skip

from . import states_collections, states_pledges, states_statements  # noqa: E402, F401  their tables belong to this room
