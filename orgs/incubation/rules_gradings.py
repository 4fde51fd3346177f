"""Who does what in an assessment, and what the Measures ask for (order 39 of the Ministry of Civil Affairs, 2010)."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from marketplace.core import clock
from marketplace.core.rules import is_system, named, requirement, rule
from orgs.domain.records import years_later
from orgs.rules import member_of

from .rules import leads, staff  # noqa: F401  (one place to ask)

OPEN = ["self", "submitted", "visited", "notice", "review"]
PARTS = ("BASE", "GOVERNANCE", "WORK", "TRUST")
MOST = {"BASE": 150, "GOVERNANCE": 350, "WORK": 350, "TRUST": 150}
YOUNG = _("Measures for assessing social organisations, art. 6")
LAW = _("Measures for assessing social organisations, art. 7")
AGAIN = _("Measures for assessing social organisations, art. 29")
BARRED = _("Measures for assessing social organisations, art. 31")
NOTICE = _("Measures for assessing social organisations, arts 10, 16 and 20")
GRADE_SOON, GRADE_LAST = timedelta(days=180), timedelta(days=30)
AGAIN_YEARS, LOWERED_YEARS, REVOKED_YEARS = 2, 2, 3
owner = member_of(lambda grading: grading.organisation_id, "OWNER")


confirms = named(
    "incubation.confirms",
    _("The portal does this by itself when the notice has passed; a leader of the office in charge may do it as well."),
    is_system | leads,
)


@rule("incubation.impartial", _("Whoever belongs to the organisation does not decide about its grade."))
def impartial(actor, grading):
    return not actor.is_same_eyes(grading.began_by_id) and grading.organisation_id not in actor.belongs_to


@requirement(
    "incubation.not_verified", _("Only a verified organisation is assessed; this one is in the state “%(state)s”.")
)
def is_verified(actor, grading):
    organisation = grading.organisation
    return None if organisation.state == "verified" else {"state": organisation.get_state_display()}


@requirement(
    "incubation.too_young",
    _("An organisation is assessed two years after its registration: from %(day)s."),
    clause=YOUNG,
)
def two_years(actor, grading):
    day = years_later(grading.organisation.founded, 2)
    return {"day": day.isoformat()} if day > clock.today() else None


@requirement(
    "incubation.no_annual_check",
    _("A valid annual check is missing in the register: please add it to the organisation's file."),
    clause=LAW,
)
def annual_check(actor, grading):
    papers = grading.organisation.documents.filter(state="current", kind="ANNUAL_CHECK")
    return None if any(not paper.is_expired(clock.today()) for paper in papers) else {}


@requirement(
    "incubation.too_soon", _("A grade is renewed from two years before it expires: from %(day)s."), clause=AGAIN
)
def not_too_soon(actor, grading):
    grade = grading.organisation.grade_on(clock.today())
    day = years_later(grade.valid_to, -AGAIN_YEARS) if grade else clock.today()
    return {"day": day.isoformat()} if day > clock.today() else None


@requirement(
    "incubation.barred",
    _("The grade was lowered or taken away on %(from)s: a new one can be applied for from %(day)s."),
    clause=BARRED,
)
def not_barred(actor, grading):
    found = barred(grading.organisation, clock.today())
    return {"from": found[0].isoformat(), "day": found[1].isoformat()} if found else None


def barred(organisation, day):
    """(since when, until when) no grade can be applied for, because the last one was lowered or taken away; None: free."""
    row = organisation.assessments.exclude(ended_how="").order_by("-valid_to").first()
    if row is None:
        return None
    since = row.valid_to + timedelta(days=1)
    until = years_later(since, REVOKED_YEARS if row.ended_how == "revoked" else LOWERED_YEARS)
    return (since, until) if until > day else None


@requirement("incubation.assessed_now", _("An assessment of this organisation is under way."))
def none_open(actor, grading):
    same = type(grading)._base_manager.filter(organisation_id=grading.organisation_id, state__in=OPEN)
    return {} if same.exclude(pk=grading.pk).exists() else None


@requirement(
    "incubation.incomplete",
    _("The self-assessment is not complete: every part needs its points, and the evidence its text."),
)
def complete(actor, grading):
    return None if set(grading.points) == set(PARTS) and grading.evidence.strip() else {}


@requirement("incubation.grade_told", _("This grade does not expire soon, or its owners were told."))
def expires_and_not_told(actor, ending):
    """The grade that holds last expires within half a year."""
    told = type(ending).objects.filter(assessment_id=ending.assessment_id).exclude(pk=ending.pk).exists()
    return None if _expires(ending.assessment, GRADE_SOON) and not told else {}


def _expires(row, ahead) -> bool:
    """The grade that holds last expires so soon."""
    today = clock.today()
    if row.ended_how or not today <= row.valid_to <= today + ahead:
        return False
    return not row.organisation.assessments.filter(valid_to__gt=row.valid_to).exists()


@requirement(
    "incubation.grade_told_last",
    _("This grade does not expire within a month, its owners were told again, or an assessment is under way."),
)
def expires_now(actor, ending):
    """The second letter: a week after the first one at the earliest; none where a new assessment was begun."""
    row = ending.assessment
    under_way = row.organisation.gradings.filter(state__in=OPEN).exists()
    rested = ending.told_at <= clock.now() - timedelta(days=7)
    return None if _expires(row, GRADE_LAST) and rested and not under_way and ending.told_last_at is None else {}
