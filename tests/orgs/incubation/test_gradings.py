"""An assessment by the Measures: who may begin and when, what the committee needs, what follows from a lowered grade."""

from datetime import date, timedelta

import pytest

from marketplace.core import clock as core_clock
from orgs import domain as orgs
from orgs.incubation import domain
from tests.factories import actor, make_user

from . import builders as b

pytestmark = pytest.mark.django_db
TODAY = date(2026, 9, 1)
POINTS = {"BASE": 100, "GOVERNANCE": 300, "WORK": 300, "TRUST": 100}
VOTE = {"members": 9, "present": 6, "in_favour": 5}


def checked(organisation, valid_to=date(2027, 6, 30)):
    organisation.documents.create(kind="ANNUAL_CHECK", valid_to=valid_to, added_at=core_clock.now())


def begun(street, **fields):
    return domain.begin_grading(
        street.organisation, by=street.actor("owner"), office=street.office, **({"wanted": "3A"} | fields)
    )


def visitor(street, **fields):
    return b.make_mentor(street, reviews=True, **fields)


def visited(street):
    grading = begun(street)
    domain.fill_in_grading(grading, by=street.actor("owner"), points=POINTS, evidence="档案第三柜")
    domain.hand_in_grading(grading, by=street.actor("owner"))
    return domain.record_visit(
        grading,
        by=street.actor("secretary"),
        visited_on=TODAY,
        visitors=[visitor(street)],
        points=POINTS,
        findings="属实",
    )


def test_the_whole_way_ends_in_the_register(street, refused):
    checked(street.organisation)
    grading = visited(street)
    refused(
        "incubation.committee",
        domain.grant_grade,
        grading,
        by=street.actor("leader"),
        grade="3A",
        members=5,
        present=5,
        in_favour=5,
    )
    refused(
        "incubation.quorum",
        domain.grant_grade,
        grading,
        by=street.actor("leader"),
        grade="3A",
        members=9,
        present=5,
        in_favour=5,
    )
    refused(
        "incubation.majority",
        domain.grant_grade,
        grading,
        by=street.actor("leader"),
        grade="3A",
        members=10,
        present=8,
        in_favour=5,
    )
    refused(
        "incubation.majority",
        domain.grant_grade,
        grading,
        by=street.actor("leader"),
        grade="3A",
        members=9,
        present=6,
        in_favour=7,
    )
    refused(
        "second_factor",
        domain.grant_grade,
        grading,
        by=actor(street.people["leader"], second_factor=False),
        grade="3A",
        **VOTE,
    )
    domain.grant_grade(grading, by=street.actor("leader"), grade="3A", **VOTE)
    now = street.organisation.assessments.get()
    assert (now.grade, now.valid_from, now.valid_to) == ("3A", TODAY, date(2031, 8, 31))


def test_what_the_measures_ask_for(street, refused):
    refused("incubation.no_annual_check", begun, street)
    checked(street.organisation, TODAY - timedelta(days=1))
    refused("incubation.no_annual_check", begun, street)
    street.organisation.documents.filter(kind="ANNUAL_CHECK").delete()
    checked(street.organisation)
    street.organisation.founded = date(2024, 9, 2)
    street.organisation.save()
    assert "2026-09-02" in refused("incubation.too_young", begun, street).sentence
    street.organisation.founded = date(2024, 9, 1)
    street.organisation.save()
    begun(street)
    refused("incubation.assessed_now", begun, street)


def test_a_grade_is_renewed_from_two_years_before(street, refused):
    checked(street.organisation)
    orgs.record_grade(street.organisation, by=street.actor("leader"), grade="2A", valid_from=date(2023, 9, 3))
    assert "2026-09-02" in refused("incubation.too_soon", begun, street).sentence


@pytest.mark.parametrize(("grade", "years"), [("1A", 2), ("", 3)])
def test_a_lowered_grade_bars_a_new_one(street, refused, grade, years):
    checked(street.organisation, date(2030, 1, 1))
    orgs.record_grade(street.organisation, by=street.actor("leader"), grade="3A", valid_from=date(2025, 1, 1))
    refused("not_lower", orgs.lower_grade, street.organisation, by=street.actor("leader"), grade="3A", reason="x")
    orgs.lower_grade(street.organisation, by=street.actor("leader"), grade=grade, reason="财务不公开")
    now = street.organisation.grade_on(TODAY)
    assert (now.grade if now else "") == grade and (not now or now.valid_to == date(2029, 12, 31))
    for days, code in ((365 * years - 2, "incubation.barred"), (365 * years + 2, "")):
        with core_clock.fixed(core_clock.now() + timedelta(days=days)):
            if code:
                assert begin_refusal(street) == code
            else:
                assert begin_refusal(street) != "incubation.barred"


def begin_refusal(street):
    from orgs.incubation.models import Grading
    from orgs.incubation.states_gradings import GRADING_STEPS

    blank = Grading(organisation=street.organisation, office=street.office, wanted="3A")
    codes = [need.code for need in GRADING_STEPS.by_verb["begin"].needs if need.failing(None, blank) is not None]
    return "incubation.barred" if "incubation.barred" in codes else ""


def test_visitors_have_no_tie(street, refused):
    checked(street.organisation)
    grading = begun(street)
    refused("incubation.incomplete", domain.hand_in_grading, grading, by=street.actor("owner"))
    assert (
        refused(
            "incubation.points",
            domain.fill_in_grading,
            grading,
            by=street.actor("owner"),
            points=POINTS | {"BASE": 151},
            evidence="x",
        ).field
        == "BASE"
    )
    domain.fill_in_grading(grading, by=street.actor("owner"), points=POINTS, evidence="档案")
    domain.hand_in_grading(grading, by=street.actor("owner"))
    tied = visitor(street, unit_organisation=street.organisation)
    values = {"visited_on": TODAY, "points": POINTS, "findings": "x"}
    assert (
        refused(
            "incubation.visitor_tied",
            domain.record_visit,
            grading,
            by=street.actor("secretary"),
            visitors=[tied],
            **values,
        ).field
        == "visitors"
    )
    domain.hand_back_grading(grading, by=street.actor("secretary"), reason="缺会议记录")
    assert grading.state == "self"


def test_pages(client, street):
    checked(street.organisation)
    grading = visited(street)
    for name, status in (("owner", 200), ("secretary", 200), ("anybody", 404)):
        client.force_login(street.people[name])
        assert client.get(grading.get_absolute_url()).status_code == status
        assert client.get("/incubation/assessments/").status_code == 200
    client.force_login(street.people["owner"])
    assert str(grading.visitors.get()) not in client.get(grading.get_absolute_url()).content.decode()
    client.force_login(make_user())
    assert client.get(f"/incubation/assessments/{street.organisation.code}/begin/").status_code == 404
    client.force_login(street.people["leader"])
    page = client.get(f"/do/incubation.grading/{grading.pk}/grant/")
    assert page.status_code in (200, 302)


def test_each_step_waits_for_whoever_may_take_it(street):
    from marketplace.core.registry import desk_entries

    def waits(*names):
        kind = [str(e.what) for name in names for e in desk_entries(street.actor(name)) if str(e.kind) == "评估等级"]
        return sorted(kind)

    checked(street.organisation)
    grading = begun(street)
    assert waits("owner") == ["填写并提交自评"]
    domain.fill_in_grading(grading, by=street.actor("owner"), points=POINTS, evidence="档案第三柜")
    domain.hand_in_grading(grading, by=street.actor("owner"))
    assert waits("owner") == [] and len(waits("leader", "secretary")) == 2
    domain.hand_back_grading(grading, by=street.actor("secretary"), reason="佐证不全")
    assert waits("owner") == ["填写并提交自评"] and waits("leader", "secretary") == []
    domain.hand_in_grading(grading, by=street.actor("owner"))
    domain.record_visit(
        grading,
        by=street.actor("secretary"),
        visited_on=TODAY,
        visitors=[visitor(street)],
        points=POINTS,
        findings="属实",
    )
    assert len(waits("leader")) == 1 and waits("secretary") == [], "the grade is given by a leader"
