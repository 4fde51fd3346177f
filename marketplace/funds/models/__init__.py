"""What is true of funds, their books, and the log over them."""

from .applications import Disbursement, FundApplication, Opinion
from .books import Account, Entry, Fund, Line
from .fees import HostFee
from .figures import RuleFigure
from .lineage import Allocation, Holding, Stream
from .log import Checkpoint, Cosignature, LogLeaf, LogNode, LogRecord, SealedReceipt, SigningKey
from .microfunds import MicroFund, Steward
from .moves import CarryOver, Transfer
from .plans import Plan, PlanLine
from .purposes import Destination, FundPurpose, Income
from .rounds import IncentiveLine, IncentiveRound

__all__ = [
    "Account",
    "Stream",
    "Holding",
    "Allocation",
    "SealedReceipt",
    "SigningKey",
    "LogRecord",
    "LogNode",
    "LogLeaf",
    "Cosignature",
    "Checkpoint",
    "CarryOver",
    "Destination",
    "Disbursement",
    "Entry",
    "Fund",
    "FundApplication",
    "FundPurpose",
    "HostFee",
    "IncentiveLine",
    "IncentiveRound",
    "Income",
    "Line",
    "MicroFund",
    "Opinion",
    "Plan",
    "PlanLine",
    "RuleFigure",
    "Steward",
    "Transfer",
]
