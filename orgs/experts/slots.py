"""What waits for whom in the roster, and the ways to it."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.core.registry import DeskEntry, Section, desk, slot
from orgs.states import Role

from .models import Expert
from .states import ExpertState


@slot("desk.ways", order=60)
def ways(_page, actor):
    """On the desk: the roster for people of the offices; one's own entry, or the way to offer oneself."""
    if not actor.is_known:
        return None
    rows = []
    if actor.is_officer:
        rows.append({"url": reverse("experts:list"), "text": _("Expert roster")})
    mine = Expert.objects.filter(user_id__in=actor.keys).first()
    if mine is not None:
        rows.append({"url": mine.get_absolute_url(), "text": _("My entry in the expert roster")})
    elif not actor.is_officer:
        rows.append({"url": reverse("experts:offer"), "text": _("Offer yourself as expert or mentor")})
    return Section("", {"rows": rows}) if rows else None


@desk
def proposed(actor):
    """For leaders: who waits for admission, but not those they entered themselves."""
    offices = actor.bodies("office", Role.LEADER)
    if not offices:
        return
    rows = Expert.objects.filter(office_id__in=offices, state=ExpertState.PROPOSED).select_related("user")
    for expert in rows.exclude(entered_by_id__in=actor.all_eyes).exclude(user_id__in=actor.all_eyes).order_by("id"):
        yield DeskEntry(
            expert.code, _("expert roster"), _("Decide about the admission"), str(expert.user), expert.get_absolute_url(),
            pgettext_lazy("experts", "decide"), tone="wait", state=expert.get_state_display(),
        )  # fmt: skip
