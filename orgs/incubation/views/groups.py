"""Community groups that are filed with the street."""

from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.utils.translation import gettext as _

from marketplace.core import pagecache
from marketplace.core.pages import RoomDetail, RoomList

from .. import domain, forms
from ..models import Group
from .making import make, posted


class Groups(RoomList):
    template_name = "incubation/groups.html"

    def rows(self, actor):
        if not actor.is_known:
            pagecache.until(self.request)
        return Group.objects.visible_to(actor).select_related("community", "office").order_by("state", "name_zh", "id")


class GroupPage(RoomDetail):
    template_name = "incubation/group.html"
    slug_field = slug_url_kwarg = "code"
    context_object_name = "group"

    def rows(self, actor):
        return Group.objects.visible_to(actor).select_related("community", "office", "became", "speaker")

    def get_context_data(self, **kwargs):
        group, actor = self.object, self.request.actor
        shown = Q(state__in=["inside", "graduated", "left"])
        stays = (
            group.stays.all() if actor.is_officer or actor.is_person(group.speaker_id) else group.stays.filter(shown)
        )
        return super().get_context_data(
            stays=stays.select_related("centre", "group", "organisation"),
            is_speaker=actor.is_person(group.speaker_id),
            **kwargs,
        )


@login_required
def ask(request):
    """Ask the street to file a group."""
    from django.urls import reverse

    def do(office, **data):
        return domain.ask_filing(office, by=request.actor, **data)

    return make(
        request, forms.NewGroupForm(posted(request)), do, heading=_("File a community group"), back=reverse("incubation:groups"),
        lead=_("For groups of neighbours that are not registered as an organisation. Whoever files it speaks for it."),
    )  # fmt: skip
