"""Who may do what in which state: every verb × every role × every state of the register, to equality."""

import pytest

from marketplace.core import clock
from marketplace.core.actors import ANONYMOUS, system
from marketplace.core.states import TABLES, matrix
from orgs.models import JoinRequest, Membership, OrganisationDocument
from orgs.states import OFFICE_ROLES, ORGANISATION_ROLES, OrganisationState, Role

from . import builders as b

pytestmark = pytest.mark.django_db
STATES = tuple(state.value for state in OrganisationState)
REGISTRAR = "role:LEADER"
OWNER = "organisation:OWNER"
DECIDING = ("verify", "return", "suspend", "reinstate", "record_hub", "lower_grade")
RECORDING = ("record_grade", "record_incubation")
OWN = ("resubmit", "edit", "add_document", "withdraw", "reply")


@pytest.fixture(autouse=True)
def _day():
    with clock.fixed(b.moment()):
        yield


def expected(verb, role, state):
    """The rule book in words of its own, so that a slip in the table shows."""
    from_states = {
        "verify": {"applied"},
        "return": {"applied"},
        "suspend": {"verified"},
        "reinstate": {"suspended"},
        "reply": {"suspended"},
        "record_grade": {"verified", "suspended"},
        "record_incubation": {"verified", "suspended"},
        "record_hub": {"verified", "suspended"},
        "lower_grade": {"verified", "suspended"},
        "resubmit": {"returned", "withdrawn"},
        "edit": {"applied", "returned", "verified", "suspended"},
        "add_document": {"applied", "returned", "verified", "suspended"},
        "withdraw": {"applied", "returned", "verified"},
    }
    if verb == "apply":  # all these organisations are in the register: their code is known
        return "known" if role in ("anonymous", "system") else "wrong_object"
    if verb in OWN and role != "owner":
        return OWNER
    if verb in DECIDING and role not in ("LEADER", "leader who is a member"):
        return REGISTRAR
    by_itself = role == "system" and verb in ("record_incubation", "record_grade")  # signed, or past its public notice
    if verb in RECORDING and role not in ("LEADER", "BUYER", "leader who is a member") and not by_itself:
        return "records_grade" if verb == "record_grade" else "records_stage"
    if verb in DECIDING + RECORDING and role == "leader who is a member":
        return "independent"
    return "yes" if state in from_states[verb] else "wrong_state"


def test_organisation():
    objects = {state: b.in_state(state) for state in STATES}
    office = b.office()
    actors = {role.value: b.officer(role, body=office) for role in OFFICE_ROLES}
    helpers = {}
    for role in ORGANISATION_ROLES:
        user = b.person()
        for organisation in objects.values():
            b.member(organisation, role, user=user)
        helpers["owner" if role == Role.OWNER else role.value] = b.actor(user)
    both = b.member(office, Role.LEADER)
    for organisation in objects.values():
        b.member(organisation, Role.BID_WRITER, user=both)
    actors |= helpers | {
        "leader who is a member": b.actor(both),
        "owner of another": b.actor(b.verified().applied_by),
        "person": b.actor(b.person()),
        "anonymous": ANONYMOUS,
        "system": system("test"),
    }
    found = matrix("orgs.organisation", actors, objects)
    found = {cell: said for cell, said in found.items() if cell[0] != "apply"}
    verbs = [verb for verb in TABLES["orgs.organisation"].by_verb if verb != "apply"]
    assert found == {
        (verb, role, state): expected(verb, role, state) for verb in verbs for role in actors for state in STATES
    }


def test_whoever_applied_never_decides():
    leader = b.member(b.office(), Role.LEADER)
    organisation = b.applied(leader)
    Membership.objects.filter(organisation=organisation).update(ended_at=clock.now())
    table = TABLES["orgs.organisation"]
    assert table.refusal("verify", b.actor(leader), organisation).code == "independent"
    assert table.refusal("verify", b.officer(Role.LEADER), organisation) is None


def test_whoever_applied_and_left_has_no_power():
    organisation = b.verified()
    Membership.objects.filter(organisation=organisation).update(ended_at=clock.now())
    table = TABLES["orgs.organisation"]
    former = b.actor(organisation.applied_by)
    assert {verb: table.refusal(verb, former, organisation).code for verb in OWN} == dict.fromkeys(OWN, OWNER)


def test_documents():
    organisation = b.verified()
    current = organisation.documents.get()
    current.valid_to = b.date(2026, 11, 20)
    current.save()
    replaced = OrganisationDocument.objects.create(
        organisation=organisation, kind="CHARTER", state="replaced", added_at=clock.now(), replaced_at=clock.now()
    )
    actors = {
        "owner": b.actor(organisation.applied_by),
        "bid writer": b.actor(b.member(organisation, Role.BID_WRITER)),
        "leader": b.officer(Role.LEADER),
        "owner of another": b.actor(b.verified().applied_by),
        "anonymous": ANONYMOUS,
        "system": system("test"),
    }
    found = matrix("orgs.document", actors, {"current": current, "replaced": replaced})
    for verb, role, state in found:
        said = OWNER
        if verb in ("tell_expiring", "tell_expired"):
            said = "system"
            if role == "system":
                said = {"current": "yes" if verb == "tell_expiring" else "told_already", "replaced": "wrong_state"}[
                    state
                ]
        elif role == "owner":
            said = {"add": "yes", "replace": "yes" if state == "current" else "wrong_state"}[verb]
        assert found[verb, role, state] == said, (verb, role, state)


def test_joins():
    organisation, orphan = b.verified(), b.verified()
    Membership.objects.filter(organisation=orphan).update(ended_at=clock.now())
    asker = b.person()
    objects = {
        (state, kept): JoinRequest.objects.create(organisation=place, user=asker, state=state, asked_at=clock.now())
        for kept, place in (("with owner", organisation), ("without", orphan))
        for state in ("asked", "accepted", "declined")
    }
    actors = {
        "owner": b.actor(organisation.applied_by),
        "member": b.actor(b.member(organisation, Role.BID_WRITER)),
        "asker": b.actor(asker),
        "leader": b.officer(Role.LEADER),
        "buyer": b.officer(Role.BUYER),
        "anonymous": ANONYMOUS,
    }
    found = matrix("orgs.join", actors, objects)
    for (verb, role, (state, kept)), said in found.items():
        if verb == "ask":
            continue
        speaks = (role, kept) in {("owner", "with owner"), ("leader", "without")}
        assert said == (("yes" if state == "asked" else "wrong_state") if speaks else "speaks"), (
            verb,
            role,
            state,
            kept,
        )


def test_memberships():
    office, organisation, orphan = b.office(), b.verified(), b.verified()
    department = b.office(kind="STREET_DEPARTMENT", parent=office)
    district = b.office(kind="DISTRICT")
    elsewhere = b.office(parent=district)
    Membership.objects.filter(organisation=orphan).update(ended_at=clock.now())
    leader = b.member(office, Role.LEADER)
    somebody = b.person()
    objects = {
        "office": Membership(user=somebody, office=office, role="BUYER", valid_from=b.DAY),
        "department": Membership(user=somebody, office=department, role="BUYER", valid_from=b.DAY),
        "another street": Membership(user=somebody, office=elsewhere, role="BUYER", valid_from=b.DAY),
        "organisation": Membership(user=somebody, organisation=organisation, role="OWNER", valid_from=b.DAY),
        "orphan": Membership(user=somebody, organisation=orphan, role="OWNER", valid_from=b.DAY),
    }
    actors = {
        "leader": b.actor(leader),
        "leader elsewhere": b.officer(Role.LEADER),
        "leader of the department": b.officer(Role.LEADER, body=department),
        "leader of the district": b.officer(Role.LEADER, body=district),
        "buyer": b.officer(Role.BUYER, body=office),
        "owner": b.actor(organisation.applied_by),
        "bid writer": b.actor(b.member(organisation, Role.BID_WRITER)),
        "the person": b.actor(somebody),
        "anonymous": ANONYMOUS,
        "system": system("operator"),
    }
    found = matrix("orgs.membership", actors, objects)
    grants = {
        ("leader", "office"), ("leader", "department"), ("leader of the department", "department"),
        ("leader of the department", "orphan"), ("leader of the district", "orphan"), ("owner", "organisation"), ("leader", "orphan"), ("leader elsewhere", "orphan"),
        ("system", "office"), ("system", "department"), ("system", "another street"), ("system", "organisation"), ("system", "orphan"),
    }  # fmt: skip
    assert found == {
        (verb, role, name): "yes"
        if (role, name) in grants
        or (verb == "end" and role == "the person" and name in {"office", "department", "another street"})
        else ("last_owner" if name == "orphan" else "yes")
        if verb == "end" and role == "the person"
        else ("appoints" if verb == "grant" else "may_end")
        for verb in ("grant", "end")
        for role in actors
        for name in objects
    } | {("end", role, "orphan"): "last_owner" for role in actors if role.startswith("leader")} | {
        (verb, role, name): "yes" if role == "the person" else "own_membership"
        for verb in ("hand_over", "take_over")
        for role in actors
        for name in objects
    }
