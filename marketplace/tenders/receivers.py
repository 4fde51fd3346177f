"""What this room does when things happen elsewhere."""

from marketplace.core.registry import about_me, on_calendar


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
