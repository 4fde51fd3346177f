"""Pages of contracts as everybody, in both languages; forms refuse bad input and keep what was typed."""

import io
import zipfile
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from marketplace.contracts.models import Contract, Milestone
from marketplace.core import clock
from marketplace.core.actors import ANONYMOUS
from marketplace.core.faces import url as verb_url
from marketplace.core.files import files_of
from marketplace.core.registry import desk_entries
from tests.marketplace.tenders.test_pages import InLanguage, login

from .builders import (
    PDF,
    after_standstill,
    at,
    awarded_call,
    copies,
    deliver,
    drawn,
    in_state,
    milestone,
    running,
    settled,
)

pytestmark = pytest.mark.django_db
LIST = "/contracts/"


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize("state", ["planned", "delivered", "returned", "accepted", "paid"])
def test_every_state_draws_for_everybody_in_both_languages(client, state, prefix):
    street, contract, row = in_state(state)
    with at(contract, hours=3):
        page = InLanguage(client, prefix)
        for name in ("buyer", "leader", "finance", "auditor", "owner", street.rival, "stranger", None):
            client.logout() if name is None else login(client, street, name)
            for url in (LIST, contract.get_absolute_url()):
                answer = page.get(url)
                assert answer.status_code == 200
                assert contract.number in answer.content.decode()


def test_who_reads_a_draft(client):
    street, contract = drawn()
    everybody = ["buyer", "leader", "finance", "auditor", "owner", "volunteers", street.rival, "stranger"]
    with at(contract, hours=1):
        found = {n: login(client, street, n).get(contract.get_absolute_url()).status_code for n in everybody}
        client.logout()
        found["anonymous"] = client.get(contract.get_absolute_url()).status_code
        assert {n for n, status in found.items() if status == 200} == {
            "buyer", "leader", "finance", "auditor", "owner", "volunteers",
        }  # fmt: skip
        assert set(found.values()) == {200, 404}
        assert contract.number not in client.get(LIST).content.decode()
        assert contract.title not in client.get(f"{LIST}?state=draft").content.decode()


def cost(client, url):
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(url)
    assert answer.status_code == 200
    return len(queries)


def test_the_list_costs_the_same_for_1_3_and_50_rows(client):
    street, contract = running()
    with at(contract, hours=2):
        settled(street, contract, 1)
        login(client, street, "buyer").get(LIST)
        costs = [cost(client, LIST)]
        for first, last in ((0, 2), (2, 49)):
            copies(contract, first, last)
            costs.append(cost(client, LIST))
    assert costs == [costs[0]] * 3
    assert Contract.objects.count() == 50


def test_figures_are_right_with_several_milestones():
    """Three milestones, one paid, one late: no join multiplies a figure."""
    street, contract = running()
    with at(contract, hours=2):
        settled(street, contract, 1)
    paid = milestone(contract).payment.amount
    for position in (3, 4):
        Milestone.objects.create(
            contract=contract, position=position, title_zh="x", amount=Decimal("1.00"), due=contract.starts,
            opinion_key=f"k{position}",
        )  # fmt: skip
    Milestone.objects.filter(contract=contract, position=4).update(
        state="returned", again_by=contract.starts + timedelta(days=30)
    )
    with at(contract, days=5):
        row = Contract.objects.visible_to(ANONYMOUS).with_figures().get(pk=contract.pk)
        assert (row.paid, row.late_count) == (paid, 1)  # the returned one has until its new day
        assert [m.position for m in contract.milestones.all() if m.is_late] == [3]
        assert list(Contract.objects.with_late()) == [contract]
    with at(contract, days=31):
        row = Contract.objects.with_figures().get(pk=contract.pk)
        assert (row.paid, row.late_count) == (paid, 2)


def test_the_contract_page_costs_the_same_for_2_and_22_milestones(client):
    street, contract = running()
    with at(contract, hours=2):
        deliver(street, contract, evidence=[PDF])
        for name in ("buyer", "owner", "auditor", None):
            client.logout() if name is None else login(client, street, name)
            client.get(contract.get_absolute_url())
            before = cost(client, contract.get_absolute_url())
            first = milestone(contract)
            made = [
                Milestone(
                    contract=contract, position=n, title_zh="x", amount=Decimal("1.00"), due=first.due, state=state,
                    delivered_at=first.delivered_at, opinion_key=f"k{n}",
                )
                for n, state in zip(range(3, 23), ("planned", "delivered", "accepted", "returned") * 5, strict=True)
            ]  # fmt: skip
            Milestone.objects.bulk_create(made)
            assert cost(client, contract.get_absolute_url()) == before, name
            Milestone.objects.filter(contract=contract, position__gte=3).delete()


def test_filters_and_odd_addresses(client):
    street, contract = running()
    with at(contract, hours=2):
        assert contract.number in client.get(LIST, {"q": contract.title_zh}).content.decode()
        assert contract.number not in client.get(LIST, {"late": "on"}).content.decode()
    with clock.fixed(contract.created_at + timedelta(days=200)):
        assert contract.number in client.get(LIST, {"late": "on"}).content.decode()
        for query in (
            {"q": "x" * 500},
            {"q": "a\0b"},
            {"state": "nonsense"},
            {"page": "１"},
            {"page": "-1"},
            {"page": "9" * 400},
        ):
            assert client.get(LIST, query).status_code == 200
        for path in ("nothing/", "%00/", "邻里/", "x" * 300 + "/", f"{contract.number}/slips/99999999999999999999/"):
            assert client.get(LIST + path).status_code in (302, 404)


def test_drawing_up_by_clicks(client):
    street, call = awarded_call()
    url = reverse("contracts:draw", args=[call.code])
    with clock.fixed(call.award.standstill_until - timedelta(hours=1)):
        page = login(client, street, "buyer").get(url)
        assert (page.status_code, '<form method="post"' in page.content.decode().split("<main", 1)[1]) == (200, False)
        assert client.post(url).status_code in (409, 422)
    with after_standstill(call):
        assert login(client, street, "leader").get(url).status_code == 403
        assert login(client, street, street.rival).post(url).status_code == 403
        assert Contract.objects.count() == 0
        assert login(client, street, "buyer").get(url).status_code == 200
        answer = client.post(url)
        assert answer["Location"].endswith(Contract.objects.get().get_absolute_url())


def bomb() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "x")
        archive.writestr("xl/workbook.xml", b"0" * 50_000_000)
    return packed.getvalue()


BAD_DELIVERIES = {
    "nothing": {},
    "overlong": {"report": "长" * 5001},
    "word for a number": {"report": "保留的字", "attendance": "许多"},
    "negative": {"report": "保留的字", "attendance": "-1"},
    "10^15": {"report": "保留的字", "attendance": str(10**15)},
    "NaN": {"report": "保留的字", "indicator_visits": "NaN"},
    "infinite": {"report": "保留的字", "indicator_visits": "Infinity"},
    "negative indicator": {"report": "保留的字", "indicator_visits": "-3"},
    "large indicator": {"report": "保留的字", "indicator_visits": "1e15"},
    "NUL": {"report": "保留的字\0"},
}


@pytest.mark.parametrize("typed", BAD_DELIVERIES.values(), ids=BAD_DELIVERIES)
def test_a_bad_delivery_is_refused_and_kept(client, typed):
    street, contract, row = in_state("planned")
    with at(contract, hours=2):
        answer = login(client, street, "owner").post(verb_url(row, "deliver"), typed)
    assert answer.status_code == 422
    assert typed.get("report", "")[:4] in answer.content.decode()
    assert milestone(contract).state == "planned"


@pytest.mark.parametrize(
    ("name", "content"),
    [("list.pdf", b"MZ\x90\x00" + b"\0" * 99), ("run.sh", b"#!/bin/sh\n"), ("page.txt", b"<script>alert(1)</script>"), ("table.xlsx", bomb()), ("empty.pdf", b"")],
    ids=["executable named pdf", "script", "html", "zip bomb", "empty"],
)  # fmt: skip
def test_bad_evidence_is_refused_and_the_text_kept(client, name, content):
    street, contract, row = in_state("planned")
    with at(contract, hours=2):
        files = [SimpleUploadedFile("good.pdf", PDF), SimpleUploadedFile(name, content)]
        answer = login(client, street, "owner").post(
            verb_url(row, "deliver"), {"report": "保留的字", "evidence": files}
        )
    assert answer.status_code == 422
    assert "保留的字" in answer.content.decode()
    assert (milestone(contract).state, files_of(row).count()) == ("planned", 0)


def test_what_a_milestone_demands_is_said_to_everybody_and_asked_at_its_fields(client):
    street, contract, row = in_state("planned")
    Milestone.objects.filter(pk=row.pk).update(demands=["INDICATORS", "FILES", "ATTENDANCE"])
    said = "证明文件，服务人数，每项指标的实际数"
    with at(contract, hours=2):
        assert said in client.get(contract.get_absolute_url()).content.decode()
        page = login(client, street, "owner")
        assert said in client.get(contract.get_absolute_url()).content.decode()
        answer = page.post(verb_url(row, "deliver"), {"report": "保留的字", "indicator_visits": "3", "attendance": "0"})
        form = answer.context["form"]
        assert (answer.status_code, "保留的字" in answer.content.decode()) == (422, True)
        assert {name: errors[0] for name, errors in form.errors.items()} == {
            "evidence": "这个里程碑要求上传证明文件，请至少上传一个。",
            "indicator_people": "这个里程碑要求填写每项指标的实际数，请在此填写。",
        }
        typed = {"report": "x", "indicator_visits": "3", "indicator_people": "0", "attendance": "0"}
        answer = page.post(verb_url(row, "deliver"), typed | {"evidence": SimpleUploadedFile("list.pdf", PDF)})
        assert answer.status_code == 422
        assert dict(answer.context["form"].errors) == {"attendance": ["这个里程碑要求填写服务人数，请填写大于零的数。"]}
        typed |= {"attendance": "7", "evidence": SimpleUploadedFile("list.pdf", PDF)}
        assert page.post(verb_url(row, "deliver"), typed).status_code == 302


def test_full_width_digits_are_numbers(client):
    street, contract, row = in_state("planned")
    typed = {"report": "<script>alert(1)</script>", "attendance": "４２", "indicator_visits": "４８０"}
    with at(contract, hours=2):
        assert login(client, street, "owner").post(verb_url(row, "deliver"), typed).status_code == 302
        row = milestone(contract)
        assert (row.attendance, row.indicators[0]["actual"]) == (42, "480")
        page = client.get(contract.get_absolute_url()).content.decode()
        assert "&lt;script&gt;alert(1)" in page and "<script>alert(1)" not in page


@pytest.mark.parametrize("amount", ["", "x", "NaN", "-1", "0", "1e15", "1000000000000000", "0.001", "9" * 400])
def test_a_bad_part_is_refused_and_the_reason_kept(client, amount):
    street, contract, row = in_state("delivered")
    with at(contract, hours=3):
        page = login(client, street, "acceptor")
        answer = page.post(verb_url(row, "accept_partly"), {"amount": amount, "reason": "保留的理由"})
    assert answer.status_code == 422
    assert "保留的理由" in answer.content.decode()
    assert milestone(contract).state == "delivered"


@pytest.mark.parametrize("day", ["", "soon", "2026-02-30", "0001-01-01", "9999-12-31", "２０２６"])
def test_a_bad_new_day_is_refused_and_the_reason_kept(client, day):
    street, contract, row = in_state("delivered")
    with at(contract, hours=3):
        page = login(client, street, "acceptor")
        answer = page.post(verb_url(row, "return"), {"again_by": day, "reason": "保留的理由"})
    assert answer.status_code == 422
    assert "保留的理由" in answer.content.decode()


@pytest.mark.parametrize(("starts", "ends"), [("0001-01-01", "9999-12-31"), ("9999-12-30", "9999-12-31"), ("x", ""), ("2026-01-02", "2026-01-01")])  # fmt: skip
def test_a_bad_term_is_refused_and_the_text_kept(client, starts, ends):
    street, contract = drawn()
    with at(contract, hours=1):
        page = login(client, street, "buyer")
        answer = page.post(verb_url(contract, "edit"), {"starts": starts, "ends": ends, "text_zh": "保留的约定"})
    assert answer.status_code == 422
    assert "保留的约定" in answer.content.decode()


def test_evidence_is_read_by_the_two_sides_and_auditors_only(client):
    street, contract, row = in_state("planned")
    with at(contract, hours=2):
        deliver(street, contract, evidence=[PDF])
        paper = files_of(row, "contracts.evidence").get()
        url = paper.get_absolute_url()
        reads, shows = set(), set()
        for name in street.users:
            page = login(client, street, name)
            if page.get(url).status_code == 200:
                reads.add(name)
            if url in page.get(contract.get_absolute_url()).content.decode():
                shows.add(name)
        rivals = {f"w{n}" for n in (1, 2, 3)} - {street.writer} | ({"o1"} if street.writer != "w1" else set())
        assert reads == shows == set(street.users) - rivals - {"stranger"}
        client.logout()
        assert client.get(url).status_code == 302
        assert url not in client.get(contract.get_absolute_url()).content.decode()


def test_desk(client):
    """What waits, for whom; a late delivery is told to both sides."""
    street, contract, _row = in_state("delivered")

    def waits(name):
        mine = [e for e in desk_entries(street.actor(name)) if e.number == contract.number]
        return sorted((e.url.rsplit("#", 1)[-1], e.tone) for e in mine)

    with at(contract, hours=3):
        assert waits("acceptor") == [("milestone-1", "open")]
        assert waits("owner") == [("milestone-2", "open")]
        assert waits("finance") == waits(street.rival) == waits("stranger") == []
    with clock.fixed(contract.created_at + timedelta(days=400)):
        assert waits("owner") == [("milestone-2", "due")]
        assert waits("acceptor") == [("milestone-1", "open"), ("milestone-2", "due")]
