"""Hubs look after others with their consent, report, receive functions; the target is counted from the records."""

from datetime import date

import pytest

from orgs import domain as orgs
from orgs.incubation import domain, figures
from orgs.incubation.models import Care

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
