"""The exact bytes of a journal entry, and its hash. docs/ledger.md tells anybody how to recompute them.

    bytes = RFC 8785 JSON of {"at", "cause", "kind", "lines", "number", "reverses", "text", "v"}
    hash  = SHA-256(previous hash as 64 hexadecimal characters, ASCII, followed by the bytes), hexadecimal

at: UTC, "2026-11-23T08:00:00.000000Z"; cause: "tenders.call:<public key>" or ""; lines: in order, each
{"account", "amount"} with account "FD01/FREE" or "FD01/COMMITMENT/tenders.call:<key>" and amount "-123.45";
reverses: number of the entry that is reversed, or null; v: version of this form.
"""

import hashlib
import json
from datetime import UTC, datetime

VERSION = 1
GENESIS = "0" * 64
_quote = json.encoder.encode_basestring  # RFC 8785 escapes just what JSON must escape, as this does


def at_text(moment: datetime) -> str:
    """A moment as it stands in the bytes."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")[:26] + "Z"


def amount_text(fen: int) -> str:
    """Whole fen as yuan text: -12345 -> "-123.45"."""
    yuan, rest = divmod(abs(fen), 100)
    return f"{'-' if fen < 0 else ''}{yuan}.{rest:02d}"


def canonical(*, number: int, kind: str, at: str, text: str, cause: str, reverses: int | None, lines) -> bytes:
    """The bytes. lines: [(account label, fen)] in order. Keys stand in the order RFC 8785 asks for."""
    rows = ",".join([f'{{"account":{_quote(account)},"amount":"{amount_text(fen)}"}}' for account, fen in lines])
    return (
        f'{{"at":"{at}","cause":{_quote(cause)},"kind":"{kind}","lines":[{rows}],"number":{number},'
        f'"reverses":{"null" if reverses is None else reverses},"text":{_quote(text)},"v":{VERSION}}}'
    ).encode()


def chain(previous: str, body: bytes) -> str:
    """The hash of an entry over the hash before it."""
    return hashlib.sha256(previous.encode() + body).hexdigest()
