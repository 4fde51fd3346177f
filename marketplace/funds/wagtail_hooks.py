"""Funds and the ledger in the back office, to read."""

from django.utils.translation import gettext_lazy as _
from django_filters import DateFromToRangeFilter
from wagtail.admin.filters import DateRangePickerWidget

from marketplace.core import words
from marketplace.core.backoffice import Rooms, Shown, register
from marketplace.core.backoffice.views import Filters

from .models import Entry, Fund
from .queries import balances


class Funds(Rooms):
    model, name, title, icon = Fund, "funds", _("Funds"), "folder-inverse"
    columns = (
        Shown("code", _("code"), sort="code"),
        Shown("name", _("what it is called"), sort="name_zh"),
        Shown("get_kind_display", _("kind"), sort="kind"),
        Shown("office.name", _("kept by the office"), sort="office__code"),
        Shown("host.name", _("host charity")),
        Shown("year", _("budget year"), sort="year"),
        Shown("get_state_display", _("state of the matter"), sort="state"),
        Shown("purpose", _("purpose"), listed=False),
        Shown("rules", _("rules"), listed=False),
    )
    filters, search = ("kind", "state", "year", "office"), ("code", "name_zh", "name_en", "purpose_zh", "purpose_en")
    related, order = ("office", "host"), ("code",)

    def sheet(self, obj, actor):
        figures = balances(obj)
        named = ((_("came in"), "came_in"), (_("free"), "free"), (_("committed"), "committed"), (_("paid"), "paid"))
        return [(label, words.with_unit(getattr(figures, key))) for label, key in named]


class EntryFilters(Filters):
    at = DateFromToRangeFilter(label=_("booked on"), widget=DateRangePickerWidget)

    class Meta:
        model = Entry
        fields = ["kind"]


class Entries(Rooms):
    """Who booked stands in no page, so neither here."""

    model, name, title, icon = Entry, "entries", _("Ledger entries"), "doc-full"
    columns = (
        Shown("number", _("number of the file"), sort="number"),
        Shown("at", _("booked on"), sort="at"),
        Shown("get_kind_display", _("kind"), sort="kind"),
        Shown("text", _("text")),
        Shown("cause_label", _("booked for")),
        Shown("reverses.number", _("reverses entry"), listed=False),
        Shown("hash", _("fingerprint"), listed=False),
    )
    filters, search = EntryFilters, ("text", "cause_label", "hash")
    related, order = ("reverses",), ("-number",)


register(Funds, Entries)
