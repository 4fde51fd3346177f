"""The books at their full size: a statement of a million lines, a proof among ten million leaves, ten thousand gifts."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from decimal import Decimal
from pathlib import Path

from ._common import ask, figure, interleaved, portal_handler

LINES, LEAVES = 1_000_000, 10_000_000
FEW, MANY = 10, 10_000
ROUNDS = 15
UNKEPT = {"messages": ""}  # a message waits for the reader: the page is made for them


def _fresh(*arguments, **environment) -> dict:
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench._books_run", *map(str, arguments)],
        capture_output=True, text=True, timeout=3600, env=os.environ | environment,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    return json.loads(done.stdout.splitlines()[-1])


def statement_streams() -> dict:
    """The statement of a fund as CSV, whole, in a fresh process: the most memory with a million lines and with a tenth."""
    from marketplace.funds.bench import _generate, scratch

    with tempfile.TemporaryDirectory(prefix="linli-bench-") as folder:
        many, few = Path(folder, "many.sqlite3"), Path(folder, "few.sqlite3")
        with scratch() as connection:
            _generate(connection, LINES, hashes=False)
            with connection.cursor() as cursor:
                cursor.execute("VACUUM INTO %s", [str(many)])
                cursor.execute("DELETE FROM funds_line WHERE entry_id > %s", [LINES // 20])
                cursor.execute("DELETE FROM funds_entry WHERE id > %s", [LINES // 20])
                cursor.execute("VACUUM INTO %s", [str(few)])
        told = [
            _fresh("statement", lines, DATABASE_URL=f"sqlite:///{file}")
            for lines, file in ((LINES // 10, few), (LINES, many))
        ]
        shutil.rmtree(folder, ignore_errors=True)
    tenth, whole = told
    note = (
        f"{whole['after'] / 1024:.0f} MB resident at most with {LINES:,} lines, {tenth['after'] / 1024:.0f} MB with {LINES // 10:,}"
        f" ({whole['before'] / 1024:.0f} MB before); {whole['bytes'] / 2**20:.0f} MB of CSV in {whole['seconds']:.0f} s, SQLite"
    )
    return figure("statement_1m_lines_more_mb", (whole["after"] - tenth["after"]) / 1024, 16, "lower", note)


def log_proof() -> list[dict]:
    """The inclusion proof of an entry that is at hand, among ten million: its leaf found, its path, the note of the checkpoint."""
    told = _fresh("proof", LEAVES)
    note = (
        f"{told['size']:,} leaves, {told['steps']} steps; p95 {told['ms_p95']:.1f} ms; reading the entry itself {told['reading_ms']:.1f} ms; signing the checkpoint {told['checkpoint_ms']:.0f} ms;"
        f" with the entry's bytes as JSON {told['json']:,} bytes; SQLite"
    )
    return [
        figure("log_proof_at_10m_ms", told["ms"], 10, "lower", note),
        figure("log_proof_at_10m_bytes", told["note"], 2000, "lower", note),
    ]


def gifts_of_a_fund() -> list[dict]:
    """A fund with 10,000 gifts and one with 10, of the same sum in all and spent alike: their pages, a gift's, what was paid."""
    from django.db import connection
    from django.template.loader import render_to_string

    from marketplace.core.verbs import act
    from marketplace.funds import domain, queries
    from marketplace.funds.models import Entry
    from marketplace.funds.slots_lineage import _section
    from tests.marketplace.funds.builders import make_cause, make_fund, make_house

    house, pages, jobs = make_house(), {}, {}
    for count in (MANY, FEW):  # the small fund last: what lists its newest entries passes none of the others
        fund, cause = make_fund(house, f"G{count}", amount="0"), make_cause(house, f"{count}")
        _give(fund, count)
        with act():
            domain.commit(fund, Decimal("60000.00"), cause=cause, by=house.leader)
            domain.pay(fund, Decimal("40000.00"), cause=cause, text="x", key=f"p{count}", by=house.finance)
        paid = Entry.objects.filter(kind="PAYMENT", lines__account__fund=fund).latest("number")
        given = Entry.objects.filter(kind="RECEIPT", lines__account__fund=fund).order_by("number")
        pages |= {
            ("fund", count): fund.get_absolute_url(),
            ("gift", count): given.first().get_absolute_url(),
            ("payment", count): paid.get_absolute_url(),
            ("statement", count): f"{fund.get_absolute_url()}statement/?start=2020-01-01&end=2090-01-01",
        }

        def drawn(cause=cause):
            from time import perf_counter

            began = perf_counter()
            section = _section(cause, "x")
            body = render_to_string(section.template, section.context)
            return body, perf_counter() - began

        jobs["paid_from", count] = drawn
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    kept, queries.STATEMENT_PAGE = queries.STATEMENT_PAGE, FEW  # as many rows on the page both times
    handler = portal_handler()
    jobs |= {name: lambda u=url: ask(handler, u, UNKEPT) for name, url in pages.items()}
    times = interleaved(jobs, ROUNDS)
    queries.STATEMENT_PAGE = kept
    return [
        figure(
            f"gifts_{name}_at_10k", times[name, MANY] / times[name, FEW], 1.5, "lower",
            f"{times[name, MANY] * 1000:.1f} ms with {MANY:,} gifts, {times[name, FEW] * 1000:.1f} ms with {FEW}; median of {ROUNDS}, {connection.vendor}",
        )
        for name in ("fund", "gift", "payment", "paid_from", "statement")
    ]  # fmt: skip


def _give(fund, count):
    """So many gifts, 100,000 yuan in all, posted one by one as any verb of money does."""
    from marketplace.core.actors import system
    from marketplace.core.verbs import act
    from marketplace.funds import ledger
    from marketplace.funds.ledger import Posting
    from marketplace.funds.states import AccountKind, EntryKind
    from tests.marketplace.funds.giving.storm import gifts_begun

    source, free = (ledger.account(fund, kind) for kind in (AccountKind.SOURCE, AccountKind.FREE))
    amount = Decimal("100000.00") / count
    with act():
        for gift in gifts_begun(fund, count):
            lines = [Posting(source, -amount), Posting(free, amount)]
            ledger.post(EntryKind.RECEIPT, lines, text="x", key=f"gift:{gift.code}", cause=gift, by=system("bench"))


BENCHES = (statement_streams, log_proof, gifts_of_a_fund)
