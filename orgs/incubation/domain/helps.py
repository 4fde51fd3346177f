"""Requests for help: asked, answered, closed."""

from marketplace.core import clock
from marketplace.core.actors import Actor
from marketplace.core.verbs import creating, verb

from ..models import HelpRequest, Stay


def ask_help(stay: Stay, *, by: Actor, kind: str, question: str) -> HelpRequest:
    """Ask the centre for advice on the law, the books, the registration."""
    with verb("ask_help", stay, by=by):
        request = HelpRequest(stay=stay, kind=kind, question=question, asked_by=by.user, asked_at=clock.now())
        with creating(request, by=by, verb="ask"):
            pass
    return request


def answer_help(request: HelpRequest, *, by: Actor, answer: str) -> HelpRequest:
    with verb("answer", request, by=by) as request:
        request.answer, request.answered_at = answer, clock.now()
    return request


def close_help(request: HelpRequest, *, by: Actor) -> HelpRequest:
    with verb("close", request, by=by) as request:
        pass
    return request
