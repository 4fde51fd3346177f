"""What people served say: one slip, one opinion, no account, no name; whoever accepts sees it."""

import pytest
from django.urls import reverse

from marketplace.contracts import domain
from marketplace.contracts.models import Opinion, OpinionSlip
from marketplace.contracts.queries import opinions_of
from marketplace.contracts.states import Degree
from marketplace.core.faces import url as verb_url
from marketplace.core.models import AuditEvent
from marketplace.core.refusals import Refused
from tests.marketplace.tenders.test_pages import login

from .builders import accept, at, deliver, in_state, milestone, running, settled

pytestmark = pytest.mark.django_db
WORDS = "上门很准时<script>alert(1)</script>"


def slips(street, contract, number=3, position=1):
    domain.issue_slips(milestone(contract, position), by=street.actor("buyer"), number=number)
    return list(OpinionSlip.objects.filter(milestone__contract=contract, milestone__position=position).order_by("pk"))


def opinion_url(slip):
    return reverse("contracts:opinion", args=[slip.token])


@pytest.mark.parametrize("number", [0, -1, 201, 10**15])
def test_so_many_slips_are_not_made_at_once(number):
    street, contract = running()
    with at(contract, hours=2), pytest.raises(Refused) as caught:
        domain.issue_slips(milestone(contract), by=street.actor("buyer"), number=number)
    assert (caught.value.code, caught.value.field, OpinionSlip.objects.count()) == ("slips_at_once", "number", 0)


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_a_person_served_gives_an_opinion_once(client, prefix):
    street, contract = running()
    with at(contract, hours=2):
        slip = slips(street, contract)[0]
        url = prefix + opinion_url(slip)
        assert "sessionid" not in client.get(url).cookies
        assert client.post(url, {"degree": "VERY_GOOD", "text": WORDS}).status_code == 302
        again = client.post(url, {"degree": "VERY_POOR", "text": "x"})
        assert again.status_code == 409
    stored = Opinion.objects.get()
    assert (stored.degree, stored.text, stored.slip_id) == ("VERY_GOOD", WORDS, slip.pk)


def test_an_opinion_names_nobody():
    """Neither the row nor the audit event holds a person, an address or a request's user."""
    street, contract = running()
    with at(contract, hours=2):
        slip = slips(street, contract)[0]
        domain.give_opinion(slip.token, degree="GOOD", text="好")
    assert {f.name for f in Opinion._meta.get_fields()} == {"id", "slip", "milestone", "degree", "text", "at"}
    event = AuditEvent.objects.get(verb="contracts.opinion.give")
    assert (event.actor, event.changes, event.note, event.public_note) == (None, {}, "", "")


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"degree": "EXCELLENT"},
        {"degree": "GOOD", "text": "长" * 1001},
        {"degree": "NaN", "text": "保留"},
        {"degree": "GOOD", "text": "a\0b"},
    ],
)
def test_bad_input_is_said_at_the_field_and_kept(client, typed):
    street, contract = running()
    with at(contract, hours=2):
        slip = slips(street, contract)[0]
        answer = client.post(opinion_url(slip), typed)
    assert answer.status_code == 422
    assert typed.get("text", "")[:20].split("\0")[0] in answer.content.decode()
    slip.refresh_from_db()
    assert (slip.used_at, Opinion.objects.count()) == (None, 0)


@pytest.mark.parametrize("token", ["nothing", "0" * 32, "x" * 500, "%00", "a%00b", "邻里"])
def test_unknown_slips_lead_nowhere(client, token):
    assert client.get(f"/contracts/opinion/{token}/").status_code == 404
    assert client.post(f"/contracts/opinion/{token}/", {"degree": "GOOD"}).status_code == 404
    with pytest.raises(Refused) as caught:
        domain.give_opinion(token, degree="GOOD")
    assert caught.value.code == "unknown_slip"


def test_after_the_decision_nobody_is_heard_any_more(client):
    street, contract = running()
    with at(contract, hours=2):
        slip = slips(street, contract)[0]
        deliver(street, contract)
        accept(street, contract)
        for answer in (client.get(opinion_url(slip)), client.post(opinion_url(slip), {"degree": "GOOD"})):
            assert (answer.status_code, 'name="degree"' in answer.content.decode()) == (409, False)
    assert Opinion.objects.count() == 0


def test_whoever_accepts_sees_what_was_said(client):
    street, contract, row = in_state("planned")
    with at(contract, hours=3):
        for slip, degree in zip(slips(street, contract), ("GOOD", "GOOD", "POOR"), strict=True):
            domain.give_opinion(slip.token, degree=degree, text=WORDS if degree == "POOR" else "")
        deliver(street, contract)
        for verb in ("accept", "accept_partly", "return"):
            page = login(client, street, "acceptor").get(verb_url(row, verb)).content.decode()
            assert "上门很准时&lt;script&gt;" in page and "<script>alert" not in page
        readers = {
            name
            for name in ("acceptor", "leader", "auditor", "owner", "stranger", "")
            if "上门很准时&lt;script&gt;" in _page(client, street, name, contract)
        }
        assert readers == {"acceptor", "leader", "auditor"}
        client.logout()
        assert "3 条意见" in client.get(contract.get_absolute_url()).content.decode()
    told = opinions_of([row])[row.pk]
    assert (told["given"], told["slips"], [n for _label, n in told["counts"]]) == (3, 3, [0, 2, 0, 1, 0])


def _page(client, street, name, contract):
    client.logout()
    if name:
        login(client, street, name)
    return client.get(contract.get_absolute_url()).content.decode()


def test_unused_slips_are_for_the_buyers(client):
    """The side whose work is judged does not hold the slips."""
    street, contract = running()
    with at(contract, hours=2):
        made = slips(street, contract)
        domain.give_opinion(made[0].token, degree="GOOD")
        sheet = reverse("contracts:slips", args=[contract.number, 1])
        readers = {n for n in street.users if login(client, street, n).get(sheet).status_code == 200}
        page = login(client, street, "buyer").get(sheet).content.decode()
        assert [slip.token in page for slip in made] == [False, True, True]
        assert readers == {"buyer", "buyer2", "acceptor"}
        client.logout()
        assert client.get(sheet).status_code == 302
        for name in ("owner", "auditor", "leader"):
            page = login(client, street, name).get(contract.get_absolute_url()).content.decode()
            assert not any(slip.token in page for slip in made) and sheet not in page


def test_the_passport_counts_opinions_of_decided_deliveries(client):
    """Counted by degree, never averaged; no text; nothing before the delivery is decided."""
    street, contract = running()
    address = f"/organisations/{contract.organisation.code}/passport.json"

    def told():
        return [e for e in client.get(address).json()["entries"] if e["kind"] == "opinions"]

    with at(contract, hours=2):
        for slip, degree in zip(slips(street, contract)[:3], ["GOOD", "GOOD", "VERY_GOOD"], strict=False):
            domain.give_opinion(slip.token, degree=degree, text="某某的话")
        assert told() == []
    with at(contract, hours=3):
        settled(street, contract, 1)
        (entry,) = told()
        assert entry["url"].endswith(contract.get_absolute_url()) and "某某的话" not in str(entry)
        assert f"{Degree('GOOD').label} 2" in entry["note"]
