"""Public pages of the purchase list: the list in force, its versions, their differences, a service, downloads."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from marketplace.core import charts, exports, pagecache, registry
from marketplace.core.pages import RoomDetail, RoomList
from orgs.models import Office

from . import queries
from .columns import COLUMNS, in_order
from .compare import compare_rows
from .forms import ItemFilters
from .imports import rows_of
from .models import PurchaseList, ServiceItem
from .states import EDITABLE, Audience, FeeTier, ListState

TONES = {
    ListState.DRAFT: "draft",
    ListState.IN_REVIEW: "wait",
    ListState.PUBLISHED: "done",
    ListState.SUPERSEDED: "refused",
}


def keep(request, sections):
    """Let anonymous readers have this page from the cache until the first moment at which a section reads differently."""
    if not request.actor.is_known:
        moments = [part.context["stale_at"] for part in sections if part.context.get("stale_at")]
        pagecache.until(request, min(moments, default=None))


class CurrentList(RoomList):
    """The list in force with its facets."""

    template_name = "catalogue/list.html"
    paginate_by = 20

    def the_list(self):
        return queries.current_list(self.request.actor)

    def get_queryset(self):
        self.purchase_list = self.the_list()
        items = ServiceItem.objects.visible_to(self.request.actor)
        self.all_items = items.filter(purchase_list=self.purchase_list)
        self.filter_form = form = ItemFilters(self.request.GET)
        self.counts = queries.facet_counts(self.all_items)
        self.facets = facets(form, self.all_items, self.counts)
        form.is_valid()
        return form.narrow(self.all_items).select_related("buyer").order_by("position", "code")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        the_list = self.purchase_list
        sections = registry.sections("catalogue.now", context["object_list"], self.request.actor) if the_list else []
        live = {}
        for section in sections:
            live |= section.context["cells"]
        keep(self.request, sections)
        one = "pk" in self.kwargs
        context |= {
            "list": the_list,
            "tone": TONES.get(the_list.state) if the_list else "",
            "in_force": the_list is not None
            and the_list == (queries.current_list(self.request.actor) if one else the_list),
            "before": queries.version_before(the_list) if the_list else None,
            "facets": self.facets,
            "item_count": sum(self.counts["fee_tier"].values()),
            "named_count": self.all_items.filter(provenance="source").count() if the_list else 0,
            "live": live,
            "editable": False,
        }
        return context


class ListPage(CurrentList):
    """One version: public when published; its office's drafters edit a draft here."""

    def the_list(self):
        rows = PurchaseList.objects.visible_to(self.request.actor).select_related("office", "drafted_by", "based_on")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs):
        from .rules import drafts

        context = super().get_context_data(**kwargs)
        context["editable"] = self.purchase_list.state in EDITABLE and drafts.test(
            self.request.actor, self.purchase_list
        )
        context["one_version"] = True
        return context


def facets(form, items, counts) -> list[dict]:
    """Facets with how many services each choice has: [{"name", "legend", "choices": [(value, label, n, checked)]}].

    Also gives the form its choices, so that only what is offered can be chosen.
    """
    english = get_language() == "en"
    categories = [(code, (en or zh) if english else zh) for code, zh, en in queries.categories(items)]
    offices = Office.objects.filter(pk__in=counts["buyer"].keys())
    form.fields["category"].choices = categories
    form.fields["buyer"].choices = [(office.code, office.name) for office in offices]
    by_code = {office.code: counts["buyer"][office.pk] for office in offices}
    known = {
        "fee": (FeeTier.choices, counts["fee_tier"]),
        "group": (Audience.choices, counts["groups"]),
        "category": (categories, counts["category"]),
        "buyer": (form.fields["buyer"].choices, by_code),
    }
    found = []
    for name, (choices, numbers) in known.items():
        chosen = set(form.data.getlist(name))
        rows = [(value, label, numbers.get(value, 0), value in chosen) for value, label in choices]
        rows = [row for row in rows if row[2] or row[3]]
        if name != "buyer" and name != "category":
            form.fields[name].choices = choices
        found.append({"name": name, "legend": form.fields[name].label, "choices": rows})
    return found


class Versions(RoomList):
    """All versions of all years, newest first."""

    template_name = "catalogue/versions.html"

    def rows(self, actor):
        return PurchaseList.objects.visible_to(actor).with_figures().order_by("-year", "-version", "pk")

    def get_context_data(self, **kwargs):
        from .rules import DRAFTERS

        context = super().get_context_data(**kwargs)
        for row in context["object_list"]:
            row.tone = TONES[row.state]
        context["may_start"] = bool(self.request.actor.bodies("office", *DRAFTERS))
        return context


@require_safe
def compare(request):
    """What differs between two versions: ?a=<older>&b=<newer>; without them the two latest."""
    lists = list(PurchaseList.objects.visible_to(request.actor).select_related("office"))
    by_key = {str(row.pk): row for row in lists}
    new = by_key.get(request.GET.get("b", ""))
    old = by_key.get(request.GET.get("a", ""))
    new = new or next((row for row in lists if row.state == ListState.PUBLISHED), None)
    old = old or (queries.version_before(new) if new else None)
    found = compare_rows(rows_of(old), rows_of(new), ignore=("list_year",)) if old and new else None
    context = {"lists": lists, "old": old, "new": new, "difference": found}
    return render(request, "catalogue/compare.html", context)


class ItemPage(RoomDetail):
    """One service as one version has it. Slot "catalogue.item": what other rooms know of it."""

    template_name = "catalogue/item.html"
    context_object_name = "item"

    def rows(self, actor):
        return ServiceItem.objects.visible_to(actor).for_page().filter(code=self.kwargs["code"])

    def get_context_data(self, **kwargs):
        item, actor = self.object, self.request.actor
        history = queries.price_history(item)
        sections = registry.sections("catalogue.item", item, actor)
        keep(self.request, sections)
        newest = ServiceItem.objects.in_force().same_service(item).exclude(pk=item.pk).first()
        return super().get_context_data(
            chart=price_chart(history),
            newest=newest if item.purchase_list.state != ListState.DRAFT else None,
            audience=[Audience(code).label for code in item.groups.strip("|").split("|")],
            sections=sections,
            **kwargs,
        )


def price_chart(history):
    """Reference price by version as a chart with its table; None while there is only one version."""
    if len({row["valid_from"] for row in history}) < 2:
        return None
    points = [(row["valid_from"], row["price"]) for row in history if row["valid_from"]]
    head = (_("In force from"), _("Reference price (yuan)"))
    return charts.line(_("Reference price over the versions"), points, head=head, key="reference-price")


@require_safe
def item_now(request, code):
    """The service with this code on the list in force, else on the newest version that had it."""
    rows = ServiceItem.objects.visible_to(request.actor).filter(code=code)
    item = rows.in_force().first() or rows.order_by("-purchase_list__year", "-purchase_list__version").first()
    if item is None:
        raise Http404
    return redirect(item)


@require_safe
def export(request, pk, form):
    """The whole version as a table; importing it again changes nothing."""
    if form not in ("csv", "xlsx"):
        raise Http404
    the_list = get_object_or_404(PurchaseList.objects.visible_to(request.actor), pk=pk)
    rows = [in_order(row) for row in rows_of(the_list)]
    name = f"purchase-list-{the_list.year}-v{the_list.version}"
    answer = exports.csv_response if form == "csv" else exports.xlsx_response
    return answer(f"{name}.{form}", COLUMNS, rows)
