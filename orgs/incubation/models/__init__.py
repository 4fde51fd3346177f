"""Centres and intake rounds, groups, stays, plans, trainings."""

from .centres import Centre, IntakeRound, Resource, StageCriterion
from .gradings import Grading
from .hubs import Care, CareReport, Function
from .plans import Booking, Goal, HelpRequest, MaturityCheck, MaturityQuestion, Meeting, Review
from .stays import Group, Mentoring, StageRecord, Stay
from .trainings import Enrolment, Training

__all__ = [
    "Booking", "Care", "CareReport", "Centre", "Enrolment", "Function", "Goal", "Grading", "Group", "HelpRequest", "IntakeRound", "MaturityCheck", "MaturityQuestion", "Meeting",
    "Mentoring", "Resource", "Review", "StageCriterion", "StageRecord", "Stay", "Training",
]  # fmt: skip
