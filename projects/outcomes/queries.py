"""Reads of outcomes and the figures of the overview."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from marketplace.core.money import ZERO, MoneyField, yuan

from .states import PUBLIC

SEARCHED = ("title_zh", "title_en", "story_zh", "story_en")


class OutcomeQuerySet(QuerySet):
    def visible_to(self, actor):
        """Everybody: published; officers: all; the organisation: its own."""
        if actor.is_officer:
            return self
        return self.filter(Q(state__in=PUBLIC) | Q(contract__organisation_id__in=actor.bodies("organisation")))

    def for_list(self):
        """With what a row of a list shows."""
        from marketplace.contracts.models import Payment

        return (
            self.select_related("contract__organisation", "contract__office", "milestone__payment")
            .annotate(
                contract_paid=Coalesce(
                    Subquery(
                        Payment.objects.filter(milestone__contract=OuterRef("contract"))
                        .order_by()
                        .values("milestone__contract")
                        .annotate(n=Sum("amount"))
                        .values("n")
                    ),
                    ZERO,
                    output_field=MoneyField(),
                )
            )
            .prefetch_related("communities", "indicators")
        )


@dataclass(frozen=True)
class ItemFigure:
    """What was bought of one item in signed contracts, and what a unit cost."""

    item: object
    quantity: Decimal
    amount: Decimal

    @property
    def unit_cost(self) -> Decimal:
        return yuan(self.amount / self.quantity) if self.quantity else ZERO


def bought() -> list[ItemFigure]:
    """By item of the purchase list: quantity, amount and cost per unit over all signed contracts. Two queries."""
    from marketplace.catalogue.models import ServiceItem
    from marketplace.contracts.models import ContractLine
    from marketplace.contracts.states import PUBLIC as SIGNED

    rows = list(
        ContractLine.objects.filter(contract__state__in=SIGNED)
        .values("item")
        .annotate(q=Sum("quantity"), a=Sum("amount"))
        .order_by("-a")
    )
    items = ServiceItem.objects.select_related("purchase_list").in_bulk([row["item"] for row in rows])
    return [ItemFigure(items[row["item"]], row["q"], row["a"]) for row in rows]


def by_community() -> list[dict]:
    """[{community, contracts, paid}] over signed contracts; a contract for several communities counts in each.

    Money is shared out equally among a contract's communities, to the fen, odd fen to the first ones.
    """
    from marketplace.contracts.models import Contract
    from marketplace.contracts.states import PUBLIC as SIGNED
    from orgs.models import Community

    figures = {c.pk: {"community": c, "contracts": 0, "paid": ZERO} for c in Community.objects.all()}
    contracts = Contract.objects.filter(state__in=SIGNED).annotate(total=Sum("milestones__payment__amount"))
    for contract in contracts.prefetch_related("call__communities").select_related("call"):
        places = sorted(contract.call.communities.all(), key=lambda c: c.code)
        if not places:
            continue
        fen, rest = divmod(int((contract.total or ZERO) * 100), len(places))
        for number, place in enumerate(places):
            figures[place.pk]["contracts"] += 1
            figures[place.pk]["paid"] += Decimal(fen + (1 if number < rest else 0)) / 100
    return sorted(figures.values(), key=lambda f: f["community"].code)


def totals() -> dict:
    """Outcomes published and people served in them.

    Where the outcome of a whole contract is published, its figure counts and those of its milestones do not:
    they are the same people.
    """
    from .models import Outcome

    published = Outcome.objects.filter(state__in=PUBLIC)
    whole = published.filter(contract=OuterRef("contract"), milestone=None)
    counted = published.filter(Q(milestone=None) | ~Exists(whole))
    return {
        "outcomes": published.count(),
        "people": counted.aggregate(n=Sum("people_served"))["n"] or 0,
    }
