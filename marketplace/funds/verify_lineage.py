"""Proving the lineage: the runs are moved again from the first on, and must lie where the holdings and the balances say."""

from django.db import connection

from .lineage import TRACKED

BATCH = 20_000


def verify_lineage() -> str:
    """What is wrong first, a sentence, or "": holdings are the allocations replayed, and add up to every balance."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT account_id, stream_id, start, stop FROM funds_holding ORDER BY account_id, stream_id, start"
        )
        held = {}
        for account, stream, start, stop in cursor.fetchall():
            held.setdefault((account, stream), []).append((start, stop))
        cursor.execute(
            "SELECT id, stream_id, start, stop, from_account_id, to_account_id, entry_id FROM funds_allocation ORDER BY id"
        )
        found = {}
        while rows := cursor.fetchmany(BATCH):
            for _pk, stream, start, stop, came_from, went_to, entry in rows:
                if came_from is not None and not _take_out(found, (came_from, stream), start, stop):
                    return f"Entry {entry} moves fen {start} to {stop} of stream {stream}, which did not lie there."
                if went_to is not None:
                    _put_in(found, (went_to, stream), start, stop)
        if {key: sorted(runs) for key, runs in found.items() if runs} != held:
            return "The holdings are not what the allocations say."
        sums = {}
        for (account, _stream), runs in found.items():
            sums[account] = sums.get(account, 0) + sum(stop - start for start, stop in runs)
        cursor.execute("SELECT id, kind FROM funds_account")
        for account, kind in cursor.fetchall():
            if kind not in TRACKED:
                continue
            cursor.execute("SELECT balance FROM funds_line WHERE account_id = %s ORDER BY seq DESC LIMIT 1", [account])
            balance = cursor.fetchone()
            if sums.get(account, 0) != (balance[0] if balance else 0):
                return f"Account {account} holds {sums.get(account, 0)} fen by its lineage and {balance and balance[0]} by its lines."
    return ""


def _take_out(found, key, start, stop) -> bool:
    for place, (first, last) in enumerate(found.get(key, ())):
        if first <= start and stop <= last:
            found[key][place : place + 1] = [run for run in ((first, start), (stop, last)) if run[0] < run[1]]
            return True
    return False


def _put_in(found, key, start, stop):
    runs = found.setdefault(key, [])
    for run in list(runs):
        if run[1] == start or run[0] == stop:
            runs.remove(run)
            start, stop = min(start, run[0]), max(stop, run[1])
    runs.append((start, stop))
