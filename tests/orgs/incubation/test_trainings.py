"""Trainings: places, waiting list, attendance by the code in the room, certificates, feedback."""

import io
from datetime import timedelta

import pypdf
import pytest

from marketplace.core import clock as core_clock
from marketplace.core.models import Notification
from orgs.incubation import attendance, domain
from orgs.incubation.models import Enrolment
from orgs.incubation.queries import trainings_of
from tests.factories import actor, make_user

from . import builders as b

pytestmark = pytest.mark.django_db


def people(n):
    return [actor(make_user()) for _n in range(n)]


def test_the_waiting_list_moves_up(street, refused, django_capture_on_commit_callbacks):
    training = b.training(street)
    found = [domain.enrol(training, by=by) for by in people(4)]
    assert [row.state for row in found] == ["enrolled", "enrolled", "waiting", "waiting"]
    with django_capture_on_commit_callbacks(execute=True):
        domain.cancel_enrolment(found[0], by=actor(found[0].user))
    assert [Enrolment.objects.get(pk=row.pk).state for row in found] == ["cancelled", "enrolled", "enrolled", "waiting"]
    assert Notification.objects.filter(kind="incubation.moved_up").values_list("user", flat=True)[0] == found[2].user_id
    again = domain.enrol(training, by=actor(found[0].user))
    assert (again.pk, again.state) == (found[0].pk, "waiting")
    refused("incubation.enrolled_already", domain.enrol, training, by=actor(found[1].user))
    domain.change_training(training, by=street.actor("secretary"), places=4)
    assert set(training.enrolments.values_list("state", flat=True)) == {"enrolled"}
    refused("incubation.seats_taken", domain.change_training, training, by=street.actor("secretary"), places=3)


def test_attendance_by_the_code_in_the_room(street, refused):
    training = b.training(street, places=5)
    here, absent, late = [
        domain.enrol(training, by=by, organisation=street.organisation if n == 0 else None)
        for n, by in enumerate(people(3))
    ]
    me = actor(here.user)
    refused("incubation.not_time", domain.check_in, here, by=me, key=attendance.code(training))
    with core_clock.fixed(training.starts - timedelta(minutes=29)):
        refused("incubation.wrong_key", domain.check_in, here, by=me, key="x")
        refused(
            "incubation.enrolled_or_staff", domain.check_in, here, by=actor(absent.user), key=attendance.code(training)
        )
        refused("incubation.wrong_key", domain.check_in, here, by=me, key=training.key)
        domain.check_in(here, by=me, key=attendance.code(training))
    refused("incubation.not_ended", domain.hold, training, by=street.actor("secretary"))
    with core_clock.fixed(training.ends + timedelta(minutes=31)):
        refused("incubation.not_time", domain.check_in, absent, by=actor(absent.user), key=attendance.code(training))
        domain.mark(late, by=street.actor("secretary"))
        domain.hold(training, by=street.actor("secretary"))
        rows = {row.pk: row for row in training.enrolments.all()}
        assert [rows[r.pk].state for r in (here, absent, late)] == ["attended", "absent", "attended"]
        assert rows[here.pk].certificate == "LT2026-001" and rows[absent.pk].certificate == ""
        assert trainings_of(street.organisation.pk) == 1
        domain.rate(rows[here.pk], by=me, stars=4, feedback="好")
        refused("incubation.enrolled", domain.rate, rows[here.pk], by=street.actor("secretary"), stars=1)


def test_certificates_are_checked_by_others_without_a_name(client, street):
    training = b.training(street)
    who = domain.enrol(training, by=actor(make_user(name="王某某标记")), organisation=street.organisation)
    with core_clock.fixed(training.ends + timedelta(hours=1)):
        domain.mark(who, by=street.actor("secretary"))
        number = Enrolment.objects.get().certificate
        assert client.get(f"/incubation/trainings/certificates/{number}/").status_code == 404  # not before it is held
        domain.hold(training, by=street.actor("secretary"))
        page = client.get(f"/incubation/trainings/certificates/{number}/")
        assert (
            page.status_code == 200 and "王某某标记" not in page.content.decode() and "项目书" in page.content.decode()
        )
        client.force_login(street.people["anybody"])
        assert client.get(f"/incubation/trainings/certificates/{number}/paper/").status_code == 404
        client.force_login(who.user)
        paper = client.get(f"/incubation/trainings/certificates/{number}/paper/")
        text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(paper.content)).pages)
        assert number in text and len(pypdf.PdfReader(io.BytesIO(paper.content)).pages) == 1


def here_of(training):
    return f"/incubation/trainings/{training.code}/here/{attendance.code(training)}/"


def test_the_page_behind_the_code(client, street):
    training = b.training(street)
    assert client.get(here_of(training)).status_code == 302
    user = make_user()
    enrolment = domain.enrol(training, by=actor(user))
    client.force_login(user)
    fresh = type(client)()  # who has not scanned before
    assert fresh.get(here_of(training).replace(attendance.code(training), "wrong")).status_code == 404
    assert client.post(here_of(training)).status_code == 422
    with core_clock.fixed(training.starts):
        assert client.get(here_of(training)).status_code == 200
        assert client.post(here_of(training)).status_code == 302
    enrolment.refresh_from_db()
    assert enrolment.state == "attended"
    client.force_login(street.people["secretary"])
    page = client.get(f"/incubation/trainings/{training.code}/code/")
    shown = page.content.decode()
    assert attendance.code(training) in shown and training.key not in shown and "data:image/png" in shown
    assert page["Refresh"] == "60"
    client.force_login(street.people["anybody"])
    assert client.get(f"/incubation/trainings/{training.code}/code/").status_code == 403


def test_an_address_that_is_handed_on_runs_out(client, street, refused):
    """From home, some minutes later: no. In the room, with the log-in taking ten minutes: yes."""
    training, (room, home) = b.training(street), people(2)
    in_room, at_home = (domain.enrol(training, by=who) for who in (room, home))
    with core_clock.fixed(training.starts):
        address, code = here_of(training), attendance.code(training)
        client.get(address)  # scanned before the log-in
    with core_clock.fixed(training.starts + timedelta(minutes=3, seconds=59)):
        assert attendance.is_fresh(training, code)
    with core_clock.fixed(training.starts + timedelta(minutes=10)):
        assert not attendance.is_fresh(training, code)
        refused("incubation.wrong_key", domain.check_in, at_home, by=home, key=code)
        session = dict(client.session)
        client.force_login(room.user)
        kept = client.session
        kept.update({key: value for key, value in session.items() if key.startswith("here-")})
        kept.save()
        assert client.post(address).status_code == 302
    in_room.refresh_from_db()
    assert in_room.state == "attended"
    with core_clock.fixed(training.starts + timedelta(minutes=10)):
        other = type(client)()
        other.force_login(home.user)
        answer = other.post(address)
        assert answer.status_code == 404 and "已失效" in answer.content.decode()
    for wrong in ("", "1.x", "٣.x", "9" * 20 + ".x", attendance.a_pass(training).replace(".", "1.")):
        assert not attendance.is_pass(training, wrong)


def test_a_printed_code_holds_for_its_day_only(client, street, refused):
    training, secretary = b.training(street), street.actor("secretary")
    refused("incubation.on_screen", domain.show_code, training, by=secretary)
    domain.print_code(training, by=secretary)
    refused("incubation.printed", domain.print_code, training, by=secretary)
    with core_clock.fixed(training.starts):
        code = attendance.code(training)
    with core_clock.fixed(training.starts + timedelta(hours=2)):
        assert attendance.is_fresh(training, code)
        client.force_login(street.people["secretary"])
        assert "Refresh" not in client.get(f"/incubation/trainings/{training.code}/code/")
    with core_clock.fixed(training.starts + timedelta(days=1)):
        assert not attendance.is_fresh(training, code)
    domain.show_code(training, by=secretary)
    with core_clock.fixed(training.starts):
        assert not attendance.is_fresh(training, code)
        domain.print_code(training, by=secretary)
        assert not attendance.is_fresh(training, code), "the old paper counts no more"


def test_the_calendar(client, street):
    training = b.training(street)
    b.training(street, publish=False, title_zh="草稿标记")
    body = client.get("/incubation/trainings/calendar.ics").content.decode()
    assert f"training-{training.code}" in body and "草稿标记" not in body
    domain.call_off(training, by=street.actor("secretary"), reason="讲师生病")
    assert "STATUS:CANCELLED" in client.get(f"/incubation/trainings/{training.code}/calendar.ics").content.decode()
