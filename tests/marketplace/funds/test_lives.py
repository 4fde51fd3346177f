"""A micro-fund from its application to its end; what each step asks for; what the clock decides."""

from datetime import timedelta
from decimal import Decimal

import pytest

from marketplace.core import clock as clock_module
from marketplace.core.actors import ANONYMOUS, system
from marketplace.core.refusals import Refused
from marketplace.funds import domain, queries, queries_lives, queries_purposes, tasks
from marketplace.funds.models import HostFee, MicroFund, Steward
from marketplace.funds.verify import verify
from tests import factories

from .builders import make_fund, yuan
from .lives import SEATS, applied, approved, make_foundation, make_host, make_micro, paper, seat

pytestmark = pytest.mark.django_db


def refusal(work) -> str:
    with pytest.raises(Refused) as error:
        work()
    return error.value.code


def test_from_the_application_to_the_first_money(house):
    host, owner = make_host()
    rest = make_foundation(house)
    micro = applied(house, host, rest)
    assert (micro.state, micro.number[:2]) == ("applied", "MF")
    assert refusal(lambda: domain.approve_micro_fund(micro, by=house.leader, code="M1")) == "no_agreement"
    assert refusal(lambda: domain.agree_to_host(micro, by=owner, host_fee=Decimal("10.01"), file=paper())) == "fee"
    domain.agree_to_host(micro, by=owner, host_fee=Decimal("3"), file=paper())
    assert refusal(lambda: domain.agree_to_host(micro, by=owner, host_fee=Decimal(0), file=paper())) == "agreed_already"
    assert refusal(lambda: domain.approve_micro_fund(micro, by=house.leader, code="m/1")) == "bad_code"
    domain.approve_micro_fund(micro, by=house.leader, code="M1")
    fund = micro.fund
    assert (fund.state, fund.kind, fund.host, fund.host_fee) == ("draft", "MICRO", host, Decimal("3"))
    assert refusal(lambda: domain.activate(fund, by=house.leader)) == "micro_life"  # not past its own page
    assert refusal(lambda: domain.activate_micro_fund(micro, by=house.leader)) == "committee"
    for kind in SEATS[:4]:
        seat(fund, owner, kind)
    assert refusal(lambda: domain.activate_micro_fund(micro, by=house.leader)) == "committee"  # four of five
    seat(fund, owner, "DONOR")
    domain.activate_micro_fund(micro, by=house.leader)
    fund.refresh_from_db()
    assert (micro.state, fund.state, queries.balances(fund).free) == ("active", "active", yuan(3000))
    assert [(row.source, row.amount) for row in queries_purposes.sources(fund)] == [("OPENING", yuan(3000))]
    assert verify().ok


def test_half_of_the_stewards_are_elected_residents(house):
    host, owner = make_host()
    micro = applied(house, host, make_foundation(house))
    domain.agree_to_host(micro, by=owner, host_fee=Decimal(0), file=paper())
    domain.approve_micro_fund(micro, by=house.leader, code="M1")
    for kind in ("RESIDENT", "RESIDENT", "COMMITTEE", "DONOR", "SOCIAL_WORKER"):
        seat(micro.fund, owner, kind)
    assert refusal(lambda: domain.activate_micro_fund(micro, by=house.leader)) == "committee"


@pytest.mark.parametrize(
    ("fields", "code"), [({"opening": yuan("999.99")}, "opening"), ({"least": yuan(9), "most": yuan(8)}, "limits")]
)
def test_applications_for_a_micro_fund_that_are_none(house, fields, code):
    host, _owner = make_host()
    assert refusal(lambda: applied(house, host, make_foundation(house), **fields)) == code
    assert refusal(lambda: applied(house, factories.make_organisation(), make_foundation(house, "FN2"))) == "host"
    assert not MicroFund.objects.exists()


def test_returned_and_corrected(house):
    host, _owner = make_host()
    micro = applied(house, host, make_foundation(house))
    domain.return_micro_fund(micro, by=house.leader, reason="写明规则")
    who = factories.actor(micro.applied_by)
    assert refusal(lambda: domain.resubmit_micro_fund(micro, by=who, opening=yuan(1))) == "opening"
    domain.resubmit_micro_fund(micro, by=who, opening=yuan(1500), rules_zh="每季度公示")
    micro.refresh_from_db()
    assert (micro.state, micro.opening, micro.rules_zh) == ("applied", yuan(1500), "每季度公示")
    domain.refuse_micro_fund(micro, by=house.leader, reason="不属于公益")
    assert not MicroFund.objects.visible_to(ANONYMOUS).exists()


def test_a_micro_fund_is_not_drafted_like_another(house):
    assert refusal(lambda: make_fund(house, "M9", kind="MICRO")) == "micro_by_application"


def test_idle_warned_and_active_again_by_the_figures(house, clock):
    with clock("2025-01-10 09:00"):
        micro, _owner, stewards = make_micro(house)
        work = lambda: tasks.lives(system("funds.lives"))  # noqa: E731
        assert work() == 0
    with clock("2026-01-09 12:00"):
        assert work() == 0
    with clock("2026-01-10 12:00"):
        assert work() == 1 and work() == 0
        micro.refresh_from_db()
        assert (micro.state, micro.idle_since.isoformat()) == ("idle", "2026-01-10")
    with clock("2026-07-08 12:00"):
        assert work() == 0
    with clock("2026-07-09 12:00"):
        assert work() == 1
        micro.refresh_from_db()
        assert micro.state == "warned"
        assert queries_lives.to_wind_up_on(micro).isoformat() == "2026-10-07"
        assert refusal(lambda: domain.wind_up(micro, by=house.leader, reason="闲置")) == "too_early"
        approved(micro.fund, stewards)
        assert work() == 1
        micro.refresh_from_db()
        assert (micro.state, micro.idle_since, micro.warned_at) == ("active", None, None)


def test_a_figure_of_a_later_day_changes_what_is_idle(house, clock):
    keeper = factories.actor(factories.person("KEEPER", house.office))
    with clock("2025-01-10 09:00"):
        micro, *_rest = make_micro(house)
        day = clock_day("2025-03-01")
        figure = domain.propose_figure(by=keeper, key="IDLE_DAYS", value=Decimal(60), valid_from=day, clause_zh="新规")
        assert refusal(lambda: domain.approve_figure(figure, by=keeper)) == "role:LEADER"
        domain.approve_figure(figure, by=house.leader)
    with clock("2025-02-28 09:00"):
        assert queries_lives.idle_on(micro).isoformat() == "2026-01-10"
    with clock("2025-03-11 09:00"):
        assert queries_lives.idle_on(micro).isoformat() == "2025-03-11"
        assert tasks.lives(system("x")) == 1


def clock_day(text):
    from datetime import date

    return date.fromisoformat(text)


def test_wound_up_and_the_remainder_goes_where_the_rules_say(house):
    micro, owner, stewards = make_micro(house, purposes=[("AID", True)])
    fund, to = micro.fund, micro.remainder_to
    aid = fund.purposes.get()
    domain.record_receipt(fund, by=owner, amount=yuan(400), text="租金", source="RENT", purpose=aid)
    one = approved(fund, stewards, "300.00", purpose=aid)
    domain.ask_to_wind_up(micro, by=factories.actor(stewards[0].user), reason="目的已达到")
    domain.wind_up(micro, by=house.leader, reason="议事会提出")
    fund.refresh_from_db()
    assert (micro.state, fund.state) == ("winding_up", "frozen")
    assert refusal(lambda: domain.unfreeze(fund, by=house.leader)) == "winding_up"
    assert refusal(lambda: domain.hand_over_remainder(micro, by=owner)) == "promised"
    domain.take_back_approval(one, by=factories.actor(stewards[1].user), reason="终止")
    assert refusal(lambda: domain.hand_over_remainder(micro, by=owner)) == "remainder"  # 400 are bound to AID
    domain.add_purpose(to, by=house.finance, code="AID", name_zh="帮扶", group="HARDSHIP", bound=True)
    assert refusal(lambda: domain.close_micro_fund(micro, by=house.leader)) == "money_left"
    domain.hand_over_remainder(micro, by=owner)
    assert (queries.balances(fund).held, queries.balances(to).free) == (yuan(0), yuan(3400))
    assert [(row.purpose.code, row.left) for row in queries_purposes.figures_of(to)] == [("AID", yuan(400))]
    domain.close_micro_fund(micro, by=house.leader)
    fund.refresh_from_db()
    assert (micro.state, fund.state) == ("closed", "closed")
    assert verify().ok


def test_the_fee_is_a_share_of_what_came_in_unbound(house):
    micro, owner, stewards = make_micro(house, fee="3", purposes=[("AID", True)])
    fund = micro.fund
    domain.record_receipt(fund, by=owner, amount=yuan("1000.33"), text="捐赠", source="GIFT")
    domain.record_receipt(fund, by=owner, amount=yuan(500), text="租金", source="RENT", purpose=fund.purposes.get())
    wrong = domain.record_receipt(fund, by=owner, amount=yuan(70), text="重复")
    domain.correct(fund, by=owner, number=wrong.number, reason="重复")
    assert refusal(lambda: domain.charge_fee(fund, by=house.finance)) == "host_finance"
    fee = domain.charge_fee(fund, by=owner)
    assert (fee.base, fee.amount, fee.entry.kind) == (yuan("4000.33"), yuan("120.00"), "PAYMENT")  # 120.0099 down
    assert queries.balances(fund).paid == yuan(120)
    assert refusal(lambda: domain.charge_fee(fund, by=owner)) == "no_fee"
    assert queries_lives.last_moved(micro) == clock_module.today()  # a fee is no movement
    assert HostFee.objects.count() == 1 and verify().ok


def test_a_foundation_needs_its_board(house):
    host, owner = make_host()
    fund = make_fund(house, "FN1", state="draft", kind="COMMUNITY_FOUNDATION", host=host)
    assert refusal(lambda: domain.activate(fund, by=house.leader)) == "board"
    assert refusal(lambda: seat(fund, owner, "CHAIR", house.users["FINANCE"])) == "official"
    assert refusal(lambda: seat(fund, owner, "RESIDENT")) == "seat"
    plain = make_fund(house, "FN2", state="draft", kind="COMMUNITY_FOUNDATION", host=factories.make_organisation())
    assert refusal(lambda: domain.activate(plain, by=house.leader)) == "foundation_form"


def test_seats_have_terms_and_elections(house):
    micro, owner, stewards = make_micro(house)
    fund, someone = micro.fund, factories.make_user()
    assert refusal(lambda: seat(fund, owner, "DONOR", stewards[0].user)) == "seated_already"
    assert refusal(lambda: seat(fund, owner, "RESIDENT", someone, voters=0)) == "elected"
    assert refusal(lambda: seat(fund, owner, "RESIDENT", someone, votes=61)) == "elected"
    far = stewards[0].since + timedelta(days=36 * 31 + 1)
    assert refusal(lambda: seat(fund, owner, "DONOR", someone, until=far)) == "term"
    domain.end_term(stewards[0], by=factories.actor(stewards[0].user))
    assert not queries_lives.is_steward(fund.pk, factories.actor(stewards[0].user))
    assert not Steward.objects.visible_to(ANONYMOUS).exists()
