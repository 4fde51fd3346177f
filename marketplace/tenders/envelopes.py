"""What bids put into envelopes, and under which keys (M5). How sealing is done, all rooms share: `core.envelopes`.

An envelope holds `bid.json` (lines, prices, answers) and the bidder's files. Today a call's private key lies encrypted
under the environment's key; splitting it among several openers later changes `new_key` and `opening_identity`.
"""

from django.views.decorators.debug import sensitive_variables

from marketplace.core import envelopes
from marketplace.core.envelopes import Envelope, Opened, discard, read_sealed

MAX_FILES = 12
MAX_FILE_MB = 20
MAX_TOTAL_MB = 60
BODY = "bid.json"

keep_draft_file, read_draft_file, erase_draft_files = envelopes.keep_file, envelopes.read_file, envelopes.erase_files


@sensitive_variables()
def new_key(call_code: str) -> tuple[str, str]:
    """(public recipient, private half encrypted under the environment's key as text)."""
    return envelopes.new_key(f"call:{call_code}")


@sensitive_variables()
def opening_identity(call) -> str:
    """The private key of a call. Only `domain.opening` asks, after two openers have confirmed."""
    return envelopes.identity(call.identity, f"call:{call.code}")


@sensitive_variables()
def lock_draft(bid_code: str, content: dict) -> bytes:
    return envelopes.lock(content, f"bid:{bid_code}")


@sensitive_variables()
def read_draft(bid) -> dict:
    """The bid being written, or an empty one."""
    return envelopes.unlock(bid.draft, f"bid:{bid.code}")


@sensitive_variables()
def seal(content: dict, files: list[tuple[str, bytes]], recipient: str) -> Envelope:
    """Pack, encrypt, store. files: [(name, bytes)]."""
    return envelopes.seal(content, files, recipient, body=BODY)


@sensitive_variables()
def unseal(path: str, sha256: str, identity: str) -> Opened:
    """Open one envelope.

    Raises:
        sealing.Unreadable: missing, changed since it was received, or not encrypted for this call.
    """
    return envelopes.unseal(path, sha256, identity, body=BODY)


__all__ = ["Envelope", "Opened", "discard", "read_sealed"]
