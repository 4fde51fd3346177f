"""Who may do what after the opening: every verb x every role x every state, to equality."""

from copy import copy
from datetime import timedelta

import pytest

from marketplace.core import clock
from marketplace.core.states import matrix
from marketplace.tenders import domain
from marketplace.tenders.domain import low_price
from marketplace.tenders.states import CallState, ChallengeState, LowPriceState, MemberState

from .builders import opened_call
from .builders_evaluation import at, awarded, grant, member, ready_to_score, street_with_committee

pytestmark = pytest.mark.django_db

AFTER_OPENING = {
    "appoint", "qualify", "ask_low_price", "fail_evaluation", "propose_award", "send_award_back", "decide_award", "challenge",
    "reject_challenge", "uphold_challenge", "uphold_and_cancel", "conclude",
}  # fmt: skip
SECRETARY, LEADERS, BUYERS, BIDDERS = (
    {"secretary"},
    {"leader", "leader2"},
    {"buyer", "buyer2"},
    {"w1", "w2", "w3", "o1"},
)


def allowed(table, obj, states, street, verbs=None):
    """{verb: {state: people}} of the same object as it would be in each state, not saved."""
    objects = {}
    for state in states.values:
        objects[state] = copy(obj)
        objects[state].state = state
    found = {}
    for (verb, who, state), answer in matrix(table, street.roles(), objects).items():
        if answer == "yes" and (verbs is None or verb in verbs):
            found.setdefault(verb, {}).setdefault(state, set()).add(who)
    return found


def test_call_just_opened():
    street = street_with_committee()
    call = opened_call(street)
    with at(call, hours=1):
        found = allowed("tenders.call", call, CallState, street, AFTER_OPENING)
    assert found == {
        "appoint": {"open": SECRETARY, "evaluating": SECRETARY},
        "qualify": {"evaluating": SECRETARY},
        "send_award_back": {"award_proposed": LEADERS},
        "reject_challenge": {"challenged": LEADERS},
        "uphold_challenge": {"challenged": LEADERS},
        "uphold_and_cancel": {"challenged": LEADERS},
    }


def test_call_with_everything_there_while_the_standstill_runs():
    street, call = awarded()
    with at(call, hours=6):
        found = allowed("tenders.call", call, CallState, street, AFTER_OPENING)
    assert found == {
        "qualify": {"evaluating": SECRETARY},
        "propose_award": {"evaluating": SECRETARY},
        "send_award_back": {"award_proposed": LEADERS},
        "decide_award": {"award_proposed": LEADERS},
        "challenge": {"standstill": BIDDERS},
        "reject_challenge": {"challenged": LEADERS},
        "uphold_challenge": {"challenged": LEADERS},
        "uphold_and_cancel": {"challenged": LEADERS},
    }


def test_call_after_the_standstill():
    street, call = awarded()
    with clock.fixed(call.award.standstill_until + timedelta(seconds=1)):
        found = allowed("tenders.call", call, CallState, street, {"challenge", "conclude"})
    assert found == {"conclude": {"standstill": BUYERS}}


def test_who_sat_drafted_or_proposed_does_not_decide():
    street, call = awarded()
    for name in ("buyer", "e3", "secretary"):
        grant(street, name, "LEADER")
    with at(call, hours=6):
        found = allowed("tenders.call", call, CallState, street, {"decide_award"})
    assert found == {"decide_award": {"award_proposed": LEADERS}}


def test_too_few_valid_bids():
    street, call = ready_to_score(no=[1])
    with at(call, hours=3):
        found = allowed(
            "tenders.call",
            call,
            CallState,
            street,
            AFTER_OPENING - {"send_award_back", "reject_challenge", "uphold_challenge", "uphold_and_cancel"},
        )
    assert found == {"qualify": {"evaluating": SECRETARY}, "fail_evaluation": {"evaluating": SECRETARY}}


def test_members():
    street, call = ready_to_score()
    with at(call, hours=3):
        found = allowed("tenders.member", member(street, call, "e1"), MemberState, street)
    assert found == {
        "seat": dict.fromkeys(MemberState.values, SECRETARY),
        "declare_none": {"appointed": {"e1"}},
        "declare_conflict": {"appointed": {"e1"}, "ready": {"e1"}},
        "score": {"ready": {"e1"}},
        "hand_in": {"ready": {"e1"}},
        "give_back": {"submitted": SECRETARY},
        "reopen": {"submitted": SECRETARY | LEADERS},
        "replace": dict.fromkeys(("appointed", "ready", "conflicted"), SECRETARY),
    }


def test_low_price_inquiries():
    street, call = ready_to_score(prices=("44.50", "20.00", "46.00"))
    with at(call, hours=3):
        [(bid, _limit)] = low_price.to_ask(call)
        inquiry = domain.ask_low_price(
            call, by=street.actor("secretary"), bid=bid, answer_until=clock.now() + timedelta(days=2)
        )
        in_time = allowed("tenders.low_price", inquiry, LowPriceState, street)
    with clock.fixed(inquiry.answer_until + timedelta(seconds=1)):
        late = allowed("tenders.low_price", inquiry, LowPriceState, street)
    every = dict.fromkeys(LowPriceState.values, SECRETARY)
    assert in_time == {
        "ask": every,
        "answer": {"asked": {"w2"}},
        "accept": {"answered": SECRETARY},
        "refuse": {"answered": SECRETARY},
    }
    due = {"asked": SECRETARY, "answered": SECRETARY}
    assert late == {"ask": every, "accept": due, "refuse": due}


def test_challenges():
    street, call = awarded()
    with at(call, hours=6):
        found = domain.challenge(call, by=street.actor("w1"), text="理由")
        cells = allowed("tenders.challenge", found, ChallengeState, street)
    assert cells == {
        "file": dict.fromkeys(ChallengeState.values, BIDDERS),
        "reject": {"filed": LEADERS},
        "uphold": {"filed": LEADERS},
        "end": {"filed": LEADERS},
    }
