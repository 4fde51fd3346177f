"""Money, dates and sizes as the house writes them, in the reader's language."""

import datetime as dt
from decimal import Decimal

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from . import clock, money

SOON_DAYS = 3  # a closing day turns cinnabar from three days before


def _is_english():
    return (get_language() or "").startswith("en")


def date_of(value) -> dt.date | None:
    """The day of a date or a moment, in the portal's time zone."""
    if value in (None, ""):
        return None
    return timezone.localtime(value).date() if isinstance(value, dt.datetime) else value


def _local(value):
    return timezone.localtime(value) if timezone.is_aware(value) else value


def yuan(amount) -> str:
    """1234.5 -> '1,234.50', with a true minus sign; None and '' stay empty."""
    return "" if amount in (None, "") else money.figures(amount).replace("-", "−")


def with_unit(amount) -> str:
    """1234.5 -> '1,234.50 元' or '1,234.50 yuan'; None and '' stay empty."""
    return "" if amount in (None, "") else _("%(amount)s yuan") % {"amount": yuan(amount)}


def capitals(amount) -> str:
    """Amount in Chinese capitals; '' when it is no amount."""
    try:
        return money.capitals(amount) if amount not in (None, "") else ""
    except ValueError:
        return ""


def day(value) -> str:
    """'12 月 7 日' or '7 December'; with the year when it is not this year."""
    value = date_of(value)
    if value is None:
        return ""
    this_year = value.year == clock.today().year
    if _is_english():
        return date_format(value, "j F" if this_year else "j F Y", use_l10n=False)
    return f"{value.month} 月 {value.day} 日" if this_year else f"{value.year} 年 {value.month} 月 {value.day} 日"


def when(value) -> str:
    """'12 月 7 日 14:30' or '7 December, 14:30'."""
    if value in (None, ""):
        return ""
    if not isinstance(value, dt.datetime):
        return day(value)
    return f"{day(value)}{',' if _is_english() else ''} {_local(value):%H:%M}"


def short_day(value) -> str:
    """'12-07'; '2025-12-07' when it is another year."""
    value = date_of(value)
    if value is None:
        return ""
    return f"{value:%m-%d}" if value.year == clock.today().year else f"{value:%Y-%m-%d}"


def iso_day(value) -> str:
    """'2026-12-07': where days of several years stand together."""
    value = date_of(value)
    return "" if value is None else value.isoformat()


NUMERALS = "〇一二三四五六七八九"


def upright(value) -> str:
    """For the fold of the page: 2026-017 -> '二〇二六 〇一七', a day -> '二〇二六年十二月七日'; codes with letters stay.

    In English '7 December 2026', and numbers as they are.
    """
    if isinstance(value, dt.date):
        value = date_of(value)
        if _is_english():
            return date_format(value, "j F Y", use_l10n=False)
        return f"{upright(value.year)}年{_counted(value.month)}月{_counted(value.day)}日"
    text = str(value or "")
    if _is_english() or any(c.isascii() and c.isalpha() for c in text):
        return text
    return "".join(NUMERALS[int(c)] if c in "0123456789" else " " if c == "-" else c for c in text)


def _counted(number: int) -> str:
    """1 to 99 as spoken: 十二, 二十三."""
    tens, ones = divmod(number, 10)
    return f"{NUMERALS[tens] if tens > 1 else ''}{'十' if tens else ''}{NUMERALS[ones] if ones else ''}"


def short_when(value) -> str:
    """'12-07 14:30'."""
    if value in (None, ""):
        return ""
    return f"{short_day(value)} {_local(value):%H:%M}" if isinstance(value, dt.datetime) else short_day(value)


def weekday(value) -> str:
    value = date_of(value)
    return "" if value is None else date_format(value, "l", use_l10n=False)


def short_weekday(value) -> str:
    """'周一' or 'Mon'."""
    value = date_of(value)
    if value is None:
        return ""
    return date_format(value, "D", use_l10n=False) if _is_english() else f"周{'一二三四五六日'[value.weekday()]}"


def _days(value) -> int:
    return (date_of(value) - clock.today()).days


def is_past(value) -> bool:
    """A moment has passed; a day has passed when it is over."""
    if value in (None, ""):
        return False
    return value <= clock.now() if isinstance(value, dt.datetime) else value < clock.today()


def is_soon(value) -> bool:
    """At most three days are left, and it has not passed."""
    return value not in (None, "") and not is_past(value) and _days(value) <= SOON_DAYS


def days_left(value) -> str:
    """'14 days left', 'today 14:30', '2 days late'. Days of the calendar, in the portal's time zone."""
    if value in (None, ""):
        return ""
    days = _days(value)
    if days > 0:
        return ngettext("%(days)s day left", "%(days)s days left", days) % {"days": days}
    if days < 0:
        return ngettext("%(days)s day late", "%(days)s days late", -days) % {"days": -days}
    if isinstance(value, dt.datetime):
        clock_time = f"{_local(value):%H:%M}"
        return (_("closed today at %(time)s") if is_past(value) else _("today, %(time)s")) % {"time": clock_time}
    return _("today")


def hash4(value) -> str:
    """Hex in groups of four."""
    text = value.hex() if isinstance(value, (bytes, memoryview)) else str(value or "")
    return " ".join(text[i : i + 4] for i in range(0, len(text), 4))


def short_hash(value) -> str:
    """First and last four: '7c1e…a94f'."""
    text = value.hex() if isinstance(value, (bytes, memoryview)) else str(value or "")
    return text if len(text) <= 9 else f"{text[:4]}…{text[-4:]}"


def file_size(size) -> str:
    """840 kB, 1.2 MB."""
    if size in (None, ""):
        return ""
    if size < 1000:
        return f"{size} B"
    if size < 1_000_000:
        return f"{size / 1000:.0f} kB"
    return f"{size / 1_000_000:.1f} MB"


def percent(share) -> str:
    """Decimal('0.4') -> '40 %'; no more places than the number has, two at most."""
    if share in (None, ""):
        return ""
    value = (Decimal(str(share)) * 100).quantize(Decimal("0.01")).normalize()
    return f"{value:f} %"


def month(value) -> str:
    """'12 月' or 'Dec'."""
    value = date_of(value)
    if value is None:
        return ""
    return date_format(value, "M", use_l10n=False) if _is_english() else f"{value.month} 月"


# What stands in a browser's own description, and the name people know; the first that fits, since all claim to be others.
BROWSERS = {"Edg": "Edge", "MicroMessenger": "WeChat", "Firefox": "Firefox", "Chrome": "Chrome", "Safari": "Safari"}
SYSTEMS = {
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Windows": "Windows",
    "Mac OS": "macOS",
    "Linux": "Linux",
}


def browser(agent) -> str:
    """'Chrome, Windows' from a User-Agent header; what is not known is left out."""
    found = (
        next((name for mark, name in names.items() if mark in str(agent or "")), "") for names in (BROWSERS, SYSTEMS)
    )
    return _(", ").join(name for name in found if name)
