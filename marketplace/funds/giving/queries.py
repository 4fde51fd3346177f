"""Reads of gifts, promises, collections; hiding is done here."""

from dataclasses import dataclass
from decimal import Decimal

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, F, Q, QuerySet, Sum

from marketplace.core.money import ZERO, MoneyField
from orgs.states import Role

from .kinds import GiftKind
from .states import BOOKED, GiftState
from .states_collections import SHOWN, CollectionState
from .states_pledges import PLEDGED

HANDLES = (Role.FINANCE, Role.LEADER, Role.AUDITOR)


def offices_of(actor):
    """Offices whose gifts the actor handles or audits."""
    return actor.bodies("office", *HANDLES)


class GivenQuerySet(QuerySet):
    def of_giver(self, actor):
        return self.filter(giver_id__in=actor.keys) if actor.is_known else self.none()

    def handled_by(self, actor):
        return self.filter(fund__office_id__in=offices_of(actor))

    def for_cause(self, cause):
        return self.filter(cause_type=ContentType.objects.get_for_model(cause), cause_id=cause.pk)


class GiftQuerySet(GivenQuerySet):
    def visible_to(self, actor):
        """Everybody: booked gifts, as the page that verifies a receipt shows them, without a name; givers and the
        fund's finance: their own in every state."""
        return self.filter(
            Q(state__in=BOOKED) | Q(fund__office_id__in=offices_of(actor)) | Q(giver_id__in=actor.keys or [0])
        )

    def listed(self):
        """What a public list may show: booked, and not given inside a directed collection."""
        return self.filter(state__in=BOOKED, directed=False)

    def booked(self):
        return self.filter(state__in=BOOKED)


class PledgeQuerySet(GivenQuerySet):
    def visible_to(self, actor):
        """Givers and the fund's finance; a promise is nobody else's matter."""
        return self.filter(Q(fund__office_id__in=offices_of(actor)) | Q(giver_id__in=actor.keys or [0]))

    def open(self):
        return self.filter(state__in=PLEDGED)


class CollectionQuerySet(QuerySet):
    def visible_to(self, actor):
        """Everybody: from the filing on; the office's people: plans too."""
        return self.filter(Q(state__in=SHOWN) | Q(fund__office_id__in=actor.bodies("office")))

    def running(self, day):
        return self.filter(state=CollectionState.OPEN, starts__lte=day, ends__gte=day)


@dataclass(frozen=True)
class Totals:
    """What was given: number of gifts and yuan of money (returns off); things and time beside it, valued; hours."""

    gifts: int = 0
    money: Decimal = ZERO
    things: Decimal = ZERO
    time: Decimal = ZERO
    hours: Decimal = ZERO


def totals(gifts) -> Totals:
    """Of a queryset of gifts, in one query; gifts that are not booked do not count."""
    rows = gifts.filter(state__in=BOOKED).order_by().values("kind")
    rows = rows.annotate(n=Count("pk"), sum=Sum(F("amount") - F("returned"), output_field=MoneyField()), h=Sum("hours"))
    found = {row["kind"]: row for row in rows}

    def of(kind, key):
        value = found.get(kind, {}).get(key)
        return ZERO if value is None else value

    return Totals(
        sum(row["n"] for row in found.values()),
        of(GiftKind.MONEY, "sum"), of(GiftKind.THINGS, "sum"), of(GiftKind.TIME, "sum"), of(GiftKind.TIME, "h"),
    )  # fmt: skip


def given_to(cause) -> Decimal:
    """Money booked for a cause (a campaign), returns off."""
    from .models import Gift

    return totals(Gift.objects.for_cause(cause)).money


def pledged_to(cause) -> Decimal:
    """What is promised to a cause and not kept yet."""
    from .models import Pledge

    return Pledge.objects.for_cause(cause).open().aggregate(sum=Sum("amount"))["sum"] or ZERO


def years_of(actor) -> list:
    """[(year, Totals)] of the actor's own gifts, newest first."""
    from .models import Gift

    mine = Gift.objects.of_giver(actor).booked()
    years = sorted({on.year for on in mine.dates("confirmed_at", "year")}, reverse=True)
    return [(year, totals(mine.filter(confirmed_at__year=year))) for year in years]


def waiting_for(actor):
    """Recorded gifts that this person may confirm: of their offices, recorded by somebody else."""
    from .models import Gift

    offices = actor.bodies("office", Role.FINANCE, Role.LEADER)
    rows = Gift.objects.filter(state=GiftState.RECORDED, fund__office_id__in=offices)
    return rows.exclude(recorded_by_id__in=actor.all_eyes).select_related("fund")
