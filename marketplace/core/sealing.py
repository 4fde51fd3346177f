"""Sealing in the age format (age-encryption.org/v1) by pyrage: any auditor's `age` tool opens what was sealed here."""

from dataclasses import dataclass

import pyrage


class Unreadable(Exception):
    """The envelope does not open with this key, or was changed."""


@dataclass(frozen=True, repr=False)
class KeyPair:
    """recipient: "age1...", public; identity: "AGE-SECRET-KEY-1...", never stored or logged in the plain."""

    recipient: str
    identity: str


def new_keypair() -> KeyPair:
    identity = pyrage.x25519.Identity.generate()
    return KeyPair(str(identity.to_public()), str(identity))


def seal(reader, writer, recipient: str):
    """Encrypt a binary stream into another, chunk by chunk, for one recipient."""
    pyrage.encrypt_io(reader, writer, [pyrage.x25519.Recipient.from_str(recipient)])


def unseal(reader, writer, identity: str):
    """Decrypt a stream.

    Raises:
        Unreadable: what `writer` holds then is not to be used.
    """
    try:
        pyrage.decrypt_io(reader, writer, [pyrage.x25519.Identity.from_str(identity)])
    except (pyrage.DecryptError, pyrage.IdentityError, OSError) as error:
        raise Unreadable(str(error)) from error
