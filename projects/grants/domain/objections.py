"""Objections to a decision, and their answers."""

from marketplace.core import clock
from marketplace.core.actors import Actor
from marketplace.core.verbs import act, creating, verb

from ..models import Objection, Round
from . import determination


def file(round: Round, *, by: Actor, organisation, text: str) -> Objection:
    """Object to the decision while the objection period runs, once."""
    objection = Objection(round=round, organisation=organisation, filed_by=by.user, filed_at=clock.now(), text=text)
    with creating(objection, by=by, verb="object") as objection:
        pass
    return objection


def reject(objection: Objection, *, by: Actor, reason: str) -> Objection:
    """Answered: not upheld."""
    with verb("reject", objection, by=by, note=reason) as objection:
        objection.answer, objection.answered_at = reason, clock.now()
    return objection


def uphold(objection: Objection, *, by: Actor, reason: str) -> Objection:
    """Answered: upheld; the awards are decided again."""
    with act():
        determination.reconsider(objection.round, by=by)
        with verb("uphold", objection, by=by, note=reason) as objection:
            objection.answer, objection.answered_at = reason, clock.now()
    return objection
