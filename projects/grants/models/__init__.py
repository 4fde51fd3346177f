"""Rows of the grants room."""

from .agreements import Agreement, AgreementSignature, AgreementVersion, BudgetLine, Tranche, TranchePayment
from .applications import AnswerText, Application, Comment, Partner, Submission
from .concepts import Concept
from .delivery import BudgetChange, Contribution, Expense, Recovery, Report, Visit
from .forms import FormVersion
from .panels import Panel, PanelSeat, PanelSlot, Remark
from .reviews import Determination, Objection, Review, Score, Screening
from .rounds import Round, RoundCriterion, Stage

__all__ = [
    "Agreement",
    "AgreementSignature",
    "AgreementVersion",
    "AnswerText",
    "Application",
    "BudgetChange",
    "BudgetLine",
    "Comment",
    "Concept",
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
