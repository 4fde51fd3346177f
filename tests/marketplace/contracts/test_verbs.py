"""Each verb of the room: what it writes, whom it tells, why it refuses."""

from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal

import pytest

from marketplace.contracts import domain
from marketplace.contracts.models import Contract, Milestone, Payment
from marketplace.core import clock, outbox
from marketplace.core.files import files_of, open_file
from marketplace.core.models import AuditEvent
from marketplace.core.models import Notification as Notice
from marketplace.core.refusals import Refused
from marketplace.funds import domain as funds
from marketplace.funds.models import Entry
from marketplace.funds.queries import free_balance
from marketplace.tenders.models import Call
from orgs.models import Membership

from .builders import (
    PDF,
    accept,
    after_standstill,
    at,
    awarded_call,
    deliver,
    drawn,
    grant,
    in_state,
    milestone,
    offered,
    pay,
    running,
    settled,
)

pytestmark = pytest.mark.django_db


@contextmanager
def refused(code, *, field="", clause=None):
    """The act is refused with this code, and nothing was written."""
    events, entries = AuditEvent.objects.count(), Entry.objects.count()
    with pytest.raises(Refused) as caught:
        yield
    assert (caught.value.code, caught.value.field) == (code, field)
    assert caught.value.sentence and "%(" not in caught.value.sentence
    if clause:
        assert clause in str(caught.value.clause)
    assert (AuditEvent.objects.count(), Entry.objects.count()) == (events, entries)


def told(kind):
    """Who got a notice of this kind, by name."""
    with clock.fixed(clock.now() + timedelta(days=3000)):  # after every act of these tests
        outbox.deliver()
    return sorted(Notice.objects.filter(kind=kind).values_list("user__name", flat=True))


# ---- drawing up --------------------------------------------------------------------------------
def test_draw_takes_the_award_over():
    street, call = awarded_call()
    before = free_balance(street.fund)
    street, contract = drawn(street, call)
    call.refresh_from_db()
    assert (contract.state, call.state) == ("draft", "concluded")
    assert contract.price == call.award.price == sum(line.amount for line in contract.lines.all())
    assert contract.price == sum(m.amount for m in contract.milestones.all())
    assert [(m.position, m.title_zh) for m in contract.milestones.all()] == [(1, "中期"), (2, "结束")]
    assert funds.committed_for(street.fund, contract) == contract.price
    assert funds.committed_for(street.fund, call) == 0
    assert free_balance(street.fund) == before + call.budget - contract.price
    with at(contract, minutes=1):
        assert set(told("contracts.drawn")) == {"buyer", "buyer2", "acceptor", "owner", street.writer} | (
            {"o1"} if street.writer == "w1" else set()
        )


def test_draw_waits_for_the_standstill_and_happens_once():
    street, call = awarded_call()
    with clock.fixed(call.award.standstill_until - timedelta(seconds=1)), pytest.raises(Refused):
        domain.draw(call, by=street.actor("buyer"))
    assert Contract.objects.count() == 0
    with after_standstill(call):
        with pytest.raises(Refused) as caught:
            domain.draw(call, by=street.actor("leader"))
        assert caught.value.kind == "who"
        domain.draw(call, by=street.actor("buyer"))
        with refused("wrong_state"):
            domain.draw(Call.objects.get(pk=call.pk), by=street.actor("buyer2"))


def test_edit_moves_the_milestones_with_the_start():
    street, contract = drawn()
    due = milestone(contract).due
    with at(contract, hours=1):
        start = contract.starts + timedelta(days=10)
        domain.edit(contract, by=street.actor("buyer"), starts=start, ends=start + timedelta(days=300), text_zh="约定")
    contract.refresh_from_db()
    assert (contract.text_zh, milestone(contract).due) == ("约定", due + timedelta(days=10))


@pytest.mark.parametrize(
    ("start", "days", "code", "field"),
    [
        (timedelta(days=400), 10, "starts_far_away", "starts"),
        (timedelta(days=-400), 10, "starts_far_away", "starts"),
        (timedelta(), 0, "ends_first", "ends"),
        (timedelta(), 1200, "too_long", "ends"),
    ],
)
def test_edit_keeps_to_a_term(start, days, code, field):
    street, contract = drawn()
    starts = contract.starts + start
    with at(contract, hours=1), refused(code, field=field):
        domain.edit(contract, by=street.actor("buyer"), starts=starts, ends=starts + timedelta(days=days), text_zh="x")


# ---- offering and signing ----------------------------------------------------------------------
def test_offer_fixes_the_document():
    street, contract = offered()
    contract.refresh_from_db()
    assert contract.state == "offered"
    with open_file(contract.document) as pdf:
        assert pdf.read(5) == b"%PDF-"
    assert set(told("contracts.offered")) >= {"leader", "leader2", "owner"}


def test_a_price_above_the_award_is_not_offered():
    street, contract = drawn()
    Contract.objects.filter(pk=contract.pk).update(price=contract.price + Decimal("0.01"))
    with at(contract, hours=1), refused("within_award", clause="四十六"):
        domain.offer(contract, by=street.actor("buyer"))


def test_a_price_above_the_funds_promise_is_not_offered():
    street, contract = drawn()
    with at(contract, hours=1):
        funds.release(street.fund, cause=contract, by=street.actor("finance"), amount=Decimal("0.01"))
        with refused("within_commitment"):
            domain.offer(contract, by=street.actor("buyer"))


def test_milestones_must_add_up_to_the_price():
    street, contract = drawn()
    Milestone.objects.filter(contract=contract, position=1).update(amount=Decimal("1.00"))
    with at(contract, hours=1), refused("milestones_add_up"):
        domain.offer(contract, by=street.actor("buyer"))


def test_both_sides_sign_the_same_fingerprint():
    street, contract = offered()
    with at(contract, hours=1):
        domain.sign_office(contract, by=street.actor("leader"))
        contract.refresh_from_db()
        assert contract.state == "offered"
        domain.sign_organisation(contract, by=street.actor("owner"))
    contract.refresh_from_db()
    assert (contract.state, contract.signed_at) == ("running", contract.created_at + timedelta(hours=1))
    assert {(s.side, s.user.name, s.sha256) for s in contract.signatures.all()} == {
        ("OFFICE", "leader", contract.document.sha256),
        ("ORGANISATION", "owner", contract.document.sha256),
    }
    assert {"buyer", "owner"} <= set(told("contracts.in_force"))
    assert "owner" in told("contracts.signed_office") and "buyer" in told("contracts.signed_organisation")


def test_signing_is_refused():
    street, contract = offered()
    grant(street, "owner", "LEADER")
    with at(contract, hours=1):
        with refused("second_factor"):
            domain.sign_office(contract, by=street.actor("leader", fresh=False))
        with refused("second_factor"):
            domain.sign_organisation(contract, by=street.actor("owner", fresh=False))
        domain.sign_organisation(contract, by=street.actor("owner"))
        with refused("side_not_signed"):
            domain.sign_organisation(contract, by=street.actor("owner"))
        with refused("stake"):
            domain.sign_office(contract, by=street.actor("owner"))
        # Who leaves the organisation after signing for it does not sign for the office either.
        Membership.objects.filter(user=street.users["owner"], role="OWNER").update(ended_at=clock.now())
        with refused("signs_for_both"):
            domain.sign_office(contract, by=street.actor("owner"))


def test_recall_makes_a_new_document_that_asks_for_new_signatures():
    street, contract = offered()
    with at(contract, hours=1):
        domain.sign_organisation(contract, by=street.actor("owner"))
        domain.recall(contract, by=street.actor("buyer"), reason="条款有误")
        domain.edit(contract, by=street.actor("buyer"), starts=contract.starts, ends=contract.ends, text_zh="另一条款")
        domain.offer(contract, by=street.actor("buyer"))
        domain.sign_office(contract, by=street.actor("leader"))
        contract.refresh_from_db()
        assert contract.state == "offered"
        domain.sign_organisation(contract, by=street.actor("owner"))
    contract.refresh_from_db()
    assert contract.state == "running"
    assert "owner" in told("contracts.recalled")


# ---- milestones --------------------------------------------------------------------------------
def test_deliver_with_evidence():
    street, contract = running()
    with at(contract, hours=2):
        row = deliver(street, contract, evidence=[PDF])
    row.refresh_from_db()
    assert (row.state, row.attendance, row.delivered_by.name) == ("delivered", 42, "owner")
    assert [(r["key"], r.get("actual")) for r in row.indicators] == [("visits", "480"), ("people", None)]
    assert [f.media_type for f in files_of(row, "contracts.evidence")] == ["application/pdf"]
    assert told("contracts.delivered") == ["acceptor", "buyer", "buyer2"]


def test_an_executable_named_pdf_is_no_evidence():
    from django.core.files.uploadedfile import SimpleUploadedFile

    street, contract = running()
    program = SimpleUploadedFile("list.pdf", b"MZ\x90\x00" + b"\0" * 200)
    with at(contract, hours=2), refused("wrong_type", field="file"):
        deliver(street, contract, evidence=[program])
    assert (milestone(contract).state, files_of(milestone(contract)).count()) == ("planned", 0)


def test_a_rival_delivers_nothing():
    street, contract = running()
    with at(contract, hours=2), pytest.raises(Refused) as caught:
        domain.deliver(milestone(contract), by=street.actor(street.rival), report="x")
    assert caught.value.kind == "who"


def test_accept_and_pay():
    street, contract, row = in_state("delivered")
    with at(contract, hours=3):
        accept(street, contract)
        assert "finance" in told("contracts.milestone_accepted")
        row = pay(street, contract)
    row.refresh_from_db()
    assert (row.state, row.accepted_amount, row.accepted_by.name) == ("paid", row.amount, "acceptor")
    payment = Payment.objects.get()
    assert (payment.amount, payment.paid_by.name, payment.entry.kind) == (row.amount, "finance", "PAYMENT")
    assert funds.committed_for(street.fund, contract) == contract.price - row.amount
    assert "owner" in told("contracts.milestone_paid")


def test_accept_a_part_pays_the_part_and_closing_releases_the_rest():
    street, contract, row = in_state("delivered")
    with at(contract, hours=3):
        part = row.amount - Decimal("100.01")
        domain.accept_partly(row, by=street.actor("acceptor"), amount=part, reason="少做一场")
        pay(street, contract)
        settled(street, contract, 2)
        free = free_balance(street.fund)
        domain.close(contract, by=street.actor("buyer"))
    assert sum(p.amount for p in Payment.objects.all()) == contract.price - Decimal("100.01")
    assert funds.committed_for(street.fund, contract) == 0
    assert free_balance(street.fund) == free + Decimal("100.01")
    contract.refresh_from_db()
    assert (contract.state, contract.closed_at) == ("closed", contract.created_at + timedelta(hours=3))


@pytest.mark.parametrize("change", ["0.00", "-1.00", "+0.00", "+0.01"])
def test_a_part_is_a_part(change):
    street, contract, row = in_state("delivered")
    amount = row.amount + Decimal(change) if change.startswith("+") else Decimal(change)
    with at(contract, hours=3), refused("not_a_part", field="amount"):
        domain.accept_partly(row, by=street.actor("acceptor"), amount=amount, reason="x")


def test_return_says_why_and_by_when_and_comes_again():
    street, contract, row = in_state("returned")
    assert (row.state, row.reason) == ("returned", "缺记录")
    assert "owner" in told("contracts.milestone_returned")
    with at(contract, hours=4):
        deliver(street, contract, report="已补记录")
    row.refresh_from_db()
    assert (row.state, row.report, row.reason) == ("delivered", "已补记录", "")
    assert AuditEvent.objects.get(verb="contracts.milestone.return").public_note == "缺记录"


@pytest.mark.parametrize("days", [0, -1, 900])
def test_the_new_day_lies_ahead(days):
    street, contract, row = in_state("delivered")
    with at(contract, hours=3), refused("not_ahead", field="again_by"):
        domain.return_(row, by=street.actor("acceptor"), reason="x", again_by=clock.today() + timedelta(days=days))


def test_paying_is_refused():
    street, contract, row = in_state("accepted")
    grant(street, "acceptor", "FINANCE")
    with at(contract, hours=3):
        with refused("four_eyes"):
            domain.pay(row, by=street.actor("acceptor"))
        with refused("second_factor"):
            domain.pay(row, by=street.actor("finance", fresh=False))
        pay(street, contract)
        with refused("wrong_state"):
            pay(street, contract)
    assert Payment.objects.count() == 1


def test_nothing_is_paid_beyond_the_promise():
    """Whatever a row says, the ledger refuses: the promise is what was promised."""
    street, contract, row = in_state("accepted")
    Milestone.objects.filter(pk=row.pk).update(accepted_amount=contract.price + Decimal("0.01"))
    with at(contract, hours=3), refused("not_covered"):
        pay(street, contract)
    assert (Payment.objects.count(), milestone(contract).state) == (0, "accepted")


# ---- the end -----------------------------------------------------------------------------------
def test_close_only_when_nothing_is_open():
    street, contract, _row = in_state("paid")
    with at(contract, hours=3):
        with refused("nothing_open"):
            domain.close(contract, by=street.actor("buyer"))
        settled(street, contract, 2)
        domain.close(contract, by=street.actor("buyer"))
        with refused("wrong_state"):
            domain.close(contract, by=street.actor("buyer"))
    assert "owner" in told("contracts.closed")


def test_terminate_keeps_what_was_accepted_and_frees_the_rest():
    street, contract, row = in_state("accepted")
    free = free_balance(street.fund)
    with at(contract, hours=3):
        domain.terminate(contract, by=street.actor("leader"), reason="多次逾期")
        contract.refresh_from_db()
        assert (contract.state, contract.state_reason) == ("terminated", "多次逾期")
        assert [m.state for m in contract.milestones.order_by("position")] == ["accepted", "dropped"]
        assert funds.committed_for(street.fund, contract) == row.accepted_amount
        assert free_balance(street.fund) == free + contract.price - row.accepted_amount
        pay(street, contract)
    assert funds.committed_for(street.fund, contract) == 0
    assert "owner" in told("contracts.terminated")


def test_terminate_hears_what_was_delivered_first():
    street, contract, row = in_state("delivered")
    with at(contract, hours=3):
        with refused("undecided"):
            domain.terminate(contract, by=street.actor("leader"), reason="x")
        accept(street, contract)
        with refused("second_factor"):
            domain.terminate(contract, by=street.actor("leader", fresh=False), reason="x")


ALL = {"visits": Decimal("480"), "people": Decimal("0")}


@pytest.mark.parametrize(
    ("demands", "shown", "missing"),
    [
        (["FILES"], {}, ("files_missing", "evidence")),
        (["FILES"], {"attendance": None, "actuals": {}, "evidence": [PDF]}, None),
        (["ATTENDANCE"], {"attendance": None, "evidence": [PDF]}, ("attendance_missing", "attendance")),
        (["ATTENDANCE"], {"attendance": 0, "evidence": [PDF]}, ("attendance_missing", "attendance")),
        (["ATTENDANCE"], {"attendance": 1, "actuals": {}}, None),
        (["INDICATORS"], {"evidence": [PDF]}, ("indicators_missing", "indicator_people")),
        (["INDICATORS"], {"actuals": {}, "evidence": [PDF]}, ("indicators_missing", "indicator_visits")),
        (["INDICATORS"], {"attendance": None, "actuals": ALL}, None),
        (["FILES", "ATTENDANCE", "INDICATORS"], {"actuals": ALL}, ("files_missing", "evidence")),
        (["FILES", "ATTENDANCE", "INDICATORS"], {"actuals": ALL, "evidence": [PDF]}, None),
    ],
)
def test_a_delivery_brings_what_its_milestone_demands(demands, shown, missing):
    street, contract = running()
    Milestone.objects.filter(contract=contract).update(demands=demands)
    if missing is None:
        assert deliver(street, contract, **shown).state == "delivered"
        return
    with pytest.raises(Refused) as refused:
        deliver(street, contract, **shown)
    assert (refused.value.code, refused.value.field) == missing
    assert (milestone(contract).state, milestone(contract).report) == ("planned", "")


def test_files_of_a_delivery_that_came_back_still_count():
    street, contract = running()
    Milestone.objects.filter(contract=contract).update(demands=["FILES"])
    with at(contract, hours=2):
        deliver(street, contract, evidence=[PDF])
        domain.return_(
            milestone(contract), by=street.actor("acceptor"), reason="x", again_by=clock.today() + timedelta(days=9)
        )
        assert deliver(street, contract).state == "delivered"


def test_what_is_demanded_comes_from_the_call():
    street, call = awarded_call()
    call.milestones.filter(position=2).update(demands=["FILES", "ATTENDANCE"])
    _street, contract = drawn(street, call)
    assert [m.demands for m in contract.milestones.order_by("position")] == [[], ["FILES", "ATTENDANCE"]]


@pytest.mark.parametrize(
    ("shown", "enough"),
    [
        ({"attendance": None, "actuals": {}}, False),
        ({"attendance": 0, "actuals": {}}, False),
        ({"attendance": 1, "actuals": {}}, True),
        ({"attendance": None, "actuals": {"visits": Decimal("0")}}, True),
        ({"attendance": None, "actuals": {}, "evidence": [PDF]}, True),
    ],
)
def test_a_delivery_shows_what_it_is(shown, enough):
    street, contract = running()
    if enough:
        assert deliver(street, contract, **shown).state == "delivered"
        return
    with pytest.raises(Refused) as refused:
        deliver(street, contract, **shown)
    assert (refused.value.code, refused.value.field) == ("evidence_missing", "evidence")
    assert (milestone(contract).state, milestone(contract).report) == ("planned", "")
