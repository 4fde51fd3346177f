"""What this room does when things happen elsewhere."""

from django.utils.translation import gettext_lazy as _

from marketplace.core import clock, words
from marketplace.core.erasure import KEPT_BY, kept_until
from marketplace.core.refusals import Refused
from marketplace.core.registry import about_me, before_erasure, before_lending, before_merging, on_calendar


@on_calendar
def dates_by_the_calendar(event):
    """A year's list of holidays has come, or a day was set by hand."""
    from .domain.calendar import set_dates

    set_dates()


@about_me
def seats(user) -> dict:
    """The committees on which the person sits or sat."""
    from .models import CommitteeMember

    rows = CommitteeMember.objects.filter(user=user).select_related("call").order_by("id")
    return {
        "committees": [
            {"call": m.call.number, "expert": m.is_expert, "chair": m.is_chair, "state": m.state, "at": m.appointed_at}
            for m in rows
        ]
    }


@before_erasure
def evaluations_are_kept(user):
    """Who opened bids, scored them or decided an award stays named as long as the file of the purchase must be kept."""
    from django.db.models import Q

    from .models import Award

    seats = Q(call__committee__user=user, call__committee__state="submitted")
    opened = Q(call__opening_confirmations__opener=user)
    award = (
        Award.objects.filter(opened | seats | Q(decided_by=user))
        .exclude(decided_at=None)
        .order_by("-decided_at")
        .first()
    )
    until = kept_until(words.date_of(award.decided_at)) if award else None
    if until is None or until < clock.today():
        return None
    return Refused(
        "tenders.evaluation_kept",
        _(
            "You took part in awarding call %(number)s. Its file, with the names of those who did, is kept until %(date)s."
        ),
        clause=KEPT_BY,
        kind="when",
        values={"number": award.call.number, "date": words.day(until)},
    )


@before_merging
def two_seats(kept, other, by):
    """One person has one vote: two accounts that sit in one running evaluation stay apart until it is over."""
    from .models import CommitteeMember
    from .states import RUNNING

    seats = CommitteeMember.objects.filter(user=other, replaced_at=None, call__state__in=RUNNING)
    mine = CommitteeMember.objects.filter(user_id__in={kept.pk, *kept.earlier}, replaced_at=None)
    both = seats.filter(call_id__in=mine.values("call_id")).select_related("call").order_by("pk").first()
    if both is None:
        return None
    return Refused(
        "tenders.two_seats",
        _("Both accounts sit in the evaluation of %(number)s. One of them is replaced first, or it ends."),
        values={"number": both.call.number},
    )


@before_lending
def conflict_declared(delegation):
    """Who declared a conflict of interest in a running call of the office neither lends a role there nor takes one."""
    from .models import CommitteeMember
    from .states import RUNNING

    people = {key for user in (delegation.membership.user, delegation.deputy) for key in (user.pk, *user.earlier)}
    rows = CommitteeMember.objects.filter(
        user_id__in=people, has_conflict=True, call__state__in=RUNNING, call__office_id=delegation.membership.office_id
    )
    seat = rows.select_related("call", "user").order_by("pk").first()
    if seat is None:
        return None
    return Refused(
        "tenders.conflict_declared",
        _("%(person)s has declared a conflict of interest in the running call %(number)s."),
        values={"person": str(seat.user), "number": seat.call.number},
    )
