"""No open violation: which records are asked, and that the sentence names the one."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import translation

from marketplace.core import clock
from orgs import domain as orgs
from orgs.kinds import Grade
from projects.grants import domain, eligibility
from projects.grants.violations import open_violations

from . import builders as b
from . import delivery as d
from .test_pages import get
from .test_verbs import refused

pytestmark = pytest.mark.django_db


def demanded(street, agreement, ground, due):
    with d.at(agreement, hours=3):
        domain.ending.pay(d.tranche(agreement, 1), by=street.actor("finance"))
        claim = domain.ending.claim(
            agreement, by=street.actor("secretary"), ground=ground, amount=Decimal(10), why="与约定不符"
        )
        assert open_violations(agreement.organisation) == [], "a claim that is only proposed says nothing yet"
        return domain.ending.demand(claim, by=street.actor("leader"), due=clock.today() + timedelta(days=due))


@pytest.mark.parametrize(("ground", "before"), [("MISUSED", 1), ("UNSPENT", 0)])
def test_money_that_was_misused_or_is_late_stands_against_it_until_it_is_back(ground, before):
    street, agreement = d.running()
    claim = demanded(street, agreement, ground, 10)
    organisation, due = agreement.organisation, claim.due
    assert len(open_violations(organisation, due)) == before
    late = open_violations(organisation, due + timedelta(days=1))
    assert len(late) == 1 and agreement.number in late[0] and "10.00" in late[0]
    assert open_violations(street.organisations[1], due + timedelta(days=1)) == []
    with d.at(agreement, hours=4):
        domain.ending.book(claim, by=street.actor("finance"))
    assert open_violations(organisation, due + timedelta(days=1)) == []


@pytest.mark.parametrize(("grade", "years"), [("1A", 2), ("", 3)])
def test_a_grade_that_was_lowered_or_taken_away_stands_for_as_long_as_it_bars_a_new_one(grade, years):
    street = b.make_street()
    organisation = street.organisations[0]
    with clock.fixed(b.START):
        today = clock.today()
        organisation.assessments.create(
            grade=Grade.A3, valid_from=today - timedelta(days=9), valid_to=today + timedelta(days=900)
        )
        orgs.lower_grade(organisation, by=street.actor("leader"), grade=grade, reason="财务不公开")
        with translation.override("en"):
            assert "lowered or taken away" in open_violations(organisation)[0]
        last = today.replace(year=today.year + years)
        assert open_violations(organisation, last - timedelta(days=1)) and not open_violations(organisation, last)


@pytest.mark.parametrize(("language", "words"), [("", "没有未了的违规记录"), ("/en", "no open violation on record")])
def test_the_round_says_which_one_and_takes_no_application(client, language, words):
    street, agreement = d.running()
    demanded(street, agreement, "MISUSED", 300)
    moment = agreement.created_at + timedelta(days=1)
    _street, round = b.opened(
        street, opens_at=moment, deadline=moment + timedelta(days=9), review_until=moment + timedelta(days=30)
    )
    with clock.fixed(moment + timedelta(days=2)):
        page = get(client, street, "w1", f"/grants/{round.code}/", language=language)
        assert words in page and agreement.number in page
        translation.activate("zh-hans")
        refusal = refused("grants.may_not_apply", domain.applications.start, round, by=street.actor("w1"), organisation=agreement.organisation)  # fmt: skip
        assert agreement.number in refusal.sentence
        assert all(condition.holds for condition in eligibility.conditions(round, street.organisations[1]))
