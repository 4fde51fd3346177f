"""Every verb × every role × every state of a purchase list, as one table."""

import pytest

from marketplace.catalogue import states  # noqa: F401  registers the table
from marketplace.core.actors import ANONYMOUS
from marketplace.core.states import TABLES, matrix

from .builders import make_list, people

pytestmark = pytest.mark.django_db
DRAFTERS, LEADER = "office:BUYER|LEADER", "office:LEADER"
NOBODY = ("finance", "editor", "auditor", "stranger", "anonymous")


def everybody(code):
    return dict.fromkeys((*NOBODY, "buyer", "leader", "leader2"), code)


def test_matrix(office):
    """The list is drafted by the buyer; `leader2` is a leader who drafted the second draft himself."""
    actors = people(office) | {"anonymous": ANONYMOUS}
    objects = {
        # one office keeps one list a year in each state
        state: make_list(office, state=state, year=2020 + n, drafted_by=actors["buyer"].user)
        for n, state in enumerate(("draft", "in_review", "published", "superseded"))
    }
    expected = {}
    for state in objects:
        for verb in TABLES["catalogue.list"].by_verb:
            row = everybody(LEADER if verb in {"return", "publish", "supersede"} else DRAFTERS)
            for role in ("buyer", "leader", "leader2"):
                row[role] = cell(verb, role, state)
            expected |= {(verb, role, state): code for role, code in row.items()}
    assert matrix("catalogue.list", actors, objects) == expected


def cell(verb, role, state):
    """What a drafter or leader is answered."""
    if verb in {"return", "publish", "supersede"} and role == "buyer":
        return LEADER
    where = {
        "draft": None,
        "submit": "draft",
        "rename": "draft",
        "add_item": "draft",
        "change_item": "draft",
        "remove_item": "draft",
        "import": "draft",
        "return": "in_review",
        "publish": "in_review",
        "supersede": "published",
        "revise": "published superseded",
    }[verb]
    if where is not None and state not in where.split():
        return "wrong_state"
    return "no_newer_version" if verb == "supersede" else "yes"


def test_a_leader_who_drafted_does_not_decide(office):
    actors = people(office)
    mine = make_list(office, state="in_review", drafted_by=actors["leader"].user)
    table = TABLES["catalogue.list"]
    answers = {role: table.refusal("publish", actors[role], mine) for role in ("leader", "leader2")}
    assert {role: refusal and refusal.code for role, refusal in answers.items()} == {
        "leader": "four_eyes",
        "leader2": None,
    }


def test_other_offices_have_no_say(office):
    from orgs.models import Office

    other = Office.objects.create(code="OF-T2", kind="STREET", name_zh="别的街道", name_en="Another street", buys=True)
    actors = people(other)
    theirs = make_list(office, state="in_review")
    table = TABLES["catalogue.list"]
    found = {verb: table.refusal(verb, actors["leader"], theirs).kind for verb in table.by_verb}
    assert set(found.values()) == {"who"}
