"""The purchase list in the back office: its versions and its services, to read."""

from django.utils.translation import gettext_lazy as _

from marketplace.core.backoffice import Rooms, Shown, register

from .models import PurchaseList, ServiceItem


class Lists(Rooms):
    model, name, title, icon = PurchaseList, "lists", _("Purchase lists"), "list-ul"
    columns = (
        Shown("__str__", _("list"), sort="title_zh"),
        Shown("office.name", _("office"), sort="office__code"),
        Shown("year", _("year"), sort="year"),
        Shown("version", _("version"), sort="version"),
        Shown("get_state_display", _("state of the matter"), sort="state"),
        Shown("item_count", _("services")),
        Shown("valid_from", _("in force from"), sort="valid_from"),
        Shown("published_at", _("published on"), sort="published_at", listed=False),
        Shown("superseded_at", _("superseded on"), listed=False),
        Shown("note", _("note"), listed=False),
    )
    filters, search = ("state", "year", "office"), ("title_zh", "title_en")
    order = ("-year", "-version")

    def rows(self, actor):
        return self.reads(actor).with_figures()


class Items(Rooms):
    model, name, title, icon = ServiceItem, "items", _("Services on purchase lists"), "tag"
    columns = (
        Shown("code", _("code"), sort="code"),
        Shown("name", _("what it is called"), sort="name_zh"),
        Shown("category_name", _("category"), sort="category"),
        Shown("reference_price", _("reference price"), sort="reference_price", money=True),
        Shown("unit_name", _("unit")),
        Shown("get_fee_tier_display", _("fee tier")),
        Shown("buyer.name", _("buying department")),
        Shown("purchase_list", _("list")),
        Shown("purchase_list.get_state_display", _("state of the matter")),
        Shown("description", _("description"), listed=False),
        Shown("standard", _("service standard"), listed=False),
        Shown("legal_basis", _("legal basis"), listed=False),
        Shown("get_provenance_display", _("provenance"), listed=False),
    )
    filters = ("fee_tier", "provenance", "buyer", "purchase_list__year", "purchase_list__state")
    filter_labels = {
        "purchase_list__year": _("year"),
        "purchase_list__state": _("state of the matter"),
        "provenance": _("provenance"),
    }
    search = ("code", "name_zh", "name_en", "category_zh", "category_en")
    related, order = ("purchase_list", "buyer"), ("purchase_list", "position")


register(Lists, Items)
