"""Calls in the back office, to read; rule sets, to keep. Bids stand in no list here: who bids is told on the call's own pages, after the opening."""

from django.utils.translation import gettext_lazy as _

from marketplace.core import links
from marketplace.core.backoffice import Kept, Rooms, Shown, register

from .models import Call, RuleSet
from .procedures import SWITCHES


class Calls(Rooms):
    model, name, title, icon = Call, "calls", _("Calls for tenders"), "form"
    columns = (
        Shown("__str__", _("call for tenders"), sort="number"),
        Shown("office.name", _("office"), sort="office__code"),
        Shown("procedure.name", _("procedure")),
        Shown("budget", _("budget (highest price)"), sort="budget", money=True),
        Shown("get_state_display", _("state of the matter"), sort="state"),
        Shown("published_at", _("published on"), sort="published_at"),
        Shown("deadline", _("bids until"), sort="deadline"),
        Shown("fund.name", _("fund"), listed=False),
        Shown("communities", _("communities"), listed=False),
        Shown("service_months", _("months of service"), listed=False),
        Shown("questions_until", _("questions until"), listed=False),
    )
    filters, search = ("state", "procedure", "office"), ("number", "title_zh", "title_en")
    related, beside = ("office", "procedure", "fund"), ("communities",)

    def rows(self, actor):
        return super().rows(actor).defer("text_zh", "text_en", "minutes", "identity")


class Rules(Kept):
    """The next version is drafted from the sheet of the one before: there is no empty one."""

    model, name, title, icon = RuleSet, "rules", _("Rule sets of procedures"), "clipboard-list"
    columns = (
        Shown("__str__", _("rule set"), sort="code"),
        Shown("get_state_display", _("state of the matter"), sort="state"),
        Shown("valid_from", _("in force from"), sort="valid_from"),
        Shown("valid_to", _("last day"), sort="valid_to"),
        Shown("based_on", _("drafted from")),
        Shown("source", _("source"), listed=False),
        Shown("note", _("note"), listed=False),
    )
    filters, search = ("state",), ("code", "version", "name_zh", "name_en", "source")
    related, beside, order = ("based_on",), ("procedures", "based_on__procedures"), ("code", "-valid_from")
    explains = _(
        "What is approved is never changed: a change of law is the next version, from a day ahead. Calls keep theirs."
    )

    def page_url(self, obj):
        return links.to("tenders:rules")

    def sheet(self, obj, actor):
        """Every rule of every procedure; where it differs from the version before, what it was."""
        before = {p.code: p for p in obj.based_on.procedures.all()} if obj.based_on else {}
        rows = []
        for procedure in sorted(obj.procedures.all(), key=lambda p: p.code):
            old = before.get(procedure.code)
            for key in (key for key in SWITCHES if key in procedure.switches):
                rows.append((f"{procedure.name}: {SWITCHES[key]}", _rule_words(procedure, old, key)))
        return rows


def _rule_words(procedure, old, key) -> str:
    rule = procedure.switch(key)
    text = f"{rule.words} ({rule.clause})" if rule.clause else rule.words
    if old is None or key not in old.switches or old.switches[key] == procedure.switches[key]:
        return text
    return f"{text}\n← {old.switch(key).words} ({old.switch(key).clause})"


register(Calls, Rules)
