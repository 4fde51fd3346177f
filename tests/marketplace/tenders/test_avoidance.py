"""Whoever belongs to an organisation that bids takes no part in the office's work on the call (Procurement Law, art. 12)."""

import pytest

from marketplace.core.refusals import Refused
from marketplace.core.states import TABLES
from marketplace.tenders import domain
from marketplace.tenders.models import Bid, Score
from marketplace.tenders.queries_evaluation import may_see_evaluation
from orgs.models import Membership

from .builders import open_call, sealed_bid
from .builders_evaluation import at, grant, member, proposed, street_with_committee

pytestmark = pytest.mark.django_db

OFFICE = {
    "tenders.call": {"amend", "confirm_opening", "cancel", "appoint", "qualify", "ask_low_price", "fail_evaluation", "propose_award",
                     "send_award_back", "decide_award", "reject_challenge", "uphold_challenge", "uphold_and_cancel"},
    "tenders.member": {"declare_none", "give_back", "replace"},
}  # fmt: skip


def joins(street, name, number=0):
    """An officer becomes a member of an organisation that bids."""
    Membership.objects.create(
        user=street.users[name], organisation=street.organisations[number], role="VOLUNTEER_COORDINATOR",
        valid_from="2020-01-01", granted_at="2020-01-01T00:00:00Z",
    )  # fmt: skip


def test_a_leader_of_a_bidder_does_not_decide_the_award():
    street, call = proposed()
    joins(street, "leader2", street.organisations.index(call.award.bid.organisation))
    with at(call, hours=5):
        with pytest.raises(Refused) as refused:
            domain.decide_award(call, by=street.actor("leader2"))
        assert (refused.value.code, refused.value.kind) == ("tenders.no_interest", "who")
        assert domain.decide_award(call, by=street.actor("leader")).decided_by == street.users["leader"]


def test_with_every_role_of_the_office_nothing_is_open_to_a_member_of_a_bidder():
    street, call = proposed()
    for role in ("BUYER", "LEADER", "OPENER", "SECRETARY"):
        grant(street, "e6", role)
    free = street.actor("e6")
    joins(street, "e6", 2)
    with at(call, hours=5):
        bound = street.actor("e6")
        for name, obj in (("tenders.call", call), ("tenders.member", member(street, call, "e1"))):
            table = TABLES[name]
            shut = {
                verb
                for verb in table.by_verb
                if table.may_ever(verb, free, obj) and not table.may_ever(verb, bound, obj)
            }
            assert shut == OFFICE[name] - {"declare_none"}


def test_no_rival_is_read():
    street, call = proposed()
    grant(street, "e6", "AUDITOR")
    grant(street, "e6", "SECRETARY")
    with at(call, hours=5):
        assert Bid.objects.visible_to(street.actor("e6")).filter(call=call).count() == 3
        joins(street, "e6", 1)
        actor = street.actor("e6")
        assert [b.organisation for b in Bid.objects.visible_to(actor).filter(call=call)] == [street.organisations[1]]
        assert not may_see_evaluation(actor, call)
        assert {s.bid.organisation for s in Score.objects.visible_to(street.actor("secretary"))} == set(
            street.organisations
        )


def test_before_the_opening_it_is_the_same():
    street = street_with_committee()
    call = open_call(street)
    sealed_bid(street, call)
    joins(street, "opener")
    assert not TABLES["tenders.call"].may_ever("confirm_opening", street.actor("opener"), call)
    assert TABLES["tenders.call"].may_ever("confirm_opening", street.actor("opener2"), call)
