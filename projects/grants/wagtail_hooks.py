"""Grant rounds, applications and agreements in the back office, to read."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.core.backoffice import Rooms, Shown, register

from .models import Agreement, Application, Round


class Rounds(Rooms):
    model, name, title, icon = Round, "grant-rounds", _("Grant rounds"), "pick"
    columns = (
        Shown("__str__", _("grant round"), sort="number"),
        Shown("office.name", _("office"), sort="office__code"),
        Shown("budget", _("money of the round"), sort="budget", money=True),
        Shown("deadline", _("applications until"), sort="deadline"),
        Shown("awards", _("awarded projects")),
        Shown("awarded", pgettext_lazy("grants step", "awarded"), money=True),
        Shown("get_state_display", _("state of the matter"), sort="state"),
        Shown("published_at", _("published on"), sort="published_at"),
        Shown("fund.name", _("fund"), listed=False),
        Shown("decided_at", pgettext_lazy("grants", "decided on"), listed=False),
        Shown("ended_at", _("closed on"), listed=False),
    )
    filters = ("state", "office")
    search = ("number", "title_zh", "title_en", "theme_zh", "theme_en")

    def rows(self, actor):
        return self.reads(actor).with_figures().defer("text_zh", "text_en", "identity")


class Applications(Rooms):
    """What the office may read: nothing of a sealed round before its deadline, nothing for its own reviewers."""

    model, name, title, icon = Application, "grant-applications", _("Grant applications"), "form"
    columns = (
        Shown("__str__", _("application"), sort="title"),
        Shown("mark", _("mark"), sort="mark"),
        Shown("round.number", _("grant round"), sort="round__number"),
        Shown("organisation.name", pgettext_lazy("grants", "organisation"), sort="organisation__name_zh"),
        Shown("amount", _("asked for"), sort="amount", money=True),
        Shown("get_state_display", _("state of the matter"), sort="state"),
        Shown("submitted_at", _("handed in on"), sort="submitted_at"),
    )
    filters, filter_labels = ("state", "round__office"), {"round__office": _("office")}
    search = ("title", "mark", "organisation__name_zh", "organisation__name_en")

    def reads(self, actor):
        return Application.objects.for_office(actor)

    def rows(self, actor):
        return self.reads(actor).select_related("round", "organisation").defer("content", "draft")


class Agreements(Rooms):
    model, name, title, icon = Agreement, "grant-agreements", _("Grant agreements"), "doc-full-inverse"
    columns = (
        Shown("__str__", _("grant agreement"), sort="number"),
        Shown("round.number", _("grant round"), sort="round__number"),
        Shown("organisation.name", pgettext_lazy("grants", "organisation"), sort="organisation__name_zh"),
        Shown("amount", _("grant"), sort="amount", money=True),
        Shown("paid", _("paid"), money=True),
        Shown("spent", _("spent"), money=True),
        Shown("returned", _("came back"), money=True),
        Shown("get_state_display", _("state of the matter"), sort="state"),
        Shown("signed_at", _("signed on"), sort="signed_at"),
        Shown("starts", _("start"), listed=False),
        Shown("ends", _("end"), listed=False),
        Shown("people_served", _("people served"), listed=False),
    )
    filters, filter_labels = ("state", "round__office"), {"round__office": _("office")}
    search = ("number", "title", "organisation__name_zh", "organisation__name_en")

    def rows(self, actor):
        return self.reads(actor).with_figures().defer("text_zh", "text_en")


register(Rounds, Applications, Agreements)
