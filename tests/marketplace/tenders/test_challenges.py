"""Challenges: within the window, once, by a bidder; the clock stops and goes on; upheld leads back or ends."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from marketplace.core import clock, outbox, workdays
from marketplace.core.models import Notification
from marketplace.core.refusals import Refused
from marketplace.funds import domain as funds
from marketplace.tenders import domain
from marketplace.tenders.models import Award, Challenge, Score

from .builders_evaluation import MEMBERS, awarded, cells, member

pytestmark = pytest.mark.django_db


def on_working_day(call, n, hours=2):
    """The clock on the n-th working day of the standstill."""
    day = workdays.add_working_days(call.award.standstill_from, n).day
    moment = timezone.localtime(call.award.decided_at).replace(year=day.year, month=day.month, day=day.day)
    return clock.fixed(moment + timedelta(hours=hours))


def challenged(n=2):
    street, call = awarded()
    with on_working_day(call, n):
        found = domain.challenge(call, by=street.actor("w1"), text="价格分计算有误")
    call.refresh_from_db()
    return street, call, found


def test_a_challenge_stops_the_clock_and_the_rest_runs_on():
    street, call, found = challenged(n=2)
    award = Award.objects.get(call=call)
    assert (call.state, award.standstill_until, award.standstill_days) == ("challenged", None, 5)
    assert (
        timezone.localdate(found.answer_until) == workdays.add_working_days(timezone.localdate(found.filed_at), 7).day
    )
    with on_working_day(call, 2, hours=3):
        with pytest.raises(Refused) as refused:
            domain.conclude(call, by=street.actor("buyer"))
        assert refused.value.code == "wrong_state"
    with clock.fixed(found.filed_at + timedelta(days=6)):
        domain.reject_challenge(found, by=street.actor("leader"), answer="计算无误，公式见公告")
        today = clock.today()
    award.refresh_from_db()
    call.refresh_from_db()
    found.refresh_from_db()
    assert (call.state, found.state, found.answer) == ("standstill", "rejected", "计算无误，公式见公告")
    assert timezone.localdate(award.standstill_until) == workdays.add_working_days(today, 5).day


@pytest.mark.parametrize(("n", "left"), [(1, 6), (6, 1), (7, 1)])
def test_days_that_are_left(n, left):
    _street, call, _found = challenged(n)
    assert Award.objects.get(call=call).standstill_days == left


def test_one_second_late_is_refused():
    street, call = awarded()
    with clock.fixed(call.award.standstill_until + timedelta(seconds=1)), pytest.raises(Refused) as refused:
        domain.challenge(call, by=street.actor("w1"), text="晚了")
    assert refused.value.code == "tenders.challenge_late" and refused.value.clause == "《政府采购法》第五十二条"
    with clock.fixed(call.award.standstill_until):
        assert domain.challenge(call, by=street.actor("w1"), text="还来得及").state == "filed"


def test_once_per_organisation_and_only_bidders_and_with_words():
    street, call, found = challenged()
    with clock.fixed(found.filed_at + timedelta(days=1)):
        domain.reject_challenge(found, by=street.actor("leader"), answer="不成立")
        for name in ("w1", "o1"):  # the same organisation
            with pytest.raises(Refused) as refused:
                domain.challenge(call, by=street.actor(name), text="再来一次")
            assert refused.value.code == "tenders.challenged_once"
        for name in ("buyer", "stranger", "auditor"):
            with pytest.raises(Refused) as refused:
                domain.challenge(call, by=street.actor(name), text="我也有意见")
            assert refused.value.code == "tenders.bidder"
        with pytest.raises(Refused) as refused:
            domain.challenge(call, by=street.actor("w2"), text="  ")
        assert refused.value.field == "text"
        assert domain.challenge(call, by=street.actor("w2"), text="另一家的质疑").organisation.code == "ORG-02"


def test_upheld_the_bids_are_evaluated_again():
    street, call, found = challenged()
    with clock.fixed(found.filed_at + timedelta(days=1)):
        with pytest.raises(Refused) as refused:
            domain.uphold_challenge(found, by=street.actor("leader"), answer="")
        assert refused.value.field == "answer"
        domain.uphold_challenge(found, by=street.actor("leader"), answer="第三名人员分须重评")
        call.refresh_from_db()
        assert (call.state, {m.state for m in call.committee.all()}) == ("evaluating", {"ready"})
        assert {m.return_ground for m in call.committee.all()} == {"CHALLENGE"}
        assert Score.objects.visible_to(street.actor("w1")).count() == 0
        for name in MEMBERS:
            domain.submit_scores(member(street, call, name), by=street.actor(name), cells=cells(call, points={3: "99"}))
        domain.propose_award(call, by=street.actor("secretary"))
        award = domain.decide_award(call, by=street.actor("leader2"))
        assert award.bid.organisation.code == "ORG-03"
        assert [e["decided_at"] is not None for e in award.earlier] == [True]
        # A new result may be challenged anew by the same organisation.
        call.refresh_from_db()
        assert domain.challenge(call, by=street.actor("w1"), text="新结果").state == "filed"


def test_upheld_and_cancelled_frees_the_money():
    street, call, found = challenged()
    with clock.fixed(found.filed_at + timedelta(days=1)):
        actor = street.actor("leader")
        domain.uphold_and_cancel(found, by=actor, answer="采购需求有重大缺陷")
    call.refresh_from_db()
    found.refresh_from_db()
    assert (call.state, found.state, call.state_reason) == ("cancelled", "upheld", "采购需求有重大缺陷")
    assert funds.committed_for(call.fund, call) == Decimal(0)


def test_an_answer_is_given_once():
    street, _call, found = challenged()
    with clock.fixed(found.filed_at + timedelta(days=1)):
        domain.reject_challenge(found, by=street.actor("leader"), answer="不成立")
        with pytest.raises(Refused) as refused:
            domain.uphold_challenge(found, by=street.actor("leader2"), answer="成立")
        assert refused.value.code == "wrong_state"


def test_words_of_a_challenge_are_for_bidders_and_the_office():
    street, call, _found = challenged()
    readers = {
        name: Challenge.objects.visible_to(street.actor(name)).filter(call=call).count() for name in street.users
    }
    assert {name for name, count in readers.items() if count} == {
        "buyer", "buyer2", "leader", "leader2", "opener", "opener2", "secretary", "auditor", "w1", "w2", "w3", "o1",
    }  # fmt: skip


def test_who_is_told():
    street, call, found = challenged()
    with clock.fixed(found.filed_at + timedelta(days=1)):
        domain.reject_challenge(found, by=street.actor("leader"), answer="不成立")
        outbox.deliver(500)
    told = {}
    for note in Notification.objects.filter(kind__startswith="tenders.challenge"):
        told.setdefault(note.kind, set()).add(note.user.name)
    assert told == {
        "tenders.challenged": {"leader", "leader2", "secretary"},
        "tenders.challenge_rejected": {"secretary", "w1", "o1", "w2", "w3"},
    }


def test_a_challenge_ends_with_a_cancelled_call():
    """No answer is owed any more; who challenged reads why, in the same transaction as the cancellation."""
    street, call, found = challenged()
    with clock.fixed(found.filed_at + timedelta(days=1)):
        domain.cancel(call, by=street.actor("leader"), reason="预算被收回")
        found.refresh_from_db()
        assert (call.state, found.state, found.answer) == ("cancelled", "ended", "预算被收回")
        assert (found.answered_by, found.answered_at) == (street.users["leader"], clock.now())
        with pytest.raises(Refused) as refused:
            domain.reject_challenge(found, by=street.actor("leader"), answer="晚了")
    assert refused.value.code == "wrong_state"
    assert funds.committed_for(street.fund, call) == 0
