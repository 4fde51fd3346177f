"""The register in the back office, to read; offices, communities and the calendar, to keep.

Contacts and bank accounts stand in the organisation's file only.
"""

from django.utils.translation import gettext_lazy as _

from marketplace.core.backoffice import Kept, Rooms, Shown, register
from marketplace.core.faces import Face
from marketplace.core.models import WorkdayOverride

from . import domain
from . import forms_masterdata as forms
from .models import Community, Office, Organisation


class Organisations(Rooms):
    model, name, title, icon = Organisation, "organisations", _("Organisations"), "group"
    columns = (
        Shown("name", _("what it is called"), sort="name_zh"),
        Shown("uscc", _("unified social credit code"), sort="uscc"),
        Shown("get_org_class_display", _("class"), sort="org_class"),
        Shown("get_legal_form_display", _("legal form")),
        Shown("get_level_display", _("level")),
        Shown("grade_now", _("assessment grade")),
        Shown("get_state_display", _("state of the matter"), sort="state"),
        Shown("code", _("code"), sort="code", listed=False),
        Shown("founded", _("founded on"), listed=False),
        Shown("community.name", _("community"), listed=False),
        Shown("staff", _("staff"), listed=False),
        Shown("social_workers", _("social workers"), listed=False),
        Shown("is_hub", _("hub organisation"), listed=False),
        Shown("field", _("field of work"), listed=False),
        Shown("verified_at", _("verified on"), listed=False),
    )
    filters = ("state", "org_class", "legal_form", "level", "community")
    search = ("code", "uscc", "name_zh", "name_en", "field_zh", "field_en")
    related, order = ("community",), ("name_zh",)

    def rows(self, actor):
        return super().rows(actor).with_grade()

    def page_url(self, obj):
        return obj.file_url()


DATED = (
    Shown("get_state_display", _("state of the matter"), sort="state"),
    Shown("valid_from", _("first day"), sort="valid_from"),
    Shown("valid_to", _("last day"), sort="valid_to"),
    Shown("follows.name", _("comes in the place of"), listed=False),
)


class Offices(Kept):
    model, name, title, icon = Office, "offices", _("Offices and departments"), "home"
    columns = (
        Shown("name", _("what it is called"), sort="name_zh"),
        Shown("code", _("code"), sort="code"),
        Shown("get_kind_display", _("kind"), sort="kind"),
        Shown("parent.name", _("part of"), sort="parent__code"),
        Shown("buys", _("buys services"), sort="buys"),
        *DATED,
        Shown("duties", _("duties"), listed=False),
    )
    filters, search = ("kind", "buys", "state", "parent"), ("code", "name_zh", "name_en", "duties_zh")
    related, order = ("parent", "follows"), ("code",)
    adds = Face(domain.add_office, form=forms.NewOfficeForm)

    def page_url(self, obj):
        return ""


class Communities(Kept):
    model, name, title, icon = Community, "communities", _("Communities"), "site"
    columns = (
        Shown("name", _("what it is called"), sort="name_zh"),
        Shown("code", _("code"), sort="code"),
        Shown("office.name", _("office in charge"), sort="office__code"),
        Shown("population", _("population"), sort="population"),
        Shown("area_km2", _("area in square kilometres"), sort="area_km2"),
        *DATED,
        Shown("lat", _("latitude"), listed=False),
        Shown("lon", _("longitude"), listed=False),
    )
    filters, search = ("office", "state"), ("code", "name_zh", "name_en")
    related, order = ("office", "follows"), ("code",)
    adds = Face(domain.add_community, form=forms.NewCommunityForm)

    def sheet(self, obj, actor):
        points = len(obj.polygon)
        return [(_("points of its outline"), str(points - 1) if points else "–")]


class Days(Kept):
    model, name, title, icon = WorkdayOverride, "days", _("Calendar: days that differ"), "calendar-alt"
    columns = (
        Shown("day", _("day"), sort="day"),
        Shown("is_working", _("worked"), sort="is_working"),
        Shown("source", _("source")),
        Shown("get_state_display", _("state of the matter"), sort="state"),
    )
    filters, search, order = ("is_working", "state"), ("source",), ("-day",)
    adds = Face(domain.add_day, form=forms.DayForm)
    explains = _(
        "The published list of holidays is part of the portal. Entries here stand against it, for days ahead, with their source."
    )

    def reads(self, actor):
        return WorkdayOverride.objects.all()


register(Organisations, Offices, Communities, Days)
