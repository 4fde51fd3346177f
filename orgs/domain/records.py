"""What officers record about an organisation: assessment grade, incubation stage, recognition as hub."""

from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from marketplace.core import clock
from marketplace.core.refusals import Refused
from marketplace.core.verbs import verb

from ..models import Assessment, IncubationRecord, Organisation

GRADE_YEARS = 5
CLAUSE = _("Measures for assessing social organisations, art. 28")


def record_grade(
    organisation: Organisation, *, by, grade: str, valid_from: date, valid_to: date | None = None
) -> Organisation:
    """Record an assessment grade (1A–5A) and its validity: five years where no last day is given, never longer."""
    last = years_later(valid_from, GRADE_YEARS)
    valid_to = valid_to or last - timedelta(days=1)
    with verb("record_grade", organisation, by=by, note=f"{grade} {valid_from}–{valid_to}"):
        if valid_to > last:
            raise Refused(
                "grade_too_long",
                _("A grade is valid for at most five years: until %(day)s."),
                clause=CLAUSE,
                field="valid_to",
                values={"day": last.isoformat()},
            )
        if valid_to < valid_from:
            raise Refused("dates_reversed", _("The last day must not lie before the first."), field="valid_to")
        if valid_from > clock.today():
            raise Refused("not_yet", _("This day lies in the future."), field="valid_from")
        Assessment.objects.create(organisation=organisation, grade=grade, valid_from=valid_from, valid_to=valid_to)
    return organisation


def lower_grade(organisation: Organisation, *, by, grade: str, reason: str) -> Organisation:
    """Lower the grade that is valid today, or take it away (grade ""); the reason is public.

    The lower grade runs as long as the former one would have. A new assessment is barred for two years, for three where the grade was taken away.
    """
    with verb("lower_grade", organisation, by=by, public_note=reason, note=grade or "–"):
        now = organisation.assessments.filter(valid_from__lte=clock.today(), valid_to__gte=clock.today()).first()
        if now is None:
            raise Refused("no_grade", _("No grade is valid today."), field="grade")
        if grade >= now.grade:
            raise Refused(
                "not_lower",
                _("The valid grade is %(grade)s: choose a lower one, or none."),
                field="grade",
                values={"grade": now.grade},
            )
        last = now.valid_to
        now.valid_to, now.ended_how = clock.today() - timedelta(days=1), "lowered" if grade else "revoked"
        now.save(update_fields=["valid_to", "ended_how"])
        if grade:
            Assessment.objects.create(organisation=organisation, grade=grade, valid_from=clock.today(), valid_to=last)
    return organisation


def years_later(day: date, years: int) -> date:
    """The same day so many years later; 29 February becomes 28 February."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def record_incubation(organisation: Organisation, *, by, stage: str, since: date) -> Organisation:
    """Record that the organisation is in an incubation stage since a day; records stand in the order of time."""
    with verb("record_incubation", organisation, by=by, note=f"{stage} {since}"):
        if since > clock.today():
            raise Refused("not_yet", _("This day lies in the future."), field="since")
        newest = organisation.incubation.order_by("-since").first()
        if newest and since < newest.since:
            raise Refused(
                "before_the_last",
                _("A stage is on record since %(day)s already; a later one cannot begin before it."),
                field="since",
                values={"day": newest.since.isoformat()},
            )
        IncubationRecord.objects.create(organisation=organisation, stage=stage, since=since)
    return organisation


def record_hub(organisation: Organisation, *, by, is_hub: bool) -> Organisation:
    """Recognise the organisation as a hub that supports others, or no longer."""
    with verb("record_hub", organisation, by=by):
        organisation.is_hub = is_hub
    return organisation
