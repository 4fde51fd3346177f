"""Notifications: who is told what of a step, in the portal and by mail, in the reader's language, never twice."""

from django.conf import settings
from django.utils import translation
from django.utils.dateparse import parse_datetime

from . import changes, channels, clock, news, outbox
from . import words as as_words
from .models import Follow, Mail, Notification, OutboxEvent
from .states import TABLES
from .texts import in_both

NO_LETTERS = "django.core.mail.backends.dummy.EmailBackend"  # EMAIL_URL=dummymail://: this portal sends no mail


def tells() -> dict:
    """{kind: Tell or News} over all state tables, and what followers hear."""
    tables = {tell.kind: tell for table in TABLES.values() for step in table.steps for tell in step.tells}
    return tables | news.all_news()


@outbox.receiver("*")
def notify(event: OutboxEvent):
    """Write a notification for everyone whom the step tells or who follows it, and queue the letters that go at once."""
    tell = tells().get(event.kind)
    obj = event.object if event.content_type_id else None
    if tell is None or obj is None:
        return
    params, url = _params(tell, obj, event), _url(tell, obj)
    is_news = isinstance(tell, news.News)
    follows = tell.follows(obj, event) if is_news else []
    people = _followers(follows, obj, event) if is_news else _audience(tell, obj)
    told = set(Notification.objects.filter(event=event, kind=event.kind).values_list("user_id", flat=True))
    moment, chosen = clock.now(), channels.chosen_by(people, event.kind)
    notes = [
        Notification(
            user=user, kind=event.kind, event=event, params=params, url=url, created_at=moment,
            in_portal=chosen[pk].in_portal, mail=chosen[pk].mail,
        )
        for pk, user in sorted(people.items())  # the same order on every database
        if pk not in told and not chosen[pk].is_silent
    ]  # fmt: skip
    Notification.objects.bulk_create(notes)
    _keep_newest(follows, notes)
    if settings.EMAIL_BACKEND != NO_LETTERS:
        from . import letters

        letters.queue([note for note in notes if note.mail == Mail.NOW])


def _params(tell, obj, event) -> dict:
    """What the words are made of later. A follower keeps only what the sentence says and the name of the matter."""
    params = obj.tell_params()
    if event.audit_id and event.audit.step and event.audit.step.shows:
        params = {**params, "moved": in_both(lambda: changes.in_words(event.audit))}
    if not isinstance(tell, news.News):
        return params
    params |= tell.params(event) if tell.params else {}
    return {name: params[name] for name in params if name in tell.places()}


def _url(tell, obj) -> str:
    with translation.override(settings.LANGUAGE_CODE):  # `localised_url` starts from there
        if getattr(tell, "url", None):
            return tell.url(obj)
        return obj.get_absolute_url() if hasattr(obj, "get_absolute_url") else ""


def _audience(tell, obj) -> dict:
    return {user.pk: user for user in tell.to(obj) if user.is_active}


def _followers(follows, obj, event) -> dict:
    """Those who follow, without who did it and without those who hear of it anyway: nobody is told one thing twice."""
    people = {row.user_id: row.user for row in follows}
    people.pop(event.audit.actor_id if event.audit_id else None, None)
    for tell in event.audit.step.tells if event.audit_id and event.audit.step else ():
        told = _audience(tell, obj)
        for pk, choice in channels.chosen_by(told, tell.kind).items():
            if not choice.is_silent:
                people.pop(pk, None)
    return people


def _keep_newest(follows, notes):
    """Each follow remembers the newest that was told because of it."""
    newest = {note.user_id: note for note in notes}
    rows = [row for row in follows if row.user_id in newest]
    for row in rows:
        row.last = newest[row.user_id]
    Follow.objects.bulk_update(rows, ["last"])


def read(notes) -> int:
    """Mark these notifications (a queryset) as read; returns how many were new."""
    return notes.filter(read_at=None).update(read_at=clock.now())


def words(note: Notification) -> str:
    """The sentence of a notification in the active language."""
    tell = tells().get(note.kind)
    if tell is None:
        return note.kind
    return str(tell.text) % _Places({key: _in_language(value) for key, value in note.params.items()})


def sample(kind: str) -> str:
    """The sentence of a kind without its particulars, in the active language."""
    return str(tells()[kind].text) % _Places()


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
    if isinstance(value, str) and "T" in value and (moment := parse_datetime(value)) is not None:
        return as_words.when(moment)
    return value
