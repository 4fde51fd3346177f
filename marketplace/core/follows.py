"""Following: who wants to hear what becomes of an object. The verbs, what one follows, and its part of one's own data."""

from collections import defaultdict

from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, transaction
from django.db.models import Max, Q
from django.utils.translation import gettext_lazy as _

from . import clock, news, registry
from .actors import ANONYMOUS
from .models import AuditEvent, Follow
from .rules import is_known, requirement, rule
from .states import Step, Steps
from .verbs import act, creating, verb


@rule("follow.own", _("Only who follows it can end that."))
def own(actor, follow):
    return actor.is_known and follow.user_id == actor.user_id


@requirement("follow.public", _("This cannot be followed: it is not public, or not any more."))
def is_public(actor, follow):
    found = news.followable_of(follow.object) if follow.object is not None else None
    return None if found is not None and found.public(follow.object_id) is not None else {}


STEPS = Steps(
    "core.follow",
    Follow.State,
    (
        Step("follow", (), Follow.State.FOLLOWED, (is_known,), _("Follow"), _("You follow it now"), needs=(is_public,)),
        Step("unfollow", (Follow.State.FOLLOWED,), None, (own,), _("Stop following"), _("You no longer follow it")),
    ),
)


def follow(obj, *, by) -> Follow:
    """Hear of it from now on. Following what one follows already changes nothing.

    Raises:
        Refused: nobody is logged in, or the object cannot be followed ("follow.public").
    """
    mine = following(obj, by)
    if mine is not None:
        return mine
    row = Follow(user=by.user, object=obj) if by.is_known else Follow(object=obj)
    try:
        with transaction.atomic(), creating(row, by=by, verb="follow"):
            row.since = clock.now()  # the act's own moment, which later acts are held against
            row.save()
    except IntegrityError:  # two windows at once
        return following(obj, by)
    return row


def unfollow(row: Follow, *, by):
    """Hear of it no longer. The row is taken out: what somebody once followed concerns nobody."""
    with act():
        with verb("unfollow", row, by=by):
            pass
        row.delete()


def following(obj, actor) -> Follow | None:
    """The actor's own row about this object, or None."""
    if not actor.is_known:
        return None
    kind = ContentType.objects.get_for_model(obj)
    return Follow.objects.filter(user_id=actor.user_id, content_type=kind, object_id=obj.pk).first()


def may_follow(obj, reader) -> bool:
    """It can be followed: its kind is registered and everybody may see it; what a page shows to nobody in particular is."""
    found = news.followable_of(obj)
    return found is not None and (not reader.is_known or found.public(obj.pk) is not None)


def followed_by(actor) -> list[dict]:
    """What a person follows, newest step first: {follow, kind, label, object, url, at, what}.

    at, what: the newest thing that was told because of it, else the newest public step. One query a kind, whatever the
    number. What is no longer public keeps its row, without a name (object None), so that it can be ended.
    """
    if not actor.is_known:
        return []
    rows = list(Follow.objects.filter(user_id=actor.user_id).select_related("last"))
    by_kind = defaultdict(list)
    for row in rows:
        by_kind[ContentType.objects.get_for_id(row.content_type_id).model_class()].append(row.object_id)
    objects, steps = {}, _newest_steps(by_kind)
    for model, keys in by_kind.items():
        visible = model._default_manager.visible_to(ANONYMOUS)
        objects |= {(model, pk): obj for pk, obj in visible.in_bulk(keys).items()}
    return sorted((_entry(row, objects, steps) for row in rows), key=lambda e: (e["at"], e["follow"].pk), reverse=True)


def _entry(row, objects, steps) -> dict:
    from .notices import words

    model = ContentType.objects.get_for_id(row.content_type_id).model_class()
    obj, kind = objects.get((model, row.object_id)), news.kinds().get(getattr(model, "STEPS", ""))
    step = steps.get((model, row.object_id)) if obj is not None else None
    at, what = row.since, ""
    if row.last and obj is not None:
        at, what = row.last.created_at, words(row.last)
    elif step is not None:
        at, what = step.at, step.label
    return {
        "follow": row, "kind": kind.name if kind else "", "label": kind.label if kind else "", "object": obj,
        "url": kind.url(obj) if kind and obj is not None else "", "at": at, "what": what,
    }  # fmt: skip


def _newest_steps(by_kind) -> dict:
    """{(model, pk): newest public audit event}: one query."""
    wanted = Q(pk=None)
    for model, keys in by_kind.items():
        wanted |= Q(content_type=ContentType.objects.get_for_model(model), object_id__in=keys)
    events = AuditEvent.objects.filter(wanted, public=True).order_by()
    newest = events.values("content_type_id", "object_id").annotate(newest=Max("id")).values("newest")
    found = AuditEvent.objects.filter(pk__in=newest)
    return {(ContentType.objects.get_for_id(e.content_type_id).model_class(), e.object_id): e for e in found}


# ---- one's own data ---------------------------------------------------------------------------------
@registry.about_me
def about_me(user) -> dict:
    rows = Follow.objects.filter(user=user).order_by("id").prefetch_related("object")
    return {
        "follows": [
            {
                "kind": ContentType.objects.get_for_id(row.content_type_id).model,
                "name": str(row.object or ""),
                "since": row.since,
            }
            for row in rows
        ]
    }


@registry.on_erasure
def forget(user):
    Follow.objects.filter(user=user).delete()
