"""The editors' start page: what ends soon, what is not translated or fell behind, links that lead nowhere."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel
from wagtail.admin.ui.components import Component

from . import state, writing

AT_MOST = 8


class _List(Component):
    template_name = "cms/admin/panel.html"
    heading = empty = ""

    def rows(self) -> list:
        """[(page, note)]"""
        raise NotImplementedError

    def get_context_data(self, parent_context):
        rows = self.rows()
        return {
            "name": self.name, "heading": self.heading, "empty": self.empty, "rows": rows[:AT_MOST],
            "more": max(len(rows) - AT_MOST, 0),
        }  # fmt: skip


class Write(Component):
    """What one can write, each one press away, under the page where such pages stand."""

    order, template_name = 50, "cms/admin/write.html"

    def get_context_data(self, parent_context):
        return {"rows": writing.beginnings()}


class WayPanel(Panel):
    """On top of the editor's form: where this text stands, what is next, and the text in the other language."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "cms/admin/way.html"

        def get_context_data(self, parent_context=None):
            context = super().get_context_data(parent_context) or {}
            return context | {"way": writing.way(self.instance, self.request.user)}


class Expiring(_List):
    name, order = "cms_expiring", 230
    heading, empty = _("Ends within thirty days"), _("No page ends soon.")

    def rows(self):
        return [(page, page.expire_at) for page in state.expiring()]


class Untranslated(_List):
    name, order = "cms_untranslated", 240
    heading, empty = _("Not translated, or behind its source"), _("Every page stands in both languages, in step.")

    def rows(self):
        missing = [(page, _("in one language only")) for page in state.untranslated()]
        return [(row.page, _("the source was changed since")) for row in state.behind()] + missing


class BrokenLinks(_List):
    name, order = "cms_links", 250
    heading, empty = _("Links that lead nowhere"), _("Every link leads somewhere.")

    def rows(self):
        from . import links  # it needs the models, which need these panels

        return [(row.page, f"{row.words} → {row.target}") for row in links.broken()]
