"""An application to a fund: opinions, decision, payment against evidence, report; what the public never reads."""

import pytest
from django.test import Client

from marketplace.core.actors import ANONYMOUS
from marketplace.core.refusals import Refused
from marketplace.funds import domain, queries, queries_purposes
from marketplace.funds.models import Entry, FundApplication
from marketplace.funds.verify import verify
from tests import factories

from .builders import yuan
from .lives import approved, asked, make_micro, paper

pytestmark = pytest.mark.django_db


def refusal(work) -> str:
    with pytest.raises(Refused) as error:
        work()
    return error.value.code


@pytest.fixture
def committee(house):
    """(fund, host's owner, actors of the stewards)."""
    micro, owner, stewards = make_micro(house, least=yuan(100), most=yuan(1000))
    return micro.fund, owner, stewards


def test_the_whole_way(committee):
    fund, owner, stewards = committee
    one = approved(fund, stewards, "800.00")
    assert (one.state, queries.balances(fund).committed) == ("approved", yuan(800))
    domain.pay_application(one, by=owner, amount=yuan(300), file=paper(), key="a")
    domain.pay_application(one, by=owner, amount=yuan(300), file=paper(), key="a")  # sent twice
    assert (one.state, queries.balances(fund).paid) == ("approved", yuan(300))
    assert refusal(lambda: domain.pay_application(one, by=owner, amount=yuan(501), file=paper())) == "not_covered"
    domain.finish_paying(one, by=owner)
    assert (one.state, queries.balances(fund).committed, queries.balances(fund).free) == ("paid", yuan(0), yuan(2700))
    who = factories.actor(one.asked_by)
    domain.report_use(one, by=who, report="已用完", reached=2)
    domain.ask_for_better_report(one, by=factories.actor(stewards[1].user), reason="写明时间")
    domain.report_use(one, by=who, report="十月用完", reached=2)
    domain.accept_report(one, by=factories.actor(stewards[1].user))
    assert one.state == "closed" and verify().ok


def test_paid_whole_is_paid_out(committee):
    fund, owner, stewards = committee
    one = approved(fund, stewards)
    domain.pay_application(one, by=owner, amount=yuan(500), file=paper())
    one.refresh_from_db()
    assert (one.state, one.payments.count()) == ("paid", 1)


@pytest.mark.parametrize("amount", ["99.99", "1000.01", "0"])
def test_limits(committee, amount):
    assert refusal(lambda: asked(committee[0], amount)) == "limits"


def test_no_decision_before_the_opinions_and_none_against_them(committee):
    fund, _owner, stewards = committee
    one = asked(fund)
    actors = [factories.actor(s.user) for s in stewards]
    say = lambda n, v: domain.give_opinion(one, by=actors[n], verdict=v, reason="x")  # noqa: E731
    decide = lambda n=0: domain.approve_application(one, by=actors[n], granted=yuan(500), reason="x", public_zh="x")  # noqa: E731
    say(0, "FOR"), say(1, "AGAINST")
    assert refusal(decide) == "opinions"
    say(2, "AGAINST")
    assert refusal(decide) == "majority"
    domain.step_out(one, by=actors[2], reason="邻居")
    assert refusal(decide) == "opinions"  # who steps out does not count
    assert refusal(lambda: say(2, "FOR")) == "stepped_out"
    say(3, "FOR"), say(1, "FOR")
    assert refusal(lambda: decide(2)) == "stepped_out"
    assert (
        refusal(lambda: domain.approve_application(one, by=actors[0], granted=yuan(501), reason="x", public_zh="x"))
        == "granted"
    )
    decide()
    assert refusal(lambda: domain.decline_application(one, by=actors[0], reason="x")) == "wrong_state"


def test_own_interest_and_four_eyes(committee):
    fund, owner, stewards = committee
    own = asked(fund, by=factories.actor(stewards[0].user))
    assert (
        refusal(lambda: domain.give_opinion(own, by=factories.actor(stewards[0].user), verdict="FOR", reason="x"))
        == "own_interest"
    )
    organisation = factories.make_organisation()
    factories.grant(stewards[1].user, "OWNER", organisation)
    by = factories.actor(factories.person("OWNER", organisation))
    theirs = asked(fund, by=by, organisation=organisation)
    assert (
        refusal(lambda: domain.give_opinion(theirs, by=factories.actor(stewards[1].user), verdict="FOR", reason="x"))
        == "own_interest"
    )
    assert refusal(lambda: asked(fund, organisation=organisation)) == "not_member"
    one = approved(fund, stewards)
    factories.grant(stewards[0].user, "ORG_FINANCE", fund.host)
    assert (
        refusal(lambda: domain.pay_application(one, by=factories.actor(stewards[0].user), amount=yuan(1), file=paper()))
        == "four_eyes"
    )


def test_nothing_is_paid_without_evidence(committee):
    from django.core.files.base import ContentFile

    fund, owner, stewards = committee
    one, before = approved(fund, stewards), Entry.objects.count()
    bad = ContentFile(b"MZ not a paper", name="paper.pdf")
    assert refusal(lambda: domain.pay_application(one, by=owner, amount=yuan(1), file=bad)) == "wrong_type"
    assert (Entry.objects.count(), one.payments.count()) == (before, 0)


def test_bound_money_goes_to_its_purpose_first_and_to_nothing_else(house):
    micro, owner, stewards = make_micro(house, purposes=[("AID", True), ("DAILY", False)])
    fund = micro.fund
    aid, daily = fund.purposes.get(code="AID"), fund.purposes.get(code="DAILY")
    domain.record_receipt(fund, by=owner, amount=yuan(900), text="租金", source="RENT", purpose=aid)
    assert (queries_purposes.available(fund, aid), queries_purposes.unbound(fund)) == (yuan(3900), yuan(3000))
    approved(fund, stewards, "600.00", purpose=aid)
    assert (queries_purposes.available(fund, aid), queries_purposes.unbound(fund)) == (yuan(3300), yuan(3000))
    assert refusal(lambda: approved(fund, stewards, "3000.01", purpose=daily)) == "bound"
    approved(fund, stewards, "3000.00", purpose=daily)
    assert refusal(lambda: domain.refund(fund, by=owner, amount=yuan(1), text="x")) == "purpose"
    wrong = Entry.objects.get(text="租金")
    assert refusal(lambda: domain.correct(fund, by=owner, number=wrong.number, reason="x")) == "bound"
    assert refusal(lambda: asked(fund, purpose=None)) == "purpose"


def test_the_public_reads_the_group_and_never_the_name(committee, client):
    fund, owner, stewards = committee
    secret = "王小明家的门牌十七号"
    one = approved(fund, stewards, "800.00", text=secret)
    domain.pay_application(one, by=owner, amount=yuan(800), file=paper())
    waiting = asked(fund, text=secret)
    addresses = [one.get_absolute_url(), "/funds/applications/", fund.get_absolute_url(), "/funds/ledger/", "/funds/ledger.csv",
                 f"/funds/{fund.code}/stewards/", "/api/funds/applications", "/api/funds/entries"]  # fmt: skip
    for address in addresses:
        answer = client.get(address)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert answer.status_code == 200, address
        assert secret not in body.decode() and one.asked_by.email not in body.decode(), address
    assert client.get(waiting.get_absolute_url()).status_code == 404
    assert list(FundApplication.objects.visible_to(ANONYMOUS)) == [one]
    evidence = one.payments.get().evidence
    assert client.get(evidence.get_absolute_url()).status_code in (302, 403, 404)
    inside = Client()
    inside.force_login(stewards[0].user)
    assert secret in inside.get(waiting.get_absolute_url()).content.decode()
