"""Incubation in the back office: stays and trainings to read."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.core.backoffice import Rooms, Shown, register

from .models import Stay, Training


class Stays(Rooms):
    model, name, title, icon = Stay, "stays", _("Bodies in incubation"), "group"
    columns = (
        Shown("body.name", _("what it is called")),
        Shown("code", _("code"), sort="code"),
        Shown("centre.name", _("centre"), sort="centre__code"),
        Shown("get_stage_display", _("stage"), sort="stage"),
        Shown("get_state_display", _("state of the matter"), sort="state"),
        Shown("applied_at", _("applied on"), sort="applied_at"),
        Shown("since", _("inside since"), sort="since"),
        Shown("until", _("agreed until"), sort="until"),
        Shown("ended_on", _("ended on"), sort="ended_on"),
        Shown("end_reason", _("how it ended"), listed=False),
    )
    filters, search = ("state", "stage", "centre"), ("code", "organisation__name_zh", "group__name_zh")
    related, order = ("organisation", "group", "centre"), ("-applied_at", "-id")


class Trainings(Rooms):
    model, name, title, icon = Training, "trainings", _("Trainings"), "date"
    columns = (
        Shown("title", _("title"), sort="title_zh"),
        Shown("code", _("code"), sort="code"),
        Shown("centre.name", _("centre"), sort="centre__code"),
        Shown("starts", _("begins"), sort="starts"),
        Shown("hours", _("hours"), sort="hours"),
        Shown("places", pgettext_lazy("incubation", "places"), sort="places"),
        Shown("get_state_display", _("state of the matter"), sort="state"),
    )
    filters, search = ("state", "centre"), ("code", "title_zh", "title_en")
    related, order = ("centre",), ("-starts",)


register(Stays, Trainings)
