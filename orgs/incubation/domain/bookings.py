"""Rooms and things: booked without overlap, cancelled."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from marketplace.core import clock
from marketplace.core.actors import Actor
from marketplace.core.refusals import Refused
from marketplace.core.verbs import creating, lock, verb

from ..models import Booking, Resource, Stay

LONGEST, AHEAD = timedelta(hours=12), timedelta(days=90)


def book(stay: Stay, *, by: Actor, resource: Resource, starts: datetime, ends: datetime, what_for: str = "") -> Booking:
    """Book for at most twelve hours, at most ninety days ahead.

    Raises:
        Refused: taken by somebody else at that time (field "starts").
    """
    with verb("book", stay, by=by):
        lock(resource)  # two bookings of one thing wait for each other
        if resource.centre_id != stay.centre_id:
            raise Refused("incubation.elsewhere", _("This belongs to another centre."), field="resource")
        if not clock.now() <= starts < ends:
            raise Refused(
                "incubation.booking_order", _("The end must lie after the beginning, and both ahead."), field="ends"
            )
        if ends - starts > LONGEST or starts > clock.now() + AHEAD:
            raise Refused(
                "incubation.booking_long", _("At most twelve hours, at most ninety days ahead."), field="ends"
            )
        if Booking.objects.overlapping(resource, starts, ends).exists():
            raise Refused("incubation.booked", _("It is booked by somebody else at that time."), field="starts")
        booking = Booking(resource=resource, stay=stay, starts=starts, ends=ends, what_for=what_for, by=by.user)
        with creating(booking, by=by, verb="book"):
            pass
    return booking


def cancel_booking(booking: Booking, *, by: Actor) -> Booking:
    with verb("cancel", booking, by=by) as booking:
        if booking.ends <= clock.now():
            raise Refused("incubation.booking_over", _("This time has passed."))
    return booking
