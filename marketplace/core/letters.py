"""Letters: text and HTML in the reader's language, with a way out that needs no log-in, never in the quiet hours."""

from datetime import datetime, time, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core import signing
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from . import channels, clock, frame, news, notices, outbox, registry
from .models import Digest, Mail, Notification, OutboxEvent, QuietHours

NIGHT = (time(22), time(7))  # the usual quiet hours, by the portal's clock
DIGEST_HOUR = 8
SALT = "core.letters"


# ---- quiet hours -----------------------------------------------------------------------------------
def quiet_hours_of(user) -> QuietHours:
    """The person's own, or the usual night (not saved)."""
    return QuietHours.objects.filter(user=user).first() or QuietHours(user=user, begins=NIGHT[0], ends=NIGHT[1])


def set_quiet_hours(user, begins: time, ends: time) -> QuietHours:
    """Equal times: letters come at any hour."""
    return QuietHours.objects.update_or_create(user=user, defaults={"begins": begins, "ends": ends})[0]


def not_before(hours: QuietHours, moment: datetime) -> datetime | None:
    """When a letter of this moment may go: None at once, else the end of the quiet hours that the moment lies in."""
    local = timezone.localtime(moment)
    now, begins, ends = local.time(), hours.begins, hours.ends
    if begins == ends:
        return None
    over_night = begins > ends
    if not (now >= begins or now < ends if over_night else begins <= now < ends):
        return None
    day = local.date() + timedelta(days=1 if over_night and now >= begins else 0)
    return timezone.make_aware(datetime.combine(day, ends))


def queue(notes):
    """Put the letters of these notifications (unsent, with their people) in the outbox; by night they wait for the morning."""
    people = {note.user_id: note.user for note in notes}
    own = {row.user_id: row for row in QuietHours.objects.filter(user_id__in=people)}
    moment = clock.now()
    for note in notes:
        hours = own.get(note.user_id) or QuietHours(begins=NIGHT[0], ends=NIGHT[1])
        urgent = channels.GROUPS[news.group_of(note.kind)].urgent
        outbox.put("core.letter", note, not_before=None if urgent else not_before(hours, moment))


# ---- the way out -----------------------------------------------------------------------------------
def token_for(user, groups) -> str:
    """Names a person and the groups whose letters end; it does not expire, as letters do not."""
    return signing.dumps([user.pk, list(groups)], salt=SALT)


def read_token(token: str):
    """(person, groups) of a letter's address, or None when it is not one of ours."""
    try:
        pk, groups = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    user = get_user_model().objects.filter(pk=pk, is_active=True).first()
    return (user, [code for code in groups if code in channels.GROUPS]) if user else None


# ---- writing and sending ---------------------------------------------------------------------------
@outbox.receiver("core.letter", outside=True)
def send_letter(event: OutboxEvent):
    """Mail one notification; a failed server makes the outbox try again. What the person no longer wants is not sent."""
    note = event.object
    if note is None or note.mailed_at or note.mail != Mail.NOW or not note.user.email:
        return
    with translation.override(note.user.language):
        sentence = one_line(notices.words(note))
        context = {"sentence": sentence, "url": absolute(notices.localised_url(note.url))}
        send(note.user, sentence, "core/letters/note", context, [news.group_of(note.kind)], note.key)
    Notification.objects.filter(pk=note.pk).update(mailed_at=clock.now())


def send(user, subject: str, template: str, context: dict, groups, key):
    """One letter in the active language, as text and as HTML. key: makes its Message-ID, the same if it is sent twice."""
    way_out = absolute(reverse("core:unsubscribe", args=[token_for(user, groups)]))
    context = {
        **context, "unsubscribe": way_out, "settings": absolute(reverse("desk:notice_settings")), "portal": settings.SITE_URL,
        "host": frame.host_name(), "groups": [str(channels.GROUPS[code].label) for code in groups],
    }  # fmt: skip
    letter = EmailMultiAlternatives(
        subject[:120],
        render_to_string(f"{template}.txt", context),
        to=[user.email],
        headers={
            "List-Unsubscribe": f"<{way_out}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Auto-Submitted": "auto-generated",
            "Message-ID": f"<{key}@{urlsplit(settings.SITE_URL).hostname or 'localhost'}>",
            "Content-Language": translation.get_language(),
        },
    )
    letter.attach_alternative(render_to_string(f"{template}.html", context), "text/html")
    letter.send()


def one_line(text: str) -> str:
    """A line break has no place in a subject."""
    return " ".join(text.split())


def absolute(path: str) -> str:
    return f"{settings.SITE_URL}{path}"


# ---- one's own data ---------------------------------------------------------------------------------
@registry.about_me
def about_me(user) -> dict:
    return {
        "quiet_hours": list(QuietHours.objects.filter(user=user).values("begins", "ends")),
        "digests": list(Digest.objects.filter(user=user).order_by("id").values("every", "day", "mailed_at")),
    }


@registry.on_erasure
def forget(user):
    QuietHours.objects.filter(user=user).delete()
    Digest.objects.filter(user=user).delete()
