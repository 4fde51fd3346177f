"""The stages of a call: planned days and those that came, and nothing before its time."""

import csv
import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from marketplace.core import clock
from marketplace.core.actors import ANONYMOUS
from marketplace.core.pictures import show
from marketplace.tenders.models import Amendment
from marketplace.tenders.pictures import stages_of

from .builders import after_deadline, draft_call, make_street, open_call, opened_call
from .builders_evaluation import awarded, proposed, street_with_committee


def days(call):
    call = type(call).objects.for_page().get(pk=call.pk)
    return [(s["state"], s["planned"], s["came"]) for s in stages_of(call)]


def test_an_open_call_has_days_ahead(db):
    call = open_call(make_street())
    end = call.deadline
    with clock.fixed(end - timedelta(hours=1)):
        assert days(call)[:3] == [("done", None, call.published_at), ("now", end, None), ("next", end, None)]
    with after_deadline(call):
        assert days(call)[:3] == [("done", None, call.published_at), ("done", end, end), ("now", end, None)]


def test_what_was_moved_keeps_the_day_that_was_planned_first(db):
    street = make_street()
    call = open_call(street)
    first, later = call.deadline, call.deadline + timedelta(days=9)
    for number, (old, new) in enumerate(((first, first + timedelta(days=4)), (first + timedelta(days=4), later)), 1):
        Amendment.objects.create(
            call=call, number=number, text_zh="改", material=True, old_deadline=old, new_deadline=new, published_at=call.published_at,
            published_by=street.users["buyer"],
        )  # fmt: skip
    type(call).objects.filter(pk=call.pk).update(deadline=later)
    with clock.fixed(later + timedelta(seconds=1)):
        assert days(call)[1] == ("done", first, later)


def test_a_proposed_award_is_not_told_before_it_is_decided(db):
    _street, call = proposed()
    assert [came for _s, _p, came in days(call)][4:] == [None] * 3


def test_the_result_has_its_day(db, client):
    _street, call = awarded()
    call.refresh_from_db()
    with clock.fixed(call.award.standstill_until - timedelta(hours=1)):
        assert days(call)[4:6] == [("done", None, call.award.decided_at), ("now", call.award.standstill_until, None)]
    page = client.get(f"/charts/call-stages/{call.code}/")
    table = list(
        csv.reader(io.StringIO(client.get(f"/charts/call-stages/{call.code}.csv").content.decode("utf-8-sig")))
    )
    assert [row[0] for row in table[1:]] == [row.cells[0] for row in page.context["shown"].figures.rows]
    for tall in (True, False):
        words = [m.words for m in page.context["shown"].figures.draw(tall).marks if m.paint == "t h"]
        assert words == [row[0] for row in table[1:]]
    shown = client.get(f"/calls/{call.code}/").content.decode()
    assert f"/charts/call-stages/{call.code}.svg" in shown


def test_a_draft_has_no_picture(db, client):
    street = make_street()
    call = draft_call(street)
    for name in ("", "buyer"):
        if name:
            client.force_login(street.users[name])
        for form in ("/", ".svg", ".csv"):
            assert client.get(f"/charts/call-stages/{call.code}{form}").status_code == 404


@pytest.mark.parametrize("state", ["failed", "cancelled"])
def test_a_call_that_ended_early_has_nothing_ahead(db, state):
    call = open_call(make_street())
    type(call).objects.filter(pk=call.pk).update(state=state)
    found = days(call)
    assert [s for s, _p, _c in found].count("late") == 1
    assert all(planned is None and came is None for s, planned, came in found if s == "next")


def test_it_costs_the_same_for_every_call(db):
    street = street_with_committee()
    costs = []
    for call in (open_call(street), opened_call(street), awarded(street)[1]):
        call = type(call).objects.get(pk=call.pk)
        with CaptureQueriesContext(connection) as queries:
            show("call-stages", ANONYMOUS, call)
        costs.append(len(queries))
    assert max(costs) <= 4
