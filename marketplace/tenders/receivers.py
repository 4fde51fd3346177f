"""What this room does when things happen elsewhere."""

from marketplace.core.registry import on_calendar


@on_calendar
def dates_by_the_calendar(event):
    """A year's list of holidays has come, or a day was set by hand."""
    from .domain.calendar import set_dates

    set_dates()
