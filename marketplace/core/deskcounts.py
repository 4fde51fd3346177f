"""How much waits for the reader, for the head of every page: counted at most once a minute, and anew after an own act."""

from django.conf import settings
from django.core.cache import cache

from . import registry, words

NOTHING = {"waits": 0, "late": 0}


def of(request) -> dict:
    """{"waits", "late"} of the reader, in whose name they act now; asked once per request."""
    if not hasattr(request, "_desk_counts"):
        actor = request.actor
        shown = actor.is_known and settings.DESK_COUNT_SECONDS > 0
        request._desk_counts = (_kept(actor) or keep(actor, registry.desk_entries(actor))) if shown else NOTHING
    return request._desk_counts


def keep(actor, entries) -> dict:
    """Remember the counts of entries that were read anyway."""
    counts = {"waits": len(entries), "late": sum(words.is_past(e.due) for e in entries if e.due)}
    if settings.DESK_COUNT_SECONDS > 0:
        cache.set(_key(actor, actor.hat), counts, settings.DESK_COUNT_SECONDS)
    return counts


def forget(actor):
    """The person has done something: what waits for them may be less, in whosever name they act."""
    if actor.is_known and settings.DESK_COUNT_SECONDS > 0:
        cache.delete_many([_key(actor, hat) for hat in {"", *actor.places}])


def _kept(actor):
    return cache.get(_key(actor, actor.hat))


def _key(actor, hat):
    return f"desk-counts:{actor.user_id}:{hat}"
