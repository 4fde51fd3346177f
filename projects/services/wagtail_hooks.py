"""The directory in the back office: services and named lists to read; places with their hours, categories and what the
fifteen-minute circle is reckoned with to keep.
"""

from django.utils.translation import gettext_lazy as _

from marketplace.core.backoffice import Kept, Rooms, Shown, register
from marketplace.core.faces import Face

from . import domain, forms, forms_circle
from .models import Category, NeededKind, Pace, Service, ServiceSet, Station


class Services(Rooms):
    model, name, title, icon = Service, "services", _("Services of the directory"), "list-ul"
    columns = (
        Shown("name", _("what it is called"), sort="name_zh"),
        Shown("code", _("code"), sort="code"),
        Shown("category.name", _("category"), sort="category__code"),
        Shown("department.name", _("department"), sort="department__code"),
        Shown("get_fee_tier_display", _("fee tier")),
        Shown("time_limit", _("time limit in working days"), sort="time_limit"),
        Shown("on_holidays", _("also on public holidays")),
        Shown("get_state_display", _("state of the matter"), sort="state"),
        Shown("valid_from", _("offered from"), listed=False),
        Shown("valid_to", _("last day of service"), listed=False),
        Shown("papers", _("papers needed"), listed=False),
        Shown("stations", _("where"), listed=False),
    )
    filters, search = ("state", "category", "department", "on_holidays"), ("code", "name_zh", "name_en")
    related, beside, order = ("category", "department"), ("stations",), ("code",)


class Stations(Kept):
    """Opening hours are rows with a first and a last day: they end, and others begin."""

    model, name, title, icon = Station, "stations", _("Places and their hours"), "site"
    columns = (
        Shown("name", _("what it is called"), sort="name_zh"),
        Shown("code", _("code"), sort="code"),
        Shown("get_kind_display", _("kind"), sort="kind"),
        Shown("community.name", _("community"), sort="community__code"),
        Shown("office.name", _("office in charge")),
        Shown("get_state_display", _("state of the matter"), sort="state"),
        Shown("valid_from", _("in service from"), sort="valid_from"),
        Shown("valid_to", _("last day of service"), sort="valid_to"),
        Shown("address", _("address"), listed=False),
        Shown("phone", _("telephone of the place"), listed=False),
        Shown("step_free", _("step-free entrance"), listed=False),
    )
    filters, search = (
        ("state", "kind", "community", "office"),
        ("code", "name_zh", "name_en", "address_zh", "address_en"),
    )
    related, order = ("community", "office"), ("code",)

    def sheet_on(self, then, actor, day):
        """The hours that held that day."""
        held = then.hours.filter(valid_from__lte=day).running(day)
        special = then.specials.filter(first_day__lte=day, last_day__gte=day)
        return [
            (_("opening hours"), "\n".join(map(str, held)) or "–"),
            (_("days with other hours"), "\n".join(map(str, special)) or "–"),
        ]

    def sheet(self, obj, actor):
        """All hours, those that are over too."""
        hours = [f"{row} ({row.valid_from} – {row.valid_to or '…'})" for row in obj.hours.all()]
        days = [f"{row} ({row.first_day} – {row.last_day})" for row in obj.specials.all()]
        return [(_("opening hours"), "\n".join(hours) or "–"), (_("days with other hours"), "\n".join(days) or "–")]


class Categories(Kept):
    model, name, title, icon = Category, "categories", _("Categories of services"), "folder"
    columns = (
        Shown("name", _("what it is called"), sort="name_zh"),
        Shown("code", _("code"), sort="code"),
        Shown("position", _("position"), sort="position"),
        Shown("get_state_display", _("state of the matter"), sort="state"),
        Shown("valid_from", _("first day"), sort="valid_from"),
        Shown("valid_to", _("last day"), sort="valid_to"),
        Shown("source_ref", _("source"), listed=False),
    )
    filters, search, order = ("state",), ("code", "name_zh", "name_en"), ("position", "code")
    adds = Face(domain.add_category, form=forms.NewCategoryForm)

    def reads(self, actor):
        return Category.objects.all()  # a category is a heading of a public list


class Sets(Kept):
    model, name, title, icon = ServiceSet, "sets", _("Named lists of services"), "list-ol"
    columns = (
        Shown("name", _("what it is called"), sort="name_zh"),
        Shown("code", _("code"), sort="code"),
        Shown("stated", _("number stated"), sort="stated"),
        Shown("place", _("place")),
        Shown("provenance", _("provenance")),
        Shown("source_ref", _("source"), sort="source_ref"),
        Shown("get_state_display", _("state of the matter"), sort="state"),
        Shown("valid_from", _("first day"), listed=False),
        Shown("valid_to", _("last day"), listed=False),
        Shown("quote_zh", _("words of the source"), listed=False),
        Shown("services", _("services"), listed=False),
    )
    filters, search, order = ("state", "provenance"), ("code", "name_zh", "name_en", "source_ref"), ("position", "code")
    beside = ("services",)
    adds = Face(domain.add_set, form=forms.NewSetForm)

    def reads(self, actor):
        return ServiceSet.objects.all()


class Needed(Kept):
    model, name, title, icon = NeededKind, "needed", _("What a neighbourhood needs"), "tick"
    columns = (
        Shown("name", _("what it is called"), sort="name_zh"),
        Shown("code", _("code"), sort="code"),
        Shown("kind_labels", _("kinds of place that serve it")),
        Shown("position", _("position"), sort="position"),
        Shown("get_state_display", _("state of the matter"), sort="state"),
        Shown("valid_from", _("first day"), sort="valid_from"),
        Shown("valid_to", _("last day"), sort="valid_to"),
        Shown("provenance", _("provenance"), listed=False),
    )
    filters, search, order = ("state",), ("code", "name_zh", "name_en"), ("position", "code")
    adds = Face(domain.add_need, form=forms_circle.NewNeedForm)
    explains = _("What should lie within fifteen minutes on foot of every community. The sources count minutes and name no list: this is the office's own choice, with its days.")  # fmt: skip

    def reads(self, actor):
        return NeededKind.objects.all()


class Paces(Kept):
    model, name, title, icon = Pace, "pace", _("Rule of walking"), "time"
    columns = (
        Shown("valid_from", _("valid from"), sort="valid_from"),
        Shown("detour", _("detour factor")),
        Shown("kmh", _("walking speed in km/h")),
        Shown("source", _("source")),
        Shown("get_state_display", _("state of the matter"), sort="state"),
    )
    filters, search, order = ("state",), ("source",), ("-valid_from",)
    adds = Face(domain.add_pace, form=forms_circle.PaceForm)
    explains = _("Minutes on foot are reckoned with the row that began last. A row is not changed: the next one begins on a later day.")  # fmt: skip

    def reads(self, actor):
        return Pace.objects.all()


register(Services, Stations, Categories, Sets, Needed, Paces)
