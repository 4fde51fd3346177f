"""Who may act on a purchase list, and what must hold. Imports neither models nor states."""

from django.utils.translation import gettext_lazy as _

from marketplace.core.rules import requirement
from orgs.rules import in_office_of, not_the_same

DRAFTERS = ("BUYER", "LEADER")


drafts = in_office_of(lambda purchase_list: purchase_list.office_id, *DRAFTERS)
decides = in_office_of(lambda purchase_list: purchase_list.office_id, "LEADER")
did_not_draft = not_the_same(
    lambda purchase_list: purchase_list.drafted_by_id,
    _("Who drafted the list does not approve it: another leader has to decide (four eyes)."),
)


@requirement("list_is_empty", _("The list has no services yet. Add at least one, or import a table."))
def has_items(actor, obj):
    return None if obj.items.exists() else {}


@requirement(
    "draft_exists",
    _("There is an unpublished version %(version)s for %(year)s already. Go on with that one."),
    field="year",
)
def one_draft(actor, obj):
    other = _versions(obj).filter(state__in=("draft", "in_review")).exclude(pk=obj.pk).first()
    return {"version": other.version, "year": other.year} if other else None


@requirement("newer_published", _("Version %(version)s, which is newer than this one, is published already."))
def is_newest(actor, obj):
    newer = _versions(obj).filter(state__in=("published", "superseded"), version__gt=obj.version).first()
    return {"version": newer.version} if newer else None


@requirement("no_newer_version", _("A published list ends only when a newer version of the same year is approved."))
def newer_waits(actor, obj):
    newer = _versions(obj).filter(state="in_review", version__gt=obj.version)
    return None if newer.exists() else {}


def _versions(obj):
    """All versions of the same office and year."""
    return type(obj).objects.filter(office_id=obj.office_id, year=obj.year)
