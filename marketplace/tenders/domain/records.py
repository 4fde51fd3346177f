"""Receipts of sealed bids on record in the transparency log, in a way that nobody can count them before the opening.

docs/decisions/proofs.md says how and why.
"""

from datetime import UTC

from marketplace.funds import domain as funds

from ..models import Call, SealedSubmission
from ..states import PUBLIC


def _key(sha256: str) -> str:
    return f"tenders.receipt:{sha256}"


def put_on_record(receipt: SealedSubmission, call: Call):
    """The receipt goes into the log with its next checkpoint."""
    about = {
        "call": call.number,
        "kind": "RECEIPT_OF_A_SEALED_BID",
        "received_at": receipt.received_at.astimezone(UTC).isoformat(timespec="microseconds")[:26] + "Z",
        "sha256": receipt.sha256,
        "size": receipt.size,
        "v": 1,
    }
    funds.seal_receipt(_key(receipt.sha256), about)


def receipt_of(sha256: str):
    return funds.sealed_receipt(_key(sha256))


@funds.checkpoint_when
def a_deadline_has_passed(since, now) -> bool:
    """Bids that were in time are on record before anybody opens them."""
    return Call.objects.filter(state__in=PUBLIC, deadline__gt=since, deadline__lte=now).exists()


def close_the_record():
    """Before the first envelope is opened: what came in until the deadline stands under a checkpoint."""
    if funds.checkpoint_is_due():
        funds.make_checkpoint()
