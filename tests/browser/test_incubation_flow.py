"""One organisation grows: from its application to the public passport, by clicking and typing alone, as the people in turn."""

import json
import os
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from marketplace.core import clock
from orgs.experts import domain as experts
from orgs.incubation.models import Enrolment, Grading, Stay
from tests import factories

from . import way_incubation as way
from .steps import Portal, give_keys
from .test_flow import LOOKED, SECRET, Days

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]
BEGINS = timezone.make_aware(datetime(2026, 8, 3, 9))
PEOPLE = {"leader": "LEADER", "secretary": "SECRETARY"}


@pytest.fixture
def street(settings, site):
    """People with passwords and one-time codes, an organisation with its papers, an expert who visits; no centre yet."""
    settings.CLOCK_SHIFT = round((BEGINS - timezone.now()).total_seconds())
    settings.SITE_URL = site
    office = factories.make_office("IN-ST")
    organisation = factories.make_organisation(
        "IO1", name_zh="邻里互助社", name_en="Neighbours help", staff=6, founded=datetime(2020, 1, 5).date()
    )
    organisation.documents.create(kind="ANNUAL_CHECK", added_at=clock.now())
    users = {name: factories.person(role, office, f"{name}@growth.example") for name, role in PEOPLE.items()}
    users["owner"] = factories.person("OWNER", organisation, "owner@growth.example")
    for name in ("mentor", "guest"):
        users[name] = factories.make_user(f"{name}@growth.example", name=name)
    give_keys(users.values(), SECRET)
    leader, secretary = (factories.actor(users[name]) for name in PEOPLE)
    visitor = experts.enter(
        office, by=secretary, person=factories.make_user(), kind="PRACTICE", fields=["LAW"], reviews=True, mentors=False,
        unit_zh="律所", limit=5,
    )  # fmt: skip
    experts.admit(visitor, by=leader)
    for number in range(6):  # who sits in the committee, with the leader, the secretary and the visitor
        factories.person("EVALUATOR", office, f"member{number}@growth.example")
    return organisation


def day(days) -> str:
    return (clock.today() + timedelta(days=days)).isoformat()


def moment(hours) -> str:
    return timezone.localtime(clock.now() + timedelta(hours=hours)).strftime("%Y-%m-%dT%H:%M")


@pytest.mark.parametrize("language", ["zh-hans", "en"] if os.environ.get("LOOKS") == "full" else ["zh-hans"])
def test_from_the_application_to_the_passport(chromium, site, street, settings, language):
    shots = Path(os.environ["SHOTS"]) if "SHOTS" in os.environ else None
    days, portal = Days(settings), Portal(chromium, site, language, looked=LOOKED, shots=shots, domain="growth.example")

    def as_(name):
        return portal.visitor(name, secret=SECRET)

    anybody = portal.visitor()
    centre = way.open_centre(as_("leader"))
    way.draft_round(as_("secretary"), centre, (day(0), day(20)))
    way.publish_round(as_("leader"), centre)
    way.enter_mentor(as_("secretary"), "mentor@growth.example")
    way.admit(as_("leader"))

    address = way.apply(as_("owner"), centre)
    way.invite(as_("secretary"), moment(2))
    days.until(clock.now() + timedelta(hours=2))
    way.offer(as_("leader"), "mentor", day(700))
    way.sign(as_("owner"))
    stay = Stay.objects.get()
    assert (stay.state, stay.stage) == ("inside", "START")
    way.assess(as_("owner"), address, 3)
    way.set_goal(as_("owner"), day(40))
    way.meet(as_("mentor"), way.name_of(as_("mentor"), street))

    training = way.plan_training(as_("secretary"), centre, moment(24), moment(27))
    way.enrol(as_("guest"), training)
    way.wait(as_("owner"), training)
    way.give_up(as_("guest"), training)
    days.until(clock.now() + timedelta(hours=24))
    way.here(as_("owner"), as_("secretary"), training)
    days.until(clock.now() + timedelta(hours=4))
    way.close_training(as_("secretary"))
    number = way.certificate(as_("owner"), training)
    assert Enrolment.objects.get(certificate=number).stars == 5
    anybody.go(f"/incubation/trainings/certificates/{number}/")
    assert way.name_of(anybody, street) in anybody.text()

    way.reach_goal(as_("owner"), address)
    days.until(timezone.make_aware(datetime(2026, 10, 8, 9)))
    way.review(as_("secretary"))
    way.advance(as_("leader"), address, "GROWTH")
    way.graduate(as_("leader"))
    way.assess_itself(as_("owner"))
    way.visit(as_("secretary"), day(0))
    way.give_grade(as_("leader"))
    assert Grading.objects.get().state == "notice"
    days.until(clock.now() + timedelta(days=8))
    way.enter_grade(as_("leader"), Grading.objects.get().get_absolute_url())
    assert Grading.objects.get().state == "granted"

    anybody.go(street.get_absolute_url())
    entries = [entry.inner_text() for entry in anybody.page.locator("ol.passport li").all()]
    told = json.loads(anybody.read("JSON"))
    assert told["grade"]["grade"] == "3A"
    assert [entry["kind"] for entry in told["entries"]].count("stage") == 2
    assert {"grade", "stage", "incubation", "training"} <= {entry["kind"] for entry in told["entries"]}
    assert len(entries) == len(told["entries"])
    assert way.said(anybody, way.TRAINING) in anybody.text() and "能独立承接项目。" in anybody.text()
    assert anybody.read("Passport as PDF").startswith(b"%PDF")
    for secret in (way.GOAL, way.OUTCOME, "下月交章程草稿。", "制度已立", "与自评一致"):
        assert secret not in anybody.text(), "the plan is not public"
