"""What is true of funds, their books, and the log over them."""

from .books import Account, Entry, Fund, Line
from .lineage import Allocation, Holding, Stream
from .log import Checkpoint, Cosignature, LogLeaf, LogNode, LogRecord, SealedReceipt

__all__ = [
    "Account", "Allocation", "Checkpoint", "Cosignature", "Entry", "Fund", "Holding", "Line", "LogLeaf", "LogNode", "LogRecord", "SealedReceipt", "Stream",
]  # fmt: skip
