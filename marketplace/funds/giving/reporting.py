"""Reports that the law asks for on a collection: which, for which period, due when, and a draft from the books."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import translation
from django.utils.translation import gettext as _

from marketplace.core import clock, words
from marketplace.core.money import ZERO, figures

from .kinds import ReportKind
from .models import Collection, Gift
from .queries import totals
from .rulebook import current


@dataclass(frozen=True)
class DueReport:
    """kind, the period it covers (both days included), the last day on which it is in time."""

    kind: str
    starts: date
    ends: date
    due: date


def months_later(day: date, months: int) -> date:
    """The same day so many months later; the last of the month where that has no such day."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    last = (date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month, min(day.day, last))


def due_reports(collection: Collection) -> list[DueReport]:
    """Every report of a collection by the rule book of its first day.

    A period of more than six months: a report for every three months, due when they are over; then a full one within
    three months of the end.
    """
    if not (collection.starts and collection.ends):
        return []
    book = current(collection.starts)
    every, long_after, within = (
        book.rule(key).value for key in ("report_every_months", "long_after_months", "final_within_months")
    )
    found = []
    if collection.ends > months_later(collection.starts, long_after):
        number, start = 1, collection.starts
        while (end := months_later(collection.starts, every * number) - timedelta(days=1)) < collection.ends:
            found.append(DueReport(ReportKind.INTERIM, start, end, end + timedelta(days=1)))
            number, start = number + 1, end + timedelta(days=1)
    found.append(DueReport(ReportKind.FINAL, collection.starts, collection.ends, months_later(collection.ends, within)))
    return found


def figures_of(collection: Collection, starts: date, ends: date) -> dict:
    """Figures of a period from the books, yuan as text: gifts, money, things, time, paid from the fund, what it holds."""
    from ..queries import balances, statement

    start, end = clock.midnight(starts), clock.midnight(min(ends, clock.today()) + timedelta(days=1))
    gifts = Gift.objects.filter(fund=collection.fund, confirmed_at__gte=start, confirmed_at__lt=end)
    if collection.cause_id:
        gifts = gifts.filter(cause_type_id=collection.cause_type_id, cause_id=collection.cause_id)
    sums, period = totals(gifts), statement(collection.fund, start, end)
    held = balances(collection.fund)
    return {
        "gifts": sums.gifts, "money": figures(sums.money), "things": figures(sums.things), "time": figures(sums.time),
        "out": figures(period.out), "held": figures(held.held), "free": figures(held.free),
        "surplus": figures(max(sums.money - (collection.target or ZERO), ZERO)),
    }  # fmt: skip


def draft_texts(collection: Collection, one: DueReport) -> tuple[dict, str, str]:
    """(figures, Chinese text, English text) of a draft."""
    told = figures_of(collection, one.starts, one.ends)
    texts = []
    for language in ("zh-hans", "en"):
        with translation.override(language):
            texts.append(_text(collection, one, told))
    return told, *texts


def _text(collection, one, told) -> str:
    values = told | {
        "title": collection.title, "number": collection.filing_number or "–", "fund": collection.fund.name,
        "start": words.day(one.starts), "end": words.day(one.ends), "surplus_rule": collection.surplus_zh,
    }  # fmt: skip
    lines = [
        _("Collection “%(title)s”, filing number %(number)s, for the fund “%(fund)s”.") % values,
        _("From %(start)s to %(end)s %(gifts)s gifts came in: %(money)s yuan of money, things valued at %(things)s yuan, time valued at %(time)s yuan.") % values,
        _("In the same time %(out)s yuan went out of the fund. It now holds %(held)s yuan, of which %(free)s yuan are not promised.") % values,
    ]  # fmt: skip
    if one.kind == ReportKind.FINAL:
        lines.append(
            _("Beyond the expected sum %(surplus)s yuan came in. What is left goes, as filed, to: %(surplus_rule)s.")
            % values
        )
    return "\n".join(lines)
