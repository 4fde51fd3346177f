"""The last money of a pot, claimed by many at once, ends exactly."""

from decimal import Decimal

import pytest

from marketplace.core.refusals import Refused
from marketplace.funds.campaigns.models import Campaign
from marketplace.funds.campaigns.queries import figures, left_in
from marketplace.funds.giving.models import Pledge
from tests import factories
from tests.marketplace.funds.builders import make_fund, make_house
from tests.support.races import at_once

from .builders import Square

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_last_hundred_yuan_claimed_by_fifty_at_once():
    """Fifty gifts of 7 yuan race for 100: fourteen are answered whole, one with the last 2 yuan, none beyond."""
    house = make_house()
    fund = make_fund(house, "F1", amount="0", kind="POOLED", host=factories.make_organisation(legal_form="FOUNDATION"))
    square = Square(house, fund)
    campaign = square.opened(minimum="5000.00")
    pot = square.pot([campaign], "100.00", source=make_fund(house, "F2"))
    givers = [factories.actor(factories.make_user()) for _n in range(50)]

    def promise(giver):
        return lambda: square.promise(Campaign.objects.get(pk=campaign.pk), "7.00", by=giver)

    results = at_once([promise(giver) for giver in givers])
    assert [r for r in results if not isinstance(r, (Pledge, Refused))] == []
    amounts = sorted(pot.matches.values_list("amount", flat=True))
    assert amounts == [Decimal("2.00")] + [Decimal("7.00")] * 14
    assert left_in(pot) == 0
    assert figures(campaign).matched == Decimal("100.00")
