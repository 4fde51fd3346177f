"""Outcomes in the back office, to read."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.core.backoffice import Rooms, Shown, register

from .models import Outcome


class Outcomes(Rooms):
    model, name, title, icon = Outcome, "outcomes", _("Outcomes"), "success"
    columns = (
        Shown("title", _("title"), sort="title_zh"),
        Shown("contract.number", pgettext_lazy("outcomes", "contract"), sort="contract__number"),
        Shown("contract.organisation.name", _("organisation")),
        Shown("people_served", _("people served"), sort="people_served"),
        Shown("measured_on", _("measured on"), sort="measured_on"),
        Shown("get_state_display", _("state of the matter"), sort="state"),
        Shown("published_at", _("published on"), sort="published_at"),
        Shown("communities", _("communities"), listed=False),
        Shown("story", _("story"), listed=False),
    )
    filter_labels = {"contract__office": _("office")}
    filters, search = ("state", "communities", "contract__office"), ("code", "title_zh", "title_en", "contract__number")
    related, beside = ("contract__organisation",), ("communities",)


register(Outcomes)
