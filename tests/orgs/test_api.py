"""The register as JSON shows what the public pages show."""

import pytest

from marketplace.core import clock
from orgs import domain
from orgs.states import Role

from . import builders as b

pytestmark = pytest.mark.django_db
SECRET = "secret-marker"


@pytest.fixture(autouse=True)
def _day():
    with clock.fixed(b.moment()):
        yield


def test_list_and_detail(client):
    hidden = {state: b.in_state(state) for state in ("applied", "returned", "withdrawn")}
    shown = b.verified(
        community=b.community(),
        contact_email=f"{SECRET}@example.org",
        contact_phone=SECRET,
        bank_account=SECRET,
    )
    domain.record_grade(shown, by=b.officer(Role.BUYER), grade="3A", valid_from=b.date(2025, 1, 1))
    domain.record_incubation(shown, by=b.officer(Role.BUYER), stage="IDEA", since=b.date(2020, 1, 1))
    listed = client.get("/api/orgs/organisations")
    answer = listed.json()
    assert (answer["count"], answer["page"], [row["code"] for row in answer["results"]]) == (1, 1, [shown.code])
    one = client.get(f"/api/orgs/organisations/{shown.code}")
    assert one.json() == answer["results"][0] | {
        "profile_zh": "",
        "profile_en": "",
        "assessments": [{"grade": "3A", "valid_from": "2025-01-01", "valid_to": "2029-12-31"}],
        "incubation": [{"stage": "IDEA", "since": "2020-01-01"}],
    }
    assert SECRET not in listed.content.decode() + one.content.decode()
    assert {client.get(f"/api/orgs/organisations/{o.code}").status_code for o in hidden.values()} == {404}


def test_filters(client):
    hub = b.verified()
    domain.record_hub(hub, by=b.officer(Role.LEADER), is_hub=True)
    other = b.verified(legal_form="FOUNDATION", uscc=b.code("53"))

    def codes(query):
        return [row["code"] for row in client.get(f"/api/orgs/organisations?{query}").json()["results"]]

    assert codes("hub=true") == [hub.code]
    assert codes("legal_form=FOUNDATION") == [other.code]
    assert codes(f"q={other.uscc}") == [other.code]
    assert codes("page=99999999999") == [] and codes("grade=5A") == []
    assert client.get("/api/orgs/organisations?page=x").status_code == 422
