"""The reader's own desk as JSON, in the language of the address. Who is not logged in gets 401.

GET /api/core/desk?q=&kind=&due=&page=  what waits for me, 100 a page (due: late, today, week, fortnight, none; kind: a
                                      kind_key, or drafts), what I wait for, the counts
GET /api/core/notifications?page=     what I was told, newest first, 100 a page
GET /api/core/followed                what I follow, newest step first
GET /api/core/counts                  how much waits, is late, is a draft, is unread
POST /api/core/notifications/read     {"key": …} marks one as read, {} all
POST /api/core/followed               {"kind": "tenders.call", "id": 7}: follow it
DELETE /api/core/followed/KIND/ID     follow it no longer

What changes something asks for the same token against forged requests as the pages (header X-CSRFToken).
"""

from datetime import date, datetime

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from ninja import Router, Schema, Status
from ninja.errors import AuthenticationError
from ninja.utils import check_csrf

from . import desk, follows, news, notices, registry, words
from .models import Follow

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
    """kind, id: what it is followed by; name: empty where it is no longer public; at, what: the newest that was told because of it."""

    kind: str
    id: int
    name: str
    url: str
    at: datetime
    what: str


class Counts(Schema):
    """As the head of every page has them, with drafts and what is unread."""

    waits: int
    late: int
    drafts: int
    unread: int


class OneNote(Schema):
    """key: of one notification; without it all are meant."""

    key: str = ""


class Marked(Schema):
    """read: how many were new; unread: how many are left."""

    read: int
    unread: int


class ToFollow(Schema):
    """kind: the name of its state table ("tenders.call"); id: its key."""

    kind: str
    id: int


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
        {
            "kind": e["kind"],
            "id": e["follow"].object_id,
            "name": str(e["object"] or ""),
            "url": e["url"],
            "at": e["at"],
            "what": str(e["what"]),
        }
        for e in follows.followed_by(_mine(request))
    ]


@router.get("/counts", response=Counts)
def my_counts(request):
    actor = _mine(request)
    entries = registry.desk_entries(actor)
    return {
        "waits": len(entries), "late": sum(words.is_past(e.due) for e in entries if e.due),
        "drafts": sum(e.is_draft for e in entries), "unread": desk.told(actor).filter(read_at=None).count(),
    }  # fmt: skip


def _acting(request):
    """Who changes something: logged in, with the token of the portal's own pages."""
    actor = _mine(request)
    if check_csrf(request, _acting):
        raise PermissionDenied
    return actor


@router.post("/notifications/read", response=Marked)
def mark_read(request, one: OneNote):
    mine = desk.told(_acting(request))
    read = notices.read(desk.one_note(mine, one.key))
    return {"read": read, "unread": mine.filter(read_at=None).count()}


@router.post("/followed", response=Followed)
def follow(request, it: ToFollow):
    actor, kind = _acting(request), news.kinds().get(it.kind)
    obj = kind.public(it.id) if kind and 0 < it.id < 2**63 else None
    if obj is None:
        raise Http404
    row = follows.follow(obj, by=actor)
    return {"kind": it.kind, "id": it.id, "name": str(obj), "url": kind.url(obj), "at": row.since, "what": ""}


@router.delete("/followed/{kind}/{pk}", response={204: None})
def unfollow(request, kind: str, pk: int):
    actor, found = _acting(request), news.kinds().get(kind)
    mine = None
    if found and 0 < pk < 2**63:
        of = ContentType.objects.get_for_model(found.model)
        mine = Follow.objects.filter(user_id=actor.user_id, content_type=of, object_id=pk).first()
    if mine is None:
        raise Http404
    follows.unfollow(mine, by=actor)
    return Status(204, None)
