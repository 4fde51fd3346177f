"""Qualification and low prices: valid or not, why, and when too few are left."""

from datetime import timedelta
from decimal import Decimal

import pytest

from marketplace.core import clock, outbox
from marketplace.core.models import Notification
from marketplace.core.refusals import Refused
from marketplace.funds import domain as funds
from marketplace.tenders import domain
from marketplace.tenders.domain import low_price
from marketplace.tenders.domain.validity import faults, is_complete, valid_bids
from marketplace.tenders.models import LowPriceInquiry

from .builders import opened_call
from .builders_evaluation import (
    MEMBERS,
    at,
    cells,
    checks,
    declare_all,
    member,
    ready_to_score,
    scored,
    street_with_committee,
)

pytestmark = pytest.mark.django_db


def test_every_condition_is_checked_for_every_bid_and_a_no_needs_its_reason():
    street = street_with_committee()
    call = opened_call(street)
    by = street.actor("secretary")
    with at(call, hours=1):
        with pytest.raises(Refused) as refused:
            domain.qualify(call, by=by, checks=checks(call)[:-1])
        assert refused.value.code == "tenders.checks_missing"
        bad = [domain.Check(c.bid, c.condition, False, " ") for c in checks(call)]
        with pytest.raises(Refused) as refused:
            domain.qualify(call, by=by, checks=bad)
        assert refused.value.code == "tenders.reason_missing" and refused.value.field.startswith("reason_")
        assert not is_complete(call)
        domain.qualify(call, by=by, checks=checks(call))
        assert is_complete(call) and len(valid_bids(call)) == 3


def test_a_disqualified_bidder_is_told_why_in_its_language():
    street = street_with_committee()
    street.users["w1"].language = "en"
    street.users["w1"].save()
    call = opened_call(street)
    with at(call, hours=1):
        domain.qualify(call, by=street.actor("secretary"), checks=checks(call, no=[1]))
        outbox.deliver()
    told = Notification.objects.filter(kind="tenders.disqualified")
    assert {n.user.name for n in told} == {"w1", "o1"}
    bid = call.bids.get(organisation__code="ORG-01")
    condition_sentence = "条件“登记满一年”不符合：证书已过期"
    assert [(f.code, f.sentence) for f in faults(bid, call)] == [("condition", condition_sentence)]


def test_too_few_valid_bids_are_not_evaluated_and_the_money_is_free_again():
    street, call = ready_to_score(no=[2])
    by = street.actor("secretary")
    assert funds.committed_for(call.fund, call) == call.budget
    with at(call, hours=3):
        with pytest.raises(Refused) as refused:
            domain.save_scores(member(street, call, "e1"), by=street.actor("e1"), cells={})
        assert refused.value.code == "tenders.too_few_valid"
        call = domain.fail_evaluation(call, by=by)
    assert call.state == "failed"
    assert funds.committed_for(call.fund, call) == Decimal(0)


def test_enough_valid_bids_do_not_fail():
    street, call = ready_to_score()
    with at(call, hours=3), pytest.raises(Refused) as refused:
        domain.fail_evaluation(call, by=street.actor("secretary"))
    assert refused.value.code == "tenders.enough_valid"


def test_scoring_waits_for_the_qualification():
    street = street_with_committee()
    call = opened_call(street)
    from .builders_evaluation import seats

    with at(call, hours=1):
        domain.appoint(call, by=street.actor("secretary"), members=seats(street))
        declare_all(street, call)
        with pytest.raises(Refused) as refused:
            domain.save_scores(member(street, call, "e1"), by=street.actor("e1"), cells={})
    assert refused.value.code == "tenders.qualified_first"


def test_a_bid_that_becomes_valid_later_is_scored_by_everybody():
    street = street_with_committee(organisations=4)
    _street, call = scored(street, no=[4], prices=("44.50", "43.00", "46.00", "45.00"))
    with at(call, hours=4):
        domain.qualify(call, by=street.actor("secretary"), checks=checks(call))
        assert {m.state for m in call.committee.all()} == {"ready"}
        assert {m.return_ground for m in call.committee.all()} == {"VALIDITY"}
        for name in MEMBERS:
            domain.submit_scores(member(street, call, name), by=street.actor(name), cells=cells(call))
        award = domain.propose_award(call, by=street.actor("secretary"))
    assert len(award.ranking) == 4


# ---- low prices ------------------------------------------------------------------------------------
LOW = ("44.50", "20.00", "46.00")  # the second lies below 60 % of the others' mean


def asked(street=None):
    street, call = ready_to_score(street, prices=LOW)
    with at(call, hours=3):
        [(bid, _limit)] = low_price.to_ask(call)
        inquiry = domain.ask_low_price(
            call, by=street.actor("secretary"), bid=bid, answer_until=clock.now() + timedelta(days=2)
        )
    return street, call, inquiry


def test_a_low_price_is_flagged_asked_and_explained():
    street, call, inquiry = asked()
    assert (inquiry.bid.organisation.code, inquiry.limit) == ("ORG-02", Decimal("27435.08"))
    assert low_price.unsettled(call) == [inquiry.bid]
    with at(call, hours=3):
        outbox.deliver()
    assert {n.user.name for n in Notification.objects.filter(kind="tenders.low_price_asked")} == {"w2"}
    with at(call, hours=4):
        with pytest.raises(Refused) as refused:
            domain.answer_low_price(inquiry, by=street.actor("w1"), answer="不是我们")
        assert refused.value.code == "tenders.own_bidder"
        with pytest.raises(Refused) as refused:
            domain.accept_low_price(inquiry, by=street.actor("secretary"), reason="早了")
        assert refused.value.code == "tenders.answer_not_due"
        domain.answer_low_price(inquiry, by=street.actor("w2"), answer="志愿者承担")
        domain.accept_low_price(inquiry, by=street.actor("secretary"), reason="说明合理")
    inquiry.refresh_from_db()
    assert (inquiry.state, inquiry.answer, inquiry.decision) == ("accepted", "志愿者承担", "说明合理")
    assert low_price.unsettled(call) == [] and len(valid_bids(call)) == 3


def test_one_second_late_is_late():
    street, _call, inquiry = asked()
    with clock.fixed(inquiry.answer_until + timedelta(seconds=1)):
        with pytest.raises(Refused) as refused:
            domain.answer_low_price(inquiry, by=street.actor("w2"), answer="晚了")
        assert refused.value.code == "tenders.answer_late"
        domain.refuse_low_price(inquiry, by=street.actor("secretary"), reason="未在期限内说明")
    with clock.fixed(inquiry.answer_until):
        pass


def test_not_explained_is_invalid_and_an_award_waits_for_it():
    street, call, inquiry = asked()
    with at(call, hours=5):
        for name in MEMBERS:
            domain.submit_scores(member(street, call, name), by=street.actor(name), cells=cells(call))
        with pytest.raises(Refused) as refused:
            domain.propose_award(call, by=street.actor("secretary"))
        assert refused.value.code == "tenders.low_price_open" and "社会组织2" in refused.value.sentence
        domain.answer_low_price(inquiry, by=street.actor("w2"), answer="就是便宜")
        domain.refuse_low_price(inquiry, by=street.actor("secretary"), reason="不足以说明")
        assert [f.code for f in faults(call.bids.get(pk=inquiry.bid_id), call)] == ["low_price"]
        with pytest.raises(Refused) as refused:
            domain.propose_award(call, by=street.actor("secretary"))
        assert refused.value.code == "tenders.too_few_valid"  # two are left of three


def test_a_price_that_is_not_low_is_not_asked_about():
    street, call = ready_to_score()
    with at(call, hours=3), pytest.raises(Refused) as refused:
        domain.ask_low_price(
            call, by=street.actor("secretary"), bid=call.bids.first(), answer_until=clock.now() + timedelta(days=1)
        )
    assert refused.value.code == "tenders.no_low_price"
    assert LowPriceInquiry.objects.count() == 0
