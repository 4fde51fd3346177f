"""What editors have to see to: what waits, what ends soon, what lacks a translation or fell behind."""

from dataclasses import dataclass
from datetime import timedelta

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Exists, OuterRef, Q
from django.db.models.functions import Cast
from wagtail.models import Page, TaskState, WorkflowState

from marketplace.core import clock

from . import languages

SOON = timedelta(days=30)


@dataclass(frozen=True)
class Behind:
    """A translation whose source was changed since."""

    page: object
    source: object


def waiting_for(user):
    """Task states that this editor may approve: what others wrote and submitted, the oldest first."""
    rows = TaskState.objects.reviewable_by(user).select_related("revision", "workflow_state")
    return rows.prefetch_related("revision__content_object").order_by("started_at")


def sent_back_to(user):
    """Pages that this editor submitted and another one sent back, the oldest first."""
    rows = WorkflowState.objects.filter(status=WorkflowState.STATUS_NEEDS_CHANGES, requested_by=user).order_by("pk")
    return [row.content_object for row in rows.prefetch_related("content_object") if row.content_object is not None]


def drafts_of(user):
    """Pages whose newest text is this editor's, is not published and lies with nobody else, the oldest first."""
    lies = WorkflowState.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page), object_id=Cast(OuterRef("pk"), CharField()),
        status__in=[WorkflowState.STATUS_IN_PROGRESS, WorkflowState.STATUS_NEEDS_CHANGES],
    )  # fmt: skip
    rows = Page.objects.filter(has_unpublished_changes=True, latest_revision__user=user).exclude(Exists(lies))
    return rows.filter(Q(go_live_at=None) | Q(go_live_at__lte=clock.now())).order_by("latest_revision_created_at", "pk")


def expiring():
    """Live pages that end within thirty days, the next first."""
    now = clock.now()
    return Page.objects.live().filter(expire_at__gt=now, expire_at__lte=now + SOON).order_by("expire_at")


def untranslated():
    """Live pages without a live page in the other language, the newest first."""
    twins = Page.objects.live().filter(translation_key=OuterRef("translation_key")).exclude(pk=OuterRef("pk"))
    return (
        Page.objects.live()
        .filter(~Exists(twins), depth__gt=2, alias_of=None)
        .select_related("locale")
        .order_by("-last_published_at", "-pk")
    )


def behind() -> list[Behind]:
    """Translations published before their source was changed, the longest behind first."""
    source = Page.objects.live().filter(
        translation_key=OuterRef("translation_key"),
        locale__language_code=languages.SOURCE,
        last_published_at__gt=OuterRef("last_published_at") + languages.SAME_TIME,
    )
    rows = Page.objects.live().exclude(locale__language_code=languages.SOURCE).filter(Exists(source))
    rows = list(rows.select_related("locale").order_by("last_published_at"))
    keys = {row.translation_key for row in rows}
    sources = {
        p.translation_key: p
        for p in Page.objects.live().filter(translation_key__in=keys, locale__language_code=languages.SOURCE)
    }
    return [Behind(row, sources[row.translation_key]) for row in rows]
