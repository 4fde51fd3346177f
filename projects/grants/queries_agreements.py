"""Reads of agreements and of what belongs to them. Hiding is done in `visible_to`."""

from decimal import Decimal

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from marketplace.core.finding import every_word
from marketplace.core.money import ZERO, MoneyField

from . import states_agreements  # as a module: the tables there ask these reads
from .rules import SIDE

OFFICE = ("SECRETARY", "LEADER", "FINANCE")
GRANTEES = (*SIDE, "ORG_FINANCE")


def _parties(actor, prefix=""):
    """Both sides: the office's people, the grantee's, and those of the organisations in its team."""
    from .models import Partner

    mine = actor.bodies("organisation", *GRANTEES)
    found = Q(**{f"{prefix}round__office_id__in": actor.bodies("office", *OFFICE)}) | Q(
        **{f"{prefix}organisation_id__in": mine}
    )
    if mine:
        joined = Partner.objects.filter(
            application=OuterRef(f"{prefix}application_id"), organisation_id__in=mine, state="joined"
        )
        found |= Q(Exists(joined))
    return found


class AgreementQuerySet(QuerySet):
    def visible_to(self, actor):
        """Everybody: what is, or was, in force; both sides: drafts of theirs too; auditors: all."""
        if actor.has("AUDITOR"):
            return self
        return self.filter(Q(state__in=states_agreements.PUBLIC) | _parties(actor))

    def for_party(self, actor):
        """Whose vouchers, files and remarks the actor may read."""
        return self if actor.has("AUDITOR") else self.filter(_parties(actor))

    def public(self):
        return self.filter(state__in=states_agreements.PUBLIC)

    def matching(self, text):
        return self.filter(
            every_word(text, ("number", "title", "organisation__name_zh", "organisation__name_en", "round__title_zh"))
        )

    def with_figures(self):
        """paid, spent, returned (yuan): each a sub-query of its own."""
        from .models import Expense, Recovery, TranchePayment

        def sum_of(rows, key):
            sums = rows.order_by().values(key).annotate(n=Sum("amount")).values("n")
            return Coalesce(Subquery(sums), ZERO, output_field=MoneyField())

        return self.select_related("round", "organisation").annotate(
            paid=sum_of(TranchePayment.objects.filter(tranche__agreement=OuterRef("pk")), "tranche__agreement"),
            spent=sum_of(Expense.objects.filter(agreement=OuterRef("pk"), state="entered"), "agreement"),
            returned=sum_of(Recovery.objects.filter(agreement=OuterRef("pk"), state="returned"), "agreement"),
        )

    def for_page(self):
        """All that the agreement's page shows, in a constant number of queries."""
        from .models import BudgetChange, Expense, Report, Tranche

        tranches = Tranche.objects.select_related("payment__entry", "report").order_by("position")
        rows = self.with_figures().select_related(
            "round__office", "round__fund", "application", "application__determination", "community"
        )
        return rows.prefetch_related(
            "lines", "versions__document", "versions__signatures", "contributions", "visits", "recoveries__entry",
            Prefetch("tranches", queryset=tranches), Prefetch("reports", queryset=Report.objects.select_related("tranche")),
            Prefetch("changes", queryset=BudgetChange.objects.select_related("source", "target")),
            Prefetch("expenses", queryset=Expense.objects.select_related("line")),
        )  # fmt: skip


class BelongsQuerySet(QuerySet):
    """Rows that belong to an agreement: read as it is."""

    def visible_to(self, actor):
        if actor.has("AUDITOR"):
            return self
        return self.filter(Q(agreement__state__in=states_agreements.PUBLIC) | _parties(actor, "agreement__"))

    def for_party(self, actor):
        return self if actor.has("AUDITOR") else self.filter(_parties(actor, "agreement__"))


# ---- figures of one agreement -------------------------------------------------------------------------
def _sum(rows) -> Decimal:
    return rows.aggregate(n=Sum("amount"))["n"] or ZERO


def paid_of(agreement) -> Decimal:
    """What was paid to the grantee."""
    from .models import TranchePayment

    return _sum(TranchePayment.objects.filter(tranche__agreement=agreement))


def spent_of(agreement) -> Decimal:
    """What was spent and stands with its vouchers: neither struck nor disallowed."""
    return _sum(agreement.expenses.filter(state="entered"))


def claimed_of(agreement, *states) -> Decimal:
    """Money claimed back, in these states of the claim."""
    return _sum(agreement.recoveries.filter(state__in=states))


def unaccounted(agreement) -> Decimal:
    """Paid, and neither spent with a voucher nor given back. Below zero: more was spent than was paid."""
    return paid_of(agreement) - spent_of(agreement) - claimed_of(agreement, "returned")


def claimable(agreement) -> Decimal:
    """The most that may still be claimed back."""
    return paid_of(agreement) - claimed_of(agreement, "proposed", "demanded", "returned")
