"""Pages of outcomes: list, chain, overview, as everybody, in both languages; every figure of the chain is a link."""

import re
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from marketplace.core.faces import url as verb_url
from marketplace.funds.models import Entry
from projects.outcomes import domain
from projects.outcomes.models import Outcome
from projects.outcomes.queries import bought, by_community
from tests.marketplace.contracts.builders import accept, at, deliver, milestone, running
from tests.marketplace.contracts.builders import copies as contract_copies
from tests.marketplace.tenders.test_pages import InLanguage, login

from .builders import PICTURE, copies, drafted, published, submitted, three, written

pytestmark = pytest.mark.django_db
LIST, OVERVIEW, FEED = "/outcomes/", "/outcomes/overview/", "/outcomes/feed/"


def cost(client, url):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize("build", [drafted, submitted, published])
def test_every_page_draws_for_everybody_in_both_languages(client, build, prefix):
    street, contract, outcome = build()
    own = {"owner", "volunteers", street.writer} | ({"o1"} if street.writer == "w1" else set())
    outside = {"stranger", None, street.rival}
    with at(contract, hours=7):
        page = InLanguage(client, prefix)
        for name in ("buyer", "leader", "editor", "auditor", "owner", street.rival, "stranger", None):
            client.logout() if name is None else login(client, street, name)
            reads = outcome.state == "published" or name not in outside
            assert page.get(outcome.get_absolute_url()).status_code == (200 if reads else 404), name
            for url in (LIST, OVERVIEW, FEED):
                answer = page.get(url)
                assert answer.status_code == 200
                if url != OVERVIEW:
                    shows = outcome.title_zh in answer.content.decode() or outcome.code in answer.content.decode()
                    assert shows == (outcome.state == "published" if url == FEED else reads), (name, url)
    assert "owner" in own


def test_the_chain_names_every_step_and_links_it(client):
    street, contract, outcome = published()
    with at(contract, hours=8):
        page = client.get(outcome.get_absolute_url()).content.decode()
        chain = page.split('class="chain"', 1)[1].split("</ol>", 1)[0]
        links = re.findall(r'href="([^"#]+)', chain)
        entry = Entry.objects.get(kind="PAYMENT")
        items = [line.item.get_absolute_url() for line in contract.lines.all()]
        assert set(links) == {
            *items, contract.call.get_absolute_url(), contract.get_absolute_url(), entry.get_absolute_url(),
        }  # fmt: skip
        for link in set(links):
            assert client.get(link).status_code == 200, link
        assert entry.hash[:16] in chain
        outside = re.sub(r"<a .*?</a>", "", chain, flags=re.S)
        assert not re.search(r"\d[\d,]*\.\d\d", outside), "a figure that is no link"
        call_page = client.get(contract.call.get_absolute_url()).content.decode()
        for anchor in re.findall(r'href="[^"#]+#([^"]+)"', chain):
            target = (
                call_page
                if not anchor.startswith("milestone")
                else client.get(contract.get_absolute_url()).content.decode()
            )
            assert f'id="{anchor}"' in target, anchor


def test_the_chain_costs_the_same_for_more_milestones_and_pictures(client):
    street, contract, outcome = published()
    with at(contract, hours=8):
        url = outcome.get_absolute_url()
        client.get(url)
        before = cost(login(client, street, "buyer"), url)
        contract_copies(contract, 0, 1)
        for position in range(3, 20):
            contract.milestones.create(
                position=position, title_zh="x", amount=Decimal("1.00"), due=contract.starts, opinion_key=f"o{position}"
            )
        assert cost(client, url) == before


def test_the_list_costs_the_same_for_1_3_and_50_rows(client):
    street, contract, outcome = published()
    with at(contract, hours=8):
        login(client, street, "buyer").get(LIST)
        costs = [cost(client, LIST)]
        for first, last in ((0, 2), (2, 49)):
            copies(outcome, first, last)
            costs.append(cost(client, LIST))
    assert (costs, Outcome.objects.count()) == ([costs[0]] * 3, 50)


def test_the_overview_costs_the_same_for_more_contracts(client):
    street, contract, _outcome = published()
    with at(contract, hours=8):
        login(client, street, "buyer").get(OVERVIEW)
        before = cost(client, OVERVIEW)
        contract_copies(contract, 0, 8)
        assert cost(client, OVERVIEW) == before


def test_figures_of_the_overview():
    """What was bought, what a unit cost, and payments by community to the fen."""
    _street, contract, _outcome = published()
    assert {(row.item.pk, row.quantity, row.amount) for row in bought()} == {
        (line.item_id, line.quantity, line.amount) for line in contract.lines.all()
    }
    for row in bought():
        assert row.unit_cost == contract.lines.get(item=row.item).unit_price
    paid = milestone(contract).payment.amount
    places = [row for row in by_community() if row["contracts"]]
    wanted = contract.call.communities.count()
    assert (len(places), sum(row["paid"] for row in places)) == (wanted, paid if wanted else 0)


def test_an_empty_portal_has_empty_pages(client):
    for url in (LIST, OVERVIEW):
        for prefix in ("", "/en"):
            assert client.get(prefix + url).status_code == 200


def test_odd_addresses_and_filters(client, db):
    for path in ("nothing/", "%00/", "邻里/", "x" * 300 + "/"):
        assert client.get(LIST + path).status_code == 404
    for query in (
        {"q": "x" * 500},
        {"q": "a\0b"},
        {"community": "nonsense"},
        {"community": "a\0b"},
        {"page": "9" * 400},
    ):
        assert client.get(LIST, query).status_code == 200


BAD = {
    "nothing": {},
    "overlong": {"title_zh": "长" * 161},
    "word for a number": {"people_served": "许多"},
    "negative": {"people_served": "-1"},
    "10^15": {"people_served": str(10**15)},
    "bad day": {"measured_on": "2026-02-30"},
    "NaN": {"indicator": "NaN"},
    "large": {"indicator": "1e15"},
}


@pytest.mark.parametrize("typed", BAD.values(), ids=BAD)
def test_bad_input_is_refused_and_kept(client, typed):
    street, contract, outcome = drafted()
    key = f"indicator_{outcome.indicators.first().pk}"
    data = {"title_zh": "保留的题目", "story_zh": "保留的故事"} | {
        key if k == "indicator" else k: v for k, v in typed.items()
    }
    data = data if typed else {"story_zh": "保留的故事"}
    with at(contract, hours=4):
        answer = login(client, street, "owner").post(verb_url(outcome, "edit"), data)
    assert answer.status_code == 422
    assert "保留的故事" in answer.content.decode()
    before = outcome.title_zh
    outcome.refresh_from_db()
    assert outcome.title_zh == before


def test_names_with_script_are_text(client):
    street, contract, outcome = drafted()
    written(street, contract, outcome, title_zh="<script>alert(1)</script>", story_zh="<script>alert(2)</script>")
    with at(contract, hours=5):
        domain.submit(outcome, by=street.actor("owner"))
        domain.publish(outcome, by=street.actor("editor"))
        for url in (outcome.get_absolute_url(), LIST, FEED, contract.get_absolute_url()):
            page = client.get(url).content.decode()
            assert "<script>alert" not in page and "&lt;script&gt;alert" in page, url


def test_pictures_are_shown_with_their_words(client):
    street, contract, outcome = drafted()
    written(street, contract, outcome)
    with at(contract, hours=4):
        url = verb_url(outcome, "add_picture")
        page = login(client, street, "owner")
        good = {"picture": SimpleUploadedFile("p.png", PICTURE), "alt_zh": '两位志愿者"在门口'}
        assert page.post(url, {"picture": SimpleUploadedFile("p.png", PICTURE)}).status_code == 422
        bad = page.post(url, {"picture": SimpleUploadedFile("p.png", b"MZ\0\0"), "alt_zh": "保留的字"})
        assert (bad.status_code, "保留的字" in bad.content.decode()) == (422, True)
        assert page.post(url, good).status_code == 302
        stored = outcome.pictures.get().file.get_absolute_url()
        client.logout()
        assert client.get(stored).status_code == 302  # a draft's picture is not public
        domain.submit(outcome, by=street.actor("owner"))
        domain.publish(outcome, by=street.actor("editor"))
        page = client.get(outcome.get_absolute_url()).content.decode()
        assert f'src="{stored}"' in page and 'alt="两位志愿者&quot;在门口"' in page
        assert client.get(stored).status_code == 200


def test_remove_a_picture_by_clicks(client):
    street, contract, outcome = drafted()
    with at(contract, hours=4):
        domain.add_picture(outcome, by=street.actor("owner"), picture=PICTURE, alt_zh="门口")
        url = verb_url(outcome, "remove_picture")
        page = login(client, street, "owner")
        assert "门口" in page.get(url).content.decode()
        assert page.post(url, {"picture": "99999"}).status_code == 422
        assert page.post(url, {"picture": outcome.pictures.get().pk}).status_code == 302
        assert outcome.pictures.count() == 0


def test_set_aside_by_clicks_with_its_reason(client):
    street, contract, whole, _rest = three()
    with at(contract, hours=3):
        page = login(client, street, "editor")
        assert page.post(verb_url(whole, "set_aside"), {"reason": ""}).status_code == 422
        assert page.post(verb_url(whole, "set_aside"), {"reason": "<b>期末已写</b>"}).status_code == 302
        for who, reads in (("editor", True), ("owner", True), ("auditor", True), (street.rival, False)):
            answer = login(client, street, who).get(whole.get_absolute_url())
            assert answer.status_code == (200 if reads else 404), who
            assert ("&lt;b&gt;期末已写" in answer.content.decode()) == reads, who
        client.logout()
        assert client.get(whole.get_absolute_url()).status_code == 404
        for url in (LIST, FEED, contract.get_absolute_url()):
            assert whole.code not in client.get(url).content.decode()
        assert login(client, street, "owner").post(verb_url(whole, "take_up")).status_code == 403
        assert login(client, street, "editor").post(verb_url(whole, "take_up")).status_code == 302
        shown = page.get(whole.get_absolute_url()).content.decode()
        assert 'data-tone="closed"' not in shown and whole.contract.title_zh in shown


def test_the_only_draft_says_why_it_stays(client):
    street, contract, outcome = drafted()
    with at(contract, hours=4):
        page = login(client, street, "editor")
        assert "没有别的成效" in page.get(outcome.get_absolute_url()).content.decode()
        assert page.post(verb_url(outcome, "set_aside"), {"reason": "x"}).status_code == 422


def test_a_card_of_a_whole_contract_says_what_was_paid(client):
    street, contract = running()
    from marketplace.contracts import domain as contracts
    from marketplace.core import outbox
    from tests.marketplace.contracts.builders import settled

    with at(contract, hours=2):
        settled(street, contract, 1, 2)
        contracts.close(contract, by=street.actor("buyer"))
        outbox.deliver()
        Outcome.objects.update(state="published", published_at=contract.created_at)
        page = client.get(LIST).content.decode()
        assert f"{contract.price:,.2f}" in page
        whole = Outcome.objects.get(milestone=None)
        assert client.get(whole.get_absolute_url()).status_code == 200
        assert client.get(reverse("outcomes:overview")).status_code == 200
        assert client.get("/").status_code == 200


__all__ = ["accept", "deliver"]
