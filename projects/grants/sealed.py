"""What applications put into envelopes, and under which keys: `core.envelopes`, as bids do."""

from django.views.decorators.debug import sensitive_variables

from marketplace.core import envelopes

BODY = "application.json"
MAX_TOTAL_MB = 60


@sensitive_variables()
def new_key(round_code: str) -> tuple[str, str]:
    return envelopes.new_key(f"round:{round_code}")


@sensitive_variables()
def opening_identity(round) -> str:
    """The private key of a round. Only `domain.rounds.close_call` asks, after the deadline."""
    return envelopes.identity(round.identity, f"round:{round.code}")


@sensitive_variables()
def lock_draft(code: str, content: dict) -> bytes:
    return envelopes.lock(content, f"application:{code}")


@sensitive_variables()
def read_draft(application) -> dict:
    """What is being written, or an empty one."""
    return envelopes.unlock(application.draft, f"application:{application.code}")


def is_sealing(round) -> bool:
    """What is handed in now goes into an envelope: a sealed round whose call runs."""
    return round.sealed and round.state == "open"
