"""Pages of the evaluation as everybody who may read them, in both languages, and the whole way by clicks."""

import re
from datetime import timedelta

import pytest
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from marketplace.core import clock
from marketplace.core.faces import url as verb_url
from marketplace.tenders import domain
from marketplace.tenders.domain import low_price
from marketplace.tenders.models import Call, Challenge, LowPriceInquiry

from .builders import MARKER, opened_call
from .builders_evaluation import (
    MEMBERS,
    appointed,
    at,
    awarded,
    cells,
    member,
    proposed,
    ready_to_score,
    scored,
    street_with_committee,
)
from .test_pages import InLanguage, login

pytestmark = pytest.mark.django_db


def local(moment):
    return timezone.localtime(moment).strftime("%Y-%m-%dT%H:%M")


def statuses(client, street, url, names):
    return {name: login(client, street, name).get(url).status_code for name in names}


EVERYBODY = [
    "buyer",
    "leader",
    "secretary",
    "opener",
    "auditor",
    "e1",
    "e6",
    "finance",
    "editor",
    "stranger",
    "w1",
    "o1",
]


def test_who_reads_the_evaluation(client):
    street, call = ready_to_score()
    with at(call, hours=3):
        url = reverse("tenders:evaluation", args=[call.code])
        reads = {"buyer", "leader", "secretary", "opener", "auditor", "e1"}
        assert statuses(client, street, url, EVERYBODY) == {n: 200 if n in reads else 404 for n in EVERYBODY}
        client.logout()
        assert client.get(url).status_code == 302


def test_who_reads_the_report(client):
    street, call = proposed()
    with at(call, hours=5):
        url = reverse("tenders:report", args=[call.code])
        reads = {"buyer", "leader", "secretary", "opener", "auditor", "e1"}
        assert statuses(client, street, url, EVERYBODY) == {n: 200 if n in reads else 404 for n in EVERYBODY}
        copy = reverse("tenders:report_copy", args=[call.code])
        assert statuses(client, street, copy, EVERYBODY) == {n: 200 if n in reads else 404 for n in EVERYBODY}
        english = login(client, street, "leader").get(f"/en{url}").content.decode()
        assert f"/en{copy}" in english and copy not in client.get(url).content.decode()
        made = client.get(f"/en{copy}")
        assert (made["Content-Type"], made.content[:5]) == ("application/pdf", b"%PDF-")
        pdf = call.award.report.get_absolute_url()
        found = statuses(client, street, pdf, EVERYBODY)
        assert {n for n, status in found.items() if status == 200} == reads


@pytest.mark.twice
@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize("build", [appointed, ready_to_score, scored, proposed, awarded])
def test_every_phase_draws_in_both_languages(client, build, prefix):
    street, call = build()
    with at(call, hours=6):
        for name in ("secretary", "leader", "e1", "auditor", "w1", "stranger"):
            page = InLanguage(login(client, street, name), prefix)
            for url in (
                call.get_absolute_url(),
                reverse("tenders:evaluation", args=[call.code]),
                reverse("tenders:report", args=[call.code]),
            ):
                assert page.get(url).status_code in (200, 404)
        assert client.get(prefix + call.get_absolute_url()).status_code == 200


def test_a_bid_is_on_no_page_of_a_member_before_the_declaration(client):
    street = street_with_committee()
    call = opened_call(street, content={"text": MARKER})
    bid = call.bids.first()
    appointed_in(street, call)
    with at(call, hours=2):
        domain.qualify(call, by=street.actor("secretary"), checks=all_met(call))
        e1 = member(street, call, "e1")
        urls = [
            reverse("tenders:evaluation", args=[call.code]),
            bid.get_absolute_url(),
            call.get_absolute_url(),
            *(verb_url(e1, v) for v in ("score", "hand_in", "declare_none", "declare_conflict")),
            *(verb_url(call, v) for v in ("qualify", "ask_low_price", "propose_award", "appoint")),
        ]
        for url in urls:
            assert MARKER not in login(client, street, "e1").get(url).content.decode(), url
        domain.declare_conflict(e1, by=street.actor("e1"), reason="亲属")
        for url in urls:
            assert MARKER not in login(client, street, "e1").get(url).content.decode(), url
        e2 = member(street, call, "e2")
        domain.declare_none(e2, by=street.actor("e2"))
        assert MARKER in login(client, street, "e2").get(verb_url(e2, "score")).content.decode()
        # A page of a verb is not drawn for whom it is not: neither bids nor the names of evaluators.
        for name in ("stranger", "w2", "editor"):
            for url in (verb_url(call, "qualify"), verb_url(call, "appoint")):
                answer = login(client, street, name).get(url)
                assert (
                    answer.status_code == 403
                    and MARKER not in answer.content.decode()
                    and ">e3<" not in answer.content.decode()
                )


def appointed_in(street, call):
    from .builders_evaluation import seats

    with at(call, hours=1):
        domain.appoint(
            call, by=street.actor("secretary"), members=seats(street), score_until=clock.now() + timedelta(days=5)
        )


def all_met(call):
    from .builders_evaluation import checks

    return checks(call)


def grid_data(form_page, call, value="80", comment="评语"):
    data = {}
    for name in re.findall(r'name="(p_\d+_\d+)"', form_page):
        data[name], data["c" + name[1:]] = value, comment
    return data


def test_the_whole_way_by_pages(client):
    """Appoint, declare, qualify, score, hand in, propose, decide, challenge, answer: each by its page."""
    street = street_with_committee()
    call = opened_call(street)

    def post(name, obj, verb, **data):
        answer = login(client, street, name).post(verb_url(obj, verb), data)
        assert answer.status_code == 302, (verb, answer.content.decode()[-3000:])
        return answer

    keys = {n: str(street.users[n].pk) for n in MEMBERS}
    with at(call, hours=1):
        page = login(client, street, "secretary").get(verb_url(call, "appoint")).content.decode()
        assert ">e6<" in page and 'value="{}"'.format(street.users["buyer"].pk) not in page
        post("secretary", call, "appoint", members=list(keys.values()), experts=[keys[n] for n in MEMBERS[:4]], chair=keys["e1"],
             score_until=local(clock.now() + timedelta(days=5)))  # fmt: skip
        for name in MEMBERS:
            page = (
                login(client, street, name).get(verb_url(member(street, call, name), "declare_none")).content.decode()
            )
            assert "社会组织2" in page and "我们这样做" not in page
            post(name, member(street, call, name), "declare_none")
        page = login(client, street, "secretary").get(verb_url(call, "qualify")).content.decode()
        post("secretary", call, "qualify", **dict.fromkeys(re.findall(r'name="(met_\d+_\d+)"', page), "yes"))
    with at(call, hours=2):
        e1 = member(street, call, "e1")
        page = login(client, street, "e1").get(verb_url(e1, "score")).content.decode()
        data = grid_data(page, call)
        first = next(iter(data))
        autosave = reverse("tenders:scores_autosave", args=[e1.pk])
        answer = client.post(autosave, {**data, first: "９９"})
        assert answer.status_code == 200 and e1.scores.exclude(points=None).count() == 5
        assert login(client, street, "e2").post(autosave, data).status_code == 404
        answer = login(client, street, "e1").post(verb_url(e1, "hand_in"), {**data, first: "NaN"})
        assert answer.status_code == 422 and 'value="NaN"' in answer.content.decode()
        for name in MEMBERS:
            post(name, member(street, call, name), "hand_in", **data)
    with at(call, hours=3):
        answer = post("secretary", call, "propose_award", reason="一致同意")
        assert login(client, street, "leader").get(verb_url(call, "decide_award")).status_code == 200
        assert post("leader", call, "decide_award").url == call.get_absolute_url()
        client.logout()
        page = client.get(call.get_absolute_url()).content.decode()
        assert (
            "社会组织2" in page
            and "43,451.50" in page
            and "83.00" in page
            and "e1 (专家，组长)" in page
            and "评语" not in page
        )
        page = login(client, street, "w1").get(call.get_absolute_url()).content.decode()
        assert "评语" in page and "82.49" in page
        post("w1", call, "challenge", text="质疑之词")
        client.logout()
        page = client.get(call.get_absolute_url()).content.decode()
        assert "质疑之词" not in page
        found = Challenge.objects.get(call=call)
        assert "质疑之词" in login(client, street, "leader").get(verb_url(found, "reject")).content.decode()
        post("leader", found, "reject", answer="不成立的理由")
        assert "不成立的理由" in login(client, street, "w2").get(call.get_absolute_url()).content.decode()
    assert Call.objects.get(pk=call.pk).state == "standstill"


def test_uphold_by_page_evaluates_again_or_cancels(client):
    street, call = awarded()
    with at(call, hours=6):
        found = domain.challenge(call, by=street.actor("w1"), text="理由")
        answer = login(client, street, "leader").post(verb_url(found, "uphold"), {"answer": "成立", "then": "evaluate"})
        assert answer.status_code == 302
    assert Call.objects.get(pk=call.pk).state == "evaluating"


def test_a_low_price_by_pages(client):
    street, call = ready_to_score(prices=("44.50", "20.00", "46.00"))
    with at(call, hours=3):
        [(bid, _limit)] = low_price.to_ask(call)
        answer = login(client, street, "secretary").post(
            verb_url(call, "ask_low_price"), {"bid": bid.pk, "answer_until": local(clock.now() + timedelta(days=2))}
        )
        assert answer.status_code == 302
        inquiry = LowPriceInquiry.objects.get(bid=bid)
        assert verb_url(inquiry, "answer") in login(client, street, "w2").get(call.get_absolute_url()).content.decode()
        assert client.post(verb_url(inquiry, "answer"), {"answer": "志愿者"}).status_code == 302
        assert login(client, street, "w1").get(verb_url(inquiry, "answer")).status_code == 404
        page = login(client, street, "secretary").get(verb_url(inquiry, "accept")).content.decode()
        assert "志愿者" in page and client.post(verb_url(inquiry, "accept"), {"reason": "合理"}).status_code == 302


def test_what_waits_on_the_desk(client):
    from marketplace.core.registry import desk_entries

    def waits(name):
        return [str(e.what) for e in desk_entries(street.actor(name)) if e.number == call.number]

    street, call = appointed()
    with at(call, hours=2):
        assert (
            [str(w) for w in waits("e1")]
            and len(waits("secretary")) == 1
            and waits("e6") == []
            and waits("stranger") == []
        )
        for name in MEMBERS:
            domain.declare_none(member(street, call, name), by=street.actor(name))
        assert waits("e1") == []  # waits for the qualification
        domain.qualify(call, by=street.actor("secretary"), checks=all_met(call))
        assert len(waits("e1")) == 1
        for name in MEMBERS:
            domain.submit_scores(member(street, call, name), by=street.actor(name), cells=cells(call))
        assert waits("e1") == []
        domain.propose_award(call, by=street.actor("secretary"))
        assert len(waits("leader")) == 1 and waits("secretary") == []


def test_the_evaluation_costs_the_same_for_three_bids_and_for_five(client):
    from django.db import connection

    def price(street, call):
        with at(call, hours=3):
            login(client, street, "secretary").get(reverse("tenders:evaluation", args=[call.code]))
            with CaptureQueriesContext(connection) as queries:
                client.get(reverse("tenders:evaluation", args=[call.code]))
        return len(queries)

    street = street_with_committee(organisations=5)
    three = price(*ready_to_score(street))
    five = price(*ready_to_score(street, prices=("44.50", "43.00", "46.00", "45.00", "45.10")))
    assert five == three
