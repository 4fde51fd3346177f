"""A gift's commitment: what is published, and what its giver needs to prove that it is theirs.

    commitment = SHA-256 of the RFC 8785 JSON of {"amount", "fund", "giver", "kind", "number", "on", "salt", "v"}, hexadecimal

It stands in the text of the gift's ledger entry, on the receipt and on the page that verifies it. The salt is on the
giver's receipt alone; once it is erased nobody can try names against the commitment.
"""

import hashlib
import json
from datetime import date
from decimal import Decimal

from marketplace.core import words
from marketplace.core.money import yuan

VERSION = 1


def commitment_bytes(*, amount: Decimal, fund: str, giver: str, kind: str, number: str, on: date, salt: str) -> bytes:
    """The bytes that are hashed. amount: yuan; on: the day of booking in the portal's zone."""
    told = {
        "amount": f"{yuan(amount)}", "fund": fund, "giver": giver, "kind": kind, "number": number, "on": on.isoformat(),
        "salt": salt, "v": VERSION,
    }  # fmt: skip
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def commit_to(gift) -> str:
    """The commitment of a gift that has its number and its moment."""
    return hashlib.sha256(_bytes(gift, gift.giver_name, gift.secret)).hexdigest()


def is_proved(gift, name: str, salt: str) -> bool:
    """Whether this name and salt are those the commitment was made with."""
    salt = "".join(salt.split()).lower()
    return hashlib.sha256(_bytes(gift, name.strip(), salt)).hexdigest() == gift.commitment


def _bytes(gift, name, salt) -> bytes:
    return commitment_bytes(
        amount=gift.amount, fund=gift.fund.code, giver=name, kind=str(gift.kind), number=gift.number,
        on=words.date_of(gift.confirmed_at), salt=salt,
    )  # fmt: skip
