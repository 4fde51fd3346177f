"""Keys without meaning: not to be guessed, in no order, and telling nothing of how many there are."""

import uuid
from contextlib import contextmanager
from contextvars import ContextVar

_codes: ContextVar = ContextVar("codes", default=None)


def new_code() -> str:
    """A public key without meaning, for links that must not be guessed: 32 hexadecimal digits."""
    source = _codes.get()
    return f"{source.getrandbits(128):032x}" if source else uuid.uuid4().hex


def new_key() -> int:
    """A primary key where a counting one would tell how many rows were begun in between: below 2^53, as JSON holds it."""
    return 1 + int(new_code()[-13:], 16)


@contextmanager
def codes_from(source):
    """Codes come from a seeded random.Random: the demo is the same each time it is told."""
    token = _codes.set(source)
    try:
        yield
    finally:
        _codes.reset(token)
