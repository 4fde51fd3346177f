"""Who comes in: people of an office whose work it is to look things up, to buy, to decide, to pay, to check, to write.

Openers, secretaries and evaluators do not: they work on one call at a time, on its own pages, and evaluators often come
from outside the office. What each of them sees inside is said by `visible_to`, as everywhere.
"""

ENTER = ("EDITOR", "BUYER", "LEADER", "FINANCE", "AUDITOR", "KEEPER")


def may_enter(actor, roles=ENTER) -> bool:
    """Holds one of these roles in an office today."""
    return actor.has(*roles, body="office")
