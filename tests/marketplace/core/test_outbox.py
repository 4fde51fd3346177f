"""What others must hear: with the act, after the commit, at least once, heard once; and the letters."""

from datetime import timedelta

import pytest
from django.core import mail

from marketplace.core import clock, outbox
from marketplace.core.models import Notification, OutboxEvent, OutboxReceipt
from marketplace.core.notices import localised_url, words
from marketplace.core.verbs import verb
from tests.factories import actor, hears_at_once, make_user

from . import days

pytestmark = pytest.mark.django_db


@pytest.fixture
def receivers(monkeypatch):
    from collections import defaultdict

    monkeypatch.setattr(outbox, "_receivers", defaultdict(list))
    monkeypatch.setattr(outbox, "_outside", set())


@pytest.fixture
def heard(receivers):
    """Two receivers, of which one can be told to fail after writing."""
    calls = []

    @outbox.receiver("test.kind")
    def steady(event):
        calls.append("steady")

    @outbox.receiver("test.kind")
    def shaky(event):
        make_user(f"written{len(calls)}@example.org")
        calls.append("shaky")
        if calls.failing:
            raise OSError("out of order")

    class Calls(list):
        failing = False

    calls = Calls()
    return calls


def test_a_failing_receiver_is_tried_again_alone_and_leaves_nothing(heard, django_user_model):
    row = outbox.put("test.kind")
    heard.failing = True
    assert outbox.deliver() == 1
    assert heard == ["steady", "shaky"]
    assert not django_user_model.objects.filter(email__startswith="written").exists()
    row.refresh_from_db()
    assert (row.attempts, row.delivered_at) == (1, None)
    assert "OSError: out of order" in row.error
    assert outbox.deliver() == 0, "not before its time"
    heard.failing = False
    with clock.moved(timedelta(seconds=6)):
        assert outbox.deliver() == 1
    assert heard == ["steady", "shaky", "shaky"]
    row.refresh_from_db()
    assert row.delivered_at is not None
    assert row.error == ""
    assert OutboxReceipt.objects.filter(event=row).count() == 2


def test_after_the_last_try_the_row_is_parked_with_its_error(heard):
    row = outbox.put("test.kind")
    heard.failing = True
    for turn in range(10):
        with clock.moved(timedelta(days=turn)):
            outbox.deliver()
    row.refresh_from_db()
    assert row.attempts == len(outbox.RETRY_SECONDS)
    assert row.parked_at is not None
    assert heard.count("shaky") == len(outbox.RETRY_SECONDS) + 1
    assert heard.count("steady") == 1


def test_delivering_twice_is_heard_once(heard):
    row = outbox.put("test.kind")
    outbox.deliver()
    OutboxEvent.objects.filter(pk=row.pk).update(delivered_at=None)  # the worker died before it could note it
    assert outbox.deliver() == 1
    assert heard == ["steady", "shaky"]


def test_what_is_for_later_waits(heard):
    outbox.put("test.kind", not_before=clock.now() + timedelta(hours=1))
    assert outbox.deliver() == 0
    with clock.moved(timedelta(hours=2)):
        assert outbox.deliver() == 1


def test_outside_receivers_run_after_the_transaction_and_are_leased(receivers, monkeypatch):
    depth, nested = [], []
    from django.db import connection

    @outbox.receiver("test.kind", outside=True)
    def letter(event):
        depth.append(len(connection.savepoint_ids))
        if not nested:
            nested.append(outbox.deliver())  # another worker meanwhile

    row = outbox.put("test.kind")
    before = len(connection.savepoint_ids)
    assert outbox.deliver() == 1
    assert depth == [before]
    assert nested == [0]
    row.refresh_from_db()
    assert row.delivered_at is not None
    OutboxEvent.objects.filter(pk=row.pk).update(delivered_at=None, not_before=clock.now())
    outbox.deliver()
    assert len(depth) == 1


@pytest.mark.django_db(transaction=True)
def test_an_act_that_is_rolled_back_tells_nobody(heard, monkeypatch):
    days.install(monkeypatch)
    by = actor(make_user())
    with pytest.raises(ZeroDivisionError), verb("light", days.make_day(), by=by):
        outbox.put("test.kind")
        raise ZeroDivisionError
    assert heard == []
    assert not OutboxEvent.objects.exists()


# ---- notices --------------------------------------------------------------------------------------
@pytest.fixture
def lit(monkeypatch):
    """Lighting a day tells a Chinese and an English reader, and one who is no longer active."""
    people = [
        make_user("zh@example.org"),
        make_user("en@example.org", language="en"),
        make_user("gone@example.org", is_active=False),
    ]
    from django.utils.translation import gettext_lazy as _

    hears_at_once(*people)
    days.install(monkeypatch, lambda obj: [*people, people[0]], _("Please log in first."))
    return people


def light():
    day = days.make_day()
    with verb("light", day, by=actor(make_user())):
        pass
    return day


@pytest.mark.django_db(transaction=True)
def test_everybody_is_told_once_in_their_own_language(lit):
    light()
    for _turn in range(3):
        OutboxEvent.objects.update(delivered_at=None, not_before=clock.now())
        OutboxReceipt.objects.all().delete()  # even when the receipts were lost
        outbox.deliver()
    assert sorted(Notification.objects.values_list("user__email", flat=True)) == ["en@example.org", "zh@example.org"]
    letters = {letter.to[0]: letter for letter in mail.outbox}
    assert len(mail.outbox) == 2
    assert letters["zh@example.org"].subject == "请先登录。"
    assert letters["en@example.org"].subject == "Please log in first."
    assert "http://testserver/desk/" in letters["zh@example.org"].body
    assert "http://testserver/en/desk/" in letters["en@example.org"].body


@pytest.mark.django_db(transaction=True)
def test_a_mail_server_that_is_down_costs_a_retry_not_the_notification(lit, monkeypatch):
    from django.core.mail import EmailMultiAlternatives

    def down(self):
        raise ConnectionRefusedError

    with monkeypatch.context() as broken:
        broken.setattr(EmailMultiAlternatives, "send", down)
        light()
        outbox.deliver()
    assert Notification.objects.filter(mailed_at=None).count() == 2
    with clock.moved(timedelta(minutes=10)):
        outbox.deliver()
    assert len(mail.outbox) == 2
    assert not Notification.objects.filter(mailed_at=None).exists()


@pytest.mark.django_db(transaction=True)
def test_a_line_break_in_a_title_breaks_no_letter(monkeypatch):
    user = make_user("reader@example.org")
    hears_at_once(user)
    days.install(monkeypatch, lambda obj: [user], "The call “a\r\nBcc: all@example.org” is open.")
    light()
    assert [letter.subject for letter in mail.outbox] == ["The call “a Bcc: all@example.org” is open."]
    assert mail.outbox[0].recipients() == ["reader@example.org"]


def test_an_old_notification_without_a_word_is_still_readable(monkeypatch):
    days.install(monkeypatch, text="The day %(day)s of %(year)s.")
    note = Notification.objects.create(user=make_user(), kind="test.lit", params={"day": "1"}, created_at=clock.now())
    assert words(note) == "The day 1 of …."


@pytest.mark.parametrize(("language", "url"), [("en", "/en/desk/"), ("zh-hans", "/desk/")])
def test_addresses_follow_the_reader(language, url):
    from django.utils import translation

    with translation.override(language):
        assert localised_url("/desk/") == url
