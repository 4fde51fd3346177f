"""Gathered letters: what came up in a day or a week, in one letter, at a fixed hour; never twice, nothing when nothing is new."""

from datetime import datetime, time, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import ngettext

from . import channels, clock, letters, news, notices, outbox
from .models import Digest, Mail, Notification, OutboxEvent
from .registry import periodic

MOST = 50  # lines of one letter; the rest is on the desk


def begins_of(every: str) -> datetime:
    """The newest hour at which such letters are gathered: today's or yesterday's, or that of the newest Monday."""
    local = timezone.localtime(clock.now())
    day = local.date() - timedelta(days=local.time() < time(letters.DIGEST_HOUR))
    if every == Mail.WEEKLY:
        day -= timedelta(days=day.weekday())
    return timezone.make_aware(datetime.combine(day, time(letters.DIGEST_HOUR)))


@periodic("core.digests")
def gather(_by):
    """Put together what came up before the hour. Run again at the same hour it finds nothing left to gather."""
    if settings.EMAIL_BACKEND == notices.NO_LETTERS:
        return
    for every in (Mail.DAILY, Mail.WEEKLY):
        until = begins_of(every)
        waiting = _waiting(every, until).order_by().values_list("user_id", flat=True).distinct()
        done = Digest.objects.filter(every=every, day=timezone.localdate(until)).values("user_id")
        for key in sorted(waiting.exclude(user_id__in=done)):
            _gather_for(key, every, until)


def _waiting(every, until):
    return Notification.objects.filter(mail=every, mailed_at=None, digest=None, created_at__lt=until)


def _gather_for(user_id: int, every: str, until: datetime):
    moment = clock.now()
    try:
        with transaction.atomic():
            mine = _waiting(every, until).filter(user_id=user_id)
            mine.exclude(read_at=None).update(mail=Mail.NEVER)  # seen on the desk: no letter any more
            first = mine.select_related("user").first()
            if first is None:
                return
            if not first.user.is_active:
                mine.update(mail=Mail.NEVER)
                return
            row = Digest.objects.create(user=first.user, every=every, day=timezone.localdate(until), created_at=moment)
            mine.update(digest=row)
            outbox.put("core.digest", row, not_before=letters.not_before(letters.quiet_hours_of(first.user), moment))
    except IntegrityError:  # another worker was quicker; it has them all
        return


@outbox.receiver("core.digest", outside=True)
def send_digest(event: OutboxEvent):
    """Mail one gathered letter. What was read since, or is no longer wanted by mail, is left out of it."""
    row = event.object
    if row is None or row.mailed_at or not row.user.email or not row.user.is_active:
        return
    groups, single = channels.choices_of(row.user), channels.single_choices_of(row.user)
    unread = Notification.objects.filter(digest=row, read_at=None, mailed_at=None).order_by("id")
    wanted = {note.kind: single.get(note.kind) or groups[news.group_of(note.kind)] for note in unread}
    notes = [note for note in unread if wanted[note.kind].mail != Mail.NEVER]
    if not notes:
        return
    with translation.override(row.user.language):
        subject = _subject(row, len(notes))
        context = {"sentence": subject, **_context(notes)}
        letters.send(row.user, subject, "core/letters/digest", context, _groups(notes), row.key)
    moment = clock.now()
    Notification.objects.filter(pk__in=[note.pk for note in notes]).update(mailed_at=moment)
    Digest.objects.filter(pk=row.pk).update(mailed_at=moment)


def _subject(row, count: int) -> str:
    if row.every == Mail.WEEKLY:
        words = ngettext("Linli Market: %(n)s notice of the week", "Linli Market: %(n)s notices of the week", count)
    else:
        words = ngettext("Linli Market: %(n)s notice of the day", "Linli Market: %(n)s notices of the day", count)
    return words % {"n": count}


def _groups(notes) -> list[str]:
    """The groups that the letter speaks of, in the order of the settings."""
    found = {news.group_of(note.kind) for note in notes}
    return [code for code in channels.GROUPS if code in found]


def _context(notes) -> dict:
    """{parts: [{label, rows: [{words, url, at}]}], more: how many are left for the desk}."""
    shown = notes[:MOST]
    parts = [
        {
            "label": channels.GROUPS[code].label,
            "rows": [
                {"words": letters.one_line(notices.words(n)), "url": letters.absolute(notices.localised_url(n.url)), "at": n.created_at}
                for n in shown
                if news.group_of(n.kind) == code
            ],
        }
        for code in _groups(shown)
    ]  # fmt: skip
    return {"parts": parts, "more": len(notes) - len(shown), "desk": letters.absolute(reverse("desk:notifications"))}
