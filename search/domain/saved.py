"""Searches that somebody keeps: the verbs, and the round that looks for what is newly found."""

from dataclasses import replace
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from marketplace.core import clock, documents, registry
from marketplace.core.verbs import act, creating, verb
from orgs.queries import actor_of

from .. import asking, searching
from ..engine import NEWEST
from ..models import SavedSearch

EVERY = timedelta(minutes=15)
OVERLAP = timedelta(days=1)  # what was published shortly before it could be found is not missed
A_ROUND = 100
SEEN = 300


def keep(*, by, name: str, address: str, language: str) -> SavedSearch:
    """Be told from now on of what this search newly finds. Keeping the same search again changes nothing.

    address: a query string of the results page; what says nothing in it is left out.

    Raises:
        Refused: nobody is logged in, too many are kept, or the search asks for everything.
    """
    plain = asking.read(QueryDict(address), by).query_string(page=None)[:1000]
    mine = SavedSearch.objects.filter(user_id=by.user_id, address=plain).first() if by.is_known else None
    if mine is not None:
        return mine
    saved = SavedSearch(user=by.user if by.is_known else None, name=name.strip()[:80], address=plain, language=language)
    try:
        with transaction.atomic(), creating(saved, by=by, verb="keep"):
            saved.looked_at = clock.now()
            saved.save()
    except IntegrityError:  # two windows at once
        return SavedSearch.objects.get(user_id=by.user_id, address=plain)
    return saved


def drop(saved: SavedSearch, *, by):
    """Be told no longer. The row goes: what somebody looked for concerns nobody."""
    with act():
        with verb("drop", saved, by=by):
            pass
        saved.delete()


def mine(actor):
    """The actor's own, newest first."""
    return SavedSearch.objects.visible_to(actor)


@registry.periodic("search.saved")
def look(actor) -> int:
    """Look through searches whose turn it is; returns how many people were told something."""
    due = SavedSearch.objects.filter(looked_at__lte=clock.now() - EVERY, user__is_active=True).select_related("user")
    return sum(_look(saved, actor) for saved in due.order_by("looked_at")[:A_ROUND])


def _look(saved, actor) -> int:
    moment = clock.now()
    asked = asking.read(QueryDict(saved.address), actor_of(saved.user))
    since = max(saved.looked_at - OVERLAP, saved.created_at)
    query = asked.query(actor_of(saved.user), saved.language, since=since, facets=False)
    results = searching.search(_newest(query))
    if results.fallback:  # the index is down: another time
        return 0
    new = [hit for hit in results.hits if hit.id not in saved.seen]
    seen = [*(hit.id for hit in new), *saved.seen][:SEEN]
    if not new:
        SavedSearch.objects.filter(pk=saved.pk).update(looked_at=moment, seen=seen)
        return 0
    titles = _titles(new[0])
    with verb("found", saved, by=actor) as saved:
        saved.looked_at, saved.seen, saved.found_count = moment, seen, len(new)
        saved.found_title_zh, saved.found_title_en = titles
    return 1


def _newest(query):
    return replace(query, sort=NEWEST, page=1, size=50)


def _titles(hit) -> tuple[str, str]:
    """The title in both languages, as the document says it now."""
    found = documents.read(hit.kind, [hit.key]).get(hit.key)
    if found is None:
        return hit.plain_title[:240], hit.plain_title[:240]
    return found.title("zh")[:240], found.title("en")[:240]


# ---- one's own data ---------------------------------------------------------------------------------
@registry.about_me
def about_me(user) -> dict:
    rows = SavedSearch.objects.filter(user=user).order_by("id")
    return {"saved_searches": [{"name": r.name, "address": r.address, "since": r.created_at} for r in rows]}


@registry.on_erasure
def forget(user):
    SavedSearch.objects.filter(user=user).delete()


def suggested_name(asked) -> str:
    """What a search is called unless its keeper says otherwise: its words, else its kinds."""
    if asked.text.strip():
        return asked.text.strip()[:80]
    kinds = documents.kinds()
    return ", ".join(str(kinds[name].many) for name in asked.kinds)[:80] or str(_("My search"))
