"""Who may review what in a round: people of the office's experts, and the conflicts that the data tells."""

from collections import defaultdict

from django.db.models import Count
from django.utils.translation import gettext as _

from orgs.models import Membership, User

OWN_YEARS = 3  # a former employer is a conflict for so many years


def candidates(round) -> list:
    """People who review for the office today."""
    rows = Membership.objects.current().filter(role="EVALUATOR", office=round.office_id)
    return list(User.objects.filter(pk__in=rows.values("user_id"), is_active=True).order_by("pk"))


def ties_of(people) -> dict:
    """{person: organisations they belong to, or belonged to within the last three years}."""
    from datetime import timedelta

    from django.db.models import Q

    from marketplace.core import clock

    since = clock.now() - timedelta(days=365 * OWN_YEARS)
    rows = Membership.objects.filter(user_id__in=people, organisation_id__isnull=False)
    rows = rows.filter(Q(ended_at=None) | Q(ended_at__gte=since))
    rows = rows.filter(Q(valid_to=None) | Q(valid_to__gte=since.date()))
    found = defaultdict(set)
    for user, organisation in rows.values_list("user_id", "organisation_id"):
        found[user].add(organisation)
    return found


def sides_of(round) -> dict:
    """{application: organisations behind it}."""
    found = {pk: {organisation} for pk, organisation in round.applications.values_list("pk", "organisation_id")}
    rows = round.applications.filter(partners__state="joined").values_list("pk", "partners__organisation_id")
    for pk, organisation in rows:
        found[pk].add(organisation)
    return found


def loads(people) -> dict:
    """{person: reviews that wait for them in any round}."""
    from .models import Review

    rows = Review.objects.filter(reviewer_id__in=people, state__in=["assigned", "ready"]).order_by()
    return dict(rows.values("reviewer_id").annotate(n=Count("pk")).values_list("reviewer_id", "n"))


def conflict_found(application, user) -> str:
    """Why this person cannot review this application, from the data; "" when nothing speaks against it."""
    if user.pk not in {person.pk for person in candidates(application.round)}:
        return _("does not review for this office")
    if application.reviews.filter(reviewer=user).exists():
        return _("has, or had, this application already")
    mine = ties_of([user.pk])[user.pk]
    sides = sides_of(application.round)
    if mine & sides.get(application.pk, set()):
        return _("belongs to the applicant, or did within the last three years")
    running = application.round.applications.exclude(state__in=["draft", "withdrawn"]).values_list("pk", flat=True)
    if any(mine & sides[pk] for pk in running):
        return _("belongs to an organisation that applies in this round")
    return ""


def possible(round, applications) -> tuple[dict, dict]:
    """({application: people without a conflict}, {application: those whose field it is}) of all at once."""
    people = [person.pk for person in candidates(round)]
    ties, sides = ties_of(people), sides_of(round)
    competing = set()
    for pk in round.applications.exclude(state__in=["draft", "withdrawn"]).values_list("pk", flat=True):
        competing |= sides[pk]
    free = {person for person in people if not ties[person] & competing}
    return {application.pk: set(free) for application in applications}, {}
