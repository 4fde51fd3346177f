"""The code in the room: who scans it is there. On the screen it changes every two minutes; printed, it holds for one day.

Both are signed with the training's key and asked of the portal's clock. An address that is handed on works for four minutes at
most. Whoever scans is given a pass of a quarter of an hour, kept in their session: time to log in.
"""

import hmac

from django.utils.crypto import constant_time_compare, salted_hmac

from marketplace.core import clock

SLOT, PASS = 120, 15 * 60
SALT = "incubation.attendance"


def _sign(training, *parts) -> str:
    text = ":".join(str(part) for part in (training.pk, training.key, *parts))
    return salted_hmac(SALT, text, algorithm="sha256").hexdigest()[:24]


def _slot() -> int:
    return int(clock.now().timestamp()) // SLOT


def code(training) -> str:
    """What the code says now."""
    return _sign(training, "day", clock.today()) if training.printed else _sign(training, "slot", _slot())


def is_fresh(training, given: str) -> bool:
    """The code of now, or the one before; of a printed one, today's."""
    slot = _slot()
    right = [code(training)] if training.printed else [_sign(training, "slot", n) for n in (slot, slot - 1)]
    return any(constant_time_compare(given, one) for one in right)


def a_pass(training) -> str:
    """For whoever has scanned a fresh code."""
    now = int(clock.now().timestamp())
    return f"{now}.{_sign(training, 'pass', now)}"


def is_pass(training, given: str) -> bool:
    at, _dot, signature = given.partition(".")
    if not at.isdecimal() or len(at) > 12:
        return False
    age = int(clock.now().timestamp()) - int(at)
    return 0 <= age <= PASS and hmac.compare_digest(signature.encode(), _sign(training, "pass", int(at)).encode())
