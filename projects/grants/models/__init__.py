"""Rows of the grants room."""

from .applications import Application, Comment, Partner, Submission
from .forms import FormVersion
from .reviews import Determination, Objection, Review, Score, Screening
from .rounds import Round, RoundCriterion, Stage

__all__ = [
    "Application",
    "Comment",
    "Determination",
    "FormVersion",
    "Objection",
    "Partner",
    "Review",
    "Round",
    "RoundCriterion",
    "Score",
    "Screening",
    "Stage",
    "Submission",
]
