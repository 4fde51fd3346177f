"""The bytes, the hash, keys that book once; verify finds what was changed below the application."""

import hashlib
import json
from datetime import UTC, datetime
from decimal import Decimal
from io import StringIO

import pytest
import rfc8785
from django.core.management import call_command
from django.db import connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from marketplace.core.refusals import Refused
from marketplace.funds import canonical, domain, queries
from marketplace.funds.models import Entry, Line
from marketplace.funds.verify import body_of, verify

from .builders import make_cause, make_fund, move, yuan

pytestmark = pytest.mark.django_db

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


@given(
    text=texts,
    cause=texts,
    number=st.integers(1, 2**53 - 1),
    reverses=st.none() | st.integers(1, 2**53 - 1),
    lines=st.lists(st.tuples(texts, st.integers(-(10**12), 10**12)), max_size=4),
)
def test_bytes_are_rfc_8785(text, cause, number, reverses, lines):
    """rfc8785 is the oracle."""
    at = "2026-11-23T08:00:00.000000Z"
    found = canonical.canonical(
        number=number, kind="GRANT", at=at, text=text, cause=cause, reverses=reverses, lines=lines
    )
    assert found == rfc8785.dumps(
        {
            "v": 1, "number": number, "kind": "GRANT", "at": at, "text": text, "cause": cause, "reverses": reverses,
            "lines": [{"account": account, "amount": f"{Decimal(fen) / 100:.2f}"} for account, fen in lines],
        }
    )  # fmt: skip


def test_the_first_bytes_never_change():
    """docs/ledger.md prints this entry: whoever wrote a checker must not have to change it."""
    body = canonical.canonical(
        number=1, kind="GRANT", at=canonical.at_text(datetime(2026, 11, 23, 8, 0, tzinfo=UTC)), text="2026 年预算",
        cause="funds.fund:FD01", reverses=None, lines=[("FD01/SOURCE", -10000000), ("FD01/FREE", 10000000)],
    )  # fmt: skip
    assert body.decode() == (
        '{"at":"2026-11-23T08:00:00.000000Z","cause":"funds.fund:FD01","kind":"GRANT","lines":[{"account":"FD01/SOURCE",'
        '"amount":"-100000.00"},{"account":"FD01/FREE","amount":"100000.00"}],"number":1,"reverses":null,"text":"2026 年预算","v":1}'
    )
    assert (
        canonical.chain(canonical.GENESIS, body) == "1ddc2bfcb40c8cebea4c9efe7f98d331c4295fe3204334be4ae71b182d1118bd"
    )


def full_books(house, fund):
    """Every kind of entry once; returns the last one."""
    cause, contract, other = make_cause(house, "call"), make_cause(house, "contract"), make_fund(house, "F2")
    domain.record_receipt(fund, by=house.finance, amount=yuan(50), text='"引号"\n与换行 é\u2028')
    domain.commit(fund, yuan(400), cause=cause, by=house.leader)
    domain.recommit(fund, old_cause=cause, new_cause=contract, amount=yuan(300), by=house.leader)
    domain.pay(fund, yuan(200), cause=contract, text="第一期", key="pay:1", by=house.finance)
    domain.release(fund, cause=contract, by=house.leader)
    domain.refund(fund, by=house.finance, amount=yuan(20), text="退回")
    moved = move(house, fund, other, yuan(70))
    return domain.correct(fund, by=house.finance, number=moved.number, reason="调错了")


def test_anybody_can_recompute_the_chain(house, fund):
    """With json and hashlib alone, from what the pages show."""
    full_books(house, fund)
    assert set(Entry.objects.values_list("kind", flat=True)) == {
        "GRANT", "RECEIPT", "COMMITMENT", "PAYMENT", "RELEASE", "REFUND", "TRANSFER", "CORRECTION",
    }  # fmt: skip
    previous = "0" * 64
    for entry in Entry.objects.order_by("number"):
        body = body_of(entry)
        assert entry.previous_hash == previous
        assert entry.hash == hashlib.sha256(previous.encode() + body).hexdigest()
        assert json.loads(body)["number"] == entry.number
        previous = entry.hash
    report = verify()
    assert (report.ok, report.head, report.entries) == (True, previous, Entry.objects.count())
    assert report.lines == Line.objects.count()


def test_what_is_posted_is_what_is_kept(house, fund):
    """The entry that comes back is put together by hand, not read again."""
    posted = full_books(house, fund)
    kept = Entry.objects.get(pk=posted.pk)
    columns = [field.attname for field in Entry._meta.concrete_fields]
    assert {name: getattr(posted, name) for name in columns} == {name: getattr(kept, name) for name in columns}


def test_balances_follow_from_the_entries(house, fund):
    full_books(house, fund)
    figures = queries.balances(fund)
    assert (figures.came_in, figures.free, figures.committed, figures.paid, figures.transferred) == (
        yuan(1050), yuan(870), yuan(0), yuan(180), yuan(0),
    )  # fmt: skip


def test_the_same_key_books_once(house, fund):
    cause = make_cause(house, "A")
    domain.commit(fund, yuan(500), cause=cause, by=house.leader)

    def pay(amount=100, text="一", where=cause):
        return domain.pay(fund, yuan(amount), cause=where, text=text, key="milestone:1", by=house.finance)

    first = pay()
    assert pay() == first
    for other in ({"amount": 101}, {"text": "二"}):
        with pytest.raises(Refused) as error:
            pay(**other)
        assert error.value.code == "key_used"
    assert queries.balances(fund).paid == yuan(100)


def test_a_form_sent_twice_books_once_and_is_told_once(house, fund):
    from marketplace.core.models import AuditEvent

    told = AuditEvent.objects.filter(verb="funds.fund.record_receipt")
    entries = {
        domain.record_receipt(fund, by=house.finance, amount=yuan(5), text="捐款", key="k1").pk for _n in range(3)
    }
    assert (len(entries), told.count()) == (1, 1)
    with pytest.raises(Refused) as error:
        domain.record_receipt(fund, by=house.finance, amount=yuan(6), text="捐款", key="k1")
    assert error.value.code == "key_used"


def test_two_funds_may_promise_to_one_cause(house, fund):
    other, cause = make_fund(house, "F2"), make_cause(house, "A")
    for one in (fund, other, fund):
        domain.commit(one, yuan(10), cause=cause, by=house.leader)
    assert (domain.committed_for(fund, cause), domain.committed_for(other, cause)) == (yuan(20), yuan(10))


@pytest.mark.parametrize("text", ["x" * 301, "a\x00b", "\ud800"])
def test_text_that_cannot_stand_in_the_books(house, fund, text):
    with pytest.raises(Refused) as error:
        domain.record_receipt(fund, by=house.finance, amount=yuan(5), text=text)
    assert error.value.code == "bad_text"


# ---- tampering below the application --------------------------------------------------------------
@pytest.fixture
def open_tables(db):
    """Whoever owns the database can switch its guards off; the hash chain is for that case."""

    def run(sql, *params):
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("SET session_replication_role = replica")
                cursor.execute(sql, params)
                cursor.execute("SET session_replication_role = DEFAULT")
                return
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name LIKE 'funds_%%'")
            kept = cursor.fetchall()
            for name, _sql in kept:
                cursor.execute(f"DROP TRIGGER {name}")
            cursor.execute(sql, params)
            for _name, made in kept:
                cursor.execute(made)

    before = transaction.savepoint()
    yield run
    transaction.savepoint_rollback(before)


@pytest.mark.parametrize(
    ("sql", "problem"),
    [
        ("UPDATE funds_entry SET text = 'x' WHERE number = 3", "the hash is not"),
        ("UPDATE funds_entry SET kind = 'GRANT' WHERE number = 3", "the hash is not"),
        ("UPDATE funds_entry SET at = '2026-01-01 00:00:00' WHERE number = 3", "the hash is not"),
        ("UPDATE funds_entry SET cause_label = 'x' WHERE number = 3", "the hash is not"),
        ("UPDATE funds_entry SET reverses_id = 1 WHERE number = 3", "the hash is not"),
        ("UPDATE funds_entry SET version = 2 WHERE number = 3", "version"),
        ("UPDATE funds_entry SET hash = '" + "a" * 64 + "' WHERE number = 3", "the hash is not"),
        ("UPDATE funds_entry SET previous_hash = '" + "a" * 64 + "' WHERE number = 3", "the hash before"),
        ("UPDATE funds_line SET amount = amount + 1 WHERE entry_id = 3 AND position = 1", "the balance is not"),
        (
            "UPDATE funds_line SET amount = amount + 1, balance = balance + 1 WHERE entry_id = 3 AND position = 1",
            "zero",
        ),
        ("UPDATE funds_line SET balance = balance + 1 WHERE entry_id = 3 AND position = 2", "the balance is not"),
        ("UPDATE funds_line SET seq = seq + 100 WHERE entry_id = 3 AND position = 2", "running number"),
        ("UPDATE funds_line SET position = 9 WHERE entry_id = 3 AND position = 1", "the hash is not"),
        ("UPDATE funds_line SET account_id = account_id + 1000 WHERE entry_id = 3 AND position = 1", "cannot be read"),
        ("DELETE FROM funds_line WHERE entry_id = 3 AND position = 2", "zero"),
        ("DELETE FROM funds_entry WHERE number = 3", "missing"),
    ],
)
def test_verify_names_the_entry_that_was_changed(house, fund, open_tables, sql, problem):
    full_books(house, fund)
    assert verify().ok
    open_tables(sql)
    number, said = verify().broken
    assert (number, problem in said) == (3, True), said


def test_verify_sees_floors_and_accounts(house, fund, open_tables):
    full_books(house, fund)
    open_tables("UPDATE funds_account SET floored = %s WHERE kind = 'FREE'", False)
    assert "refuses a balance below zero" in verify().broken[1]
    open_tables("UPDATE funds_account SET floored = %s WHERE kind = 'FREE'", True)
    assert verify().ok
    open_tables("UPDATE funds_fund SET code = 'FX' WHERE code = 'F1'")
    assert verify().broken[0] == 1


def command(*args):
    out = StringIO()
    status = 0
    try:
        call_command("ledger", *args, stdout=out)
    except SystemExit as end:
        status = end.code
    return status, out.getvalue()


def test_the_command(house, fund, open_tables):
    full_books(house, fund)
    status, said = command("verify", "--json")
    answer = json.loads(said)
    assert (status, answer["ok"], answer["entries"]) == (0, True, Entry.objects.count())
    assert answer["balances"]["F1/FREE"] == "870.00"
    open_tables("UPDATE funds_entry SET text = 'x' WHERE number = 4")
    status, said = command("verify")
    assert status == 1 and said.startswith("Entry 4 is broken: the hash is not")


def test_verify_against_a_head_that_was_written_down(house, fund, open_tables):
    """The end of the books cut off: nothing within them shows it, the fingerprint on paper does."""
    full_books(house, fund)
    head = Entry.objects.order_by("-number").first()
    assert command("verify", "--head", f"{head.number}:{head.hash}")[0] == 0
    open_tables("DELETE FROM funds_line WHERE entry_id = %s", head.pk)
    open_tables("DELETE FROM funds_entry WHERE id = %s", head.pk)
    assert verify().ok
    status, said = command("verify", "--head", f"{head.number}:{head.hash}")
    assert status == 1 and said.startswith(f"Entry {head.number} is broken: it is not the entry")


def test_statement_command(house, fund):
    full_books(house, fund)
    status, said = command("statement", "F1", "--start", "2020-01-01", "--end", "2100-01-01")
    lines = said.strip().splitlines()
    assert (status, lines[0].split(",")[0], lines[-1].split(",")[6]) == (0, "entry", "870.00")
    assert len(lines) == 1 + Entry.objects.filter(lines__account__fund=fund).distinct().count() + 2
