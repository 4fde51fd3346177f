"""Who may review what in a round: the roster's experts and the office's evaluators, and the conflicts that the records tell.

Conflicts of experts are asked of the roster (`orgs.experts.conflicts`: own organisation, unit, employers of three years,
declared ties). Besides, nobody reviews in a round in which an organisation applies that they belong to, or did within
three years.
"""

from collections import defaultdict

from django.db.models import Count
from django.utils.translation import gettext as _

from orgs.experts import conflicts, others
from orgs.experts import queries as roster
from orgs.models import Membership, User

WAITS = ("assigned", "ready")


@others.load
def reviews_that_wait(user_ids):
    """For the roster: how many reviews each person has to do."""
    from .models import Review

    rows = Review.objects.filter(reviewer_id__in=user_ids, state__in=WAITS).order_by()
    return rows.values("reviewer_id").annotate(n=Count("pk")).values_list("reviewer_id", "n")


def _experts(round) -> dict:
    """{person: roster entry} of those who review, are not away, and have less than their limit."""
    rows = list(roster.available(round.office_id, reviews=True))
    loads = roster.loads(rows)
    return {row.user_id: row for row in rows if loads[row.pk] < row.limit}


def _people(round, experts) -> list[int]:
    """Evaluators of the office and experts, by key. Who is on the roster and away or full is left out as evaluator too.

    Whoever decided about concepts knows who applies: not for a blind round.
    """
    from orgs.experts.models import Expert

    evaluators = set(Membership.objects.current().filter(role="EVALUATOR", office=round.office_id, user__is_active=True).values_list("user_id", flat=True))  # fmt: skip
    listed = set(Expert.objects.listed().filter(user_id__in=evaluators).values_list("user_id", flat=True))
    knows = set(round.concepts.exclude(decided_by=None).values_list("decided_by", flat=True)) if round.blind else set()
    return sorted(((evaluators - listed) | set(experts)) - knows)


def _belong(people, organisations) -> set:
    """Those of these people who belong to one of these organisations, or did within three years."""
    return {person for person, _organisation in conflicts.belonged(people, organisations)}


def _sides(round) -> dict:
    """{application in the race: organisations behind it}."""
    rows = round.applications.exclude(state__in=["draft", "withdrawn"])
    found = {pk: {organisation} for pk, organisation in rows.values_list("pk", "organisation_id")}
    joined = rows.filter(partners__state="joined").values_list("pk", "partners__organisation_id")
    for pk, organisation in joined:
        found[pk].add(organisation)
    return found


def possible(round, applications) -> tuple[dict, dict]:
    """({application: people without a conflict}, {application: those whose field it is}), in a fixed number of queries."""
    experts = _experts(round)
    people, sides = _people(round, experts), _sides(round)
    competing = set().union(*sides.values())
    free = set(people) - _belong(people, competing)
    found = conflicts.conflict_map(experts.values(), competing)
    barred = defaultdict(set)
    by_entry = {entry.pk: person for person, entry in experts.items()}
    for entry, organisation in found:
        barred[organisation].add(by_entry[entry])
    able, fits = {}, {}
    for application in applications:
        out = set().union(*(barred[organisation] for organisation in sides.get(application.pk, ())))
        able[application.pk] = free - out
        field = (application.content or {}).get("field", "")
        fits[application.pk] = {p for p, e in experts.items() if field and field in e.field_codes} & able[
            application.pk
        ]
    return able, fits


def tied(round, people) -> set:
    """Those of these people who have, or declared, a tie to an organisation that applies in the round."""
    from orgs.experts.models import Expert

    from .models import Review

    competing = set().union(*_sides(round).values())
    found = _belong(people, competing)
    entries = {row.pk: row.user_id for row in Expert.objects.filter(user_id__in=people)}
    met = conflicts.conflict_map(Expert.objects.filter(pk__in=entries), competing)
    found |= {entries[entry] for entry, _organisation in met}
    declared = Review.objects.filter(application__round=round, reviewer_id__in=people).exclude(conflict="")
    return found | set(declared.values_list("reviewer_id", flat=True))


def may_sit(round):
    """Who may be asked to sit in the panel: evaluators, leaders, secretaries of the office, reviewers of the round."""
    from orgs.queries import holders

    from .models import Review

    people = {user.pk for user in holders("EVALUATOR", "LEADER", "SECRETARY", office=round.office_id)}
    people |= set(Review.objects.filter(application__round=round).standing().values_list("reviewer_id", flat=True))
    return User.objects.filter(pk__in=people - tied(round, sorted(people)), is_active=True).order_by("name", "pk")


def loads(people) -> dict:
    """{person: reviews that wait for them in any round}."""
    return dict(reviews_that_wait(list(people)))


def conflict_found(application, user) -> str:
    """Why this person cannot review this application; "" when nothing speaks against it."""
    if application.reviews.filter(reviewer=user).exists():
        return _("has, or had, this application already")
    able, _fits = possible(application.round, [application])
    if user.pk in able[application.pk]:
        return ""
    return _("has a conflict of interest by the records, or does not review for this office")


def next_for(application) -> User | None:
    """Who takes over a review: of the field and with least to do; None: nobody is left."""
    able, fits = possible(application.round, [application])
    had = set(application.reviews.values_list("reviewer_id", flat=True))
    left = able[application.pk] - had
    load = loads(left)
    chosen = min(left, key=lambda p: (load.get(p, 0), p not in fits[application.pk], p), default=None)
    return User.objects.get(pk=chosen) if chosen else None
