"""Who may apply in a round: each condition with whether it holds and why not, told before a word is written."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from marketplace.core import clock
from orgs.kinds import Grade, IncubationStage, OrgClass
from orgs.models import Organisation
from orgs.queries import bid_blockers

from .violations import open_violations


@dataclass(frozen=True)
class Condition:
    """One condition. why: a sentence when it does not hold, else ""."""

    label: str
    why: str = ""

    @property
    def holds(self) -> bool:
        return not self.why


def conditions(round, organisation, day=None) -> list[Condition]:
    """All conditions of the round for this organisation."""
    day = day or clock.today()
    papers = [refusal.sentence for refusal in bid_blockers(organisation, day)]
    found = [
        Condition(_("in the register, with valid papers"), papers[0] if papers else ""),
        Condition(_("no open violation on record"), " ".join(open_violations(organisation, day))),
    ]
    if round.classes:
        labels = ", ".join(str(OrgClass(key).label) for key in round.classes)
        fits = organisation.org_class in round.classes
        why = _("Your organisation is of the class “%(class)s”.") % {"class": organisation.get_org_class_display()}
        found.append(Condition(_("class: %(classes)s") % {"classes": labels}, "" if fits else why))
    if round.least_grade:
        grade = organisation.grade_on(day)
        fits = grade is not None and grade.grade >= round.least_grade
        why = (
            _("Your organisation's grade is %(grade)s.") % {"grade": grade.grade}
            if grade
            else _("Your organisation has no valid assessment grade.")
        )
        found.append(
            Condition(_("assessment grade %(grade)s or better") % {"grade": round.least_grade}, "" if fits else why)
        )
    if round.stages_of_growth:
        labels = ", ".join(str(IncubationStage(key).label) for key in round.stages_of_growth)
        now = organisation.incubation.order_by("-since", "-pk").first()
        fits = now is not None and now.stage in round.stages_of_growth
        why = (
            _("Your organisation's stage is “%(stage)s”.") % {"stage": now.get_stage_display()}
            if now
            else _("Your organisation is in no incubation stage.")
        )
        found.append(Condition(_("incubation stage: %(stages)s") % {"stages": labels}, "" if fits else why))
    return found


def blockers(round, organisation) -> list[Condition]:
    """The conditions that do not hold; empty: it may apply."""
    return [condition for condition in conditions(round, organisation) if not condition.holds]


def organisations_for(round):
    """Verified organisations of the round's classes, with its least grade: whom a new round may concern."""
    rows = Organisation.objects.filter(state="verified")
    if round.classes:
        rows = rows.filter(org_class__in=round.classes)
    if round.least_grade:
        rows = rows.with_grade().filter(grade_now__gte=round.least_grade)
    return rows


GRADES = [("", "–"), *Grade.choices]
