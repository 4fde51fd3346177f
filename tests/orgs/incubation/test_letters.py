"""Letters ahead of time: an agreement that ends, a grade that expires; each once, and again where the day has moved."""

from datetime import date, timedelta

import pytest

from marketplace.core import clock as core_clock
from marketplace.core.actors import system
from marketplace.core.models import Notification
from marketplace.core.notices import words
from orgs.incubation import domain
from orgs.incubation.models import Care, Grading, Stay
from orgs.incubation.tasks import endings, reviews

from . import builders as b

pytestmark = pytest.mark.django_db
TODAY = date(2026, 9, 1)
BY = system("incubation.endings")


@pytest.fixture
def run(django_capture_on_commit_callbacks):
    """Runs the periodic work twice; returns {kind: sentences told, one a person}."""

    def once(work=endings):
        Notification.objects.all().delete()
        for _n in range(2):
            with django_capture_on_commit_callbacks(execute=True):
                work(BY)
        found = {}
        for note in Notification.objects.order_by("pk"):
            found.setdefault(note.kind, []).append((note.user_id, words(note)))
        return found

    return once


def test_both_sides_hear_once_that_an_agreement_ends(street, run, refused):
    stay = b.inside(street, until=TODAY + timedelta(days=61))
    assert run() == {}
    Stay.objects.filter(pk=stay.pk).update(until=TODAY + timedelta(days=60))
    told = run()
    assert set(told) == {"incubation.ends_soon", "incubation.to_decide"}
    assert [user for user, _w in told["incubation.ends_soon"]] == [street.people["owner"].pk]
    assert {user for user, _w in told["incubation.to_decide"]} == {street.people[n].pk for n in ("leader", "leader2")}
    assert "2026-10-31" in told["incubation.to_decide"][0][1]
    assert run() == {}
    domain.prolong(stay, by=street.actor("leader"), until=TODAY + timedelta(days=62), reason="收尾")
    assert run() == {}
    domain.prolong(stay, by=street.actor("leader"), until=TODAY + timedelta(days=400), reason="收尾")
    Stay.objects.filter(pk=stay.pk).update(until=TODAY + timedelta(days=5))
    assert len(run()["incubation.ends_soon"]) == 1, "another last day is told anew"
    domain.end(stay, by=street.actor("leader"), reason="不再活动")
    refused("wrong_state", domain.tell_ending, stay, by=BY)


def test_owners_hear_once_that_a_grade_expires(street, run):
    grades = street.organisation.assessments
    grade = grades.create(grade="3A", valid_from=date(2021, 9, 1), valid_to=TODAY + timedelta(days=181))
    assert run() == {}
    grades.filter(pk=grade.pk).update(valid_to=TODAY + timedelta(days=180))
    (told,) = run()["incubation.grade_expires"]
    assert told[0] == street.people["owner"].pk and "3A" in told[1] and "2027-02-28" in told[1]
    assert run() == {}


@pytest.mark.parametrize("case", ["over", "lowered", "newer", "withdrawn"])
def test_no_letter_where_nothing_is_to_be_done(street, run, case):
    organisation, soon = street.organisation, TODAY + timedelta(days=90)
    values = {"grade": "3A", "valid_from": date(2021, 12, 1), "valid_to": soon}
    if case == "over":
        values["valid_to"] = TODAY - timedelta(days=1)
    if case == "lowered":
        values["ended_how"] = "lowered"
    if case == "newer":
        organisation.assessments.create(grade="4A", valid_from=TODAY, valid_to=TODAY + timedelta(days=1800))
    if case == "withdrawn":
        type(organisation).objects.filter(pk=organisation.pk).update(state="withdrawn")
    organisation.assessments.create(**values)
    assert run() == {}


def ahead(days):
    return core_clock.fixed(core_clock.now() + timedelta(days=days))


def test_a_second_letter_goes_out_shortly_before_an_agreement_ends(street, run):
    stay = b.inside(street, until=TODAY + timedelta(days=60))
    assert set(run()) == {"incubation.ends_soon", "incubation.to_decide"}
    with ahead(45):
        assert run() == {}
    with ahead(46):
        told = run()
        assert (
            set(told) == {"incubation.ends_now", "incubation.to_decide_now"} and len(told["incubation.ends_now"]) == 1
        )
        assert "2026-10-31" in told["incubation.to_decide_now"][0][1]
        assert run() == {}
        domain.prolong(stay, by=street.actor("leader"), until=TODAY + timedelta(days=106), reason="收尾")
        assert set(run()) == {"incubation.ends_soon", "incubation.to_decide"}, (
            "another last day has its own two letters"
        )
    with ahead(92):
        assert set(run()) == {"incubation.ends_now", "incubation.to_decide_now"}


def test_told_two_weeks_before_the_end_one_letter_is_enough(street, run):
    b.inside(street, until=TODAY + timedelta(days=9))
    assert set(run()) == {"incubation.ends_soon", "incubation.to_decide"} and run() == {}
    with ahead(3):
        assert run() == {}


def test_a_second_letter_about_a_grade_only_where_no_assessment_was_begun(street, run):
    organisation = street.organisation
    organisation.assessments.create(grade="3A", valid_from=date(2021, 9, 1), valid_to=TODAY + timedelta(days=180))
    assert set(run()) == {"incubation.grade_expires"}
    with ahead(149):
        assert run() == {}
    with ahead(150):
        grading = Grading.objects.create(
            organisation=organisation,
            office=street.office,
            wanted="3A",
            began_by=street.people["owner"],
            began_at=core_clock.now(),
        )
        assert run() == {}
        grading.delete()
        told = run()
        assert [user for user, _w in told["incubation.grade_expires_now"]] == [street.people["owner"].pk]
        assert run() == {}


def test_a_second_letter_about_a_report_comes_a_month_after_the_quarter(street, run):
    hub = street.organisation
    hub.is_hub = True
    hub.save()
    other, owner = street.org()
    care = domain.propose_care(hub, by=street.actor("owner"), organisation=other, what_zh="督导", what_en="")
    domain.accept_care(care, by=owner)
    with core_clock.fixed(core_clock.midnight(date(2026, 10, 2))):
        Care.objects.filter(pk=care.pk).update(since=date(2026, 7, 1))
        assert set(run(reviews)) == {"incubation.report_due"}
    with core_clock.fixed(core_clock.midnight(date(2026, 10, 29))):
        assert run(reviews) == {}
    with core_clock.fixed(core_clock.midnight(date(2026, 10, 30))):
        assert set(run(reviews)) == {"incubation.report_late"} and run(reviews) == {}
    Care.objects.filter(pk=care.pk).update(told_quarter="", told_last="")
    with core_clock.fixed(core_clock.midnight(date(2026, 11, 20))):
        assert set(run(reviews)) == {"incubation.report_due"} and run(reviews) == {}, "told that late, once is enough"
