"""Who may do what to a contract and to a milestone: every verb x every role x every state, to equality."""

from copy import copy

import pytest

from marketplace.contracts import domain
from marketplace.contracts.states import ContractState, MilestoneState
from marketplace.core.actors import ANONYMOUS
from marketplace.core.states import TABLES, matrix

from .builders import at, deliver, grant, milestone, offered, running

pytestmark = pytest.mark.django_db

BUYERS = {"buyer", "buyer2", "acceptor"}
OWNERS = {"owner"}


def allowed(table, obj, states, street):
    """{verb: {state: people}} of the same object as it would be in each state, not saved."""
    objects = {}
    for state in states.values:
        objects[state] = copy(obj)
        objects[state].state = state
    found = {}
    for (verb, who, state), answer in matrix(table, street.roles() | {"anonymous": ANONYMOUS}, objects).items():
        if answer == "yes":
            found.setdefault(verb, {}).setdefault(state, set()).add(who)
    return found


def writers(street):
    """The people who deliver: of the winner, not of its rivals."""
    people = {"owner", "volunteers", street.writer}
    return people | ({"o1"} if street.writer == "w1" else set())


def owners(street):
    return OWNERS | ({"o1"} if street.writer == "w1" else set())


def test_contract_offered_and_not_signed():
    street, contract = offered()
    with at(contract, hours=1):
        found = allowed("contracts.contract", contract, ContractState, street)
    assert found == {
        "draw": dict.fromkeys(ContractState.values, BUYERS),
        "edit": {"draft": BUYERS},
        "offer": {"draft": BUYERS},
        "recall": {"offered": BUYERS},
        "sign_office": {"offered": {"leader", "leader2"}},
        "sign_organisation": {"offered": owners(street)},
        "terminate": {"running": {"leader", "leader2"}},
    }


def test_contract_with_one_signature():
    street, contract = offered()
    with at(contract, hours=1):
        domain.sign_organisation(contract, by=street.actor("owner"))
        found = allowed("contracts.contract", contract, ContractState, street)
    assert "sign_organisation" not in found and "take_effect" not in found
    assert found["sign_office"] == {"offered": {"leader", "leader2"}}


def test_whoever_drew_it_up_does_not_sign_for_the_office():
    street, contract = offered()
    grant(street, "buyer", "LEADER")
    with at(contract, hours=1):
        found = allowed("contracts.contract", contract, ContractState, street)
    assert found["sign_office"] == {"offered": {"leader", "leader2"}}
    assert found["terminate"] == {"running": {"leader", "leader2", "buyer"}}


def test_milestone_under_a_running_contract():
    street, contract = running()
    with at(contract, hours=2):
        deliver(street, contract)
        row = milestone(contract)
        row.accepted_by_id = street.users["acceptor"].pk
        grant(street, "acceptor", "FINANCE")
        found = allowed("contracts.milestone", row, MilestoneState, street)
    assert found == {
        "issue_slips": dict.fromkeys(("planned", "delivered", "returned"), BUYERS),
        "deliver": dict.fromkeys(("planned", "returned"), writers(street)),
        "accept": {"delivered": BUYERS},
        "accept_partly": {"delivered": BUYERS},
        "return": {"delivered": BUYERS},
        "pay": {"accepted": {"finance"}},  # acceptor holds FINANCE too, but accepted it
        "drop": dict.fromkeys(("planned", "delivered", "returned"), {"leader", "leader2"}),
    }


@pytest.mark.parametrize("state", ["draft", "offered", "closed"])
def test_nothing_moves_under_a_contract_that_does_not_run(state):
    street, contract = running()
    row = milestone(contract)
    row.contract.state = state
    with at(contract, hours=2):
        found = allowed("contracts.milestone", row, MilestoneState, street)
    assert set(found) == {"drop"}


def test_what_was_accepted_is_still_paid_after_termination():
    street, contract = running()
    row = milestone(contract)
    row.contract.state = "terminated"
    with at(contract, hours=2):
        found = allowed("contracts.milestone", row, MilestoneState, street)
    assert found["pay"] == {"accepted": {"finance"}} and set(found) == {"pay", "drop"}


def test_binding_acts_ask_for_a_fresh_second_factor():
    asked = {
        verb
        for table in ("contracts.contract", "contracts.milestone")
        for verb, step in TABLES[table].by_verb.items()
        if step.second_factor
    }
    assert asked == {"sign_office", "sign_organisation", "terminate", "pay"}
    street, contract = offered()
    with at(contract, hours=1):
        stale = street.actor("leader", fresh=False)
        assert TABLES["contracts.contract"].refusal("sign_office", stale, contract).code == "second_factor"
