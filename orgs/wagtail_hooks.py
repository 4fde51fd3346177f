"""The register in the back office, to read. Contacts and bank accounts stand in the organisation's file only."""

from django.utils.translation import gettext_lazy as _

from marketplace.core.backoffice import Rooms, Shown, register

from .models import Organisation


class Organisations(Rooms):
    model, name, title, icon = Organisation, "organisations", _("Organisations"), "group"
    columns = (
        Shown("name", _("name"), sort="name_zh"),
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


register(Organisations)
