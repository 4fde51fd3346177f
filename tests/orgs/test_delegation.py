"""Standing in: who may lend which role to whom, what a deputy may do and for how long, what the records say."""

from datetime import timedelta
from itertools import product

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings

from marketplace.core import clock
from marketplace.core.actors import ANONYMOUS, system
from marketplace.core.models import AuditEvent, Notification
from marketplace.core.refusals import Refused
from marketplace.core.registry import desk_entries, waiting_entries
from marketplace.core.states import TABLES, matrix
from orgs import domain
from orgs.models import Delegation, Membership
from orgs.queries import actor_of, actors_of, holders
from orgs.states import OFFICE_ROLES, ORGANISATION_ROLES, Role
from orgs.states_delegation import PERSONAL_ROLES, DelegationState
from tests.support.district import prove

from . import builders as b

pytestmark = pytest.mark.django_db
DAY = b.DAY
WEEK = timedelta(days=7)


@pytest.fixture(autouse=True)
def _day():
    with clock.fixed(b.moment()):
        yield


def secured(user):
    Authenticator.objects.get_or_create(user=user, type="totp", defaults={"data": {"secret": "x"}})
    return user


def held(role, body=None, user=None) -> Membership:
    user = secured(b.member(body or b.office(), role, user=user))
    return Membership.objects.get(user=user, role=role, ended_at=None)


def lent(role=Role.LEADER, other=Role.OPENER, body=None, days=WEEK, agreed=True):
    """A role lent to a colleague from today; returns the delegation."""
    row = held(role, body)
    deputy = secured(b.member(row.body, other))
    delegation = domain.delegate(row, by=b.actor(row.user), deputy=deputy, valid_to=DAY + days)
    if agreed:
        domain.accept_delegation(delegation, by=b.actor(deputy))
    return delegation


def code_of(fn, *args, **kwargs):
    with pytest.raises(Refused) as caught:
        fn(*args, **kwargs)
    return caught.value.code


# What an office's roles are to each other, in words of its own, so that a slip in the table shows.
APART = {
    "LEADER": {"BUYER", "SECRETARY", "EVALUATOR", "FINANCE", "KEEPER", "AUDITOR"},
    "BUYER": {"LEADER", "FINANCE", "EDITOR", "AUDITOR"},
    "FINANCE": {"LEADER", "BUYER", "AUDITOR"},
    "SECRETARY": {"LEADER", "EVALUATOR", "AUDITOR"},
    "EDITOR": {"BUYER", "AUDITOR"},
    "KEEPER": {"LEADER", "AUDITOR"},
    "AUDITOR": {"BUYER", "OPENER", "SECRETARY", "EVALUATOR", "LEADER", "FINANCE", "EDITOR", "KEEPER"},
}


@pytest.mark.twice
def test_which_role_is_lent_to_whom():
    office, organisation = b.office(), b.verified()
    found, expected = {}, {}
    for roles, body in ((OFFICE_ROLES, office), (ORGANISATION_ROLES, organisation)):
        for role, other in product(roles, roles):
            row = held(role, body)
            deputy = secured(b.member(body, other))
            try:
                domain.delegate(row, by=b.actor(row.user), deputy=deputy, valid_to=DAY)
                said = "yes"
            except Refused as refusal:
                said = refusal.code
            found[role.value, other.value] = said
            expected[role.value, other.value] = (
                "delegation.role" if role in (Role.OPENER, Role.EVALUATOR)
                else "delegation.has_it" if role == other
                else "delegation.separate" if other.value in APART.get(role.value, ())
                else "yes"
            )  # fmt: skip
    assert found == expected
    assert {"OPENER", "EVALUATOR"} == PERSONAL_ROLES


def test_who_may_do_what_in_which_state():
    objects = {}
    office = b.office()
    holder, deputy = held(Role.LEADER, office), secured(b.member(office, Role.OPENER))
    for state in DelegationState.values:
        objects[state] = Delegation(
            membership=holder, deputy=deputy, valid_from=DAY, valid_to=DAY, state=state, asked_at=clock.now()
        )
        if state not in ("asked", "held"):
            objects[state].save()
    actors = {
        "holder": b.actor(holder.user),
        "deputy": b.actor(deputy),
        "leader": b.officer(Role.LEADER, body=office),
        "leader elsewhere": b.officer(Role.LEADER),
        "buyer": b.officer(Role.BUYER, body=office),
        "person": b.actor(b.person()),
        "anonymous": ANONYMOUS,
        "system": system("test"),
    }
    who = {
        "delegate": {"holder"}, "accept": {"deputy"}, "decline": {"deputy"}, "give_back": {"deputy"},
        "take_back": {"holder", "leader"}, "end": {"system"},
    }  # fmt: skip
    says = {
        "delegate": "delegation.own_role", "accept": "delegation.deputy", "decline": "delegation.deputy",
        "give_back": "delegation.deputy", "take_back": "delegation.may_take_back", "end": "system",
    }  # fmt: skip
    sources = {"accept": {"asked"}, "decline": {"asked"}, "give_back": {"held"}, "take_back": {"asked", "held"}}
    sources |= {"end": {"asked", "held"}, "delegate": set(DelegationState.values)}
    expected = {}
    for verb, role, state in product(who, actors, objects):
        said = "yes" if state in sources[verb] else "wrong_state"
        if said == "yes" and verb == "end":
            said = "delegation.still_good"
        expected[verb, role, state] = said if role in who[verb] else says[verb]
    assert matrix("orgs.delegation", actors, objects) == expected


@pytest.mark.parametrize(
    ("first", "last", "code"),
    [
        (-1, 3, "delegation.past"),
        (5, 4, "dates_reversed"),
        (0, settings.DELEGATION_DAYS, "delegation.too_long"),
        (0, settings.DELEGATION_DAYS - 1, None),
        (30, 40, None),
    ],
)
def test_days(first, last, code):
    row = held(Role.EDITOR)
    deputy = b.member(row.body, Role.OPENER)
    days = {"valid_from": DAY + timedelta(days=first), "valid_to": DAY + timedelta(days=last)}
    if code:
        assert code_of(domain.delegate, row, by=b.actor(row.user), deputy=deputy, **days) == code
    else:
        assert domain.delegate(row, by=b.actor(row.user), deputy=deputy, **days).state == "asked"


def test_what_else_is_refused():
    row = held(Role.LEADER)
    office, me = row.office, b.actor(row.user)
    until = {"valid_to": DAY + WEEK}
    bare = b.member(office, Role.OPENER)
    secured_one = secured(b.member(office, Role.OPENER))
    assert code_of(domain.delegate, row, by=me, deputy=row.user, **until) == "delegation.self"
    assert code_of(domain.delegate, row, by=me, deputy=secured(b.person()), **until) == "delegation.stranger"
    assert code_of(domain.delegate, row, by=me, deputy=bare, **until) == "delegation.no_second_factor"
    stale = b.actor(row.user, fresh=False)
    assert code_of(domain.delegate, row, by=stale, deputy=secured_one, **until) == "second_factor"
    Membership.objects.filter(pk=row.pk).update(valid_to=DAY + timedelta(days=2))
    row.refresh_from_db()
    assert code_of(domain.delegate, row, by=me, deputy=secured_one, **until) == "delegation.not_held"
    Membership.objects.filter(pk=row.pk).update(valid_to=None)
    row.refresh_from_db()
    delegation = domain.delegate(row, by=me, deputy=secured_one, **until)
    third = secured(b.member(office, Role.OPENER))
    assert code_of(domain.delegate, row, by=me, deputy=third, **until) == "delegation.twice"
    stale = b.actor(secured_one, fresh=False)
    assert code_of(domain.accept_delegation, delegation, by=stale) == "second_factor"


def test_a_role_that_does_not_bind_needs_no_second_factor():
    row = held(Role.EDITOR)
    deputy = b.member(row.body, Role.OPENER)
    me, other = b.actor(row.user, fresh=False), b.actor(deputy, fresh=False)
    delegation = domain.delegate(row, by=me, deputy=deputy, valid_to=DAY)
    assert domain.accept_delegation(delegation, by=other).state == "held"


def test_the_deputy_acts_and_the_records_say_for_whom():
    delegation = lent()
    deputy = b.actor(delegation.deputy)
    organisation = b.applied()
    domain.verify(organisation, by=deputy)
    event = AuditEvent.objects.get(verb="orgs.organisation.verify")
    office = delegation.membership.office
    assert (event.actor, event.on_behalf_of) == (delegation.deputy, delegation.membership.user)
    assert event.in_name_of == [f"office:{office.pk}"]
    leader = b.officer(Role.LEADER)
    domain.suspend(organisation, by=leader, reason="x")
    own = AuditEvent.objects.get(verb="orgs.organisation.suspend")
    assert (own.on_behalf_of, own.in_name_of) == (None, [f"office:{next(iter(leader.grants)).body_id}"])


def test_it_begins_and_ends_by_the_clock():
    row = held(Role.LEADER)
    deputy = secured(b.member(row.body, Role.OPENER))
    first, last = DAY + timedelta(days=2), DAY + timedelta(days=4)
    delegation = domain.delegate(row, by=b.actor(row.user), deputy=deputy, valid_from=first, valid_to=last)

    def leads(moment):
        with clock.fixed(moment):
            return actor_of(deputy).has("LEADER", body="office", body_id=row.office_id)

    second = timedelta(seconds=1)
    begins, ends = b.moment(first, 0), b.moment(last + timedelta(days=1), 0)
    assert not leads(begins)  # asked, not agreed
    domain.accept_delegation(delegation, by=b.actor(deputy))
    assert [leads(begins - second), leads(begins), leads(ends - second), leads(ends)] == [False, True, True, False]
    with clock.fixed(ends - second):
        assert domain.end_run_out(by=system("test")) == 0
        organisation = b.applied()
        domain.verify(organisation, by=b.actor(deputy))
    with clock.fixed(ends):
        late = actor_of(deputy, second_factor_at=clock.now())
        assert code_of(domain.suspend, organisation, by=late, reason="late") == "role:LEADER"
        assert domain.end_run_out(by=system("test")) == 1
        assert domain.end_run_out(by=system("test")) == 0
    delegation.refresh_from_db()
    assert delegation.state == "ended"


@pytest.mark.parametrize("why", ["role ended", "holder closed", "deputy closed", "deputy left", "role kept apart"])
def test_it_ends_with_what_it_rests_on(why):
    delegation = lent()
    held_, deputy = delegation.membership, delegation.deputy
    assert actor_of(deputy).has("LEADER")
    if why == "role ended":
        domain.end_role(held_, by=system("test"))
    elif why == "holder closed":
        held_.user.is_active = False
        held_.user.save()
    elif why == "deputy closed":
        deputy.is_active = False
        deputy.save()
    elif why == "deputy left":
        domain.end_role(deputy.memberships.get(), by=system("test"))
    else:
        b.member(held_.body, Role.BUYER, user=deputy)
    assert not actor_of(deputy).has("LEADER")
    assert deputy not in holders("LEADER", office=held_.office) or why in ("role kept apart", "deputy left")
    assert domain.end_run_out(by=system("test")) == 1
    delegation.refresh_from_db()
    assert delegation.state == "ended"
    assert deputy not in holders("LEADER", office=held_.office)


@pytest.mark.parametrize("by", ["holder", "deputy", "leader"])
def test_it_ends_when_somebody_ends_it(by):
    delegation = lent()
    if by == "deputy":
        domain.give_back_delegation(delegation, by=b.actor(delegation.deputy))
    else:
        user = delegation.membership.user if by == "holder" else b.member(delegation.membership.body, Role.LEADER)
        domain.take_back_delegation(delegation, by=b.actor(user))
    assert not actor_of(delegation.deputy).has("LEADER")


def test_a_lent_role_gives_no_roles_and_is_not_lent_on():
    delegation = lent()
    office, deputy = delegation.membership.office, b.actor(delegation.deputy)
    assert code_of(domain.grant_role, office, by=deputy, user=b.person(), role=Role.BUYER) == "appoints"
    third = secured(b.member(office, Role.OPENER))
    until = {"deputy": third, "valid_to": DAY}
    assert code_of(domain.delegate, delegation.membership, by=deputy, **until) == "delegation.own_role"
    owner = lent(Role.OWNER, Role.BID_WRITER, body=b.verified())
    organisation, deputy = owner.membership.organisation, b.actor(owner.deputy)
    assert code_of(domain.grant_role, organisation, by=deputy, user=b.person(), role="BID_WRITER") == "appoints"
    join = domain.ask_to_join(organisation, by=b.actor(b.person()))
    assert code_of(domain.accept_join, join, by=deputy) == "speaks"


def test_nobody_approves_what_they_or_the_holder_did():
    """Avoidance and four eyes follow the person for whom one acts."""
    delegation = lent()
    holder, deputy = delegation.membership.user, delegation.deputy
    actor = b.actor(deputy)
    assert TABLES["orgs.organisation"].refusal("verify", actor, b.applied()) is None
    assert code_of(domain.verify, b.applied(user=holder), by=actor) == "independent"
    assert code_of(domain.verify, b.applied(user=deputy), by=actor) == "independent"
    theirs = b.applied()
    b.member(theirs, Role.BID_WRITER, user=holder)
    assert code_of(domain.verify, theirs, by=b.actor(deputy)) == "independent"


def test_many_people_are_asked_for_as_each_of_them_is(django_assert_max_num_queries):
    """Lent roles, roles that have no effect beside another, merged accounts, ties of whom one stands in for."""
    delegation = lent()
    holder, deputy = delegation.membership.user, delegation.deputy
    b.member(b.applied(), Role.BID_WRITER, user=holder)
    type(holder).objects.filter(pk=holder.pk).update(earlier=[987_654])
    spoilt = lent(Role.BUYER, Role.OPENER)
    b.member(spoilt.membership.office, Role.FINANCE, user=spoilt.deputy)
    waiting, gone, nobody = (
        lent(agreed=False).deputy,
        b.member(b.office(), Role.LEADER),
        b.member(b.applied(), Role.OWNER),
    )
    gone.is_active = False
    people = [holder, deputy, spoilt.deputy, spoilt.membership.user, waiting, gone, nobody]
    with django_assert_max_num_queries(4):
        found = actors_of(people)
    assert found == {user.pk: actor_of(user) for user in people}
    assert 987_654 in found[deputy.pk].all_eyes and found[deputy.pk].ties and found[gone.pk] is ANONYMOUS


def test_two_lent_roles_that_are_kept_apart():
    office = b.office()
    deputy = secured(b.member(office, Role.OPENER))
    leads, buys = held(Role.LEADER, office), held(Role.BUYER, office)
    domain.delegate(leads, by=b.actor(leads.user), deputy=deputy, valid_to=DAY + WEEK)
    until = {"deputy": deputy, "valid_to": DAY}
    assert code_of(domain.delegate, buys, by=b.actor(buys.user), **until) == "delegation.separate"
    after = {"deputy": deputy, "valid_from": DAY + WEEK + timedelta(days=1), "valid_to": DAY + 2 * WEEK}
    assert domain.delegate(buys, by=b.actor(buys.user), **after).state == "asked"


def test_who_is_told(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        office = b.office()
        boss = b.member(office, Role.LEADER)
        delegation = lent(Role.FINANCE, Role.OPENER, body=office)
    told = {(n.kind, n.user_id) for n in Notification.objects.filter(kind__startswith="orgs.delegation")}
    holder, deputy = delegation.membership.user_id, delegation.deputy_id
    assert told == {
        ("orgs.delegation_asked", deputy),
        ("orgs.delegation_accepted", holder),
        ("orgs.delegation_accepted", boss.pk),
    }


def test_the_desk_asks_and_waits():
    delegation = lent(agreed=False)
    asked = [e.url for e in desk_entries(b.actor(delegation.deputy))]
    waits = [e.url for e in waiting_entries(b.actor(delegation.membership.user))]
    assert asked == waits == [delegation.get_absolute_url()]


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_pages(client, prefix):
    row = held(Role.LEADER)
    deputy = secured(b.member(row.body, Role.OPENER))
    prove(client, row.user)
    home = f"{prefix}/organisations/delegations/"
    page = client.get(home)
    assert page.status_code == 200 and not page.context["page_obj"].object_list
    lend = f"{home}role/{row.pk}/"
    assert client.get(lend).status_code == 200
    wrong = client.post(lend, {"deputy": deputy.pk, "valid_to": "2027-12-31"})
    assert wrong.status_code == 422 and wrong.context["form"].errors["valid_to"]
    assert client.post(lend, {}).status_code == 422
    done = client.post(lend, {"deputy": deputy.pk, "valid_to": (DAY + WEEK).isoformat()})
    delegation = Delegation.objects.get()
    assert done.status_code == 302 and done["Location"].endswith(f"/delegations/{delegation.pk}/")
    assert client.get(done["Location"]).status_code == 200
    prove(client, deputy)
    assert client.get(done["Location"]).status_code == 200
    assert client.post(f"{prefix}/do/orgs.delegation/{delegation.pk}/accept/").status_code == 302
    assert client.get(done["Location"]).context["in_force"] is True
    assert client.get(f"{prefix}/organisations/offices/{row.office.code}/people/").status_code == 200
    bound = Membership.objects.get(user=deputy)
    assert client.get(f"{home}role/{bound.pk}/").status_code == 422
    assert client.get(f"{home}role/{row.pk}/").status_code == 404  # a lent role is not lent on
    prove(client, b.member(b.verified(), Role.OWNER))
    assert client.get(done["Location"]).status_code == 404
    assert client.get(lend).status_code == 404


def test_strangers_do_not_see_who_stands_in():
    delegation = lent(Role.BID_WRITER, Role.ORG_FINANCE, body=b.verified())
    body = delegation.membership.body
    sees = {
        "holder": b.actor(delegation.membership.user), "deputy": b.actor(delegation.deputy), "owner": b.actor(body.applied_by),
        "officer": b.officer(Role.BUYER), "member": b.actor(b.member(body, Role.BID_WRITER)),
        "rival": b.actor(b.verified().applied_by), "person": b.actor(b.person()), "anonymous": ANONYMOUS,
    }  # fmt: skip
    found = {who for who, actor in sees.items() if Delegation.objects.visible_to(actor).exists()}
    assert found == {"holder", "deputy", "owner", "officer"}
