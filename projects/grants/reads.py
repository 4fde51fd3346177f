"""What a round's page shows: its rail of stages, who may apply, who was awarded."""

from django.utils.translation import gettext as _

from marketplace.core import clock
from marketplace.core.states import TABLES
from orgs.models import Organisation

from . import eligibility
from .kinds import StageKind
from .models import Application, Concept
from .queries_applications import is_taking
from .rules import SIDE
from .states import DECIDED, RoundState

# Which stage a state is in.
STAGE_OF = {
    RoundState.OPEN: StageKind.APPLICATION, RoundState.SCREENING: StageKind.SCREENING, RoundState.REVIEWING: StageKind.REVIEWS,
    RoundState.PROPOSED: StageKind.DETERMINATION, RoundState.STANDSTILL: StageKind.OBJECTION, RoundState.DELIVERY: StageKind.AGREEMENT,
}  # fmt: skip


def rail(round) -> list[dict]:
    """The stages for parts/rail.html."""
    order = list(StageKind)
    now = STAGE_OF.get(round.state)
    if round.state == RoundState.OPEN and round.concept_form_id and clock.now() <= round.concept_by:
        now = StageKind.CONCEPT
    place = order.index(now) if now else (len(order) if round.state == RoundState.CLOSED else -1)
    found = []
    for stage in round.stages.all():
        position = order.index(stage.kind)
        state = "done" if position < place else "now" if position == place else "next"
        when = round.standstill_until if stage.kind == StageKind.OBJECTION else stage.ends_at
        found.append({"label": stage.get_kind_display(), "state": state, "when": when, "note": stage.note})
    return found


def next_moment(round):
    """When the page reads differently by the clock alone."""
    moments = [
        round.opens_at,
        round.concept_until,
        round.concept_by,
        round.deadline,
        round.review_until,
        round.standstill_until,
    ]
    return min((moment for moment in moments if moment and moment > clock.now()), default=None)


def standing_of(round, actor) -> list[dict]:
    """For each of the reader's organisations: its conditions, and whether it may begin an application now."""
    if round.state != RoundState.OPEN:
        return []
    rows = Organisation.objects.filter(pk__in=actor.bodies("organisation", *SIDE)).prefetch_related("assessments")
    found = []
    for organisation in rows:
        blank = Application(round=round, organisation=organisation)
        found.append({
            "organisation": organisation, "conditions": eligibility.conditions(round, organisation),
            "refusal": TABLES["grants.application"].refusal("start", actor, blank),
        })  # fmt: skip
    return found


def concepts_of(round, actor) -> list[dict]:
    """For each of the reader's organisations: its concepts, and whether it may begin one now; [] in a round without."""
    if not round.concept_form_id:
        return []
    mine = actor.bodies("organisation", *SIDE)
    there = list(Concept.objects.of(actor).filter(round=round).order_by("pk"))
    found = []
    for organisation in Organisation.objects.filter(pk__in=mine):
        rows = [concept for concept in there if concept.organisation_id == organisation.pk]
        refusal = TABLES["grants.concept"].refusal("start", actor, Concept(round=round, organisation=organisation))
        if rows or round.state == RoundState.OPEN:
            found.append({"organisation": organisation, "rows": rows, "refusal": refusal})
    return found


def awards(round) -> list:
    """Awarded applications of a decided round, by rank: title, organisation, sum, summary; nothing else is public."""
    if round.state not in DECIDED:
        return []
    rows = Application.objects.awarded().filter(round=round).select_related("organisation", "determination")
    return list(rows.order_by("determination__rank", "pk"))


def objectors(round, actor) -> list:
    """The reader's organisations that may object (once), while the period runs."""
    if round.state != RoundState.STANDSTILL:
        return []
    states = ["ineligible", "awarded", "waiting", "nominated", "rejected", "declined"]
    mine = round.applications.filter(organisation_id__in=actor.bodies("organisation", *SIDE), state__in=states)
    since = round.objections.filter(filed_at__gte=round.decided_at).values("organisation_id")
    return list(Organisation.objects.filter(pk__in=mine.values("organisation_id")).exclude(pk__in=since))


def who_may(round) -> list[str]:
    """The conditions as anybody reads them."""
    from orgs.kinds import IncubationStage, OrgClass

    found = [_("Registered organisations with valid papers.")]
    if round.classes:
        found.append(_("Class: %(classes)s.") % {"classes": ", ".join(str(OrgClass(k).label) for k in round.classes)})
    if round.least_grade:
        found.append(_("Assessment grade %(grade)s or better.") % {"grade": round.least_grade})
    if round.stages_of_growth:
        labels = ", ".join(str(IncubationStage(k).label) for k in round.stages_of_growth)
        found.append(_("Incubation stage: %(stages)s.") % {"stages": labels})
    found.append(_("At most %(limit)s from one organisation.") % {"limit": round.limit})
    return found


__all__ = ["awards", "concepts_of", "is_taking", "next_moment", "objectors", "rail", "standing_of", "who_may"]
