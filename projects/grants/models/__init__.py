"""Rows of the grants room."""

from .agreements import Agreement, AgreementSignature, AgreementVersion, BudgetLine, Tranche, TranchePayment
from .applications import Application, Comment, Partner, Submission
from .delivery import BudgetChange, Contribution, Expense, Recovery, Report, Visit
from .forms import FormVersion
from .panels import Panel, PanelSeat, PanelSlot, Remark
from .reviews import Determination, Objection, Review, Score, Screening
from .rounds import Round, RoundCriterion, Stage

__all__ = [
    "Agreement",
    "AgreementSignature",
    "AgreementVersion",
    "Application",
    "BudgetChange",
    "BudgetLine",
    "Comment",
    "Contribution",
    "Determination",
    "Expense",
    "FormVersion",
    "Objection",
    "Panel",
    "PanelSeat",
    "PanelSlot",
    "Partner",
    "Recovery",
    "Remark",
    "Report",
    "Review",
    "Round",
    "RoundCriterion",
    "Score",
    "Screening",
    "Stage",
    "Submission",
    "Tranche",
    "TranchePayment",
    "Visit",
]
