"""What is true of funds, their books, and the log over them."""

from .books import Account, Entry, Fund, Line
from .log import Checkpoint, Cosignature, LogLeaf, LogNode, LogRecord, SealedReceipt

__all__ = [
    "Account", "Checkpoint", "Cosignature", "Entry", "Fund", "Line", "LogLeaf", "LogNode", "LogRecord", "SealedReceipt",
]  # fmt: skip
