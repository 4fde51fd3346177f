"""The roster in the back office: to read."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.core.backoffice import Rooms, Shown, register

from .models import Expert


class Experts(Rooms):
    model, name, title, icon = Expert, "experts", _("Expert roster"), "group"
    columns = (
        Shown("user.name", _("person"), sort="user__name"),
        Shown("code", _("code"), sort="code"),
        Shown("get_kind_display", _("theory or practice"), sort="kind"),
        Shown("field_text", _("fields")),
        Shown("reviews", _("reviews bids and applications"), sort="reviews"),
        Shown("mentors", _("mentors organisations"), sort="mentors"),
        Shown("limit", _("most tasks at a time"), sort="limit"),
        Shown("office.name", _("office in charge"), sort="office__code"),
        Shown("get_state_display", _("state of the matter"), sort="state"),
        Shown("unit", pgettext_lazy("experts", "unit"), listed=False),
        Shown("title", pgettext_lazy("experts", "title"), listed=False),
    )
    filters, search = ("state", "kind", "reviews", "mentors", "office"), ("code", "user__name", "unit_zh", "title_zh")
    related, order = ("user", "office"), ("code",)


register(Experts)
