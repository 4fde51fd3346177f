"""Campaigns and matching pots in the back office, to read."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.core import words
from marketplace.core.backoffice import Rooms, Shown, register

from .models import Campaign, Pot
from .queries import figures, left_in


class Campaigns(Rooms):
    model, name, title, icon = Campaign, "campaigns", _("Campaigns"), "group"
    columns = (
        Shown("code", _("number of the campaign"), sort="code"),
        Shown("title", _("title of the campaign"), sort="title_zh"),
        Shown("organiser.name", _("organiser")),
        Shown("get_rule_display", _("rule"), sort="rule"),
        Shown("closes_at", _("takes gifts until"), sort="closes_at"),
        Shown("get_state_display", _("state of the matter"), sort="state"),
        Shown("story", pgettext_lazy("campaigns", "story"), listed=False),
    )
    filters, search = ("state", "rule", "kind", "where"), ("code", "title_zh", "title_en")
    related, order = ("organiser", "fund"), ("-closes_at",)

    def sheet(self, obj, actor):
        found = figures(obj)
        named = ((_("given"), "given"), (_("promised, not kept yet"), "promised"), (_("matched"), "matched"), (_("minimum"), "minimum"))  # fmt: skip
        return [(label, words.with_unit(getattr(found, key))) for label, key in named]


class Pots(Rooms):
    model, name, title, icon = Pot, "pots", _("Matching pots"), "plus-inverse"
    columns = (
        Shown("code", _("number of the pot"), sort="code"),
        Shown("name", _("what it is called"), sort="name_zh"),
        Shown("fund.name", _("fund that matches")),
        Shown("amount", _("amount"), sort="amount"),
        Shown("get_rule_display", _("rule"), sort="rule"),
        Shown("get_state_display", _("state of the matter"), sort="state"),
    )
    filters, search = ("state", "rule"), ("code", "name_zh", "name_en")
    related, order = ("fund",), ("-id",)

    def sheet(self, obj, actor):
        return [(_("left in the pot"), words.with_unit(left_in(obj)))]


register(Campaigns, Pots)
