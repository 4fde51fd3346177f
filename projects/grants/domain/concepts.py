"""The short concept: written, handed in until its date, decided with reasons. Files are asked for in the full application."""

from django.views.decorators.debug import sensitive_variables

from marketplace.core import clock
from marketplace.core.actors import Actor
from marketplace.core.refusals import Refused
from marketplace.core.verbs import act, creating, new_code, verb

from .. import formdef, merging, sealed
from ..models import Concept, Round
from .applications import share


def start(round: Round, *, by: Actor, organisation) -> Concept:
    """Begin a concept with the round's short form.

    Raises:
        Refused: no concepts are taken, not eligible, or the limit is reached.
    """
    with act():
        share(round.pk)
        round = Round.objects.get(pk=round.pk)
        concept = Concept(round=round, organisation=organisation, form_id=round.concept_form_id, code=new_code(), writer=by.user, created_at=clock.now())  # fmt: skip
        with creating(concept, by=by, verb="start") as concept:
            pass
    return concept


@sensitive_variables()
def save(concept: Concept, *, by: Actor, content: dict, began: dict | None = None) -> Concept:
    """Keep what is written so far, encrypted. began: as of an application.

    Raises:
        merging.Clash: others changed the same fields meanwhile. Nothing is saved.
    """
    with act():
        share(concept.round_id)
        with verb("save", concept, by=by) as concept:
            if began is not None and concept.draft:
                content = merging.merged(concept.form.definition, began, sealed.read_draft(concept), content)
            concept.draft, concept.draft_saved_at = sealed.lock_draft(concept.code, content), clock.now()
    return concept


@sensitive_variables()
def submit(concept: Concept, *, by: Actor) -> Concept:
    """Hand in what is written, also anew.

    Raises:
        Refused: late, not eligible, or something is missing.
    """
    with act():
        share(concept.round_id)
        with verb("submit", concept, by=by) as concept:
            content, round = sealed.read_draft(concept), concept.round
            found = formdef.gaps(concept.form.definition, content, least=round.least, most=round.most)
            if found:
                raise Refused("grants.application_incomplete", "%(what)s", values={"what": found[0].sentence})
            plain = formdef.pruned(concept.form.definition, content)
            concept.content = {name: plain.get(name, "") for name in ("title", "summary", "amount", "field")}
            concept.content |= {"answers": plain["answers"], "files": []}
            concept.title, concept.submitted_at = plain["title"].strip(), clock.now()
    return concept


def withdraw(concept: Concept, *, by: Actor) -> Concept:
    """Take it back; until the date it can be handed in again."""
    with act():
        share(concept.round_id)
        with verb("withdraw", concept, by=by) as concept:
            concept.submitted_at, concept.content, concept.title = None, None, ""
    return concept


def invite(concept: Concept, *, by: Actor, reason: str = "") -> Concept:
    """It may become a full application; a remark is read by the organisation."""
    with verb("invite", concept, by=by, note=reason) as concept:
        _decided(concept, by, reason)
    return concept


def decline(concept: Concept, *, by: Actor, reason: str) -> Concept:
    """It is not invited; the organisation reads why."""
    with verb("decline", concept, by=by, note=reason) as concept:
        _decided(concept, by, reason)
    return concept


def _decided(concept, by, reason):
    concept.reason, concept.decided_by, concept.decided_at = reason, by.user, clock.now()


def carried_over(application) -> dict:
    """What a full application begins with: title, summary, sum and field of the concept it follows; {} without one."""
    rows = Concept.objects.filter(round=application.round_id, organisation=application.organisation_id, state="invited")
    written = type(application).objects.filter(round=application.round_id, organisation=application.organisation_id)
    used = written.exclude(state="withdrawn").exclude(pk=application.pk).count()  # each follows one, in their order
    concept = rows.order_by("pk")[used:].first()
    if concept is None:
        return {}
    return {name: concept.content.get(name, "") for name in ("title", "summary", "amount", "field")} | {"answers": {}}
