"""The one way to search: a `Query` in, `Results` out, whatever engine is behind, and also when none is.

results = search(Query("助餐", language="zh", audience=reader_tokens(request.actor)))
"""

import logging
import math
import time
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

from django.conf import settings

from marketplace.core import clock, documents
from marketplace.core.documents import FACETS, PUBLIC

from . import changes, engines, excerpts, plan, ranking, spelling, synonyms
from .engine import (
    AMOUNT,
    COUNTED,
    DEADLINE,
    DEEPEST,
    INSIDE_SHELF,
    MOST_CHARS,
    NEAREST,
    NEWEST,
    PUBLIC_SHELF,
    RELEVANCE,
    SHELVES,
    SORTS,
    Ask,
    Down,
    Hit,
    Query,
    Results,
)
from .fallback import fallback

log = logging.getLogger(__name__)
TIES = 10  # hits more than a page needs: equal scores are ordered here, not by an engine's chance
MOST_CHOICES = 20
BOXES = (1, 3, 10, 50, 500)  # kilometres around the reader, one after the other, until a page is full
KM = 1 / 111.2  # degrees of latitude


def search(query: Query, engine=None) -> Results:
    """Never raises for what was typed, nor where the index is down (`Results.fallback`)."""
    began = time.perf_counter()
    query, cut = _sane(query)
    engine = engine or engines.current()
    try:
        if settings.TASK_MODE == "inline":
            changes.deliver(engine, patience=0.2)
        found = _search(engine, query)
    except Down as error:
        log.warning("search: %s", error)
        found = fallback(query)
    return replace(found, cut=cut, ms=round((time.perf_counter() - began) * 1000, 2))


def keys(query: Query, most: int, engine) -> list[int]:
    """Primary keys of the best hits that hold all of the words; none where the index is down."""
    query, _cut = _sane(query)
    ask = replace(_ask(query, plan.understand(query.text, synonyms.groups())), limit=most)
    shelves = SHELVES if query.audience - {PUBLIC} else (PUBLIC_SHELF,)
    try:
        return [one.stored["key"] for s in shelves for one in engine.search(s, _for_shelf(ask, s, query)).found]
    except Down as error:
        log.warning("search: %s", error)
        return []


def _sane(query: Query) -> tuple[Query, bool]:
    text = "".join(char for char in query.text if char.isprintable() or char.isspace()).strip()
    near = (
        query.near
        if query.near and all(map(math.isfinite, query.near)) and abs(query.near[0]) <= 90 and abs(query.near[1]) <= 180
        else None
    )
    choices = {
        name: tuple(values)[:MOST_CHOICES]
        for name, values in query.choices.items()
        if values and (name in FACETS or name == "language")
    }
    sort = query.sort if query.sort in SORTS and not (query.sort == NEAREST and near is None) else RELEVANCE
    page, size = min(max(query.page, 1), 10**6), min(max(query.size, 1), 100)
    language = "en" if query.language == "en" else "zh"
    sane = replace(
        query, text=text[:MOST_CHARS], near=near, choices=choices, sort=sort, page=page, size=size, language=language
    )
    return sane, len(text) > MOST_CHARS


def _search(engine, query: Query) -> Results:
    groups = synonyms.groups() if query.text else ()
    found = _answer(engine, query, plan.understand(query.text, groups))
    if not query.text:
        return found
    if found.total:
        return _filled(engine, query, groups, found)
    better = spelling.did_you_mean(engine, query.text)
    if better:
        again = _answer(engine, replace(query, text=better), plan.understand(better, groups))
        if again.total:
            return replace(again, did_you_mean=better, corrected=True)
    loose = plan.understand(query.text, groups, relaxed=True)
    return replace(_answer(engine, query, loose), relaxed=True) if loose.words else found


def _filled(engine, query, groups, found):
    """Few hits hold all of the words: below them stands what holds a part, the best first."""
    if found.total >= ranking.FEW or query.sort != RELEVANCE or query.since is not None:
        return found
    loose = plan.understand(query.text, groups, relaxed=True)
    more = _answer(engine, replace(query, page=1, size=min(query.offset + query.size, DEEPEST)), loose)
    if more.total <= found.total:
        return found
    first = found.hits
    if query.page > 1 or found.total > query.size:
        first = _answer(engine, replace(query, page=1, size=ranking.FEW), plan.understand(query.text, groups)).hits
    seen = {hit.id for hit in first}
    hits = [*first, *(hit for hit in more.hits if hit.id not in seen)]
    page = tuple(hits[query.offset : query.offset + query.size])
    return replace(more, hits=page, understood=found.understood, whole=found.total)


def _answer(engine, query: Query, read) -> Results:
    ask = _ask(query, read)
    shelves = [] if query.inside else [PUBLIC_SHELF]
    shelves += [INSIDE_SHELF] if query.audience - {PUBLIC} else []
    answers = [engine.search(shelf, _for_shelf(ask, shelf, query)) for shelf in shelves]
    total = sum(answer.total for answer in answers)
    found = [one for answer in answers for one in answer.found]
    if query.sort == NEAREST:
        found = _nearest(engine, query, ask, shelves)
    elif query.sort == DEADLINE:
        found = _by_deadline(engine, query, ask, shelves)
    else:
        found.sort(key=_order(ask.order))
    counts = _added(answer.counts for answer in answers)
    words = excerpts.pieces(read.words, read.units)
    page = found[query.offset : query.offset + query.size] if query.offset < DEEPEST else []
    return Results(
        hits=tuple(_hit(one, query, words) for one in page),
        total=total,
        kinds=counts.pop("kind", {}),
        amounts={int(low): n for low, n in counts.pop(AMOUNT, {}).items()},
        open_now=counts.pop("open_now", {}).get("", 0),
        facets={name: _without_empty(values) for name, values in counts.items()},
        understood=read.groups,
    )


def _ask(query: Query, read) -> Ask:
    filters = {}
    if query.kinds:
        filters["kind"] = plan.Named("kind", tuple(query.kinds)[:MOST_CHOICES])
    filters |= {name: plan.Named(name, values) for name, values in query.choices.items()}
    low, high = query.amount
    if low is not None or high is not None:
        filters[AMOUNT] = plan.Between(
            AMOUNT, None if low is None else float(low), None if high is None else float(high) + 0.005
        )
    open_ids = None
    if query.open_now or query.facets:
        open_ids = tuple(sorted(documents.open_ids(clock.now())))
    if query.open_now:
        filters["open_now"] = plan.Named("id", open_ids) if open_ids else plan.Nothing()
    always = () if query.since is None else (plan.Between("newest", query.since.timestamp(), None),)
    order = query.sort if query.sort in (NEWEST, AMOUNT) else RELEVANCE
    if order == RELEVANCE and not query.text and query.near is None:
        order = NEWEST
    tree = read.tree
    if query.near and query.sort == RELEVANCE:
        tree = plan.Every(
            must=(tree,),
            plus=tuple(plan.Worth(_box(query.near, metres / 1000), worth) for metres, worth in ranking.NEAR),
        )
    counts = ()
    if query.facets:
        counts = (*COUNTED, AMOUNT, *(["open_now"] if open_ids else []))
    limit = min(query.offset + query.size + TIES, DEEPEST) if query.offset < DEEPEST else 1
    return Ask(tree, always, filters, counts, f"weight_{query.language}", order, query.near, limit, open_ids or ())


def _for_shelf(ask, shelf, query):
    """Inside, only what one of the reader's own facts lets in."""
    if shelf == PUBLIC_SHELF:
        return ask
    return replace(ask, always=(*ask.always, plan.Named("audience", tuple(sorted(query.audience)))))


def _order(order):
    def newest(one):
        return -(one.stored["numbers"]["newest"] or 0)

    if order == RELEVANCE:
        return lambda one: (-round(one.score, 3), newest(one), one.id)
    return lambda one: (one.value is None, -(one.value or 0), one.id)


def _by_deadline(engine, query, ask, shelves):
    """What still runs, the next deadline first; then the rest, as relevant as it is."""
    now = clock.now().timestamp()
    wanted = query.offset + query.size + TIES
    ahead = plan.Between(DEADLINE, now, None)
    found = []
    for shelf in shelves:
        one = replace(_for_shelf(ask, shelf, query), counts=(), order=DEADLINE, limit=min(wanted, DEEPEST))
        found += engine.search(shelf, replace(one, always=(*one.always, ahead))).found
    found.sort(key=lambda one: (one.value, one.id))
    return found + _others(engine, query, ask, shelves, found)


def _others(engine, query, ask, shelves, found):
    """Hits that are not among those found, in the order of the words."""
    if len(found) >= query.offset + query.size:
        return []
    seen = {one.id for one in found}
    limit = min(query.offset + query.size + TIES + len(seen), DEEPEST)
    rest = []
    for shelf in shelves:
        rest += engine.search(shelf, replace(_for_shelf(ask, shelf, query), counts=(), limit=limit)).found
    return sorted((one for one in rest if one.id not in seen), key=_order(ask.order))


def _nearest(engine, query, ask, shelves):
    """Boxes around the reader, larger and larger, until they hold a page; then by metres. What has no place comes last."""
    found, wanted = [], query.offset + query.size
    for km in BOXES:
        found = []
        for shelf in shelves:
            one = replace(_for_shelf(ask, shelf, query), counts=(), limit=DEEPEST)
            found += engine.search(shelf, replace(one, always=(*one.always, _box(query.near, km)))).found
        found = [one for one in found if metres(query.near, _place(one)) <= km * 1000]
        if len(found) >= wanted:
            break
    found.sort(key=lambda one: (metres(query.near, _place(one)), one.id))
    return found + _others(engine, query, ask, shelves, found)


def _box(near, km):
    lat, lon = near
    wide = km * KM / max(math.cos(math.radians(lat)), 0.01)
    return plan.Every(
        must=(plan.Between("lat", lat - km * KM, lat + km * KM), plan.Between("lon", lon - wide, lon + wide))
    )


def _place(one):
    numbers = one.stored["numbers"]
    return None if numbers["lat"] is None or numbers["lon"] is None else (numbers["lat"], numbers["lon"])


def metres(a, b) -> float:
    """Between two points (lat, lon) on the ground; infinite where one has no place."""
    if a is None or b is None:
        return math.inf
    lat1, lon1, lat2, lon2 = map(math.radians, (*a, *b))
    half = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * 6_371_000 * math.asin(math.sqrt(half))


def _added(all_counts):
    found = {}
    for counts in all_counts:
        for name, values in counts.items():
            into = found.setdefault(name, {})
            for value, count in values.items():
                into[value] = into.get(value, 0) + count
    return found


def _without_empty(values):
    return {value: count for value, count in values.items() if count}


def _hit(one, query, words) -> Hit:
    stored = one.stored
    english = query.language == "en"
    title = stored["title"][english] or stored["title"][not english]
    body = stored["body"][english] or stored["body"][not english]
    shown = "en" if title == stored["title"][1] and (english or not stored["title"][0]) else "zh"
    numbers, place = stored["numbers"], _place(one)
    return Hit(
        id=stored["id"], kind=stored["kind"], key=stored["key"], code=stored["code"],
        title=excerpts.marked(title, words), excerpt=excerpts.excerpt(body, words),
        url=documents.address(stored["url"], stored["languages"], query.language),
        score=round(one.score, 4), language=shown,
        newest=_moment(numbers["newest"]), deadline=_moment(numbers["deadline"]),
        amount=None if numbers["amount"] is None else Decimal(f"{numbers['amount']:.2f}"),
        place=place, metres=metres(query.near, place) if query.near and place else None, is_open=stored["open"],
        is_public=stored["public"], provenance=stored["provenance"],
        facets={name: tuple(values) for name, values in stored["facets"].items()},
        row=stored["row"],
    )  # fmt: skip


def _moment(seconds):
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
