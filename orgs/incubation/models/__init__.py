"""Centres and intake rounds, groups, stays, plans, trainings."""

from .centres import Centre, IntakeRound, Resource
from .gradings import GradeEnding, GradeObjection, Grading, Vote
from .hubs import Care, CareReport, Function
from .plans import Booking, Goal, HelpRequest, MaturityCheck, Meeting, Review
from .standards import MaturityQuestion, StageCriterion, Standard
from .stays import Group, Mentoring, StageRecord, Stay
from .trainings import Enrolment, Training

__all__ = [
    "Booking", "Care", "CareReport", "Centre", "Enrolment", "Function", "Goal", "GradeEnding", "GradeObjection", "Grading", "Group", "HelpRequest", "IntakeRound", "MaturityCheck", "MaturityQuestion", "Meeting",
    "Mentoring", "Resource", "Review", "StageCriterion", "StageRecord", "Standard", "Stay", "Training", "Vote",
]  # fmt: skip
