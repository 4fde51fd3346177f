"""Contracts and their milestones in the back office, to read."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.core.backoffice import Rooms, Shown, register

from .models import Contract, Milestone


class Contracts(Rooms):
    model, name, title, icon = Contract, "contracts", _("Contracts"), "clipboard-list"
    columns = (
        Shown("__str__", pgettext_lazy("contracts", "contract"), sort="number"),
        Shown("office.name", _("office"), sort="office__code"),
        Shown("organisation.name", _("organisation"), sort="organisation__name_zh"),
        Shown("price", _("price"), sort="price", money=True),
        Shown("paid", _("paid"), money=True),
        Shown("late_count", _("late milestones")),
        Shown("get_state_display", _("state of the matter"), sort="state"),
        Shown("signed_at", _("signed on"), sort="signed_at"),
        Shown("fund.name", _("fund"), listed=False),
        Shown("starts", _("start"), listed=False),
        Shown("ends", _("end"), listed=False),
        Shown("closed_at", _("closed on"), listed=False),
    )
    filters = ("state", "office")
    search = ("number", "title_zh", "title_en", "organisation__name_zh", "organisation__name_en")

    def rows(self, actor):
        return self.reads(actor).with_figures().select_related("fund").defer("text_zh", "text_en")


class Milestones(Rooms):
    model, name, title, icon = Milestone, "milestones", _("Milestones"), "date"
    columns = (
        Shown("__str__", _("milestone"), sort="contract__number"),
        Shown("contract.organisation.name", _("organisation")),
        Shown("amount", _("amount"), sort="amount", money=True),
        Shown("accepted_amount", _("amount accepted"), money=True),
        Shown("due", _("due on"), sort="due"),
        Shown("again_by", _("to be delivered again by")),
        Shown("is_late", _("late")),
        Shown("get_state_display", _("state of the matter"), sort="state"),
        Shown("attendance", _("people reached"), listed=False),
        Shown("delivered_at", _("delivered on"), listed=False),
        Shown("decided_at", _("decided on"), listed=False),
    )
    filter_labels = {"contract__office": _("office")}
    filters, search = ("state", "contract__office"), ("contract__number", "title_zh", "title_en")
    related, order = ("contract__organisation", "contract__office"), ("due",)


register(Contracts, Milestones)
