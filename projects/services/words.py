"""Hours in words, in the reader's language."""

from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from marketplace.core import clock, words

from .hours import merged
from .kinds import Period, Weekday


def time_span(opens, closes) -> str:
    return f"{opens:%H:%M}–{closes:%H:%M}"


def spans_words(pairs) -> str:
    """ "09:00–12:00, 13:30–17:00"; "not open" where there is none."""
    mark = ", " if get_language() == "en" else "、"
    return mark.join(time_span(*pair) for pair in pairs) or _("not open")


def days_words(row) -> str:
    """ "Monday to Friday" from "12345"; public holidays have no days of the week."""
    if row.period == Period.HOLIDAY:
        return _("public holidays")
    numbers = sorted(row.weekdays)
    labels = [str(Weekday(n).label) for n in numbers]
    if len(numbers) > 2 and int(numbers[-1]) - int(numbers[0]) == len(numbers) - 1:
        return _("%(first)s to %(last)s") % {"first": labels[0], "last": labels[-1]}
    return (", " if get_language() == "en" else "、").join(labels)


def weekly_order(row):
    """Working days, weekend, public holidays; within them by days and time."""
    return (row.period == Period.HOLIDAY, row.period == Period.WEEKEND, -len(row.weekdays), row.weekdays, row.opens)


def in_short(rows) -> list[tuple[str, str]]:
    """[("Monday to Friday", "08:00–18:00")]: rows of the same days joined, for posters."""
    found: dict[str, list] = {}
    for row in sorted(rows, key=weekly_order):
        found.setdefault(days_words(row), []).append(row)
    return [(days, spans_words(merged(together))) for days, together in found.items()]


def special_words(special) -> str:
    days = words.day(special.first_day)
    if special.last_day != special.first_day:
        days = _("%(first)s to %(last)s") % {"first": days, "last": words.day(special.last_day)}
    hours = time_span(special.opens, special.closes) if special.opens else _("not open")
    return f"{days} · {hours} · {special.reason}"


def status_words(status) -> str:
    """ "Open until 18:00", "Opens tomorrow at 08:00"."""
    if status.is_open:
        return _("Open until %(time)s") % {"time": f"{timezone.localtime(status.until):%H:%M}"}
    if status.opens is None:
        return _("Closed; no opening in the next two weeks")
    opens = timezone.localtime(status.opens)
    days, values = (opens.date() - clock.today()).days, {"time": f"{opens:%H:%M}"}
    if days == 0:
        return _("Closed now, opens today at %(time)s") % values
    if days == 1:
        return _("Closed now, opens tomorrow at %(time)s") % values
    values["day"] = f"{words.day(opens.date())} {words.short_weekday(opens.date())}"
    return _("Closed now, opens on %(day)s at %(time)s") % values


def coming_words(coming) -> str:
    """ "Sunday, 29 November", with the holiday's name where it is one."""
    today = _("today") if coming.day == clock.today() else ""
    name = holiday_words(coming.mark.holiday) if coming.kind == "holiday" else ""
    return " · ".join(filter(None, (today, name, f"{words.day(coming.day)} {words.short_weekday(coming.day)}")))


def kind_words(day) -> str:
    """What sort of day it is: "working day", "worked in exchange for a holiday", the holiday's name."""
    if day.kind == "holiday":
        return holiday_words(day.holiday)
    if day.kind == "makeup":
        return _("worked in exchange for a holiday")
    return _("working day") if day.kind == "working" else _("weekend")


def holiday_words(name: str) -> str:
    known = {
        "New Year's Day": _("New Year's Day"),
        "Spring Festival": _("Spring Festival"),
        "Tomb-sweeping Day": _("Tomb-sweeping Day"),
        "Labour Day": _("Labour Day"),
        "Dragon Boat Festival": _("Dragon Boat Festival"),
        "Mid-autumn Festival": _("Mid-autumn Festival"),
        "National Day": _("National Day"),
    }
    return known.get(name, _("public holiday"))


def limit_words(days: int) -> str:
    if days == 0:
        return _("on the spot")
    return ngettext("%(n)s working day", "%(n)s working days", days) % {"n": days}
