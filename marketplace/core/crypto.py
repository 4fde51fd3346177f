"""Small secrets at rest: encrypted under the environment's SEALING_KEY with ChaCha20-Poly1305 (RFC 8439).

For what the portal itself must read again: the private half of a call's sealing key, a bid that is still
being written. `context` binds a ciphertext to its place: copied elsewhere it does not open.
"""

import os
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

VERSION = b"\x01"
NONCE = 12


class Broken(Exception):
    """The ciphertext was changed, belongs elsewhere, or was written under another key."""


@lru_cache(maxsize=4)
def _cipher(secret: str) -> ChaCha20Poly1305:
    derive = HKDF(hashes.SHA256(), 32, salt=None, info=b"linli/core.crypto/1")
    return ChaCha20Poly1305(derive.derive(secret.encode()))


def encrypt(data: bytes, *, context: str) -> bytes:
    """version (1 byte), nonce (12), ciphertext with tag (16 bytes longer than `data`)."""
    nonce = os.urandom(NONCE)
    return VERSION + nonce + _cipher(settings.SEALING_KEY).encrypt(nonce, data, context.encode())


def decrypt(blob: bytes, *, context: str) -> bytes:
    """What `encrypt` was given.

    Raises:
        Broken: nothing is returned then, not even a part.
    """
    blob = bytes(blob)
    if blob[:1] != VERSION or len(blob) < 1 + NONCE + 16:
        raise Broken("not a ciphertext of this portal")
    try:
        return _cipher(settings.SEALING_KEY).decrypt(blob[1 : 1 + NONCE], blob[1 + NONCE :], context.encode())
    except InvalidTag as error:
        raise Broken("changed, or not from here") from error
