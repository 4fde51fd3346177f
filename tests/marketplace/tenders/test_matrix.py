"""Who may do what when: every front verb x every role x every state, to equality."""

import pytest

from marketplace.core import clock
from marketplace.core.states import TABLES, matrix
from marketplace.tenders import procedures
from marketplace.tenders.models import Bid, Question
from marketplace.tenders.states import BidState, CallState, QuestionState

from .builders import draft_bid, draft_call, open_call

pytestmark = pytest.mark.django_db

FRONT = (
    "draft",
    "edit",
    "submit",
    "send_back",
    "publish",
    "ask",
    "amend",
    "confirm_opening",
    "open_bids",
    "fail",
    "cancel",
)
BUYERS, OPENERS, MEMBERS = {"buyer", "buyer2"}, {"opener", "opener2"}, {"w1", "w2", "w3", "o1"}
CANCELLABLE = ("draft", "in_review", "open", "evaluating", "award_proposed", "challenged")

# {verb: {state: roles that may}}; what is not named is refused. "draft" has no sources: it asks the role only.
BEFORE_DEADLINE = {
    "draft": dict.fromkeys(CallState.values, BUYERS),
    "edit": {"draft": BUYERS},
    "submit": {"draft": {"buyer"}},
    "send_back": {"in_review": {"leader"}},
    "publish": {"in_review": {"leader"}},
    "ask": {"open": MEMBERS},
    "amend": {"open": BUYERS},
    "cancel": {s: {"leader"} for s in CANCELLABLE},
}
AFTER_DEADLINE = {
    "draft": dict.fromkeys(CallState.values, BUYERS),
    "edit": {"draft": BUYERS},
    "send_back": {"in_review": {"leader"}},
    "confirm_opening": {"open": OPENERS},
    "fail": {"open": OPENERS},
    "cancel": {s: {"leader"} for s in CANCELLABLE},
}


def allowed(cells, verbs):
    found = {}
    for (verb, role, state), answer in cells.items():
        if verb in verbs and answer == "yes":
            found.setdefault(verb, {}).setdefault(state, set()).add(role)
    return found


def in_every_state(obj, states):
    """The same object as it would be in each state, not saved."""
    from copy import copy

    found = {}
    for state in states:
        twin = copy(obj)
        twin.state = state
        found[state] = twin
    return found


def test_front_verbs_before_the_deadline(street):
    call = draft_call(street)
    cells = matrix("tenders.call", street.roles(), in_every_state(call, CallState.values))
    assert allowed(cells, FRONT) == BEFORE_DEADLINE


def test_front_verbs_after_the_deadline(street):
    call = draft_call(street)
    with clock.fixed(call.deadline + procedures.OPENING_GRACE):
        cells = matrix("tenders.call", street.roles(), in_every_state(call, CallState.values))
    assert allowed(cells, FRONT) == AFTER_DEADLINE


def test_verbs_of_a_bid(street):
    call = open_call(street)
    bid = draft_bid(street, call, 1)
    cells = matrix("tenders.bid", street.roles(), in_every_state(bid, BidState.values))
    expected = {
        "start": {s: {"w1"} for s in BidState.values},
        "save": {s: {"w1"} for s in ("draft", "sealed", "withdrawn")},
        "seal": {s: {"w1"} for s in ("draft", "withdrawn")},
        "replace": {"sealed": {"w1"}},
        "withdraw": {"sealed": {"w1"}},
        "open": {"sealed": OPENERS},
        "hand_back": {"sealed": OPENERS | {"leader"}},
    }
    assert allowed(cells, TABLES["tenders.bid"].by_verb) == expected
    with clock.fixed(call.deadline + procedures.OPENING_GRACE):
        cells = matrix("tenders.bid", street.roles(), in_every_state(bid, BidState.values))
    assert allowed(cells, TABLES["tenders.bid"].by_verb) == {k: expected[k] for k in ("open", "hand_back")}


def test_opening_verbs_have_no_page():
    """Bids are opened by the second confirmation alone: no button, no address does it."""
    from marketplace.core import faces

    assert {"open", "hand_back", "start", "seal", "replace"} & set(faces._faces["tenders.bid"].faces) == set()
    assert {"open_bids", "fail"} & set(faces._faces["tenders.call"].faces) == set()


def test_verbs_of_a_question(street):
    call = open_call(street)
    question = Question(
        call=call, organisation=street.organisations[0], asked_by=street.users["w1"], text="?", asked_at=clock.now()
    )
    cells = matrix("tenders.question", street.roles(), in_every_state(question, QuestionState.values))
    assert allowed(cells, TABLES["tenders.question"].by_verb) == {
        "ask": dict.fromkeys(QuestionState.values, MEMBERS),
        "answer": {"asked": BUYERS},
    }


def test_bids_are_visible_to_nobody_else_before_the_opening(street):
    call = open_call(street)
    draft_bid(street, call, 1)
    readers = {name for name, actor in street.roles().items() if Bid.objects.visible_to(actor).exists()}
    assert readers == {"w1", "o1"}
