"""Pages of outcomes: list, one outcome with its chain, the overview."""

from django import forms
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from marketplace.contracts.queries import late_total
from marketplace.core import charts, pagecache
from marketplace.core.finding import every_word
from marketplace.core.money import ZERO
from marketplace.core.pages import RoomDetail, RoomList
from orgs.models import Community

from .chain import chain_of
from .models import Outcome
from .queries import SEARCHED, bought, by_community, totals


class OutcomeFilters(forms.Form):
    """GET filters: words, community."""

    q = forms.CharField(label=_("Find"), required=False, max_length=80)
    community = forms.ModelChoiceField(
        Community.objects.all(),
        label=_("Community"),
        required=False,
        to_field_name="code",
        empty_label=_("all communities"),
    )

    def narrow(self, rows):
        data = getattr(self, "cleaned_data", {})
        if data.get("q"):
            rows = rows.filter(every_word(data["q"], SEARCHED))
        if data.get("community"):
            rows = rows.filter(communities=data["community"])
        return rows


class OutcomeList(RoomList):
    filters = OutcomeFilters
    template_name = "outcomes/list.html"
    paginate_by = 12

    def rows(self, actor):
        return Outcome.objects.visible_to(actor).for_list().order_by("-published_at", "-id")


class OutcomeDetail(RoomDetail):
    template_name = "outcomes/outcome.html"
    slug_field = slug_url_kwarg = "code"

    def rows(self, actor):
        return Outcome.objects.visible_to(actor).select_related(
            "contract__call", "contract__organisation", "contract__office", "contract__fund", "milestone"
        ).prefetch_related("indicators", "communities", "pictures__file")  # fmt: skip

    def get_context_data(self, **kwargs):
        return super().get_context_data(outcome=self.object, chain=chain_of(self.object), **kwargs)


def overview(request):
    """What was bought where, for whom, at which cost per unit: tables, charts, and a map of communities."""
    if not request.actor.is_known:
        pagecache.until(request)
    items = bought()
    places = by_community()
    chart = charts.bars(
        _("Amount by service"),
        [(figure.item.name, figure.amount, figure.item.get_absolute_url()) for figure in items[:12]],
        head=(_("Service"), _("Amount (yuan)")),
        key="services",
    )
    area = charts.community_map(
        _("Paid by community"),
        [(place["community"].name, place["community"].polygon, place["paid"], "") for place in places],
        head=(_("Community"), _("Paid (yuan)")),
        key="places",
    )
    context = {
        "items": items,
        "places": places,
        "totals": totals(),
        "amount": sum((i.amount for i in items), start=ZERO),
        "late": late_total(),
        "chart": chart,
        "area": area,
    }
    return render(request, "outcomes/overview.html", context)
