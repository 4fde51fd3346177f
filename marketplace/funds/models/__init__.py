"""What is true of funds and their books."""

from .applications import Disbursement, FundApplication, Opinion
from .books import Account, Entry, Fund, Line
from .fees import HostFee
from .figures import RuleFigure
from .microfunds import MicroFund, Steward
from .moves import CarryOver, Transfer
from .plans import Plan, PlanLine
from .purposes import Destination, FundPurpose, Income
from .rounds import IncentiveLine, IncentiveRound

__all__ = [
    "Account",
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
