"""Gifts that come every month: begun by the giver, run by the payment service, stopped by the giver at any time."""

from marketplace.core import clock, outbox
from marketplace.core.verbs import creating, verb

from .. import booking
from ..gate import door
from ..kinds import Display
from ..models import Monthly


def start_monthly(
    fund, *, by, amount=None, cause=None, giver_name="", giver_contact="", display=Display.ANONYMOUS, currency="cny", given=None
) -> Monthly:  # fmt: skip
    """Begin a monthly gift; the payment service's page follows (`begin_monthly`). given and currency: as for `start`."""
    monthly = Monthly(
        fund=fund, cause=cause, **booking.sums_of(amount, given, currency), giver=by.user, giver_name=giver_name.strip(),
        giver_contact=giver_contact.strip(), display=display, created_at=clock.now(), directed=door(fund, by, cause=cause).directed,
    )  # fmt: skip
    with creating(monthly, by=by, verb="start"):
        pass
    return monthly


def run_monthly(monthly: Monthly, *, by, subscription_ref: str) -> Monthly:
    """The payment service has begun to charge it; heard twice, done once."""
    if monthly.state != "started":
        return monthly
    with verb("run", monthly, by=by) as monthly:
        monthly.subscription_ref = subscription_ref
    return monthly


def stop_monthly(monthly: Monthly, *, by) -> Monthly:
    """No further month; the payment service is told after the commit."""
    with verb("stop", monthly, by=by) as monthly:
        monthly.ended_at = clock.now()
        if monthly.subscription_ref:
            outbox.put("giving.stop_asked", monthly)
    return monthly


def end_monthly(monthly: Monthly, *, by) -> Monthly:
    """The payment service has ended it."""
    if monthly.state == "ended":
        return monthly
    with verb("end", monthly, by=by) as monthly:
        monthly.ended_at = clock.now()
    return monthly
