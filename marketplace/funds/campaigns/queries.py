"""Reads of campaigns and pots; hiding is done here. Figures of any number of campaigns cost a constant number of queries."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, F, Q, QuerySet, Sum

from marketplace.core import clock
from marketplace.core.money import ZERO, MoneyField
from orgs.states import Role

from .kinds import Need, Where


class CampaignQuerySet(QuerySet):
    def visible_to(self, actor):
        """Everybody: from the opening on; the office in charge and the organiser: plans too."""
        from .states import PUBLIC

        own = Q(office_id__in=actor.bodies("office")) | Q(organiser_id__in=actor.bodies("organisation"))
        return self.filter(Q(state__in=PUBLIC) | own)

    def open_now(self, now=None):
        """Take gifts, or run elsewhere, at this moment."""
        from .states import CampaignState

        now = now or clock.now()
        return self.filter(state=CampaignState.OPEN, opens_at__lte=now, closes_at__gt=now)

    def for_list(self):
        return self.select_related("fund", "organiser", "office")


class PotQuerySet(QuerySet):
    def visible_to(self, actor):
        """Everybody: in force and ended; the fund's office: drafts too."""
        from .states_pots import POT_PUBLIC

        return self.filter(Q(state__in=POT_PUBLIC) | Q(fund__office_id__in=actor.bodies("office")))


class QuestionQuerySet(QuerySet):
    def visible_to(self, actor):
        """Everybody: answered ones; the organiser and whoever asked: all of theirs. Who asked is shown to nobody."""
        own = Q(campaign__organiser_id__in=actor.bodies("organisation", Role.OWNER, Role.BID_WRITER))
        return self.filter(Q(state="answered") | own | Q(asked_by_id__in=actor.keys or [0]))


class SightingQuerySet(QuerySet):
    def visible_to(self, actor):
        """Everybody: confirmed ones; the office in charge and the organiser: all."""
        own = Q(campaign__office_id__in=actor.bodies("office"))
        own |= Q(campaign__organiser_id__in=actor.bodies("organisation"))
        return self.filter(Q(state="confirmed") | own)


@dataclass(frozen=True)
class Figures:
    """In yuan. given: booked, returns off; promised: not kept yet; matched: by pots; times: gifts and promises.

    seen: the day of the figures, where they were read elsewhere by hand.
    """

    minimum: Decimal = ZERO
    optimum: Decimal = ZERO
    given: Decimal = ZERO
    promised: Decimal = ZERO
    matched: Decimal = ZERO
    times: int = 0
    seen: object = None

    @property
    def total(self) -> Decimal:
        return self.given + self.promised + self.matched

    @property
    def missing(self) -> Decimal:
        return max(self.minimum - self.total, ZERO)

    @property
    def is_reached(self) -> bool:
        return self.total >= self.minimum

    @property
    def share(self) -> int:
        """Whole hundredths of the minimum; 100 only when it is reached."""
        return int(self.total * 100 / self.minimum) if self.minimum else 100


def figures_of(campaigns) -> dict:
    """{pk: Figures} of any number of campaigns, in five queries."""
    from .models import CostLine, Match, Sighting

    rows = list(campaigns)
    keys = [row.pk for row in rows]
    costs: dict = defaultdict(lambda: {Need.MINIMUM: ZERO, Need.OPTIMUM: ZERO})
    for key, need, amount in _sums(CostLine.objects.filter(campaign__in=keys), "need"):
        costs[key][need] = amount
    given, promised = _gifts(keys), _pledges(keys)
    rows_matched = Match.objects.filter(campaign__in=keys, taken_back=False).order_by()
    matched = dict(rows_matched.values_list("campaign").annotate(n=Sum("amount")))
    seen = {}
    for row in Sighting.objects.filter(campaign__in=keys, state="confirmed").order_by("day", "pk"):
        seen[row.campaign_id] = row
    found = {}
    for row in rows:
        least = costs[row.pk][Need.MINIMUM]
        whole = least + costs[row.pk][Need.OPTIMUM]
        if row.where == Where.ELSEWHERE:
            last = seen.get(row.pk)
            found[row.pk] = Figures(
                least, whole, *((last.raised, ZERO, ZERO, last.supporters, last.day) if last else ())
            )
        else:
            (money, gifts), (open_money, pledges) = given.get(row.pk, (ZERO, 0)), promised.get(row.pk, (ZERO, 0))
            found[row.pk] = Figures(least, whole, money, open_money, matched.get(row.pk, ZERO), gifts + pledges)
    return found


def figures(campaign) -> Figures:
    return figures_of([campaign])[campaign.pk]


def _sums(rows, column):
    return rows.order_by().values_list("campaign", column).annotate(n=Sum("amount"))


def _type():
    from .models import Campaign

    return ContentType.objects.get_for_model(Campaign)


def _gifts(keys) -> dict:
    from ..giving.models import Gift

    rows = Gift.objects.booked().filter(kind="MONEY", cause_type=_type(), cause_id__in=keys).order_by()
    rows = rows.values_list("cause_id").annotate(
        sum=Sum(F("amount") - F("returned"), output_field=MoneyField()), n=Count("pk")
    )
    return {key: (money or ZERO, count) for key, money, count in rows}


def _pledges(keys) -> dict:
    from ..giving.models import Pledge

    rows = Pledge.objects.open().filter(cause_type=_type(), cause_id__in=keys).order_by()
    rows = rows.values_list("cause_id").annotate(sum=Sum("amount"), n=Count("pk"))
    return {key: (money or ZERO, count) for key, money, count in rows}


def under_way(campaign) -> int:
    """Payments that were begun and are neither booked nor given up, and promises that are being charged."""
    from ..giving.models import Gift, Pledge
    from ..giving.states import OPEN

    return (
        Gift.objects.for_cause(campaign).filter(state__in=OPEN).count()
        + Pledge.objects.for_cause(campaign).filter(state="charging").count()
    )


def to_return(campaign) -> Decimal:
    """What of its gifts must still go back: all of it where all or nothing was not reached, else nothing."""
    from .states import CampaignState

    if not campaign.is_all_or_nothing or campaign.state != CampaignState.NOT_REACHED:
        return ZERO
    return _gifts([campaign.pk]).get(campaign.pk, (ZERO, 0))[0]


def left_in(pot) -> Decimal:
    """What of a pot is not claimed, in yuan."""
    claimed = pot.matches.filter(taken_back=False).aggregate(n=Sum("amount"))["n"] or ZERO
    return pot.amount - claimed


def claimed_of(pots) -> dict:
    """{pk: yuan claimed} of any number of pots in one query."""
    from .models import Match

    rows = Match.objects.filter(pot__in=[p.pk for p in pots], taken_back=False).order_by()
    return dict(rows.values_list("pot").annotate(n=Sum("amount")))


def gifts_by_giver(campaign) -> list[Decimal]:
    """What each giver gave to a campaign, returns off; a gift without a known giver stands alone. For quadratic matching."""
    from ..giving.models import Gift
    from .giver import giver_key

    sums: dict = defaultdict(Decimal)
    for gift in Gift.objects.booked().for_cause(campaign).filter(kind="MONEY"):
        sums[giver_key(gift)] += gift.kept
    return [amount for _key, amount in sorted(sums.items()) if amount > 0]
