"""Letters about reports and claims: before their day and when it is over, to whom, once."""

from datetime import datetime, time, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone, translation

from marketplace.core import clock, notices, outbox
from marketplace.core.actors import system
from marketplace.core.models import Notification
from projects.grants import domain, tasks

from . import delivery as d
from .test_verbs import refused

pytestmark = pytest.mark.django_db
PORTAL = system("t")


def day(wanted, hour=9):
    return clock.fixed(timezone.make_aware(datetime.combine(wanted, time(hour))))


def told(street, kind):
    names = {user.pk: name for name, user in street.users.items()}
    return sorted(names[pk] for pk in Notification.objects.filter(kind=kind).values_list("user", flat=True))


def letters(wanted, hour=9):
    """How many letters the clock brings at this hour; run twice, the second run finds nothing."""
    with day(wanted, hour):
        found = tasks.remind_grantees(PORTAL)
        assert tasks.remind_grantees(PORTAL) == 0
        outbox.deliver()
    return found


def test_a_report_is_reminded_before_its_day_and_told_when_late_once_each():
    street, agreement = d.running()
    due = d.report(agreement).due
    assert letters(due - timedelta(days=8)) == 0
    assert letters(due - timedelta(days=7)) == 1
    assert told(street, "grants.report_due") == ["o1", "w1"]
    assert letters(due, 23) == letters(due - timedelta(days=1)) == 0
    assert told(street, "grants.report_late") == []
    assert letters(due + timedelta(days=1)) == 1
    assert told(street, "grants.report_late") == ["o1", "w1"]
    assert told(street, "grants.report_is_late") == ["secretary", "secretary2"]
    assert letters(due + timedelta(days=2)) == letters(due + timedelta(days=13)) == 0
    note = Notification.objects.filter(kind="grants.report_late").first()
    for language, words in (("zh-hans", "阶段报告"), ("en", "interim report")):
        with translation.override(language):
            assert words in notices.words(note) and due.isoformat() in notices.words(note)


def test_a_report_that_was_missed_by_the_clock_is_told_late_at_once_and_the_one_behind_it_waits():
    street, agreement = d.running()
    assert letters(agreement.ends + timedelta(days=90)) == 2
    assert told(street, "grants.report_stays_late") == ["leader", "leader2"]
    assert told(street, "grants.report_late") and not told(street, "grants.report_due")
    second = d.report(agreement, 2)
    with day(second.due):
        refused("grants.earlier_report", domain.reminders.tell, second, by=PORTAL)


def test_another_day_is_told_anew_and_what_is_handed_in_is_not_asked_for():
    street, agreement = d.running()
    report = d.report(agreement)
    with day(report.due):
        tasks.remind_grantees(PORTAL)
        d.hand_in(street, agreement)
        again = clock.today() + timedelta(days=20)
        refused("wrong_state", domain.reminders.tell, d.report(agreement), by=PORTAL)
        domain.delivery.return_report(report, by=street.actor("secretary"), reason="缺少数据", again_by=again)
    assert letters(report.due + timedelta(days=2)) == 0
    assert letters(again - timedelta(days=3)) == letters(again + timedelta(days=1)) == 1
    with day(again + timedelta(days=2)):
        refused("grants.told_already", domain.reminders.tell, d.report(agreement), by=PORTAL)
        d.hand_in(street, agreement)
    assert letters(again + timedelta(days=3)) == 0


def test_a_claim_is_reminded_and_told_when_late_and_nothing_more_when_the_money_is_there():
    street, agreement = d.running()
    with d.at(agreement, hours=3):
        domain.ending.pay(d.tranche(agreement, 1), by=street.actor("finance"))
        claim = domain.ending.claim(
            agreement, by=street.actor("secretary"), ground="MISUSED", amount=Decimal(10), why="用途不符"
        )
        due = clock.today() + timedelta(days=10)
    assert letters(due - timedelta(days=9)) == 0  # proposed only: nothing is demanded yet
    with d.at(agreement, hours=4):
        domain.ending.demand(claim, by=street.actor("leader"), due=due)
    assert [letters(due - timedelta(days=n)) for n in (8, 7, 0, -1, -9)] == [0, 1, 0, 1, 0]
    assert told(street, "grants.claim_due") == told(street, "grants.claim_late") == ["o1", "w1"]
    assert told(street, "grants.claim_is_late") == ["finance", "secretary", "secretary2"]
    with day(due + timedelta(days=2)):
        domain.ending.book(claim, by=street.actor("finance"))
        refused("wrong_state", domain.reminders.tell, claim, by=PORTAL)


def test_a_report_that_stays_late_is_told_to_the_leader_once_for_each_day():
    street, agreement = d.running()
    due = d.report(agreement).due
    assert [letters(due + timedelta(days=n)) for n in (1, 13, 14, 15, 60)] == [1, 0, 1, 0, 0]
    assert told(street, "grants.report_stays_late") == ["leader", "leader2"]
    assert told(street, "grants.report_is_late") == ["secretary", "secretary2"]
    note = Notification.objects.filter(kind="grants.report_stays_late").first()
    for language, words in (("zh-hans", "仍未提交"), ("en", "still not handed in")):
        with translation.override(language):
            assert words in notices.words(note) and due.isoformat() in notices.words(note)
    with day(due + timedelta(days=61)):
        refused("grants.told_already", domain.reminders.tell_above, d.report(agreement), by=PORTAL)
        refused("system", domain.reminders.tell_above, d.report(agreement), by=street.actor("secretary"))
        d.hand_in(street, agreement)
        again = clock.today() + timedelta(days=10)
        domain.delivery.return_report(
            d.report(agreement), by=street.actor("secretary"), reason="缺少数据", again_by=again
        )
    assert [letters(again + timedelta(days=n)) for n in (0, 1, 14, 15)] == [1, 1, 1, 0]


def test_a_claim_that_stays_late_is_told_to_the_leader_once():
    street, agreement = d.running()
    with d.at(agreement, hours=3):
        domain.ending.pay(d.tranche(agreement, 1), by=street.actor("finance"))
        claim = domain.ending.claim(
            agreement, by=street.actor("secretary"), ground="MISUSED", amount=Decimal(10), why="用途不符"
        )
        due = clock.today() + timedelta(days=10)
        domain.ending.demand(claim, by=street.actor("leader"), due=due)
    assert [letters(due + timedelta(days=n)) for n in (1, 13, 14, 30)] == [1, 0, 1, 0]
    assert told(street, "grants.claim_stays_late") == ["leader", "leader2"]
