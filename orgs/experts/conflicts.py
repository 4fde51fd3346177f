"""With which organisations somebody on the roster has to do, found from records or declared.

The look-back of three years is the one of the Implementing Regulation of the Government Procurement Law, art. 9.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, prefetch_related_objects
from django.utils.translation import gettext_lazy as _

from marketplace.core import clock
from orgs.domain.records import years_later
from orgs.models import Membership, Organisation

from . import others
from .models import FormerPost, Tie
from .queries import keys_of

YEARS = 3
CLAUSE = _("Implementing Regulation of the Government Procurement Law, art. 9")


@dataclass(frozen=True)
class Conflict:
    """code: "own", "unit", "employer", a kind of tie in lower case, or a code of another room ("mentor")."""

    code: str
    sentence: object


def conflict_map(experts, organisation_ids, day: date | None = None) -> dict:
    """{(expert's key, organisation's key): [Conflict, ...]}; pairs without one are left out.

    experts: Expert rows with their user. A fixed number of queries, whatever the number of either.
    """
    experts, wanted = list(experts), list(organisation_ids)
    prefetch_related_objects(experts, "user")
    if not experts or not wanted:
        return {}
    day = day or clock.today()
    since = since_when(day)
    people = {key: expert.pk for expert in experts for key in keys_of(expert)}
    names = dict(Organisation.objects.filter(pk__in=wanted).values_list("name_zh", "pk"))
    found = defaultdict(dict)

    def add(expert, organisation, code, sentence):
        found[expert, organisation].setdefault(code, Conflict(code, sentence))

    for user, organisation in belonged(people, wanted, since):
        add(people[user], organisation, "own", _("Belongs to it, or did within three years."))
    for expert in experts:
        unit = expert.unit_organisation_id or names.get(expert.unit_zh)
        if unit in set(wanted):
            add(expert.pk, unit, "unit", _("Works there: the same unit."))
    for post in FormerPost.objects.filter(expert__in=experts).since(since):
        employer = post.organisation_id or names.get(post.employer)
        if employer in set(wanted):
            add(post.expert_id, employer, "employer", _("Was employed there within three years."))
    for tie in Tie.objects.filter(expert__in=experts, organisation_id__in=wanted).on(day):
        add(tie.expert_id, tie.organisation_id, tie.kind.lower(), tie.get_kind_display())
    for user, organisation, code, sentence in others.conflicts_of(list(people), wanted, day):
        add(people[user], organisation, code, sentence)
    return {pair: list(kinds.values()) for pair, kinds in found.items()}


def since_when(day: date | None = None) -> date:
    """The first day that still counts."""
    return years_later(day or clock.today(), -YEARS)


def belonged(people, organisation_ids, since: date | None = None):
    """(person's key, organisation's key) of those who belong to one of them, or did since that day (three years back)."""
    wanted, since = list(organisation_ids), since or since_when()
    rows = Membership.objects.filter(user_id__in=list(people), organisation_id__in=wanted)
    running = Q(ended_at=None) | Q(ended_at__date__gte=since)
    return rows.filter(running, Q(valid_to=None) | Q(valid_to__gte=since)).values_list("user_id", "organisation_id")


def conflicts_of(expert, organisation, day: date | None = None) -> list[Conflict]:
    """What stands between one expert and one organisation."""
    return conflict_map([expert], [organisation.pk], day).get((expert.pk, organisation.pk), [])
