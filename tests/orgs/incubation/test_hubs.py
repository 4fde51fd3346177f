"""Hubs look after others with their consent, report, receive functions; the target is counted from the records."""

from datetime import date

import pytest

from marketplace.core.actors import system
from marketplace.core.faces import url
from marketplace.core.models import Notification
from orgs import domain as orgs
from orgs.incubation import domain, figures
from orgs.incubation.models import Care
from orgs.incubation.slots import for_bodies
from orgs.incubation.tasks import reviews

from . import builders as b

pytestmark = pytest.mark.django_db


@pytest.fixture
def hub(street):
    organisation, owner = street.org(is_hub=True, name_zh="枢纽")
    street.hub, street.hub_owner = organisation, owner
    return street


def test_consent_report_and_end(hub, refused):
    care = domain.propose_care(hub.hub, by=hub.hub_owner, organisation=hub.organisation, what_zh="督导")
    refused(
        "incubation.cared_already",
        domain.propose_care,
        hub.hub,
        by=hub.hub_owner,
        organisation=hub.organisation,
        what_zh="x",
    )
    refused("incubation.itself", domain.propose_care, hub.hub, by=hub.hub_owner, organisation=hub.hub, what_zh="x")
    refused("wrong_state", domain.report_care, care, by=hub.hub_owner, quarter="2026Q2", hours=3, text="x")
    domain.accept_care(care, by=hub.actor("owner"))
    domain.report_care(care, by=hub.hub_owner, quarter="2026Q2", hours=3, text="上门")
    refused("incubation.reported", domain.report_care, care, by=hub.hub_owner, quarter="2026Q2", hours=3, text="x")
    domain.end_care(care, by=hub.actor("owner"), reason="已能独立")
    assert Care.objects.get().until == date(2026, 9, 1)


def test_the_hub_hears_once_that_a_report_is_due_and_finds_it_on_its_desk(
    hub, refused, clock, django_capture_on_commit_callbacks
):
    care = domain.propose_care(hub.hub, by=hub.hub_owner, organisation=hub.organisation, what_zh="督导")
    domain.accept_care(care, by=hub.actor("owner"))  # in September: only a month of the third quarter

    def told(moment):
        with clock(moment):
            for _n in range(2):
                with django_capture_on_commit_callbacks(execute=True):
                    reviews(system("t"))
            desk = [entry.url for entry in for_bodies(hub.hub_owner)]
        return list(Notification.objects.filter(kind="incubation.report_due").values_list("user", flat=True)), desk

    assert told("2026-10-01 09:00") == ([], [])
    to, desk = told("2027-01-01 09:00")
    assert to == [hub.hub_owner.user.pk] and desk == [url(care, "report")]
    with clock("2027-01-02 09:00"):
        refused("incubation.report_told", domain.tell_report_due, care, by=system("t"))
        domain.report_care(care, by=hub.hub_owner, quarter="2026Q4", hours=3, text="上门")
        refused("incubation.report_told", domain.tell_report_due, care, by=system("t"))
    assert told("2027-01-03 09:00") == (to, [])


def test_only_hubs_and_only_with_consent(street, refused):
    refused(
        "incubation.no_hub",
        domain.propose_care,
        street.organisation,
        by=street.actor("owner"),
        organisation=street.org()[0],
        what_zh="x",
    )
    hub, owner = street.org(is_hub=True)
    care = domain.propose_care(hub, by=owner, organisation=street.organisation, what_zh="x")
    orgs.record_hub(hub, by=street.actor("leader"), is_hub=False)
    refused("incubation.no_hub", domain.accept_care, Care.objects.get(pk=care.pk), by=street.actor("owner"))


def test_functions(hub, refused):
    function = domain.hand_over(hub.office, by=hub.actor("leader"), hub=hub.hub, name_zh="备案辅导")
    refused("incubation.hands_over", domain.take_back, function, by=hub.actor("other_leader"), reason="x")
    domain.take_back(function, by=hub.actor("leader"), reason="机构调整")
    assert (function.state, function.until) == ("ended", date(2026, 9, 1))


def test_the_target_counts_graduates_that_look_after_others(hub):
    stay = b.inside(hub, hub.hub, hub.hub_owner, stage="GROWTH")
    domain.graduate(stay, by=hub.actor("leader"), reason="可以独立")
    for _n in range(2):
        organisation, owner = hub.org()
        domain.accept_care(
            domain.propose_care(hub.hub, by=hub.hub_owner, organisation=organisation, what_zh="x"), by=owner
        )
    row = figures.multiplication()[0]
    assert (row["graduates"], row["wanted"], row["done"], row["reached"]) == (1, 2, 2, 1)
