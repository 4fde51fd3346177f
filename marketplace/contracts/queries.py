"""Reads of contracts, milestones and opinions. Hiding is done in `visible_to`."""

from collections import Counter

from django.db.models import Count, Prefetch, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from marketplace.core import clock
from marketplace.core.money import ZERO, MoneyField

from .states import DUE, PUBLIC, Degree


class ContractQuerySet(QuerySet):
    def visible_to(self, actor):
        """Everybody: signed contracts; both parties: drafts of theirs too; auditors: all."""
        if actor.has("AUDITOR"):
            return self
        parties = Q(office_id__in=actor.bodies("office")) | Q(organisation_id__in=actor.bodies("organisation"))
        return self.filter(Q(state__in=PUBLIC) | parties)

    def with_figures(self):
        """paid (yuan), milestone_count, late_count: annotations for lists, no query per row."""
        late = Q(milestones__state__in=DUE, milestones__due__lt=clock.today())
        return self.select_related("office", "organisation", "call").annotate(
            paid=Coalesce(Sum("milestones__payment__amount"), ZERO, output_field=MoneyField()),
            milestone_count=Count("milestones", distinct=True),
            late_count=Count("milestones", filter=late, distinct=True),
        )

    def for_page(self):
        """All that the contract's page shows, in a constant number of queries."""
        from .models import Milestone, Payment

        milestones = Milestone.objects.order_by("position").prefetch_related(
            Prefetch("payment", queryset=Payment.objects.select_related("entry"))
        )
        return self.select_related("office", "organisation", "fund", "call", "document").prefetch_related(
            "lines__item__purchase_list", "signatures__user", Prefetch("milestones", queryset=milestones)
        )


class MilestoneQuerySet(QuerySet):
    def visible_to(self, actor):
        """As the contract they belong to."""
        if actor.has("AUDITOR"):
            return self
        parties = Q(contract__office_id__in=actor.bodies("office")) | Q(
            contract__organisation_id__in=actor.bodies("organisation")
        )
        return self.filter(Q(contract__state__in=PUBLIC) | parties)

    def late(self):
        """Due, not delivered, of running contracts."""
        return self.filter(contract__state="running", state__in=DUE).filter(
            Q(again_by=None, due__lt=clock.today()) | Q(again_by__lt=clock.today())
        )


def opinions_of(milestones) -> dict:
    """{milestone pk: {"counts": [(degree label, count)...], "given": n, "slips": n, "texts": [...]}} in two queries.

    Degrees are names of buttons: they are counted, never averaged.
    """
    from .models import Opinion, OpinionSlip

    keys = [m.pk for m in milestones]
    slips = dict(
        OpinionSlip.objects.filter(milestone__in=keys).values_list("milestone").annotate(n=Count("pk")).order_by()
    )
    given: dict = {key: [] for key in keys}
    for opinion in Opinion.objects.filter(milestone__in=keys).order_by("pk"):
        given[opinion.milestone_id].append(opinion)
    found = {}
    for key, opinions in given.items():
        counts = Counter(o.degree for o in opinions)
        found[key] = {
            "counts": [(degree.label, counts.get(degree.value, 0)) for degree in Degree],
            "given": len(opinions),
            "slips": slips.get(key, 0),
            "texts": [o for o in opinions if o.text],
        }
    return found


def prices_paid(item_code: str):
    """Awarded unit prices of one item over time, oldest first: rows of signed contracts (date, unit price, contract)."""
    from .models import ContractLine

    return (
        ContractLine.objects.filter(item__code=item_code, contract__state__in=PUBLIC)
        .select_related("contract__organisation")
        .order_by("contract__signed_at")
    )
