"""Reads of contracts, milestones and opinions. Hiding is done in `visible_to`."""

from collections import Counter

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from marketplace.core import clock
from marketplace.core.models import AuditEvent, StoredFile
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
        """paid (yuan), late_count: annotations for lists, no query per row.

        Each figure is a sub-query of its own: nothing is multiplied by a join, and only rows that are shown cost.
        """
        from .models import Milestone, Payment

        payments = Payment.objects.filter(milestone__contract=OuterRef("pk")).order_by().values("milestone__contract")
        late = Milestone.objects.filter(contract=OuterRef("pk")).late().order_by().values("contract")
        return self.select_related("office", "organisation", "call").annotate(
            paid=Coalesce(Subquery(payments.annotate(n=Sum("amount")).values("n")), ZERO, output_field=MoneyField()),
            late_count=Coalesce(Subquery(late.annotate(n=Count("pk")).values("n")), 0),
        )

    def with_late(self):
        """Running contracts with a milestone that is late today."""
        from .models import Milestone

        return self.filter(Exists(Milestone.objects.filter(contract=OuterRef("pk")).late()))

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


def is_party(actor, contract) -> bool:
    """One of the two sides, or an auditor: they read evidence, which may name people served."""
    return (
        actor.has("AUDITOR")
        or contract.office_id in actor.bodies("office")
        or contract.organisation_id in actor.bodies("organisation")
    )


def reads_words(actor, contract) -> bool:
    """What people served wrote is for whoever accepts; everybody else sees the counts. A sentence may name somebody."""
    return actor.has("AUDITOR") or contract.office_id in actor.bodies("office")


def hands_out_slips(actor, contract) -> bool:
    """Unused slips are the office's: the side whose work is judged does not hold them."""
    serves = contract.organisation_id in actor.belongs_to
    return actor.has("BUYER", body="office", body_id=contract.office_id) and not serves


def evidence_of(milestones) -> dict:
    """{milestone pk: [files, oldest first]} in one query. Who may read them is asked by the caller (`is_party`)."""
    found: dict = {m.pk: [] for m in milestones}
    rows = StoredFile.objects.filter(purpose="contracts.evidence", **_belongs_to(milestones))
    for stored in rows.order_by("pk"):
        found[stored.object_id].append(stored)
    return found


def events_of(milestones, actor) -> dict:
    """{milestone pk: [audit events, newest first]} in one query: all for officers, the public ones for others."""
    found: dict = {m.pk: [] for m in milestones}
    rows = AuditEvent.objects.filter(**_belongs_to(milestones)).select_related("actor").order_by("-pk")
    for event in rows if actor.is_officer else rows.filter(public=True):
        found[event.object_id].append(event)
    return found


def _belongs_to(milestones) -> dict:
    from .models import Milestone

    return {
        "content_type": ContentType.objects.get_for_model(Milestone),
        "object_id__in": [m.pk for m in milestones],
    }


def late_total() -> int:
    """How many milestones of running contracts are late today, for the public figures."""
    from .models import Milestone

    return Milestone.objects.late().count()


def prices_paid(item_code: str):
    """Awarded unit prices of one item over time, oldest first: rows of signed contracts (date, unit price, contract)."""
    from .models import ContractLine

    return (
        ContractLine.objects.filter(item__code=item_code, contract__state__in=PUBLIC)
        .select_related("contract__organisation")
        .order_by("contract__signed_at")
    )
