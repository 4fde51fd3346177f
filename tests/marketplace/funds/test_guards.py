"""What the database refuses by itself, whoever asks: raw SQL, on SQLite and on PostgreSQL."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from marketplace.funds import canonical, domain, ledger
from marketplace.funds.models import Account, Entry, Line
from marketplace.funds.states import AccountKind
from marketplace.funds.verify import verify

from .builders import make_cause, make_fund, make_house, yuan

pytestmark = pytest.mark.django_db

LINE = "INSERT INTO funds_line (entry_id, position, account_id, amount, seq, balance) VALUES (%s, %s, %s, %s, %s, %s)"
ENTRY = (
    "INSERT INTO funds_entry (id, number, kind, at, text, cause_label, idempotency_key, previous_hash, hash, version, reverses_id)"
    " VALUES (%s, %s, %s, '2026-01-01 00:00:00', '', '', %s, %s, %s, 1, %s)"
)


def run(sql, params=()):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)


def refused(work, sentence, kind=IntegrityError):
    with pytest.raises(kind) as error, transaction.atomic():
        work()
    assert sentence in str(error.value)


def last_of(account):
    line = Line.objects.filter(account=account).order_by("-seq").first()
    return (line.seq, int(line.balance * 100)) if line else (0, 0)


def write(kind, parts, *, reverses=None, number=None, pk=None, previous=None, seq=0, balance=0):
    """Write an entry by hand, right in everything that is not named. parts: [(account, fen)]."""
    newest = Entry.objects.order_by("-number").first()
    right = newest.number + 1 if newest else 1
    number = right if number is None else number
    pk = number if pk is None else pk
    state = {}
    for position, (account, fen) in enumerate(parts, 1):
        last_seq, last_balance = state.get(account.pk) or last_of(account)
        state[account.pk] = (last_seq + 1, last_balance + fen)
        run(LINE, [pk, position, account.pk, fen, last_seq + 1 + seq, last_balance + fen + balance])
    before = newest.hash if newest else canonical.GENESIS
    run(ENTRY, [pk, number, kind, f"raw:{number}:{pk}", previous or before, f"{number:064x}", reverses])


@pytest.fixture
def books(house, fund):
    """Accounts of a fund with 1,000.00 free, of which 300.00 are promised to one cause; and of a second fund."""
    cause = make_cause(house, "A")
    domain.commit(fund, yuan(300), cause=cause, by=house.leader)
    domain.pay(fund, yuan(100), cause=cause, text="", key="paid", by=house.finance)
    other = make_fund(house, "F2")
    found = {kind.value: ledger.account(fund, kind) for kind in AccountKind if kind != AccountKind.COMMITMENT}
    found["COMMITMENT"] = ledger.account(fund, AccountKind.COMMITMENT, cause)
    found["OTHER_FREE"] = ledger.account(other, AccountKind.FREE)
    return found


def test_a_right_entry_is_taken(books):
    """The hand of these tests writes what the guards let pass: else the refusals below would prove nothing."""
    write("COMMITMENT", [(books["FREE"], -5), (books["COMMITMENT"], 5)])
    write("PAYMENT", [(books["COMMITMENT"], -5), (books["PAID"], 5)])
    assert last_of(books["COMMITMENT"]) == (4, 20000)


@pytest.mark.parametrize(
    ("kind", "parts", "sentence"),
    [
        ("COMMITMENT", [("FREE", -70001), ("COMMITMENT", 70001)], "below zero"),
        ("PAYMENT", [("COMMITMENT", -20001), ("PAID", 20001)], "below zero"),
        ("REFUND", [("PAID", -10001), ("FREE", 10001)], "below zero"),
        ("RELEASE", [("COMMITMENT", -20001), ("FREE", 20001)], "below zero"),
        ("GRANT", [("SOURCE", -100), ("FREE", 101)], "add up to zero"),
        ("GRANT", [("SOURCE", -100), ("OTHER_FREE", 100)], "add up to zero"),
        ("GRANT", [("FREE", 0), ("SOURCE", 0)], "a line of nothing"),
        ("GRANT", [("SOURCE", -100)], "add up to zero"),
        ("GRANT", [], "add up to zero"),
        ("GRANT", [("SOURCE", 100), ("FREE", -100)], "do not belong"),
        ("PAYMENT", [("FREE", -100), ("PAID", 100)], "do not belong"),
        ("PAYMENT", [("SOURCE", -100), ("PAID", 100)], "do not belong"),
        ("RELEASE", [("FREE", -100), ("COMMITMENT", 100)], "do not belong"),
        ("TRANSFER", [("COMMITMENT", -100), ("TRANSFER", 100)], "do not belong"),
        ("GIFT", [("SOURCE", -100), ("FREE", 100)], "do not belong"),
        ("CORRECTION", [("FREE", -100), ("SOURCE", 100)], "do not belong"),
    ],
)
def test_wrong_entries(books, kind, parts, sentence):
    refused(lambda: write(kind, [(books[name], fen) for name, fen in parts]), sentence)


def test_wrong_chain(books):
    lines = [(books["SOURCE"], -100), (books["FREE"], 100)]
    number = Entry.objects.count() + 1
    for wrong in ({"number": number + 1}, {"pk": number + 7}, {"previous": "f" * 64}):
        refused(lambda wrong=wrong: write("GRANT", lines, **wrong), "wrong number or previous hash")
    for wrong in ({"seq": 1}, {"seq": -1}, {"balance": 1}, {"balance": -1}):
        refused(lambda wrong=wrong: write("GRANT", lines, **wrong), "wrong running number or balance")


def test_a_closed_entry_takes_no_line(books):
    entry = Entry.objects.get(number=1)
    seq, balance = last_of(books["SOURCE"])
    refused(lambda: run(LINE, [entry.pk, 3, books["SOURCE"].pk, -1, seq + 1, balance - 1]), "closed")


def test_corrections_are_exact_and_once(house, fund, books):
    wrong = domain.record_receipt(fund, by=house.finance, amount=yuan(50), text="两次")
    back = [(books["SOURCE"], 5000), (books["FREE"], -5000)]
    refused(lambda: write("CORRECTION", [(books["SOURCE"], 4900), (books["FREE"], -4900)], reverses=wrong.pk), "exact")
    refused(lambda: write("GRANT", [(books["SOURCE"], -1), (books["FREE"], 1)], reverses=wrong.pk), "exact")
    refused(lambda: write("CORRECTION", back, reverses=9999), "exact")
    write("CORRECTION", back, reverses=wrong.pk)
    correction = Entry.objects.order_by("-number").first()
    refused(lambda: write("CORRECTION", back, reverses=wrong.pk), "reverses_id")
    refused(
        lambda: write("CORRECTION", [(books["SOURCE"], -5000), (books["FREE"], 5000)], reverses=correction.pk), "exact"
    )


@pytest.mark.parametrize("table", ["funds_account", "funds_entry", "funds_line"])
def test_history_is_not_edited(books, table):
    column = {"funds_account": "floored", "funds_entry": "text", "funds_line": "amount"}[table]
    refused(lambda: run(f"UPDATE {table} SET {column} = {column}"), f"{table} is append-only")
    refused(lambda: run(f"DELETE FROM {table}"), f"{table} is append-only")
    if connection.vendor == "postgresql":
        run("SET CONSTRAINTS ALL IMMEDIATE")  # else PostgreSQL refuses for a reason of its own
        refused(lambda: run(f"TRUNCATE {table} CASCADE"), "is append-only")


def test_the_orm_is_refused_too(books):
    refused(lambda: Entry.objects.update(text="x"), "append-only")
    refused(lambda: Line.objects.filter(seq=1).delete(), "append-only")
    refused(lambda: Account.objects.update(floored=False), "append-only")


def test_accounts_are_what_their_kind_says(fund, books):
    account = "INSERT INTO funds_account (fund_id, kind, floored, cause_type_id, cause_id, cause_label) VALUES (%s, %s, %s, %s, %s, %s)"
    kind, pk = books["COMMITMENT"].cause_type_id, 4711
    for values in (
        ("FREE", False, None, None, ""),
        ("FREE", True, kind, pk, "orgs.community:X"),
        ("COMMITMENT", True, None, None, ""),
        ("COMMITMENT", False, kind, pk, "orgs.community:X"),
        ("COMMITMENT", True, kind, pk, ""),
        ("GIFT", False, None, None, ""),
        ("SOURCE", True, None, None, ""),
    ):
        refused(lambda values=values: run(account, [fund.pk, *values]), "no such account")


def test_nothing_is_replaced_on_sqlite(books):
    """INSERT OR REPLACE removes a row without a DELETE trigger unless a pragma says so: the guard does not rest on it."""
    if connection.vendor != "sqlite":
        pytest.skip("SQLite's own statement")
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA recursive_triggers=OFF")
    try:
        free, line = books["FREE"], Line.objects.order_by("pk").first()
        seq, balance = last_of(free)
        refused(
            lambda: run(
                "INSERT OR REPLACE INTO funds_account (id, fund_id, kind, floored, cause_label) VALUES (%s, %s, 'SOURCE', 0, '')",
                [free.pk, free.fund_id],
            ),
            "there already",
        )
        refused(
            lambda: run(
                "INSERT OR REPLACE INTO funds_line (id, entry_id, position, account_id, amount, seq, balance) VALUES (%s, 99, 1, %s, 1, %s, %s)",
                [line.pk, free.pk, seq + 1, balance + 1],
            ),
            "there already",
        )
        refused(lambda: write("GRANT", [(books["SOURCE"], -1), (free, 1)], number=1), "closed")
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA recursive_triggers=ON")


@pytest.mark.django_db(transaction=True)
def test_a_line_without_its_entry_fails_at_commit():
    house = make_house()
    fund = make_fund(house)
    free = ledger.account(fund, AccountKind.FREE)
    with pytest.raises(DatabaseError), transaction.atomic():
        run(LINE, [2, 1, free.pk, 500, 2, 100500])
    assert Line.objects.count() == 2
    assert verify().ok
