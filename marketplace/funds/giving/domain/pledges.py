"""Promises: kept by a transfer that names them, or by charging a card that the payment service keeps."""

from datetime import date, timedelta

from marketplace.core import clock, outbox
from marketplace.core.verbs import creating, verb

from ... import figures
from .. import booking, causes
from ..gate import door
from ..kinds import Display, Way
from ..models import Pledge


def due_of(cause) -> date:
    """Until when a promise by hand that is made today is to be kept: PLEDGE_DAYS of the rule figures."""
    return causes.due_from(cause) + timedelta(days=figures.number("PLEDGE_DAYS"))


def promise(
    fund, *, by, amount, way=Way.BANK, cause=None, giver_name="", giver_contact="", display=Display.ANONYMOUS, due=None,
) -> Pledge:  # fmt: skip
    """Promise a gift. way BANK: its reference goes into the purpose line of the transfer, and it lapses after `due` (PLEDGE_DAYS
    where none is given); CARD: `begin_promise` leads to the page where the payment service keeps the card, and `charge`
    charges it later.

    Raises:
        Refused: "gate_closed" with its clause, or the amount does not do.
    """
    amount = booking.check_amount(amount)
    if due is None and way != Way.CARD:
        due = due_of(cause)
    pledge = Pledge(
        fund=fund, cause=cause, amount=amount, given=int(amount * 100), way=way, giver=by.user, giver_name=giver_name.strip(),
        giver_contact=giver_contact.strip(), display=display, due=due, created_at=clock.now(),
        directed=door(fund, by, cause=cause).directed,
    )  # fmt: skip
    with creating(pledge, by=by, verb="promise"):
        pledge.save()
        causes.tell("promised", pledge)
    return pledge


def save_card(pledge: Pledge, *, by, customer: str, method: str) -> Pledge:
    """The payment service keeps the giver's card for this promise."""
    with verb("save_card", pledge, by=by) as pledge:
        pledge.customer_ref, pledge.method_ref = customer, method
    return pledge


def charge(pledge: Pledge, *, by) -> Pledge:
    """Charge the kept card; the payment service is asked after the commit, and says later whether it went through."""
    with verb("charge", pledge, by=by) as pledge:
        pledge.tries += 1
        pledge.failure = ""
        outbox.put("giving.charge_asked", pledge)
    return pledge


def keep_pledge(pledge: Pledge, *, by) -> Pledge:
    """A gift has come that keeps it. One that is kept, or was released meanwhile, stays as it is."""
    pledge.refresh_from_db()
    if pledge.state not in ("kept", "released"):
        with verb("keep", pledge, by=by):
            pass
    return pledge


def fail_pledge(pledge: Pledge, *, by, reason: str) -> Pledge:
    with verb("fail", pledge, by=by) as pledge:
        pledge.failure = reason[:200]
    return pledge


def release_pledge(pledge: Pledge, *, by) -> Pledge:
    """Nobody owes anything any more; a kept card is given up at the payment service."""
    with verb("release", pledge, by=by) as pledge:
        if pledge.method_ref:
            outbox.put("giving.card_given_up", pledge, payload={"method": pledge.method_ref})
            pledge.method_ref = ""
        causes.tell("released", pledge)
    return pledge


def lapse_pledge(pledge: Pledge, *, by) -> Pledge:
    with verb("lapse", pledge, by=by):
        causes.tell("released", pledge)
    return pledge
