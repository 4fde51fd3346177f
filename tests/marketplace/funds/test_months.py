"""Statements of months: what they add up to, what binds them, what the check finds; public keys that signed before."""

import io
import json
from datetime import date
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils.timezone import localtime

from marketplace.core.refusals import Refused
from marketplace.funds import domain, log, months, notes, queries, queries_proofs
from marketplace.funds.models import Entry, LogRecord, SigningKey
from marketplace.funds.verify_log import verify_log
from marketplace.funds.verify_months import verify_month

from .builders import make_cause, make_fund, move, yuan
from .test_attacker import drop_the_guards
from .test_proofs import script  # noqa: F401  (a fixture)

pytestmark = pytest.mark.django_db
OCTOBER = date(2026, 10, 1)


@pytest.fixture
def told(house, clock):
    """Two funds through September, October and November; October's statement bound by the checkpoint of 1 November."""
    with clock("2026-09-30 23:50"):
        one, two = make_fund(house, "F1", amount="1000.00"), make_fund(house, "F2", amount="50.00")
        cause = make_cause(house, "A")
    with clock("2026-10-05 09:00"):
        domain.make_checkpoint()
        domain.record_receipt(one, by=house.finance, amount=yuan("20.10"), text="捐")
        domain.commit(one, yuan(300), cause=cause, by=house.leader)
        move(house, one, two, "70.00")
    with clock("2026-10-31 23:59"):
        domain.pay(one, yuan("100.01"), cause=cause, by=house.leader, text="付", key="p1")
    with clock("2026-11-01 00:10"):
        domain.record_receipt(two, by=house.finance, amount=yuan(5), text="捐")
        domain.make_checkpoint()
    return one, two


def amounts(row):
    return tuple(str(n) for n in row.amounts)


def test_a_month_adds_up_and_is_bound(told):
    one, two = told
    found = months.month_of(OCTOBER)
    assert [row.code for row in found.rows] == ["F1", "F2"]
    assert amounts(found.rows[0]) == ("1000.00", "20.10", "-70.00", "0.00", "0.00", "100.01", "850.09", "650.10")
    assert amounts(found.rows[1]) == ("50.00", "0.00", "70.00", "0.00", "0.00", "0.00", "120.00", "120.00")
    assert (found.entries, found.last, localtime(found.checkpoint.at).date()) == (4, 6, date(2026, 11, 1))
    assert found.total.closing == Decimal("970.09") and months.month_of(OCTOBER, two).entries == 1
    assert months.month_of(date(2026, 11, 1)).rows[1].closing == queries.balances(two).free == yuan(125)


def test_months_follow_each_other(told):
    for fund in (None, *told):
        before = months.month_of(date(2026, 9, 1), fund)
        for first in (OCTOBER, date(2026, 11, 1)):
            now = months.month_of(first, fund)
            assert [row.closing for row in before.rows] == [row.opening for row in now.rows]
            for row in now.rows:
                assert row.opening + row.came_in + row.from_others - row.returned - row.fees - row.paid == row.closing
            before = now


def test_the_check_agrees_and_adds_up_by_itself(told):
    for fund in (None, *told):
        assert verify_month(json.loads(json.dumps(months.month_of(OCTOBER, fund).as_json))) == ""
    assert "before the month was signed" in verify_month(months.month_of(date(2026, 11, 1)).as_json)


def change(found, **more):
    """A statement that somebody rewrote, with a digest that fits again."""
    bound = {k: v for k, v in found.items() if k not in ("digest", "checkpoint")} | more
    return found | bound | {"digest": months.digest_of(bound)}


def test_the_check_names_what_differs(told):
    found = json.loads(json.dumps(months.month_of(OCTOBER).as_json))
    assert "digest" in verify_month(found | {"entries": 3})
    assert verify_month(change(found, entries=3)) == "entries: the statement says 3, the books 4."
    funds = found["funds"] | {"F1": found["funds"]["F1"] | {"paid": 10000}}
    assert verify_month(change(found, funds=funds)) == "F1: paid: the statement says 10000 fen, the books 10001 fen."
    assert "another one than the statement names" in verify_month(change(found, size=1))
    assert "signature" in verify_month(found | {"checkpoint": found["checkpoint"][:-6] + "AAAA=\n"})
    for odd in ({}, [], {"kind": "MONTH", "v": 1, "month": "2026-13"}, change(found, month="x")):
        assert verify_month(odd) == "This is no statement of a month."


def test_an_entry_put_into_the_month_afterwards_is_found(told):
    """All of the log rewritten to fit: the checkpoint in the kept statement tells."""
    found = json.loads(json.dumps(months.month_of(OCTOBER).as_json))
    with connection.cursor() as cursor:
        drop_the_guards(cursor)
        cursor.execute("UPDATE funds_entry SET text = 'x' WHERE number = 4")
    assert verify_month(found)


def run(*words):
    out = io.StringIO()
    call_command("ledger", *words, stdout=out)
    return out.getvalue()


def test_the_command(told, tmp_path):
    file = tmp_path / "month.json"
    file.write_text(run("month", "2026-10", "--fund", "F2"), encoding="utf-8")
    assert "all right" in run("verify", "--statement", str(file))
    wrong = json.loads(file.read_text())
    file.write_text(json.dumps(change(wrong, last=5)))
    with pytest.raises(SystemExit):
        run("verify", "--statement", str(file))
    for words in (
        ("month", "2026-13"),
        ("month", "2026-10", "--fund", "NO"),
        ("verify", "--statement", str(tmp_path / "no")),
    ):
        with pytest.raises(CommandError):
            run(*words)


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_pages_and_files(told, client, clock, prefix):
    with clock("2026-11-20 09:00"):
        listed = client.get(f"{prefix}/funds/months/").content.decode()
        assert all(name in listed for name in ("2026-09", "2026-10", "2026-11"))
        assert [(row.name, row.entries, bool(row.checkpoint)) for row in months.listed()] == [
            ("2026-11", 1, False), ("2026-10", 4, True), ("2026-09", 2, True)]  # fmt: skip
        assert [row.entries for row in months.listed(told[1])] == [1, 1, 1]
        page = client.get(f"{prefix}/funds/months/2026-10/").content.decode()
        assert "850.09" in page and notes.read(months.month_of(OCTOBER).checkpoint.note).origin in page
        own = client.get(f"{prefix}/funds/F1/months/2026-10/").content.decode()
        assert "100.01" in own and "start=2026-10-01&amp;end=2026-10-31" in own
        assert client.get(f"{prefix}/funds/F1/months/").status_code == 200
        assert client.get(f"{prefix}/funds/F1/months/2026-11/").status_code == 200
        assert verify_month(client.get(f"{prefix}/funds/F1/months/2026-10.json").json()) == ""
        table = b"".join(client.get(f"{prefix}/funds/months/2026-10.csv").streaming_content).decode()
        assert "850.09" in table and months.month_of(OCTOBER).digest in table
        for odd in ("months/2026-08/", "months/2026-12/", "months/2026-13/", "months/0-1/", "months/2026-10.xlsx", "NO/months/", "F1/months/1700-10.json"):  # fmt: skip
            assert client.get(f"{prefix}/funds/{odd}").status_code == 404, odd


def test_pages_cost_the_same_whatever_the_entries(told, house, client, clock, django_assert_max_num_queries):
    with clock("2026-11-20 09:00"):
        for n in range(30):
            domain.record_receipt(told[0], by=house.finance, amount=yuan(n + 1), text="x")
        for path in ("months/", "months/2026-11/", "F1/months/2026-11/", "F1/months/"):
            client.get(f"/funds/{path}")
            with django_assert_max_num_queries(40):
                client.get(f"/funds/{path}")


def test_without_an_entry_there_is_no_month(client):
    assert client.get("/funds/months/").status_code == 200
    assert client.get("/funds/months/2026-10/").status_code == 404


# ---- keys that were changed --------------------------------------------------------------------------
def test_a_former_key_stays_known(house, fund, settings, client, clock, script):  # noqa: F811
    with clock("2026-10-01 09:00"):
        old, first = log.key(), domain.make_checkpoint()
        second = domain.make_checkpoint()
    assert "Former" not in client.get("/en/funds/checkpoints/").content.decode()
    settings.LOG_KEY = "another"
    with clock("2026-10-02 09:00"):
        new, third = log.key(), domain.make_checkpoint()
        domain.make_checkpoint()
    assert str(old) != str(new)
    (record,) = LogRecord.objects.filter(body__contains='"KEY"')
    assert json.loads(record.body)["key"] == str(new) and record.leaf_id == third.size - 1
    answer = client.get("/log/keys.json").json()["keys"]
    assert [(row["key"], row["first"], row["last"]) for row in answer] == [
        (str(new), third.size, third.size + 1), (str(old), first.size, second.size)]  # fmt: skip
    assert (answer[0]["until"], answer[1]["until"][:10]) == (None, "2026-10-01")
    assert client.get("/log/key").content.decode().strip() == str(new)
    page = client.get("/en/funds/checkpoints/").content.decode()
    assert str(old) in page.replace("&#x2B;", "+") and str(new) in page
    assert str(old) in client.get(f"/funds/checkpoints/{first.size}/").content.decode()
    assert str(new) in client.get(f"/funds/checkpoints/{third.size}/").content.decode()
    assert verify_log([notes.read(first.note), notes.read(third.note)]).ok
    assert not verify_log([notes.read(first.note)], new).ok
    proof = queries_proofs.consistency(first, third)
    assert script(proof, key=f"{new},{old}") and not script(proof) and not script(proof, key=str(old))


def test_a_key_that_was_changed_before_keys_were_kept_is_added_by_what_it_signed(house, fund, settings, client):
    old = log.key()
    domain.make_checkpoint()
    with connection.cursor() as cursor:
        drop_the_guards(cursor)
        if connection.vendor != "sqlite":
            cursor.execute("ALTER TABLE funds_signingkey DISABLE TRIGGER ALL")
    SigningKey.objects.all().delete()
    settings.LOG_KEY = "another"
    domain.make_checkpoint()
    assert [one.key for one in queries_proofs.signers()] == [str(log.key())]
    assert "Public key" not in client.get("/en/funds/checkpoints/2/").content.decode()  # whose it was is not known
    assert "from the checkpoint of" in run("former-key", str(old))
    run("former-key", str(old))
    assert [one.key for one in queries_proofs.signers()] == [str(log.key()), str(old)]
    with pytest.raises(CommandError):
        run("former-key", "nonsense")
    with pytest.raises(Refused) as error:
        domain.keep_former_key(str(notes.public_of(log._derived("third"), settings.LOG_ORIGIN)))
    assert error.value.code == "not_our_key" and Entry.objects.count() == 1
