"""The reader's own desk as JSON, in the language of the address. Who is not logged in gets 401.

GET /api/core/desk?q=&kind=&due=&page=  what waits for me, 100 a page (due: late, today, week, fortnight, none; kind: a
                                      kind_key, or drafts), what I wait for, the counts
GET /api/core/notifications?page=     what I was told, newest first, 100 a page
GET /api/core/followed                what I follow, newest step first
"""

from datetime import date, datetime

from django.core.paginator import Paginator
from ninja import Router, Schema
from ninja.errors import AuthenticationError

from . import desk, follows, notices, registry, words

PER_PAGE = 100
router = Router(tags=["desk"])


class Thing(Schema):
    """One thing to do. kind_key: its kind without a language, for ?kind=; due: a moment, a day, or null."""

    number: str
    kind: str
    kind_key: str
    what: str
    about: str
    due: datetime | date | None
    is_late: bool
    url: str
    is_draft: bool


class Desk(Schema):
    """total, late, drafts: over everything that waits for me; count: what fits the filters; results: a page of it."""

    total: int
    late: int
    drafts: int
    unread: int
    count: int
    page: int
    results: list[Thing]
    waiting: list[Thing]


class Told(Schema):
    key: str
    kind: str
    text: str
    url: str
    at: datetime
    is_read: bool


class ToldPage(Schema):
    count: int
    unread: int
    page: int
    results: list[Told]


class Followed(Schema):
    """name: empty where it is no longer public; at, what: the newest that was told because of it."""

    kind: str
    name: str
    url: str
    at: datetime
    what: str


def _mine(request):
    if not request.actor.is_known:
        raise AuthenticationError
    return request.actor


def _thing(entry) -> dict:
    return {
        "number": str(entry.number), "kind": str(entry.kind), "kind_key": entry.key, "what": str(entry.what),
        "about": str(entry.about), "due": entry.due, "is_late": words.is_past(entry.due) if entry.due else False,
        "url": entry.url, "is_draft": entry.is_draft,
    }  # fmt: skip


@router.get("/desk", response=Desk)
def my_desk(request, q: str = "", kind: str = "", due: str = "", page: int = 1):
    actor = _mine(request)
    entries = registry.desk_entries(actor)
    form = desk.DeskFilter({"q": q, "kind": kind, "due": due}, kinds=desk.queues(entries))
    cut = Paginator(form.narrow(entries), PER_PAGE).get_page(page)
    return {
        "total": len(entries),
        "drafts": sum(e.is_draft for e in entries),
        "count": cut.paginator.count,
        "page": cut.number,
        "late": sum(words.is_past(e.due) for e in entries if e.due),
        "unread": desk.told(actor).filter(read_at=None).count(),
        "results": [_thing(e) for e in cut.object_list],
        "waiting": [_thing(e) for e in registry.waiting_entries(actor)],
    }


@router.get("/notifications", response=ToldPage)
def my_notifications(request, page: int = 1):
    notes = desk.told(_mine(request))
    cut = Paginator(notes, PER_PAGE).get_page(page)
    return {
        "count": cut.paginator.count,
        "unread": notes.filter(read_at=None).count(),
        "page": cut.number,
        "results": [
            {
                "key": str(n.key), "kind": n.kind, "text": notices.words(n), "url": notices.localised_url(n.url),
                "at": n.created_at, "is_read": n.read_at is not None,
            }
            for n in cut.object_list
        ],
    }  # fmt: skip


@router.get("/followed", response=list[Followed])
def my_followed(request):
    return [
        {"kind": e["kind"], "name": str(e["object"] or ""), "url": e["url"], "at": e["at"], "what": str(e["what"])}
        for e in follows.followed_by(_mine(request))
    ]
