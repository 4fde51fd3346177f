"""Pictures of buying: budget by category (of the office, of a list), how far calls came."""

from django import forms
from django.utils.translation import get_language, gettext_lazy, ngettext, pgettext, pgettext_lazy
from django.utils.translation import gettext as _

from marketplace.catalogue.models import PurchaseList
from marketplace.core import words
from marketplace.core.money import ZERO
from marketplace.core.pictures import Figures, Row, picture
from marketplace.core.pictures.shapes.bars import Bar, bars
from marketplace.tenders.models import Call
from orgs.models import Office

from .figures import by_category, ways_of_calls

MOST = 12  # categories drawn one by one
BUDGET_HEAD = (
    gettext_lazy("Category"), gettext_lazy("Calls"), gettext_lazy("Budget (yuan)"),
    gettext_lazy("Under contract (yuan)"),
)  # fmt: skip
BUDGET_ABOUT = gettext_lazy(
    "Budgets of published calls, neither failed nor cancelled; the strong part is signed. A call of several categories is shared out by its lines at the reference price."
)
FUNNEL_HEAD = (
    gettext_lazy("Year"), gettext_lazy("Office"), gettext_lazy("Published"), gettext_lazy("Bids opened"),
    pgettext_lazy("calls", "Awarded"), gettext_lazy("Delivery accepted"), gettext_lazy("Not opened yet"),
    gettext_lazy("Failed"), pgettext_lazy("calls", "Cancelled"), gettext_lazy("Stopped after the opening"),
)  # fmt: skip


class Which(forms.Form):
    """GET filters: year of publication, office. What does not exist is not offered."""

    year = forms.TypedChoiceField(label=gettext_lazy("Year"), required=False, coerce=int, empty_value=None)
    office = forms.ModelChoiceField(
        Office.objects.none(),
        label=gettext_lazy("Office"),
        required=False,
        to_field_name="code",
        empty_label=gettext_lazy("all offices"),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        calls = Call.objects.exclude(published_at=None)
        years = sorted({day.year for day in calls.order_by().dates("published_at", "year")}, reverse=True)
        self.fields["year"].choices = [("", _("all years")), *((year, year) for year in years)]
        self.fields["office"].queryset = Office.objects.filter(pk__in=calls.order_by().values("office"))


@picture("budget", title=gettext_lazy("Budget by category"), about=BUDGET_ABOUT, asks=Which, order=30)
def budget(actor, _subject, asked):
    """Of the whole street, or of one office or year."""
    return _budget(by_category(actor, office=asked.get("office"), year=asked.get("year")))


@picture(
    "list-budget",
    title=gettext_lazy("Budget by category, of one purchase list"),
    about=BUDGET_ABOUT,
    subjects=lambda actor: (
        PurchaseList.objects.visible_to(actor).select_related("office").order_by("-year", "-version")
    ),
    code="pk",
    order=35,
)
def list_budget(actor, purchase_list, _asked):
    title = _("Budget by category: %(list)s") % {"list": purchase_list.title}
    return _budget(by_category(actor, purchase_list=purchase_list), title)


def _budget(shares, title=""):
    whole, signed = (sum((getattr(s, name) for s in shares), ZERO) for name in ("budget", "signed"))
    if not whole:
        return Figures(BUDGET_HEAD, empty=_("No call has been published yet."), title=title)
    english = get_language() == "en"
    named = [((s.en or s.zh) if english else s.zh, s) for s in shares]
    drawn = [_bar(name, s.budget, s.signed) for name, s in named[:MOST]]
    if named[MOST:]:
        rest = [s for _name, s in named[MOST:]]
        name = ngettext("%(n)s other", "%(n)s others", len(rest)) % {"n": len(rest)}
        drawn.append(_bar(name, sum((s.budget for s in rest), ZERO), sum((s.signed for s in rest), ZERO)))
    says = _("%(whole)s yuan are planned, %(signed)s of them under contract. The largest part: %(first)s.")
    return Figures(
        BUDGET_HEAD,
        [Row((name, s.calls, s.budget, s.signed)) for name, s in named],
        says=says % {"whole": words.yuan(whole), "signed": words.yuan(signed), "first": named[0][0]},
        foot=(_("Together"), None, whole, signed),
        draw=lambda tall: bars(drawn, tall=tall),
        title=title,
    )


def _bar(name, budget, signed):
    small = (
        _("under contract %(amount)s") % {"amount": words.yuan(signed)} if signed else _("nothing under contract yet")
    )
    return Bar(name, budget, words.yuan(budget), signed, small)


@picture(
    "calls",
    title=gettext_lazy("How far calls came"),
    about=gettext_lazy("Calls by their year of publication: of those published, how many were opened with bids, awarded, and delivered so that something was accepted."),
    asks=Which,
    order=40,
)  # fmt: skip
def calls(actor, _subject, asked):
    ways = ways_of_calls(actor, office=asked.get("office"), year=asked.get("year"))
    if not ways:
        return Figures(FUNNEL_HEAD, empty=_("No call has been published yet."))

    def n(name):
        return sum(getattr(way, name) for way in ways)

    columns = ("published", "opened", "awarded", "accepted", "open", "failed", "cancelled", "stopped")
    waiting = n("opened") - n("stopped") - n("awarded")
    before = (
        ngettext("%(n)s not opened yet", "%(n)s not opened yet", n("open")) % {"n": n("open")} if n("open") else "",
        ngettext("%(n)s failed", "%(n)s failed", n("failed")) % {"n": n("failed")} if n("failed") else "",
        ngettext("%(n)s cancelled", "%(n)s cancelled", n("cancelled")) % {"n": n("cancelled")}
        if n("cancelled")
        else "",
    )
    later = (
        ngettext("%(n)s in evaluation", "%(n)s in evaluation", waiting) % {"n": waiting} if waiting else "",
        ngettext("%(n)s failed or cancelled", "%(n)s failed or cancelled", n("stopped")) % {"n": n("stopped")} if n("stopped") else "",
    )  # fmt: skip
    last = n("awarded") - n("accepted")
    running = ngettext("%(n)s without a delivery accepted yet", "%(n)s without a delivery accepted yet", last) % {
        "n": last
    }
    drawn = [
        _step(_("Published"), n("published")),
        _step(_("Bids opened"), n("opened"), before),
        _step(pgettext("calls", "Awarded"), n("awarded"), later),
        _step(_("Delivery accepted"), n("accepted"), (running if last else "",)),
    ]
    says = _(
        "Of %(published)s published calls %(opened)s were opened with bids, %(awarded)s awarded, and of %(accepted)s a delivery was accepted."
    )
    return Figures(
        FUNNEL_HEAD,
        [Row((str(way.year), way.office.name, *(getattr(way, name) for name in columns))) for way in ways],
        says=says % {name: n(name) for name in columns},
        foot=(_("Together"), None, *(n(name) for name in columns)),
        draw=lambda tall: bars(drawn, tall=tall),
        counted=n("published"),
    )


def _step(label, value, fallen=()):
    text = ngettext("%(n)s call", "%(n)s calls", value) % {"n": f"{value:,}"}
    return Bar(str(label), value, text, between=pgettext("list", ", ").join(part for part in fallen if part))
