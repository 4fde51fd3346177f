"""Notifications: who is told what of a step, in the portal and by mail, in the reader's language, never twice."""

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.utils import translation

from . import changes, clock, outbox
from .models import Notification, OutboxEvent
from .states import TABLES
from .texts import in_both

NO_LETTERS = "django.core.mail.backends.dummy.EmailBackend"  # EMAIL_URL=dummymail://: this portal sends no mail


def tells() -> dict:
    """{kind: Tell} over all state tables."""
    return {tell.kind: tell for table in TABLES.values() for step in table.steps for tell in step.tells}


@outbox.receiver("*")
def notify(event: OutboxEvent):
    """Write a notification for everyone whom the step tells, and queue their letters."""
    tell = tells().get(event.kind)
    obj = event.object if event.content_type_id else None
    if tell is None or obj is None:
        return
    params = obj.tell_params()
    if event.audit_id and event.audit.step and event.audit.step.shows:
        params = {**params, "moved": in_both(lambda: changes.in_words(event.audit))}
    with translation.override(settings.LANGUAGE_CODE):  # `localised_url` starts from there
        url = obj.get_absolute_url() if hasattr(obj, "get_absolute_url") else ""
    people = {u.pk: u for u in tell.to(obj) if u.is_active}
    told = set(Notification.objects.filter(event=event, kind=event.kind).values_list("user_id", flat=True))
    moment = clock.now()
    notes = [
        Notification(user=user, kind=event.kind, event=event, params=params, url=url, created_at=moment)
        for pk, user in sorted(people.items())  # the same order on every database
        if pk not in told
    ]
    Notification.objects.bulk_create(notes)
    if settings.EMAIL_BACKEND != NO_LETTERS:
        for note in notes:
            outbox.put("core.letter", note)


@outbox.receiver("core.letter", outside=True)
def send_letter(event: OutboxEvent):
    """Mail one notification; a failed server makes the outbox try again."""
    note = event.object
    if note is None or note.mailed_at or not note.user.email:
        return
    with translation.override(note.user.language):
        sentence = " ".join(words(note).split())  # a line break has no place in a subject
        body = f"{sentence}\n\n{settings.SITE_URL}{localised_url(note.url)}\n"
        EmailMultiAlternatives(sentence[:120], body, to=[note.user.email]).send()
    Notification.objects.filter(pk=note.pk).update(mailed_at=clock.now())


def read(notes) -> int:
    """Mark these notifications (a queryset) as read; returns how many were new."""
    return notes.filter(read_at=None).update(read_at=clock.now())


def words(note: Notification) -> str:
    """The sentence of a notification in the active language."""
    tell = tells().get(note.kind)
    if tell is None:
        return note.kind
    return str(tell.text) % _Places({key: _in_language(value) for key, value in note.params.items()})


class _Places(dict):
    """A place that an old notification has no word for stays visible instead of breaking the page."""

    def __missing__(self, key):
        return "…"


def localised_url(url: str) -> str:
    """The same page in the active language."""
    from django.urls import translate_url

    language = translation.get_language() or settings.LANGUAGE_CODE
    with translation.override(settings.LANGUAGE_CODE):
        return translate_url(url, language) if url else ""


def _in_language(value):
    if isinstance(value, dict):
        return value.get("en" if translation.get_language() == "en" else "zh") or next(iter(value.values()), "")
    return value
