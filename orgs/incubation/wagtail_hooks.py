"""Incubation in the back office: stays and trainings to read, the standards of growth to keep."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.core.backoffice import Kept, Rooms, Shown, register

from .models import Standard, Stay, Training
from .standards import lines


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


class Standards(Kept):
    """The next version is drafted from the sheet of the one before: there is no empty one."""

    model, name, title, icon = Standard, "standards", _("Standards of growth"), "clipboard-list"
    columns = (
        Shown("__str__", _("standards of growth"), sort="version"),
        Shown("get_state_display", _("state of the matter"), sort="state"),
        Shown("valid_from", _("in force from"), sort="valid_from"),
        Shown("valid_to", _("last day"), sort="valid_to"),
        Shown("based_on", _("drafted from")),
        Shown("source", _("source"), listed=False),
        Shown("note", _("note"), listed=False),
    )
    filters, search = ("state",), ("version", "source", "note_zh", "note_en")
    related, order = ("based_on",), ("-valid_from", "-pk")
    explains = _(
        "What a stage asks for, and the sentences of the maturity form. What is approved is never changed: a change is the next version, from a day ahead."
    )

    def sheet(self, obj, actor):
        return lines(obj)


register(Stays, Trainings, Standards)
