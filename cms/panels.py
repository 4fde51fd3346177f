"""The editors' start page: what ends soon, what is not translated or fell behind, links that lead nowhere."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import Component

from . import links, state

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
        return [(row.page, f"{row.words} → {row.target}") for row in links.broken()]
