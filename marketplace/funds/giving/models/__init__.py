"""What is true of gifts, of the promises before them, of what the law asks around them."""

from .collections import Collection, NamedMember, Permit, Report
from .gifts import Gift
from .payments import Movement, PaymentEvent, Reconciliation
from .pledges import Monthly, Pledge
from .statements import Layout, Statement, StatementLine

__all__ = [
    "Collection", "Gift", "Layout", "Monthly", "Movement", "NamedMember", "PaymentEvent", "Permit", "Pledge",
    "Reconciliation", "Report", "Statement", "StatementLine",
]  # fmt: skip
