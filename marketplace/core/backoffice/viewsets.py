"""Viewsets: `Rooms` reads; `Kept` also draws the forms of the verbs by which master data is kept."""

from functools import cached_property

from django.urls import path, reverse
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from .roles import ENTER, may_enter
from .views import Act, Add, Listing, Sheet

ROOMS_MENU, KEPT_MENU = "register_rooms_menu_item", "register_kept_menu_item"


class Rooms(ViewSet):
    """One kind of object of a room, to read: a list with search, filters and exports, and a sheet of each row.

    columns: `Shown`, the first leads to the sheet. filters: names of model fields (labels: those of the columns, or
    filter_labels), or a FilterSet. search: columns in
    which the words of the search box may stand. related: for select_related; beside: for prefetch_related.
    order: the list's order. readers: roles that come in (of an office).
    """

    model = title = None
    columns = filters = search = related = beside = ()
    filter_labels: dict = {}
    order = ("-pk",)
    readers = ENTER
    menu_hook = ROOMS_MENU
    by_day = False  # whether a sheet can be asked how the row stood on a day
    sheet_template = "core/backoffice/sheet.html"
    explains = ""

    @cached_property
    def url_prefix(self):
        return f"rooms/{self.name}"

    @cached_property
    def url_namespace(self):
        return f"rooms_{self.name}"

    @property
    def menu_label(self):
        return self.title

    @property
    def menu_name(self):
        return self.url_namespace

    @cached_property
    def menu_item_class(self):
        viewset = self

        class Shown(MenuItem):
            def is_shown(self, request):
                return viewset.lets_in(request.actor)

        return Shown

    def lets_in(self, actor) -> bool:
        return may_enter(actor, self.readers)

    def reads(self, actor):
        """What this reader may see; hiding is done by the room's own `visible_to`."""
        return self.model.objects.visible_to(actor)

    def rows(self, actor):
        """For lists: with what a row shows, at a constant number of queries."""
        rows = self.reads(actor)
        rows = rows.select_related(*self.related) if self.related else rows
        return rows.prefetch_related(*self.beside) if self.beside else rows

    def sheet(self, obj, actor) -> list:
        """[(label, text)] of what a sheet shows besides the columns."""
        return []

    def sheet_on(self, then, actor, day) -> list:
        """The same of a row as it stood on a day (`asof.as_on`)."""
        return self.sheet(then, actor)

    def sheet_url(self, obj) -> str:
        return reverse(self.get_url_name("sheet"), args=[obj.pk])

    def page_url(self, obj) -> str:
        """The object's own page in the portal, or ""."""
        return obj.get_absolute_url() if hasattr(obj, "get_absolute_url") else ""

    def verb_url(self, obj, button) -> str:
        """Where a verb is done: its page in the portal."""
        return button.url

    def get_common_view_kwargs(self, **kwargs):
        return super().get_common_view_kwargs(
            viewset=self, model=self.model, header_icon=self.icon, index_url_name=self.get_url_name("index"),
            index_results_url_name=self.get_url_name("results"), **kwargs,
        )  # fmt: skip

    def get_urlpatterns(self):
        return [
            path("", self.construct_view(Listing), name="index"),
            path("results/", self.construct_view(Listing, results_only=True), name="results"),
            path("<int:pk>/", self.construct_view(Sheet), name="sheet"),
        ]


class Kept(Rooms):
    """Master data: as `Rooms`, and the forms of its verbs.

    adds: the `Face` of the verb that makes a new row (`do(by=..., **data)`), named `add_verb` in the state table; blank:
    actor -> an unsaved row, asked who may add.
    """

    menu_hook = KEPT_MENU
    by_day = True
    adds = None
    add_verb = "add"

    def blank(self, actor):
        return self.model()

    def may_add(self, actor) -> bool:
        from ..states import table_of

        blank = self.blank(actor)
        return self.adds is not None and table_of(blank).may_ever(self.add_verb, actor, blank)

    @cached_property
    def url_prefix(self):
        return f"kept/{self.name}"

    @cached_property
    def url_namespace(self):
        return f"kept_{self.name}"

    def verb_url(self, obj, button) -> str:
        return reverse(self.get_url_name("act"), args=[obj.pk, button.verb])

    def get_urlpatterns(self):
        return [
            *super().get_urlpatterns(),
            path("add/", self.construct_view(Add), name="add"),
            path("<int:pk>/<slug:verb>/", self.construct_view(Act), name="act"),
        ]
