"""Drafting, approving, amending, cancelling a call; the rule books as rows."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core import mail
from django.utils import timezone

from marketplace.core import clock
from marketplace.core.models import AuditEvent, Notification
from marketplace.core.refusals import Refused
from marketplace.funds.queries import committed_for, free_balance
from marketplace.tenders import checks, domain, procedures
from marketplace.tenders.models import Call, Procedure
from tests.factories import hears_at_once

from .builders import draft_call, open_call, procedure, sealed_bid

pytestmark = pytest.mark.django_db


def refused(code, fn, *args, **kwargs):
    with pytest.raises(Refused) as caught:
        fn(*args, **kwargs)
    assert caught.value.code == code
    assert caught.value.sentence and "%(" not in caught.value.sentence
    return caught.value


# ---- rule books -------------------------------------------------------------------------------
def test_every_procedure_has_every_switch():
    assert {p.code: set(p.switches) for p in Procedure.objects.all()} == dict.fromkeys(
        ["open", "small"], set(procedures.SWITCHES)
    )


def test_order_87_figures():
    """peers.md E1: the numbers of the model rule book."""
    p = procedure("open")
    figures = {
        k: p.switch(k).value
        for k in (
            "min_bids",
            "min_bid_days",
            "notice_days",
            "clarification_days",
            "committee_size",
            "expert_share",
            "price_weight_min",
            "decision_days",
            "contract_days",
            "standstill_days",
        )
    }
    assert figures == {
        "min_bids": 3, "min_bid_days": 20, "notice_days": 5, "clarification_days": 15, "committee_size": 5, "expert_share": "2/3",
        "price_weight_min": "0.10", "decision_days": 5, "contract_days": 30, "standstill_days": 7,
    }  # fmt: skip
    assert p.switch("standstill_days").local and not p.switch("min_bids").local


def test_local_figures_of_small_purchases_say_so():
    small, model = procedure("small"), procedure("open")
    changed = {k for k in small.switches if small.switches[k]["value"] != model.switches[k]["value"]}
    assert all(small.switch(k).local for k in changed) and changed


@pytest.mark.parametrize(("code", "day"), [("open", "2026-12-06"), ("small", "2026-11-23")])
def test_earliest_deadline(code, day):
    now = timezone.make_aware(timezone.datetime(2026, 11, 16, 9, 0))
    assert (
        procedures.earliest_deadline(procedure(code), now)
        .at.astimezone(timezone.get_default_timezone())
        .date()
        .isoformat()
        == day
    )


# ---- draft and approval -------------------------------------------------------------------------
def test_publish_commits_numbers_and_tells(street, django_capture_on_commit_callbacks):
    hears_at_once(street.users["w1"])
    call = draft_call(street)
    domain.submit(call, by=street.actor("buyer"))
    with django_capture_on_commit_callbacks(execute=True):
        domain.publish(call, by=street.actor("leader"))
    call.refresh_from_db()
    assert (call.state, call.number) == ("open", f"{clock.today().year}-001")
    assert call.recipient.startswith("age1") and "AGE-SECRET" not in call.identity
    assert committed_for(street.fund, call) == Decimal("100000.00")
    assert free_balance(street.fund) == Decimal("900000.00")
    told = set(Notification.objects.filter(kind="tenders.call_published").values_list("user__name", flat=True))
    assert told == {"w1", "w2", "w3"}
    assert {m.to[0] for m in mail.outbox} == {"w1@tenders.example"}
    event = AuditEvent.objects.get(verb="tenders.call.publish")
    assert event.public and event.changes["state"] == ["in_review", "open"] and "identity" not in event.changes


def test_four_eyes(street):
    call = draft_call(street)
    refused("tenders.drafter", domain.submit, call, by=street.actor("buyer2"))
    domain.submit(call, by=street.actor("buyer"))
    refused("tenders.leader", domain.publish, call, by=street.actor("buyer"))
    refused("second_factor", domain.publish, call, by=street.actor("leader", fresh=False))
    call.drafted_by = street.users["leader"]
    call.save()
    refused("tenders.not_drafter", domain.publish, call, by=street.actor("leader"))


def test_send_back_keeps_the_reason(street):
    call = draft_call(street)
    domain.submit(call, by=street.actor("buyer"))
    domain.send_back(call, by=street.actor("leader"), reason="数量不对")
    assert (call.state, call.state_reason) == ("draft", "数量不对")
    assert committed_for(street.fund, call) == 0


@pytest.mark.parametrize(
    ("part", "values", "word"),
    [
        ("lines", [], "Choose at least one item"),
        ("criteria", [{"kind": "PRICE", "name_zh": "价", "weight": Decimal("0.5")}], "add up to 100"),
        ("criteria", [{"kind": "PRICE", "name_zh": "价", "weight": Decimal("0.05")}, {"kind": "QUALITY", "name_zh": "质", "weight": Decimal("0.95")}], "at least 10"),
        ("criteria", [{"kind": "QUALITY", "name_zh": "质", "weight": Decimal(1)}], "Exactly one"),
        ("milestones", [{"title_zh": "一", "share": Decimal("0.5"), "due_days": 9}], "add up to 100"),
    ],
)  # fmt: skip
def test_incomplete_drafts_are_refused(street, part, values, word):
    from django.utils import translation

    call = draft_call(street)
    domain.edit(call, by=street.actor("buyer"), **{part: values})
    with translation.override("en"):
        error = refused("tenders.incomplete", domain.submit, call, by=street.actor("buyer"))
        assert word in error.sentence


def test_the_small_procedure_has_a_limit_and_a_cap(street):
    call = draft_call(street, procedure_code="small", budget="200000.01")
    assert [g.section for g in checks.gaps(call)] == ["money"]
    assert checks.gaps(call)[0].clause


def test_unlawful_date_names_clause_and_earliest_date(street):
    call = draft_call(street)
    domain.edit(
        call,
        by=street.actor("buyer"),
        deadline=clock.now() + timedelta(days=19),
        questions_until=clock.now() + timedelta(days=2),
    )
    error = refused("tenders.dates", domain.submit, call, by=street.actor("buyer"))
    assert "三十五" in error.clause
    assert str((clock.today() + timedelta(days=20)).day) in error.sentence


def test_the_fund_must_fit_and_hold(street):
    call = draft_call(street, budget="1000000.01")
    refused("tenders.fund", domain.submit, call, by=street.actor("buyer"))
    street.fund.items = ["PL-A02"]
    street.fund.save()
    call = draft_call(street)
    refused("tenders.fund", domain.submit, call, by=street.actor("buyer"))


def test_two_calls_cannot_promise_the_same_money(street):
    first, second = draft_call(street, budget="600000.00"), draft_call(street, budget="600000.00")
    for call in (first, second):
        domain.submit(call, by=street.actor("buyer"))
    domain.publish(first, by=street.actor("leader"))
    refused("tenders.fund", domain.publish, second, by=street.actor("leader"))
    second.refresh_from_db()
    assert (second.state, second.number, second.recipient) == ("in_review", "", "")


# ---- amendments ------------------------------------------------------------------------------------
def test_a_material_amendment_late_moves_the_deadline(street):
    call = open_call(street)
    old, questions = call.deadline, call.questions_until
    with clock.fixed(old - timedelta(days=4)):
        found = domain.amend(call, by=street.actor("buyer"), text_zh="改了记录表", material=True)
    call.refresh_from_db()
    assert call.deadline >= old + timedelta(days=11)
    assert call.questions_until - questions == call.deadline - old
    assert "二十七" in found.clause
    assert [timezone.datetime.fromisoformat(x) for x in found.changes["deadline"]] == [old, call.deadline]


def test_an_early_or_minor_amendment_leaves_it(street):
    call = open_call(street)
    old = call.deadline
    domain.amend(call, by=street.actor("buyer"), text_zh="早", material=True)
    with clock.fixed(old - timedelta(days=1)):
        domain.amend(call, by=street.actor("buyer"), text_zh="错字", material=False)
        refused(
            "tenders.deadline_moved_back",
            domain.amend,
            call,
            by=street.actor("buyer"),
            text_zh="x",
            new_deadline=old - timedelta(hours=1),
        )
        error = refused(
            "tenders.amended_too_late",
            domain.amend,
            call,
            by=street.actor("buyer"),
            text_zh="x",
            new_deadline=old + timedelta(days=2),
        )
        assert error.clause and error.field == "new_deadline"
    with clock.fixed(old + timedelta(seconds=1)):
        refused("tenders.deadline_passed", domain.amend, call, by=street.actor("buyer"), text_zh="x")
    call.refresh_from_db()
    assert call.deadline == old
    assert list(call.amendments.values_list("number", flat=True)) == [1, 2]


def test_bidders_are_told_and_confirm(street, django_capture_on_commit_callbacks):
    call = open_call(street)
    bid = sealed_bid(street, call, 1)
    refused("tenders.nothing_to_confirm", domain.confirm_amendment, bid, by=street.actor("w1"))
    with django_capture_on_commit_callbacks(execute=True):
        domain.amend(call, by=street.actor("buyer"), text_zh="改", material=True)
    assert set(Notification.objects.filter(kind="tenders.call_amended").values_list("user__name", flat=True)) == {
        "w1",
        "o1",
    }
    domain.confirm_amendment(bid, by=street.actor("w1"))
    assert bid.confirmed_amendment == 1


# ---- cancelling ---------------------------------------------------------------------------------------
def test_cancelling_releases_the_money_and_returns_bids_unopened(street):
    call = open_call(street)
    bid = sealed_bid(street, call, 1)
    refused("tenders.reason_missing", domain.cancel, call, by=street.actor("leader"), reason=" ")
    domain.cancel(call, by=street.actor("leader"), reason="需求变了")
    bid.refresh_from_db()
    assert (call.state, call.identity, bid.state, bid.content, bid.price) == ("cancelled", "", "returned", None, None)
    assert free_balance(street.fund) == Decimal("1000000.00")


def test_a_draft_that_is_cancelled_was_never_public(street, client):
    call = draft_call(street, title="未公开的项目")
    domain.cancel(call, by=street.actor("leader"), reason="不再需要")
    assert (call.state, call.published_at) == ("cancelled", None)
    assert client.get(call.get_absolute_url()).status_code == 404
    assert not Call.objects.visible_to(street.actor("w1")).filter(pk=call.pk).exists()
    assert Call.objects.visible_to(street.actor("buyer")).filter(pk=call.pk).exists()


# ---- questions -------------------------------------------------------------------------------------------
def test_questions_are_public_and_their_askers_are_not(street, client):
    call = open_call(street)
    for name, text in (("w2", "甲的第一问"), ("w1", "乙问"), ("w2", "甲的第二问")):
        domain.ask(call, by=street.actor(name), text=text)
    page = client.get(call.get_absolute_url()).content.decode()
    assert all(text in page for text in ("甲的第一问", "乙问", "甲的第二问"))
    client.force_login(street.users["buyer"])
    office_page = client.get(call.get_absolute_url()).content.decode()
    for body in (page, office_page):
        assert not any(x in body for x in ("社会组织1", "社会组织2", "ORG-01", "ORG-02", "w1@", "w2@", ">w1<", ">w2<"))
    from marketplace.tenders.reads import public_questions

    assert [(q.asker, q.nth) for q in public_questions(call)] == [("甲", 1), ("乙", 1), ("甲", 2)]
    events = AuditEvent.objects.filter(verb="tenders.call.ask")
    assert {(e.actor_id, tuple(e.roles)) for e in events} == {(None, ("SYSTEM:questions",))}


def test_asking_and_answering_have_their_times_and_people(street):
    call = open_call(street)
    refused("tenders.asker", domain.ask, call, by=street.actor("stranger"), text="?")
    question = domain.ask(call, by=street.actor("o1"), text="?")
    refused("tenders.buyer", domain.answer, question, by=street.actor("leader"), answer="!")
    with clock.fixed(call.questions_until + timedelta(seconds=1)):
        refused("tenders.questions_closed", domain.ask, call, by=street.actor("w1"), text="晚了")
        domain.answer(question, by=street.actor("buyer"), answer="会的", amendment_zh="改", material=True)
    assert question.amendment.number == 1 and question.state == "answered"
    refused("wrong_state", domain.answer, question, by=street.actor("buyer"), answer="again")


def test_only_verified_organisations_ask(street):
    call = open_call(street)
    street.organisations[0].state = "suspended"
    street.organisations[0].save()
    refused("tenders.not_verified", domain.ask, call, by=street.actor("w1"), text="?")
