"""What the roster of experts and the records say about a seat in a committee: who is asked, who is tied to a bidder.

The bidders are known from the opening on. Whoever was seated before it meets the same question when they declare.
"""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from marketplace.core import clock
from marketplace.core.refusals import Refused
from marketplace.core.words import day
from orgs.experts import queries as experts
from orgs.experts.conflicts import CLAUSE, belonged, conflict_map
from orgs.experts.models import Away, Expert
from orgs.experts.states import ExpertState
from orgs.models import Organisation, User
from orgs.queries import holders

from ..models import Call
from ..states import BidState

# Of whom the roster has something to say; whoever was only proposed is judged by their role.
SPEAKS = (ExpertState.LISTED, ExpertState.RESTING, ExpertState.REMOVED)


def on_roster(call: Call) -> QuerySet[Expert]:
    """The office's experts who review; some rest or are away."""
    return Expert.objects.serving().filter(office=call.office_id)


def serves(call: Call, keys) -> bool:
    """Whether a person (keys of their accounts) stands in the office's roster as a reviewer."""
    return on_roster(call).filter(user_id__in=list(keys)).exists()


def pool(call: Call) -> QuerySet[User]:
    """Evaluators of the office and its roster's reviewers, by name."""
    wanted = Q(pk__in=holders("EVALUATOR", office=call.office_id).values("pk"))
    wanted |= Q(pk__in=on_roster(call).values("user_id"), is_active=True)
    return User.objects.filter(wanted).order_by("name", "pk")


def entries(users) -> dict[int, Expert]:
    """{person's key: entry in the roster}."""
    rows = Expert.objects.filter(user_id__in=[user.pk for user in users], state__in=SPEAKS)
    return {entry.user_id: entry for entry in rows.select_related("user")}


def in_the_roster(users) -> dict[int, str]:
    """{person's key: fields and tasks of everybody, for whoever chooses}; who is not on the roster is told as such."""
    known = entries(users)
    loads = experts.loads(known.values())
    said = {
        key: _("%(fields)s; %(count)s of at most %(most)s tasks")
        % {"fields": entry.field_text, "count": loads[entry.pk], "most": entry.limit}
        for key, entry in known.items()
    }
    return {user.pk: str(said.get(user.pk) or _("not in the expert roster")) for user in users}


def objections(call: Call, users) -> dict[int, Refused]:
    """{person's key: why the roster or the records speak against a seat}, in a fixed number of queries."""
    known, today = entries(users), clock.today()
    loads = experts.loads(known.values())
    away = dict(Away.objects.filter(expert__in=known.values()).on(today).values_list("expert_id", "last_day"))
    found = {
        key: refusal
        for key, entry in known.items()
        if (refusal := _not_asked(entry, loads[entry.pk], away.get(entry.pk)))
    }
    for key, (organisation, why) in ties(call, users).items():
        found[key] = _refused(
            "tenders.tied", _("%(name)s has to do with the bidder %(organisation)s: %(why)s"), CLAUSE,
            name=known[key] if key in known else next(u for u in users if u.pk == key), organisation=organisation.name, why=why,
        )  # fmt: skip
    return found


def _not_asked(entry, load, away_until) -> Refused | None:
    if entry.state != ExpertState.LISTED:
        return _refused(
            "tenders.not_asked", _("%(name)s is not asked at present; in the expert roster stands: %(state)s."),
            name=entry, state=entry.get_state_display(),
        )  # fmt: skip
    if away_until:
        return _refused("tenders.away", _("%(name)s is away until %(date)s."), name=entry, date=day(away_until))
    if not entry.reviews:
        return _refused(
            "tenders.mentors_only", _("%(name)s stands in the expert roster for mentoring only."), name=entry
        )
    if load >= entry.limit:
        return _refused(
            "tenders.full", _("%(name)s has %(count)s tasks already, as many as agreed."), name=entry, count=load
        )
    return None


def _refused(code, sentence, clause="", **values):
    return Refused(code, sentence, clause=clause, field="members", values={k: str(v) for k, v in values.items()})


def ties(call: Call, users) -> dict[int, tuple[Organisation, str]]:
    """{person's key: (bidder, what ties them)} by the roster and the register; nothing before the opening.

    Source: Implementing Regulation of the Government Procurement Law, art. 9.
    """
    if not call.opened_at:
        return {}
    bidders = Organisation.objects.in_bulk(
        call.bids.filter(state=BidState.OPENED).values_list("organisation_id", flat=True)
    )
    accounts = {key: user.pk for user in users for key in (user.pk, *user.earlier)}
    found = {
        accounts[account]: (bidders[organisation], _("Belongs to it, or did within three years."))
        for account, organisation in belonged(accounts, bidders)
    }
    known = {entry.pk: entry for entry in entries(users).values()}
    for (entry, organisation), reasons in conflict_map(known.values(), bidders).items():
        found[known[entry].user_id] = (bidders[organisation], reasons[0].sentence)
    return found
