"""The life of a campaign: what each verb does, what it refuses, what the clock brings."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from marketplace.core import clock
from marketplace.core.actors import system
from marketplace.core.refusals import Refused
from marketplace.funds import queries as books
from marketplace.funds.campaigns import domain
from marketplace.funds.campaigns.kinds import Rule, Where
from marketplace.funds.campaigns.queries import figures, left_in
from marketplace.funds.giving import domain as giving
from marketplace.funds.verify import verify

from .builders import slip

D = Decimal
PORTAL = system("campaigns")
pytestmark = pytest.mark.django_db


def refusal(act) -> str:
    with pytest.raises(Refused) as caught:
        act()
    return caught.value.code


def after(campaign, **more):
    """The moment right after a campaign's last one."""
    return clock.fixed(campaign.closes_at + timedelta(**more or {"seconds": 1}))


# ---- planning ---------------------------------------------------------------------------------------------------------
def test_from_plan_to_open(square):
    campaign = square.draft(optimum="200.00")
    assert campaign.state == "draft" and campaign.code
    found = figures(campaign)
    assert (found.minimum, found.optimum, found.total, found.missing) == (D("1000.00"), D("1200.00"), 0, D("1000.00"))
    domain.file_campaign(campaign, by=square.owner)
    assert refusal(lambda: domain.open_campaign(campaign, by=square.owner)).startswith("office:")
    domain.open_campaign(campaign, by=square.house.leader)
    assert campaign.takes_gifts()


def test_whoever_planned_it_does_not_open_it(square):
    """A finance officer who is leader too hands it in; somebody else opens it."""
    from tests import factories

    both = square.house.users["LEADER"]
    factories.grant(both, "FINANCE", square.house.office)
    campaign = square.draft(by=square.house.leader)
    domain.file_campaign(campaign, by=square.house.leader)
    assert refusal(lambda: domain.open_campaign(campaign, by=square.house.leader)) == "four_eyes"


def test_a_plan_that_does_not_hold(square):
    now = clock.now()
    assert refusal(lambda: square.draft(closes_at=now - timedelta(minutes=1, seconds=1))) == "dates_reversed"
    assert refusal(lambda: square.draft(days=1200)) == "too_long"
    assert refusal(lambda: square.draft(kind="REWARD")) == "no_gift"
    assert refusal(lambda: square.draft(kind="SHARE")) == "no_gift"
    assert refusal(lambda: square.draft(fund=None)) == "fund_missing"
    assert refusal(lambda: square.draft(minimum="0")) == "not_positive"
    campaign = square.draft(costs=[])
    assert refusal(lambda: domain.file_campaign(campaign, by=square.owner)) == "no_costs"


def test_under_chinese_law_a_collection_of_its_own_is_filed_first(square, settings):
    settings.FUNDRAISING_JURISDICTION = "CN"
    campaign = square.draft()
    with pytest.raises(Refused) as caught:
        domain.file_campaign(campaign, by=square.owner)
    assert caught.value.code == "not_filed" and caught.value.clause


def test_sent_back_and_withdrawn(square):
    campaign = square.draft()
    domain.file_campaign(campaign, by=square.owner)
    domain.send_back(campaign, by=square.house.leader, reason="请写清楚保险")
    assert campaign.state == "draft" and campaign.state_reason
    domain.edit_campaign(campaign, by=square.owner, title_zh="爬楼机一台")
    domain.withdraw(campaign, by=square.owner, reason="改期")
    assert campaign.state == "withdrawn"


# ---- gifts and promises -------------------------------------------------------------------------------------------------
def test_gifts_and_promises_count(square):
    campaign = square.opened()
    square.give(campaign, "300.00")
    square.promise(campaign, "200.00")
    found = figures(campaign)
    assert (found.given, found.promised, found.times, found.share) == (D("300.00"), D("200.00"), 2, 50)


def test_late_by_a_second(square):
    campaign = square.opened()
    with clock.fixed(campaign.closes_at - timedelta(seconds=1)):
        square.promise(campaign, "1.00")
    with clock.fixed(campaign.closes_at):
        assert not campaign.takes_gifts()
        assert refusal(lambda: square.promise(campaign, "1.00")) == "gate_closed"
    early = square.opened(opens_at=clock.now() + timedelta(days=1))
    assert refusal(lambda: square.promise(early, "1.00")) == "gate_closed"


def test_reached_keeps_everything(square):
    campaign = square.opened(minimum="500.00")
    square.give(campaign, "500.00")
    with after(campaign):
        domain.turn(by=PORTAL)
        campaign.refresh_from_db()
        assert campaign.state == "settled" and campaign.decided_amount == D("500.00")
        assert books.balances(square.fund).free == D("500.00")
        assert verify().ok


def test_all_or_nothing_gives_back(square):
    campaign = square.opened()
    gift, pledge = square.give(campaign, "300.00"), square.promise(campaign, "200.00")
    with after(campaign):
        domain.turn(by=PORTAL)
        campaign.refresh_from_db(), pledge.refresh_from_db()
        assert (campaign.state, pledge.state) == ("not_reached", "released")
        assert refusal(lambda: domain.settle(campaign, by=PORTAL)) == "gifts_to_return"
        giving.refund(gift, by=square.house.finance, reason="未达成")
        domain.settle(campaign, by=square.house.finance)
        assert campaign.state == "settled"
        assert books.balances(square.fund).free == 0
        assert verify().ok


def test_keep_what_comes_in(square):
    campaign = square.opened(rule=Rule.KEEP)
    square.give(campaign, "0.01")
    with after(campaign):
        domain.turn(by=PORTAL)
        campaign.refresh_from_db()
        assert campaign.state == "settled"
    empty = square.opened(rule=Rule.KEEP)
    with after(empty):
        domain.turn(by=PORTAL)
        empty.refresh_from_db()
        assert (empty.state, empty.decided_amount) == ("settled", 0)


def test_slow_payments_are_waited_for(square):
    campaign = square.opened(minimum="500.00")
    gift = square.give(campaign, "500.00", confirm=False)
    with after(campaign):
        domain.turn(by=PORTAL)
        campaign.refresh_from_db()
        assert campaign.state == "waiting"
        giving.confirm(gift, by=square.second)
        domain.turn(by=PORTAL)
        campaign.refresh_from_db()
        assert campaign.state == "settled"


def test_but_not_for_ever(square):
    campaign = square.opened()
    square.give(campaign, "1000.00", confirm=False)
    with after(campaign, days=7, seconds=1):
        domain.turn(by=PORTAL)
        campaign.refresh_from_db()
        assert (campaign.state, campaign.decided_amount) == ("settled", 0)


def test_stopped_before_its_end(square):
    campaign = square.opened()
    pledge = square.promise(campaign, "200.00")
    domain.stop(campaign, by=square.house.leader, reason="计划改变")
    pledge.refresh_from_db()
    assert (campaign.state, pledge.state, campaign.state_reason) == ("not_reached", "released", "计划改变")
    assert not campaign.takes_gifts()


def test_turning_twice_changes_nothing(square):
    campaign = square.opened(minimum="500.00")
    square.give(campaign, "500.00")
    with after(campaign):
        assert domain.turn(by=PORTAL) == 3  # closed, decided, settled
        assert domain.turn(by=PORTAL) == 0


# ---- pots -----------------------------------------------------------------------------------------------------------------
def test_a_pot_is_promised_in_the_books(square, source):
    campaign = square.opened()
    pot = square.pot([campaign], source=source)
    assert books.committed_for(source, pot) == D("500.00")
    assert refusal(lambda: square.pot([campaign], "600.00", source=source)) == "not_covered"


def test_a_pot_answers_each_gift_once(square, source):
    campaign = square.opened()
    pot = square.pot([campaign], source=source, factor=D("0.50"), per_giver=D("200.00"))
    gift = square.give(campaign, "300.00", contact="a@example.org")
    assert left_in(pot) == D("350.00")
    domain.answer_gift(gift)
    assert left_in(pot) == D("350.00")
    square.give(campaign, "300.00", contact="A@example.org ")  # the same giver: 50 yuan are left for this one
    assert left_in(pot) == D("300.00")
    assert figures(campaign).total == D("800.00")


def test_a_promise_that_is_kept_is_matched_once(square, source):
    campaign = square.opened(minimum="100.00")
    pot = square.pot([campaign], source=source)
    pledge = square.promise(campaign, "50.00")
    assert left_in(pot) == D("450.00")
    gift = giving.record(square.fund, by=square.house.finance, way="BANK", amount=D("50.00"), cause=campaign, pledge=pledge, evidence=slip())  # fmt: skip
    giving.confirm(gift, by=square.second)
    assert left_in(pot) == D("450.00")
    assert figures(campaign).total == D("100.00")


def test_what_is_released_or_returned_goes_back_into_the_pot(square, source):
    campaign = square.opened()
    pot = square.pot([campaign], source=source)
    pledge, gift = square.promise(campaign, "50.00"), square.give(campaign, "70.00")
    assert left_in(pot) == D("380.00")
    giving.release_pledge(pledge, by=square.giver)
    giving.refund(gift, by=square.house.finance, reason="重复")
    assert left_in(pot) == D("500.00")


def test_matching_money_counts_and_is_paid_out(square, source):
    campaign = square.opened(minimum="600.00")
    pot = square.pot([campaign], source=source)
    square.give(campaign, "300.00")
    with after(campaign):
        domain.turn(by=PORTAL)
        campaign.refresh_from_db()
        assert campaign.state == "settled"
        assert books.balances(square.fund).free == D("600.00")
        assert books.committed_for(source, pot) == D("200.00")
        domain.end_pot(pot, by=square.house.leader)
        assert books.balances(source).free == D("700.00")
        assert verify().ok


def test_a_missed_campaign_is_matched_by_nothing(square, source):
    campaign = square.opened(minimum="900.00")
    pot = square.pot([campaign], source=source)
    square.give(campaign, "300.00")
    with after(campaign):
        domain.turn(by=PORTAL)
        assert left_in(pot) == D("500.00")
        assert books.committed_for(source, pot) == D("500.00")


def test_a_quadratic_pot_is_divided_when_the_last_campaign_is_decided(square, source):
    one, two = square.opened(minimum="1.00"), square.opened(minimum="1.00", days=20)
    pot = square.pot([one, two], "90.00", source=source, rule="QUADRATIC")
    for number in range(10):
        square.give(one, "1.00", contact=f"p{number}@example.org")
    square.give(two, "10.00", contact="big@example.org")
    with after(one):
        domain.close_due(by=PORTAL)
        one.refresh_from_db()
        domain.decide(one, by=PORTAL)
        assert left_in(pot) == D("90.00")
    with after(two):
        domain.turn(by=PORTAL)
        assert left_in(pot) == D("0.00")
        one.refresh_from_db()
        assert figures(one).matched == D("90.00")
        assert figures(two).matched == 0


def test_a_pot_answers_only_gifts_booked_here(square, source):
    assert refusal(lambda: square.pot([square.elsewhere()], source=source)) == "no_gifts_here"
    assert refusal(lambda: square.pot([], source=source)) == "no_campaigns"


# ---- told ------------------------------------------------------------------------------------------------------------------
def test_questions_are_public_when_answered_and_askers_never(square):
    campaign = square.opened()
    domain.ask(campaign, by=square.giver, text="保修几年？")
    question = campaign.questions.get()
    assert not campaign.questions.visible_to(square.second).exists()
    domain.answer(question, by=square.owner, answer="两年。")
    assert campaign.questions.visible_to(square.second).get() == question
    from marketplace.core.models import AuditEvent

    assert not AuditEvent.objects.filter(verb="campaigns.campaign.ask", actor=square.giver_user).exists()


def test_seen_elsewhere_by_two(square):
    campaign = square.elsewhere()
    assert campaign.where == Where.ELSEWHERE and not campaign.takes_gifts()
    today = clock.today()
    seen = domain.record_sighting(campaign, by=square.owner, day=today, raised=D("22480.00"), supporters=187, evidence=slip())  # fmt: skip
    assert figures(campaign).total == 0
    domain.confirm_sighting(seen, by=square.house.finance)
    assert (figures(campaign).total, figures(campaign).times) == (D("22480.00"), 187)
    tomorrow = today + timedelta(days=1)
    assert refusal(lambda: domain.record_sighting(campaign, by=square.owner, day=tomorrow, raised=D(1), supporters=1, evidence=slip())) == "in_the_future"  # fmt: skip
    assert refusal(lambda: domain.record_sighting(campaign, by=square.owner, day=today, raised=D(1), supporters=1, evidence=None)) == "evidence_missing"  # fmt: skip
    here = square.opened()
    assert refusal(lambda: domain.record_sighting(here, by=square.owner, day=today, raised=D(1), supporters=1, evidence=slip())) == "runs_here"  # fmt: skip


def test_shares_stand_apart(square):
    campaign = square.opened(where=Where.ELSEWHERE, fund=None, kind="SHARE")
    domain.note_share(campaign, by=square.owner, what_zh="烤箱一台", value=D("1200.00"), rights_zh="每月分红")
    assert figures(campaign).total == 0
    assert campaign.shares.get().value == D("1200.00")
    assert refusal(lambda: domain.note_share(square.opened(), by=square.owner, what_zh="x", value=D(1), rights_zh="y")) == "not_of_shares"  # fmt: skip


# ---- promises by hand that nobody keeps --------------------------------------------------------------------------------
def test_a_campaign_is_settled_once_an_unkept_promise_has_lapsed(square):
    from marketplace.funds.giving import tasks

    campaign = square.opened(rule=Rule.KEEP)
    square.give(campaign, "300.00")
    pledge = square.promise(campaign, "200.00")
    assert pledge.due == timezone.localdate() + timedelta(days=30)
    with after(campaign):
        domain.turn(by=PORTAL)
        campaign.refresh_from_db()
        assert campaign.state == "reached"
    with after(campaign, days=25):
        assert tasks.lapse(PORTAL) == 1
        domain.turn(by=PORTAL)
    campaign.refresh_from_db(), pledge.refresh_from_db()
    assert (campaign.state, pledge.state) == ("settled", "lapsed")


def test_where_it_is_all_or_nothing_the_days_begin_when_it_must_be_decided(square):
    campaign = square.opened(minimum="200.00")
    pledge = square.promise(campaign, "200.00")
    assert pledge.due == timezone.localdate(campaign.closes_at) + timedelta(days=37)
