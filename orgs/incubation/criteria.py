"""What a stage asks for, held against the records."""

from dataclasses import dataclass
from datetime import date

from marketplace.core import clock

from .kinds import Measure
from .models import Care, StageCriterion, Standard
from .queries import trainings_of


@dataclass(frozen=True)
class Finding:
    """One criterion. found: what the records say."""

    measure: str
    at_least: int
    found: int

    @property
    def label(self):
        return Measure(self.measure).label

    @property
    def wanted(self) -> str:
        return Measure(self.measure).said(self.at_least)

    @property
    def recorded(self) -> str:
        return Measure(self.measure).said(self.found)

    @property
    def is_met(self) -> bool:
        return self.found >= self.at_least


def findings(stay, stage, day: date | None = None) -> list[Finding]:
    """The criteria of a stage that hold on this day, each with what the records say of the body."""
    day = day or clock.today()
    rows = StageCriterion.objects.filter(standard__in=Standard.objects.in_force(day), stage=stage)
    return [Finding(row.measure, row.at_least, measured(stay, row.measure, day)) for row in rows.order_by("id")]


def measured(stay, measure, day) -> int:
    organisation = stay.organisation
    if measure == Measure.GOALS:
        return stay.goals.exclude(done_on=None).count()
    if measure == Measure.MATURITY:
        check = stay.checks.first()
        return check.mean if check else 0
    if organisation is None:
        return stay.group.members if measure == Measure.STAFF else 0
    if measure == Measure.YEARS:
        before = (day.month, day.day) < (organisation.founded.month, organisation.founded.day)
        return day.year - organisation.founded.year - before
    if measure == Measure.GRADE:
        grade = organisation.grade_on(day)
        return int(grade.grade[0]) if grade else 0
    if measure == Measure.TRAININGS:
        return trainings_of(organisation.pk)
    if measure == Measure.CARED:
        return Care.objects.filter(hub=organisation, state="running").count()
    return {Measure.STAFF: organisation.staff, Measure.SOCIAL_WORKERS: organisation.social_workers}[measure]
