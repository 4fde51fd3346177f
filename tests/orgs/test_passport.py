"""The passport for others: JSON and PDF hold what everybody may read; a suspension stands with the organisation's reply."""

import io
import json
from datetime import date

import pypdf
import pytest

from marketplace.core import clock
from orgs import domain
from orgs.states import Role
from tests.marketplace.contracts import builders as contracts

from . import builders as b

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _day():
    with clock.fixed(b.moment()):
        yield


def test_entries_come_from_records_and_say_where(client):
    organisation = b.verified()
    domain.record_grade(organisation, by=b.officer(Role.LEADER), grade="3A", valid_from=date(2025, 1, 1))
    domain.suspend(organisation, by=b.officer(Role.LEADER), reason="年检逾期")
    domain.reply(organisation, by=b.actor(organisation.applied_by), text="已补办,材料在途。")
    found = json.loads(client.get(f"/organisations/{organisation.code}/passport.json").content)
    assert found["grade"] == {"grade": "3A", "valid_to": "2029-12-31"} and found["state"] == "suspended"
    assert {entry["kind"] for entry in found["entries"]} == {"register", "grade"}
    notes = [entry["note"] for entry in found["entries"]]
    assert "年检逾期" in notes and "已补办,材料在途。" in notes
    page = client.get(organisation.get_absolute_url()).content.decode()
    assert "已补办,材料在途。" in page and "passport.pdf" in page
    paper = client.get(f"/organisations/{organisation.code}/passport.pdf")
    assert paper["Content-Type"] == "application/pdf" and len(pypdf.PdfReader(io.BytesIO(paper.content)).pages) >= 1
    assert client.get(f"/en/organisations/{organisation.code}/passport.pdf").status_code == 200


def test_an_application_has_no_passport(client):
    organisation = b.applied()
    for kind in ("json", "pdf"):
        assert client.get(f"/organisations/{organisation.code}/passport.{kind}").status_code == 404


def test_rooms_above_tell_of_contracts(client):
    contract = contracts.signed() if hasattr(contracts, "signed") else None
    if contract is None:
        pytest.skip("no builder of a signed contract")
    found = json.loads(client.get(f"/organisations/{contract.organisation.code}/passport.json").content)
    assert "contract" in {entry["kind"] for entry in found["entries"]}
