"""The pages of the viewsets. None of them writes: an act is handed to the verb's own function."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.menus import MenuItem
from wagtail.admin.ui.tables import TitleColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import HeaderButton

from .. import audit, clock, exports, faces
from ..asof import as_on
from ..changes import changes, look_up
from . import taken
from .shown import TextColumn

WORDS = 8  # of the search box


class _Door:
    """Only who may enter; what is seen inside is said by `visible_to`."""

    viewset = None

    def dispatch(self, request, *args, **kwargs):
        if not self.viewset.lets_in(request.actor):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class Filters(WagtailFilterSet):
    """Filters with the labels of the viewset's columns."""

    labels: dict = {}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, label in self.labels.items():
            if name in self.filters:
                self.filters[name].label = label


class Listing(_Door, IndexView):
    """The list: search, filters, order, pages of fifty, CSV and XLSX of what is found."""

    paginate_by = 50
    search_backend_name = None
    is_searchable = True
    any_permission_required = None
    list_export = ("shown",)  # not empty: Wagtail draws the two buttons; the columns are the viewset's

    def user_has_permission(self, permission):
        return False

    user_has_any_permission = user_has_permission

    def get_page_title(self):
        return self.viewset.title

    def get_base_queryset(self):
        return self.viewset.rows(self.request.actor)

    @property
    def default_ordering(self):
        return self.viewset.order

    def get_ordering(self):
        wanted = self.request.GET.get("ordering", "")
        return wanted if wanted in self.get_valid_orderings() else self.default_ordering

    def order_queryset(self, queryset):
        order = self.ordering if isinstance(self.ordering, (list, tuple)) else (self.ordering,)
        return queryset.order_by(*order, *([] if {"pk", "-pk"} & set(order) else ["-pk"]))

    def search_queryset(self, queryset):
        """Every word stands in one of the columns; a word is text, whatever it looks like."""
        for word in self.search_query.replace("\0", "").split()[:WORDS]:
            found = Q()
            for column in self.viewset.search:
                found |= Q(**{f"{column}__icontains": word})
            queryset = queryset.filter(found)
        return queryset

    def get_search_form(self):
        return super().get_search_form() if self.viewset.search else None

    @property
    def filterset_class(self):
        chosen = self.viewset.filters
        if isinstance(chosen, type):
            return chosen
        if not chosen:
            return None
        meta = type("Meta", (), {"model": self.model, "fields": list(chosen)})
        labels = {_column(shown): shown.label for shown in self.viewset.columns} | self.viewset.filter_labels
        return type("RoomFilters", (Filters,), {"Meta": meta, "labels": labels})

    @property
    def columns(self):
        first, *others = [shown for shown in self.viewset.columns if shown.listed]
        title = self._get_title_column_class(_Title)(
            first.path.replace(".", "_"), label=first.label, sort_key=first.sort or None, get_url=self.viewset.sheet_url,
            accessor=first.text,
        )  # fmt: skip
        return [title, *[TextColumn(shown) for shown in others]]

    def get_list_more_buttons(self, instance):
        address = self.viewset.page_url(instance)
        found = [
            MenuItem(_("Look at the sheet"), url=self.viewset.sheet_url(instance), icon_name="info-circle", priority=10)
        ]
        if address:
            found.append(
                MenuItem(_("Open its page in the portal"), url=address, icon_name="link-external", priority=20)
            )
        return found

    @property
    def header_buttons(self):
        if getattr(self.viewset, "adds", None) is None or not self.viewset.may_add(self.request.actor):
            return []
        return [HeaderButton(_("Add"), url=reverse(self.viewset.get_url_name("add")), icon_name="plus")]

    def as_spreadsheet(self, queryset, spreadsheet_format):
        """What is found, all of it, through the house's writers: no cell is run as a formula."""
        shown = self.viewset.columns
        found = queryset.order_by().count()
        event = taken.record(self.request, self.viewset.name, self.model, spreadsheet_format, found)
        if issubclass(self.model, type(event)):
            queryset = queryset.exclude(pk=event.pk)  # what is taken out does not hold the taking itself
        rows = ([one.value(row) for one in shown] for row in queryset.iterator(chunk_size=500))
        write = exports.xlsx_response if spreadsheet_format == self.FORMAT_XLSX else exports.csv_response
        return write(f"{self.viewset.name}.{spreadsheet_format}", [one.label for one in shown], rows)


def _column(shown) -> str:
    """ "get_state_display" shows the column "state", "office.name" the column "office"."""
    return shown.path.split(".")[0].removeprefix("get_").removesuffix("_display")


class _Title(TitleColumn):
    def get_value(self, instance):
        return self.accessor(instance)


class _One(_Door, WagtailAdminTemplateMixin):
    """A page about one row that the reader may see."""

    model = index_url_name = None

    def get_object(self):
        pk = self.kwargs["pk"]
        found = self.viewset.rows(self.request.actor).filter(pk=pk).first() if pk < 2**63 else None
        if found is None:
            raise Http404
        return found

    def crumbs(self, *items):
        above = [{"url": reverse(self.index_url_name), "label": self.viewset.title}]
        return [*self.breadcrumbs_items, *above, *[{"url": url, "label": label} for url, label in items]]


class Sheet(_One, TemplateView):
    """All that is shown of a row, its verbs with their sentences, and what happened to it."""

    def get_template_names(self):
        return [self.viewset.sheet_template]

    def get(self, request, *args, **kwargs):
        self.object = self.get_object()
        return super().get(request, *args, **kwargs)

    def get_page_title(self):
        return str(self.object)

    def get_breadcrumbs_items(self):
        return self.crumbs(("", str(self.object)))

    def asked_day(self):
        """The day that was asked for (?day=2026-03-01): of master data only, not one ahead; else None."""
        try:
            day = parse_date(self.request.GET.get("day", ""))
        except ValueError:
            return None
        return day if day and self.viewset.by_day and date(2000, 1, 1) <= day <= clock.today() else None

    def shown_fields(self, obj, actor, day):
        """[(label, text)] as of now, or as it stood on that day; None where it was not there yet."""
        then = as_on(obj, day) if day else obj
        if then is None:
            return None
        more = self.viewset.sheet_on(then, actor, day) if day else self.viewset.sheet(obj, actor)
        return [*((shown.label, shown.text(then)) for shown in self.viewset.columns), *more]

    def get_context_data(self, **kwargs):
        obj, actor, day = self.object, self.request.actor, self.asked_day()
        verbs = faces.buttons(obj, actor) if getattr(obj, "STEPS", "") else []
        return super().get_context_data(**kwargs) | {
            "object": obj,
            "fields": self.shown_fields(obj, actor, day),
            "by_day": self.viewset.by_day,
            "day": day,
            "today": clock.today(),
            "page_url": self.viewset.page_url(obj),
            "verbs": [(self.viewset.verb_url(obj, button), button) for button in verbs],
            "history": [(event, changes(event)) for event in look_up(audit.timeline(obj, actor), actor)],
            "explains": self.viewset.explains,
        }


class Act(_One, View):
    """A verb of master data, drawn in the back office; rules, refusals and second factor are those of the verb."""

    def dispatch(self, request, *args, **kwargs):
        if not self.viewset.lets_in(request.actor):
            raise PermissionDenied
        obj = self.get_object()
        name = obj.STEPS
        if not faces.has_face(name, self.kwargs["verb"]):
            raise Http404
        crumbs = self.crumbs((self.viewset.sheet_url(obj), str(obj)))
        return faces.act(
            request, obj, self.kwargs["verb"], template="core/backoffice/act.html", to=self.viewset.sheet_url,
            extra={"breadcrumbs_items": crumbs, "back": self.viewset.sheet_url(obj), "header_icon": self.viewset.icon},
        )  # fmt: skip


class Add(_One, View):
    """A new row of master data."""

    def dispatch(self, request, *args, **kwargs):
        if not self.viewset.lets_in(request.actor) or not self.viewset.may_add(request.actor):
            raise PermissionDenied
        extra = {
            "breadcrumbs_items": self.crumbs(),
            "back": reverse(self.index_url_name),
            "header_icon": self.viewset.icon,
        }
        return faces.act(
            request, self.viewset.blank(request.actor), self.viewset.add_verb, the_face=self.viewset.adds,
            template="core/backoffice/act.html", to=self.viewset.sheet_url, extra=extra,
        )  # fmt: skip
