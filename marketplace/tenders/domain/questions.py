"""Questions about an open call: public at once, the asker never (M4; ProZorro publishes questions without identity)."""

from django.utils.translation import gettext_lazy as _

from marketplace.core import audit, clock
from marketplace.core.actors import Actor, system
from marketplace.core.refusals import Refused
from marketplace.core.states import TABLES
from marketplace.core.verbs import act, creating, lock, verb

from ..models import Call, Question
from .calls import amend


def ask(call: Call, *, by: Actor, text: str, organisation=None) -> Question:
    """Ask a question for one's organisation.

    The act stands in the call's timeline as done by the portal; who asked is kept with the question only, for
    the audit, and is read by no page.

    Args:
        organisation: which one, when the actor works for several; by default the only one.
    """
    with act():
        lock(call)
        refusal = TABLES["tenders.call"].refusal("ask", by, call)
        if refusal:
            raise refusal
        organisation = organisation or _only(by)
        if not by.has("OWNER", "BID_WRITER", body="organisation", body_id=organisation.pk):
            raise Refused("tenders.not_yours", _("You do not work for this organisation."), kind="who")
        if organisation.state != "verified":
            raise Refused(
                "tenders.not_verified", _("Questions are asked by members of verified organisations."), kind="who"
            )
        question = Question(call=call, organisation=organisation, asked_by=by.user, text=text, asked_at=clock.now())
        with creating(question, by=by, verb="ask") as question:
            pass
        audit.record("tenders.call.ask", call, by=system("questions"), public=True)
    return question


def _only(by: Actor):
    from orgs.models import Organisation

    mine = Organisation.objects.filter(pk__in=by.bodies("organisation", "OWNER", "BID_WRITER")).order_by("pk")
    return mine.filter(state="verified").first() or mine.first()


def answer(
    question: Question, *, by: Actor, answer: str, amendment_zh="", amendment_en="", material=True, new_deadline=None
) -> Question:
    """Answer a question; where the answer changes the call, the amendment is published with it."""
    with act():
        # The call before the question, as every act that touches both: no two ever wait for each other.
        lock(question.call)
        with verb("answer", question, by=by) as question:
            question.answer = answer
            question.answered_at = clock.now()
            question.answered_by = by.user
            if amendment_zh.strip():
                question.amendment = amend(
                    question.call,
                    by=by,
                    text_zh=amendment_zh,
                    text_en=amendment_en,
                    material=material,
                    new_deadline=new_deadline,
                )
    return question
