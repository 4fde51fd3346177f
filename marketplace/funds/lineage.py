"""Which fen an entry moves: called where entries are posted, so that no verb of money can forget it.

The rule: money that is bound to a purpose is drawn first for that purpose and for nothing else; of the rest receipts (given
for the fund's purpose, so restricted) before budget grants; of each kind the fund's own money before what other funds
passed on; within a stream first in, first out. A purpose is known by its code: what a fund hands over stays bound.

What comes back, comes back along the same path: what was drawn last returns first, what is bound after all else, and of
money that was paid first of all what had been paid for the cause or the purpose that the refund names. A correction takes
back the very fen that the entry had moved; where they have gone on meanwhile, others of the same account take their place.
"""

from collections import namedtuple

from .states import EntryKind, StreamKind

TRACKED = frozenset({"FREE", "COMMITMENT", "PAID", "FEE"})
BACKWARDS = frozenset({EntryKind.RELEASE, EntryKind.REFUND})
GIVEN = frozenset({EntryKind.RECEIPT})
Run = namedtuple("Run", "account stream start stop")  # account: the key of where it lies, None: outside

_MOVE = "INSERT INTO funds_allocation (entry_id, stream_id, start, stop, from_account_id, to_account_id) VALUES (%s, %s, %s, %s, %s, %s)"
_HELD = (
    "SELECT h.account_id, h.stream_id, h.start, h.stop, p.code FROM funds_holding h JOIN funds_stream s ON s.id = h.stream_id"
    " JOIN funds_account a ON a.id = h.account_id LEFT JOIN funds_fundpurpose p ON p.id = s.purpose_id WHERE h.account_id = %s"
    " ORDER BY CASE s.kind WHEN 'GIVEN' THEN 0 ELSE 1 END, CASE WHEN s.fund_id = a.fund_id THEN 0 ELSE 1 END, s.id, h.start"
)


class Lost(RuntimeError):
    """An account holds more money than fen: the books were written past the ledger."""


def record(cursor, number: int, kind: str, lines, *, cause=(None, None), reverses=None, purpose=None):
    """Write the runs that entry `number` moves. lines: [(account, fen)] in order; cause: (type, key) of the entry.

    purpose: for what money comes in, is handed over or comes back, where that is not what its cause says.
    """
    lines = [(account, fen) for account, fen in lines if account.kind in TRACKED]
    move = _mover(cursor, number)
    if reverses is not None:
        return _reverse(cursor, move, reverses)
    outs = [(account, -fen) for account, fen in lines if fen < 0]
    ins = [(account, fen) for account, fen in lines if fen > 0]
    more = sum(fen for _account, fen in ins) - sum(fen for _account, fen in outs)
    if more > 0 and not outs and len(ins) == 1:
        return _arrive(cursor, number, ins[0][0], kind, more, purpose)
    if more < 0 and not ins:
        return _give_back(cursor, move, outs, cause)
    back, known = kind in BACKWARDS, cause if kind == EntryKind.REFUND else (None, None)
    pool = []
    for account, fen in outs:
        held = _held(cursor, account.pk, cause, purpose, backwards=back)
        pool += _draw_back(cursor, account.pk, held, fen, known) if back else _take(held, fen)
    if more > 0:
        pool.append(_new(cursor, ins[0][0].fund_id, kind, more, purpose))
    for account, fen in ins:
        for run in _take(pool, fen):
            move(run, account.pk)
    for run in pool:
        move(run, None)
    return None


def _mover(cursor, number):
    def move(run, to):
        if run.account != to:
            cursor.execute(_MOVE, [number, run.stream, run.start, run.stop, run.account, to])

    return move


def _take(pool: list, fen: int) -> list[Run]:
    """The first `fen` of the runs, taken out of them."""
    taken = []
    while fen:
        if not pool:
            raise Lost("more is moved than is held")
        run = pool.pop(0)
        size = run.stop - run.start
        if size > fen:
            pool.insert(0, run._replace(start=run.start + fen))
            run, size = run._replace(stop=run.start + fen), fen
        taken.append(run)
        fen -= size
    return taken


def _held(cursor, account: int, cause=(None, None), purpose=None, *, backwards=False) -> list[Run]:
    """What an account holds, in the order in which it is drawn (backwards: from the end of it)."""
    cursor.execute(_HELD, [account])
    rows = cursor.fetchall()
    if any(code for *_run, code in rows):
        wanted = purpose.code if purpose is not None else _meant(cursor, account, cause)
        if backwards and purpose is None:
            rows.sort(key=lambda row: row[4] is None)
        else:
            order = {wanted: 2 if backwards else 0, None: 1}
            rows.sort(key=lambda row: order.get(row[4], 0 if backwards else 2))
    return [Run(*row[:4]) for row in rows]


def _meant(cursor, account: int, cause) -> str:
    """The code of the purpose for which a cause is promised money of the account's fund; "": for none."""
    cursor.execute(
        "SELECT p.code FROM funds_destination d JOIN funds_fundpurpose p ON p.id = d.purpose_id"
        " JOIN funds_account a ON a.fund_id = d.fund_id WHERE a.id = %s AND d.cause_type_id = %s AND d.cause_id = %s",
        [account, *cause],
    )
    found = cursor.fetchone()
    return found[0] if found else ""


def _draw(cursor, account: int, fen: int) -> list[Run]:
    """Which runs an account gives for no purpose."""
    return _take(_held(cursor, account), fen)


def _draw_back(cursor, account: int, held: list, fen: int, paid_for=(None, None)) -> list[Run]:
    """Those that came last, in their own order; first of all what was paid for `paid_for`, the (type, key) of a cause."""
    given, own = [], _paid_for(cursor, account, held, paid_for) if paid_for[1] is not None else []
    if own:
        held = [part for run in held for part in _without(run, own)] + own[::-1]
    while fen:
        if not held:
            raise Lost("more comes back than is held")
        run = held.pop()
        size = min(run.stop - run.start, fen)
        given.insert(0, run._replace(start=run.stop - size))
        fen -= size
    return given


def _paid_for(cursor, account: int, held: list, cause) -> list[Run]:
    """The parts of `held` that the last payment into the account brought for this cause, what was paid last first."""
    cursor.execute(
        "SELECT a.id, a.stream_id, a.start, a.stop FROM funds_allocation a JOIN funds_account f ON f.id = a.from_account_id"
        " WHERE a.to_account_id = %s AND f.cause_type_id = %s AND f.cause_id = %s ORDER BY a.id DESC",
        [account, *cause],
    )
    found = []
    for pk, stream, start, stop in cursor.fetchall():
        cursor.execute(
            "SELECT start, stop FROM funds_allocation WHERE to_account_id = %s AND stream_id = %s AND id > %s AND start < %s AND stop > %s",
            [account, stream, pk, stop, start],
        )
        later = [Run(account, stream, *row) for row in cursor.fetchall()]
        for run in held:
            low, high = max(run.start, start), min(run.stop, stop)
            if run.stream == stream and low < high:
                found += reversed(_without(run._replace(start=low, stop=high), later))
    return found


def _without(run: Run, others) -> list[Run]:
    """What is left of a run when others are taken out of it, in order."""
    left = [run]
    for other in others:
        parts = []
        for one in left:
            if other.stream != one.stream or other.stop <= one.start or other.start >= one.stop:
                parts.append(one)
                continue
            parts += [one._replace(stop=other.start)] if one.start < other.start else []
            parts += [one._replace(start=other.stop)] if other.stop < one.stop else []
        left = parts
    return left


def _new(cursor, fund: int, kind: str, fen: int, purpose=None) -> Run:
    """The next numbers of the stream: of the fund, the kind of money, and the purpose to which it is bound."""
    stream = [fund, str(StreamKind.GIVEN if kind in GIVEN else StreamKind.GRANTED), *_key(purpose)]
    ask = _STREAM.format(_WHOSE[len(stream)])
    cursor.execute(ask, stream)
    found = cursor.fetchone()
    if found is None:
        cursor.execute(_BEGIN, [*stream, None][:3])
        cursor.execute(ask, stream)
        found = cursor.fetchone()
    return Run(None, found[0], found[1], found[1] + fen)


def _arrive(cursor, number: int, account, kind: str, fen: int, purpose=None):
    """Money comes in and lies in one account: the next numbers of the stream, taken and written in one statement."""
    stream = [account.fund_id, str(StreamKind.GIVEN if kind in GIVEN else StreamKind.GRANTED), *_key(purpose)]
    ask = _ARRIVE.format(_WHOSE[len(stream)])
    cursor.execute(ask, [number, fen, account.pk, *stream])
    if not cursor.rowcount:
        cursor.execute(_BEGIN, [*stream, None][:3])
        cursor.execute(ask, [number, fen, account.pk, *stream])


def _key(purpose) -> list:
    """Only bound money is kept apart."""
    return [purpose.pk] if purpose is not None and purpose.bound else []


_WHOSE = {2: "IS NULL", 3: "= %s"}
_BEGIN = "INSERT INTO funds_stream (fund_id, kind, purpose_id) VALUES (%s, %s, %s)"
_STREAM = (
    "SELECT s.id, COALESCE((SELECT a.stop FROM funds_allocation a WHERE a.stream_id = s.id AND a.from_account_id IS NULL"
    " ORDER BY a.start DESC LIMIT 1), 0) AS next FROM funds_stream s WHERE s.fund_id = %s AND s.kind = %s AND s.purpose_id {}"
)
_ARRIVE = (
    "INSERT INTO funds_allocation (entry_id, stream_id, start, stop, to_account_id)"
    f" SELECT %s, n.id, n.next, n.next + %s, %s FROM ({_STREAM}) AS n"
)


def _reverse(cursor, move, number: int):
    """Every run that entry `number` moved goes back to where it was."""
    cursor.execute(
        "SELECT stream_id, start, stop, from_account_id, to_account_id FROM funds_allocation WHERE entry_id = %s ORDER BY id",
        [number],
    )
    for stream, start, stop, came_from, went_to in cursor.fetchall():
        _call_back(cursor, move, Run(went_to, stream, start, stop), came_from)


def _call_back(cursor, move, run: Run, to):
    """The very fen of `run` go from its account to `to`; where some have gone on, others of the account take their place."""
    cursor.execute(
        "SELECT account_id, stream_id, start, stop FROM funds_holding WHERE stream_id = %s AND start < %s AND stop > %s ORDER BY start",
        [run.stream, run.stop, run.start],
    )
    parts = [Run(a, s, max(b, run.start), min(e, run.stop)) for a, s, b, e in cursor.fetchall()]
    parts = [part for part in parts if part.account != to]
    gone = run.stop - run.start - sum(part.stop - part.start for part in parts)
    for part in parts:
        if part.account == run.account:
            move(part, to)
    for part in parts:
        if part.account != run.account:
            for other in _draw(cursor, run.account, part.stop - part.start):
                move(other, part.account)
            move(part, to)
    if gone:
        for other in _draw(cursor, run.account, gone):
            move(other, to)


def _give_back(cursor, move, outs, cause):
    """Money leaves for whom it came from: out of what came in for the same cause (a gift), the last of it first."""
    for account, fen in outs:
        own = []
        if cause[1] is not None:
            cursor.execute(
                "SELECT a.to_account_id, a.stream_id, a.start, a.stop FROM funds_entry e JOIN funds_allocation a ON a.entry_id = e.id"
                " JOIN funds_holding h ON h.stream_id = a.stream_id AND h.start < a.stop AND h.stop > a.start"
                " WHERE e.cause_type_id = %s AND e.cause_id = %s AND a.from_account_id IS NULL AND a.to_account_id = %s"
                " GROUP BY a.id, a.to_account_id, a.stream_id, a.start, a.stop ORDER BY a.id DESC",
                [*cause, account.pk],
            )
            own = [Run(*row) for row in cursor.fetchall()]
        for run in own:
            for part in _still_there(cursor, run):
                size = min(part.stop - part.start, fen)
                if size:
                    _call_back(cursor, move, part._replace(start=part.stop - size, account=account.pk), None)
                fen -= size
        for run in _draw_back(cursor, account.pk, _held(cursor, account.pk, backwards=True), fen) if fen else ():
            move(run, None)


def _still_there(cursor, run: Run) -> list[Run]:
    """The parts of a run that have not left the books, the last first."""
    cursor.execute(
        "SELECT start, stop FROM funds_holding WHERE stream_id = %s AND start < %s AND stop > %s ORDER BY start DESC",
        [run.stream, run.stop, run.start],
    )
    return [run._replace(start=max(b, run.start), stop=min(e, run.stop)) for b, e in cursor.fetchall()]
