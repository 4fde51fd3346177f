"""Calls in the back office, to read. Bids stand in no list here: who bids is told on the call's own pages, after the opening."""

from django.utils.translation import gettext_lazy as _

from marketplace.core.backoffice import Rooms, Shown, register

from .models import Call


class Calls(Rooms):
    model, name, title, icon = Call, "calls", _("Calls for tenders"), "form"
    columns = (
        Shown("__str__", _("call for tenders"), sort="number"),
        Shown("office.name", _("office"), sort="office__code"),
        Shown("procedure.name", _("procedure")),
        Shown("budget", _("budget (highest price)"), sort="budget", money=True),
        Shown("get_state_display", _("state of the matter"), sort="state"),
        Shown("published_at", _("published on"), sort="published_at"),
        Shown("deadline", _("bids until"), sort="deadline"),
        Shown("fund.name", _("fund"), listed=False),
        Shown("communities", _("communities"), listed=False),
        Shown("service_months", _("months of service"), listed=False),
        Shown("questions_until", _("questions until"), listed=False),
    )
    filters, search = ("state", "procedure", "office"), ("number", "title_zh", "title_en")
    related, beside = ("office", "procedure", "fund"), ("communities",)

    def rows(self, actor):
        return super().rows(actor).defer("text_zh", "text_en", "minutes", "identity")


register(Calls)
