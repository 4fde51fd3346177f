"""Dates that rest on the provisional calendar are set right when the year's list comes, and those concerned are told."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone, translation

from marketplace.core import changes, clock, notices, outbox, words, workdays
from marketplace.core.actors import system
from marketplace.core.models import AuditEvent, Notification, OutboxEvent, WorkdayOverride
from marketplace.tenders import domain, procedures
from marketplace.tenders.domain.calendar import set_dates
from marketplace.tenders.models import Award, Call, Challenge

from .builders import draft_call, make_street, open_call
from .builders_evaluation import awarded

pytestmark = pytest.mark.django_db
SET = "tenders.call.set_dates"


@pytest.fixture(autouse=True)
def _spring():
    """A day far from the year's end: what is provisional is what the test makes so."""
    with clock.fixed(datetime.fromisoformat("2026-03-02T09:00+08:00")):
        yield


def free(day):
    WorkdayOverride.objects.create(day=day, is_working=False, source="notice")


def events(call):
    return AuditEvent.objects.filter(verb=SET, object_id=call.pk).count()


def test_the_coming_of_the_list_reaches_the_calls(client):
    _street, call = awarded()
    award = call.award
    Award.objects.filter(pk=award.pk).update(standstill_provisional=True)
    free(workdays.add_working_days(award.standstill_from, 1).day)
    workdays.notice_changes(system("core.calendar"))
    outbox.deliver()
    moved = Award.objects.get(pk=award.pk)
    assert timezone.localdate(moved.standstill_until) == workdays.add_working_days(award.standstill_from, 7).day
    assert moved.standstill_until > award.standstill_until
    assert moved.standstill_provisional is False
    assert (events(call), set_dates(), events(call)) == (1, 0, 1)
    told = Notification.objects.filter(kind="tenders.dates_set")
    outbox.deliver()
    assert {n.user.name for n in told} >= {"buyer", "w1", "w2", "w3"}
    # Old and new date stand side by side: in the notice, in both languages, and in the timeline that everybody reads.
    for language, sentence in (("zh-hans", "等待期至：{} → {}。"), ("en", "standstill until: {} → {}.")):
        with translation.override(language):
            both = words.when(award.standstill_until), words.when(moved.standstill_until)
            assert notices.words(told.get(user__name="w1")).endswith(sentence.format(*both))
            page = client.get(call.get_absolute_url()).content.decode()
            assert f"<dd><del>{both[0]}</del> → {both[1]}</dd>" in page
    assert not OutboxEvent.objects.exclude(error="").exists()


def test_the_day_by_which_a_challenge_is_answered_moves_too():
    street, call = awarded()
    with clock.fixed(call.award.decided_at + timedelta(hours=1)):
        found = domain.challenge(call, by=street.actor("w1"), text="价格分计算有误")
    Challenge.objects.filter(pk=found.pk).update(answer_provisional=True)
    free(workdays.add_working_days(timezone.localdate(found.filed_at), 1).day)
    assert set_dates() == 1
    again = Challenge.objects.get(pk=found.pk)
    assert again.answer_until > found.answer_until
    assert again.answer_provisional is False
    assert Call.objects.get(pk=call.pk).state == "challenged"
    event = AuditEvent.objects.get(verb=SET, object_id=call.pk)
    assert [(row["label"], row["before"], row["after"]) for row in changes.shown(event)] == [
        ("答复期限", words.when(found.answer_until), words.when(again.answer_until))
    ]


def test_a_draft_and_an_open_call_lose_their_mark():
    street = make_street()
    draft, opened = draft_call(street), open_call(street)
    Call.objects.filter(pk__in=[draft.pk, opened.pk]).update(dates_provisional=True)
    deadline = opened.deadline
    assert set_dates() == 2
    assert set(Call.objects.values_list("dates_provisional", flat=True)) == {False}
    opened.refresh_from_db()
    assert opened.deadline == deadline
    event = AuditEvent.objects.get(verb=SET, object_id=opened.pk)
    assert (changes.shown(event), changes.in_words(event)) == ([], "日期不变")


def test_an_open_call_with_too_few_days_left_closes_later():
    call = open_call(make_street())
    switch = max(
        (call.procedure.switch(k) for k in ("notice_days", "document_days", "min_bid_days")),
        key=lambda s: s.days == "working",
    )
    assert switch.days == "working"
    Call.objects.filter(pk=call.pk).update(dates_provisional=True)
    day = procedures.day_of(call.published_at)
    for n in range(1, (procedures.day_of(call.deadline) - day).days + 1):
        free(day + timedelta(days=n))
    with clock.fixed(call.published_at + timedelta(days=1)):
        assert set_dates() == 1
    later = Call.objects.get(pk=call.pk)
    earliest = procedures.earliest_deadline(call.procedure, call.published_at)
    assert procedures.day_of(later.deadline) == procedures.day_of(earliest.at)
    assert later.deadline.timetz() == call.deadline.timetz()
    event = AuditEvent.objects.get(verb=SET, object_id=call.pk)
    assert [(row["before"], row["after"]) for row in changes.shown(event)] == [
        (words.when(call.deadline), words.when(later.deadline))
    ]


def test_a_deadline_on_a_day_of_an_unpublished_year_is_marked():
    call = draft_call(make_street())
    year = workdays.last_published() + 1
    far = timezone.make_aware(datetime(year, 3, 4, 9, 0))
    assert procedures.rests_on_provisional(call.procedure, clock.now(), far) is True
    assert procedures.rests_on_provisional(call.procedure, clock.now(), call.deadline) is False
