"""What the told part adds to Wagtail's back office."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets import viewsets
from wagtail.admin.widgets import Button
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from marketplace.core.backoffice import Rooms, Shown, register

from . import back_office, panels
from .models import Export, MenuEntry, Notice


class Notices(SnippetViewSet):
    model = Notice
    icon = "info-circle"
    list_display = ["text_zh", "tone", "starts_at", "ends_at"]
    list_filter = ["tone"]
    search_fields = ["text_zh", "text_en"]
    list_export = ["text_zh", "text_en", "tone", "starts_at", "ends_at"]


class MenuEntries(SnippetViewSet):
    model = MenuEntry
    icon = "list-ul"
    list_display = ["__str__", "column", "position", "page"]
    list_filter = ["column"]


class Around(SnippetViewSetGroup):
    """Notices and footer: what stands around all pages."""

    items = (Notices, MenuEntries)
    menu_label = _("Around all pages")
    menu_icon = "thumbtack"
    menu_order = 250


register_snippet(Around)


class Told(Shown):
    """What an event says of itself under a name."""

    def value(self, row):
        return row.changes.get(self.path, [None, None])[1]


class ListTold(Told):
    """The list's title, as the menu has it."""

    def value(self, row):
        name = super().value(row)
        return next(
            (str(room.title) for room in viewsets.viewsets if isinstance(room, Rooms) and room.name == name), name
        )


class Exports(Rooms):
    """Who took which list out of the back office: for those who check."""

    model, name, title, icon = Export, "exports", _("Exports of lists"), "download"
    columns = (
        Shown("at", _("when"), sort="at"),
        Shown("actor", _("who")),
        ListTold("list", _("which list")),
        Told("rows", _("how many rows")),
        Told("format", _("kind of file")),
        Told("question", _("filters and search")),
        Shown("request_id", _("number of the request"), listed=False),
    )
    related, order, readers = ("actor",), ("-pk",), ("AUDITOR", "LEADER")

    def reads(self, actor):
        return Export.objects.all()


register(Exports)


class EditorsItem(MenuItem):
    """For those who write; others come in to read the rooms."""

    def is_shown(self, request):
        return back_office.writes(request)


@hooks.register("register_admin_urls")
def addresses():
    return [
        path("withdraw/<int:page_id>/", back_office.withdraw, name="cms_withdraw"),
        path("translate/<int:page_id>/", back_office.translate, name="cms_translate"),
        path("reports/links/", back_office.broken_links, name="cms_broken_links"),
    ]


@hooks.register("insert_global_admin_css")
def office_css():
    return format_html('<link rel="stylesheet" href="{}">', static("css/office.css"))


@hooks.register("insert_editor_js")
def whole_autosave():
    return format_html('<script src="{}"></script>', static("cms/autosave.js"))


@hooks.register("register_reports_menu_item")
def report_of_links():
    return EditorsItem(
        _("Links that lead nowhere"), reverse("cms_broken_links"), name="links", icon_name="link", order=900
    )


@hooks.register("register_page_header_buttons")
def withdraw_button(page, user, view_name, next_url=None):
    """Editors have no right to publish, so Wagtail offers them no way to unpublish; this one asks for a reason."""
    if page.live and page.depth > 2:
        yield Button(_("Withdraw"), reverse("cms_withdraw", args=[page.pk]), icon_name="download", priority=70)


@hooks.register("construct_homepage_panels")
def start_page(request, shown):
    if back_office.writes(request):
        shown.insert(0, panels.Write())
        shown += [panels.Expiring(), panels.Untranslated(), panels.BrokenLinks()]


FIRST = ("approve", "action-submit")


@hooks.register("construct_page_action_menu")
def what_is_next_comes_first(items, request, context):
    """What one writes is saved by itself: the button one sees first submits it, or approves what another submitted."""
    items.sort(key=lambda item: item.name not in FIRST)


@hooks.register("before_edit_page")
def decided_once(request, page):
    """A decision is one press. What saves itself beside it (the editor's form still names the act) decides nothing, and
    a second press finds that it is done: Wagtail would stumble over the task that has gone."""
    if request.method != "POST" or not request.POST.get("action-workflow-action"):
        return None
    if not request.accepts("text/html"):
        return HttpResponse(status=409)
    if page.current_workflow_task is None:
        messages.info(request, _("This has been decided already."))
        return redirect("wagtailadmin_pages:edit", page.pk)
    return None


@hooks.register("construct_settings_menu")
def no_people_here(request, items):
    """People and roles are kept by the offices; see `plain.to_people`."""
    items[:] = [item for item in items if item.name not in ("users", "groups")]
