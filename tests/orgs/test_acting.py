"""In whose name one acts: roles follow the chosen body, what restrains a person does not."""

import pytest

from marketplace.core import clock
from marketplace.core.models import AuditEvent
from marketplace.core.refusals import Refused
from orgs import domain
from orgs.models import Organisation
from orgs.queries import actor_of
from orgs.states import Role
from tests.support.district import prove

from . import builders as b

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _day():
    with clock.fixed(b.moment()):
        yield


@pytest.fixture
def two():
    """(person, office, organisation): leader in one, owner of the other."""
    office, organisation = b.office(), b.verified()
    person = b.member(office, Role.LEADER)
    b.member(organisation, Role.OWNER, user=person)
    return person, office, organisation


def hat(person, body="", key=""):
    return actor_of(person, second_factor_at=clock.now(), hat=f"{body}:{key}" if body else "")


def test_roles_follow_the_body(two):
    person, office, organisation = two
    places = {f"office:{office.pk}", f"organisation:{organisation.pk}"}
    for_all = hat(person)
    as_office, as_owner = hat(person, "office", office.pk), hat(person, "organisation", organisation.pk)
    assert [a.role_names() for a in (for_all, as_office, as_owner)] == [["LEADER", "OWNER"], ["LEADER"], ["OWNER"]]
    assert {a.places for a in (for_all, as_office, as_owner)} == {frozenset(places)}
    assert [a.hat for a in (for_all, as_office, as_owner)] == [
        "",
        f"office:{office.pk}",
        f"organisation:{organisation.pk}",
    ]
    waiting = b.applied()
    with pytest.raises(Refused) as caught:
        domain.verify(waiting, by=as_owner)
    assert caught.value.code == "role:LEADER"
    assert not Organisation.objects.visible_to(as_owner).filter(pk=waiting.pk).exists()
    with pytest.raises(Refused) as caught:
        domain.edit_organisation(organisation, by=as_office, profile_zh="x")
    assert caught.value.code == "organisation:OWNER"


@pytest.mark.parametrize("chosen", ["office", ""])
def test_avoidance_does_not_follow_it(two, chosen):
    person, office, organisation = two
    actor = hat(person, chosen, office.pk)
    with pytest.raises(Refused) as caught:
        domain.suspend(organisation, by=actor, reason="x")
    assert caught.value.code == "independent"
    with pytest.raises(Refused) as caught:
        domain.ask_to_join(organisation, by=actor)
    assert caught.value.code == "member_already"


def test_a_body_that_one_has_left_counts_as_none(two):
    person, office, organisation = two
    assert hat(person, "office", office.pk + 1000).hat == ""
    domain.end_role(person.memberships.get(role="LEADER"), by=hat(person))
    actor = hat(person, "office", office.pk)
    assert (actor.hat, actor.role_names()) == ("", ["OWNER"])


def test_the_records_name_the_body(two):
    person, office, organisation = two
    waiting, late = b.applied(), b.applied()
    domain.verify(waiting, by=hat(person))
    domain.edit_organisation(organisation, by=hat(person), profile_zh="x")
    domain.ask_to_join(waiting, by=hat(person))
    domain.verify(late, by=hat(person, "office", office.pk))
    second = b.member(b.office(), Role.LEADER, user=person)
    domain.suspend(waiting, by=hat(second), reason="x")
    found = [
        (
            e.verb.rsplit(".", 1)[1],
            len(e.in_name_of),
            set(e.in_name_of) <= {f"office:{office.pk}", f"organisation:{organisation.pk}"},
        )
        for e in AuditEvent.objects.filter(actor=person).order_by("id")
    ]
    assert found == [
        ("verify", 1, True),
        ("edit", 1, True),
        ("ask", 0, True),
        ("verify", 1, True),
        ("suspend", 2, False),
    ]


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_switch_works_without_script(client, two, prefix):
    person, office, organisation = two
    prove(client, person)
    home = f"{prefix}/desk/"
    place = f"organisation:{organisation.pk}"
    assert client.get(home).wsgi_request.actor.hat == ""
    assert client.get(f"{prefix}/organisations/acting/").status_code == 200
    assert client.get(f"{prefix}/organisations/acting/choose/").status_code == 405
    answer = client.post(f"{prefix}/organisations/acting/choose/", {"place": place, "next": home})
    assert answer["Location"] == home
    page = client.get(home)
    assert page.wsgi_request.actor.hat == place and 'aria-pressed="true"' in page.content.decode()
    client.post(f"{prefix}/organisations/acting/choose/", {"place": "office:999999", "next": home})
    assert client.get(home).wsgi_request.actor.hat == place  # not one's own: nothing changes
    client.post(f"{prefix}/organisations/acting/choose/", {"place": "", "next": home})
    assert client.get(home).wsgi_request.actor.hat == ""


@pytest.mark.parametrize(
    "wanted", ["https://evil.example/", "//evil.example/x", "javascript:alert(1)", "/\\evil.example"]
)
def test_it_leads_nowhere_else(client, two, wanted):
    prove(client, two[0])
    answer = client.post("/organisations/acting/choose/", {"place": "", "next": wanted})
    assert answer["Location"] == "/desk/"


def test_who_has_one_body_is_not_asked(client):
    prove(client, b.member(b.office(), Role.BUYER))
    page = client.get("/desk/").content.decode()
    assert "/organisations/acting/choose/" not in page
    assert client.get("/organisations/acting/").status_code == 200


def test_a_stranger_chooses_nothing(client):
    assert client.post("/organisations/acting/choose/", {"place": "office:1"})["Location"].startswith(
        "/accounts/login/"
    )
