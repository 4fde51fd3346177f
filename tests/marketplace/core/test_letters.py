"""Letters: gathered ones, quiet hours, the way out, the settings; never twice."""

from datetime import datetime, time, timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from marketplace.core import channels, clock, digests, letters, notices, outbox
from marketplace.core.models import Digest, Mail, Notification, OutboxEvent, QuietHours
from tests.factories import make_user

pytestmark = pytest.mark.django_db
KIND = "tenders.call.fail.news"  # of the group "follows"


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """2026-06-01 is a Monday."""
    return timezone.make_aware(datetime(2026, 6, day, hour, minute))


@pytest.fixture
def reader():
    user = make_user("reader@example.org", language="en")
    letters.set_quiet_hours(user, time(0), time(0))
    return user


def note(user, moment, *, way=Mail.DAILY, number="C-1", **values):
    return Notification.objects.create(
        user=user, kind=KIND, params={"number": number, "title": "居家探访"}, url="/calls/C-1/", created_at=moment,
        mail=way, **values,
    )  # fmt: skip


def work(moment):
    """One round of the worker at this moment."""
    with clock.fixed(moment):
        digests.gather(None)
        while outbox.deliver():
            pass
    assert list(OutboxEvent.objects.exclude(error="").values_list("error", flat=True)) == []


# ---- gathered ----------------------------------------------------------------------------------------
def test_a_day_is_gathered_at_eight_and_sent_once(reader):
    first, second = note(reader, at(2, 9)), note(reader, at(3, 7), number="C-2")
    late = note(reader, at(3, 8, 1), number="C-3")
    work(at(2, 10))
    assert mail.outbox == []
    for minute in (0, 1, 2):
        work(at(3, 9, minute))
    letter = mail.outbox[0]
    assert len(mail.outbox) == 1
    assert (letter.subject, letter.to) == ("Linli Market: 2 notices of the day", ["reader@example.org"])
    assert "your settings for: What I follow." in letter.body
    for text in (letter.body, letter.alternatives[0].content):
        assert "C-1" in text and "C-2" in text and "C-3" not in text and "/en/calls/C-1/" in text
    assert list(Notification.objects.exclude(mailed_at=None).order_by("id")) == [first, second]
    work(at(4, 9))
    assert [m.subject for m in mail.outbox[1:]] == ["Linli Market: 1 notice of the day"]
    late.refresh_from_db()
    assert late.mailed_at == at(4, 9)


def test_a_week_is_gathered_on_monday(reader):
    note(reader, at(2, 9), way=Mail.WEEKLY)
    work(at(7, 23))
    assert mail.outbox == []
    work(at(8, 8))
    work(at(9, 8))
    assert [m.subject for m in mail.outbox] == ["Linli Market: 1 notice of the week"]


def test_in_the_readers_language(reader):
    reader.language = "zh-hans"
    reader.save()
    note(reader, at(2, 9))
    work(at(3, 8))
    assert mail.outbox[0].subject == "邻里集：今日汇总 1 条通知"
    assert 'lang="zh-Hans"' in mail.outbox[0].alternatives[0].content
    assert "/en/" not in mail.outbox[0].body


def test_what_was_read_is_left_out_and_nothing_new_is_no_letter(reader):
    note(reader, at(2, 9), read_at=at(2, 10))
    work(at(3, 9))
    assert mail.outbox == []
    assert not Digest.objects.exists()
    note(reader, at(3, 10))
    with clock.fixed(at(4, 8)):
        digests.gather(None)
    Notification.objects.update(read_at=at(4, 8))  # between gathering and sending
    work(at(4, 9))
    assert mail.outbox == []


def test_what_is_no_longer_wanted_is_not_sent_though_it_was_gathered(reader):
    letters.set_quiet_hours(reader, time(7), time(12))
    note(reader, at(2, 9))
    work(at(3, 9))
    channels.choose(reader, "follows", mail=Mail.NEVER)
    work(at(3, 13))
    assert mail.outbox == []


def test_a_gathered_letter_waits_for_the_end_of_the_quiet_hours(reader):
    letters.set_quiet_hours(reader, time(21), time(10))
    note(reader, at(2, 9))
    work(at(3, 9))
    assert mail.outbox == []
    work(at(3, 10))
    assert len(mail.outbox) == 1


def test_a_long_list_is_cut_and_says_so(reader, monkeypatch):
    monkeypatch.setattr(digests, "MOST", 2)
    for number in range(5):
        note(reader, at(2, 9), number=f"C-{number}")
    work(at(3, 9))
    assert "and 3 more notices on your desk" in mail.outbox[0].body
    assert "C-2" not in mail.outbox[0].body


def test_who_has_left_gets_none(reader):
    note(reader, at(2, 9))
    type(reader).objects.filter(pk=reader.pk).update(is_active=False)
    work(at(3, 9))
    assert mail.outbox == []


# ---- quiet hours -------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("begins", "ends", "moment", "goes"),
    [
        (22, 7, at(3, 21, 59), None),
        (22, 7, at(3, 22), at(4, 7)),
        (22, 7, at(4, 6, 59), at(4, 7)),
        (22, 7, at(4, 7), None),
        (12, 14, at(4, 13), at(4, 14)),
        (12, 14, at(4, 14), None),
        (9, 9, at(4, 9), None),
    ],
)
def test_quiet_hours(begins, ends, moment, goes):
    assert letters.not_before(QuietHours(begins=time(begins), ends=time(ends)), moment) == goes


# ---- the way out -------------------------------------------------------------------------------------
def test_one_press_ends_the_letters_without_log_in(reader):
    note(reader, at(2, 9))
    work(at(3, 9))
    headers = mail.outbox[0].extra_headers
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = "/" + headers["List-Unsubscribe"].strip("<>").split("/", 3)[3]
    assert address in mail.outbox[0].body and address in mail.outbox[0].alternatives[0].content
    browser = Client(enforce_csrf_checks=True)
    page = browser.get(address)
    assert (page.status_code, channels.choices_of(reader)["follows"].mail) == (200, Mail.DAILY)  # a look ends nothing
    assert browser.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert channels.choices_of(reader)["follows"] == channels.Choice(True, Mail.NEVER)
    assert channels.choices_of(reader)["tasks"].mail == Mail.NOW
    assert browser.post(address[:-3] + "x/").status_code == 404


# ---- the settings ------------------------------------------------------------------------------------
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_settings_are_kept_and_a_wrong_time_comes_back_with_a_sentence(reader, client, prefix):
    client.force_login(reader)
    page = f"{prefix}/desk/notifications/settings/"
    assert client.get(page).status_code == 200
    data = {f"mail_{code}": "weekly" for code in channels.GROUPS} | {"begins": "21:30", "ends": "08:15"}
    assert client.post(page, data | {"begins": "25:99"}).status_code == 422
    assert client.post(page, data | {"mail_tasks": "pigeon"}).status_code == 422
    assert b"aria-invalid" in client.post(page, {}).content
    assert channels.choices_of(reader)["tasks"].mail == Mail.NOW
    assert client.post(page, data).status_code == 302
    chosen = channels.choices_of(reader)
    assert {code: c.mail for code, c in chosen.items()} == dict.fromkeys(channels.GROUPS, "weekly")
    assert {code for code, c in chosen.items() if c.in_portal} == {"binding", "account"}  # bound: always on the desk
    hours = letters.quiet_hours_of(reader)
    assert (hours.begins, hours.ends) == (time(21, 30), time(8, 15))


def test_a_single_kind_may_be_told_otherwise_than_its_group(reader, client):
    client.force_login(reader)
    page, kind = "/en/desk/notifications/settings/", "funds.fund.freeze.news"
    groups = {f"mail_{code}": c.mail for code, c in channels.choices_of(reader).items()}
    groups |= {f"desk_{code}": "on" for code in channels.GROUPS} | {"begins": "22:00", "ends": "07:00"}
    shown = client.get(page)
    assert f'<label for="id_kind_{kind}">' in shown.content.decode() and notices.sample(kind) in shown.content.decode()
    row, other = note(reader, at(2, 9)), note(reader, at(2, 9))
    Notification.objects.filter(pk=row.pk).update(kind=kind)
    assert client.post(page, groups | {f"kind_{kind}": "pigeon"}).status_code == 422
    assert client.post(page, groups | {f"kind_{kind}": "weekly"}).status_code == 302
    assert channels.single_choices_of(reader) == {kind: channels.Choice(True, Mail.WEEKLY)}
    told = {k: channels.chosen_by([reader.pk], k)[reader.pk].mail for k in (kind, "funds.fund.close.news")}
    assert told == {kind: Mail.WEEKLY, "funds.fund.close.news": Mail.DAILY}
    row.refresh_from_db(), other.refresh_from_db()
    assert (row.mail, other.mail) == (Mail.WEEKLY, Mail.DAILY)  # what waits follows
    assert client.post(page, groups).status_code == 302  # a page without the field changes nothing
    assert set(channels.single_choices_of(reader)) == {kind}
    assert client.post(page, groups | {f"kind_{kind}": "silent"}).status_code == 302
    assert channels.chosen_by([reader.pk], kind)[reader.pk].is_silent
    channels.choose(reader, kind, mail=Mail.DAILY)
    channels.end_letters(reader, "follows")
    assert channels.single_choices_of(reader) == {kind: channels.Choice(True, Mail.NEVER)}
    assert client.post(page, groups | {f"kind_{kind}": ""}).status_code == 302
    assert channels.single_choices_of(reader) == {}


def test_what_is_bound_to_the_desk_is_never_silent(reader, client):
    client.force_login(reader)
    data = {f"mail_{code}": "now" for code in channels.GROUPS} | {"begins": "22:00", "ends": "07:00"}
    answer = client.post("/desk/notifications/settings/", data | {"kind_orgs.role_ended": "silent"})
    assert answer.status_code == 422
    channels.choose(reader, "orgs.role_ended", mail=Mail.NEVER, in_portal=False)
    assert channels.chosen_by([reader.pk], "orgs.role_ended")[reader.pk] == channels.Choice(True, Mail.NEVER)


def test_what_waits_follows_a_new_choice(reader):
    row = note(reader, clock.now() - timedelta(days=1))
    channels.choose(reader, "follows", mail=Mail.WEEKLY)
    row.refresh_from_db()
    assert row.mail == Mail.WEEKLY
