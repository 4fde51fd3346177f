"""The directory in the back office: services and named lists to read; places with their hours and categories to keep."""

from django.utils.translation import gettext_lazy as _

from marketplace.core.backoffice import Kept, Rooms, Shown, register
from marketplace.core.faces import Face

from . import domain, forms
from .models import Category, Service, Station


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
        Shown("source_ref", _("source"), listed=False),
    )
    filters, search, order = ("state",), ("code", "name_zh", "name_en"), ("position", "code")
    adds = Face(domain.add_category, form=forms.NewCategoryForm)

    def reads(self, actor):
        return Category.objects.all()  # a category is a heading of a public list


register(Services, Stations, Categories)
