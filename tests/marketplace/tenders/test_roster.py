"""The committee and the roster of experts: who is asked, who is away or has enough to do, who is tied to a bidder."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from marketplace.core import clock
from marketplace.core.refusals import Refused
from marketplace.tenders import domain
from marketplace.tenders.domain.committee import candidates
from orgs.experts import domain as experts
from orgs.models import Membership
from orgs.queries import actor_of
from tests.orgs.experts.builders import listed as on_the_roster
from tests.support.district import prove

from .builders import after_deadline, make_member, open_call, opened_call, sealed_bid
from .builders_evaluation import (
    MEMBERS,
    at,
    cells,
    checks,
    declare_all,
    member,
    ready_to_score,
    seats,
    street_with_committee,
)

pytestmark = pytest.mark.django_db


def listed(street, name, **fields):
    """Somebody on the roster; whoever is not known yet has no role."""
    return on_the_roster(street, street.users.get(name) or make_member(street.users, name), **fields)


def appoint(street, call, names, experts=4):
    return domain.appoint(call, by=street.actor("secretary"), members=seats(street, names, experts))


def refused(street, call, name):
    """The refusal of a committee with this person; the list says the same."""
    with pytest.raises(Refused) as caught:
        appoint(street, call, (*MEMBERS[:4], name), 5)
    able, out = candidates(call, street.actor("secretary"))
    assert street.users[name] not in able and caught.value.sentence in [refusal.sentence for refusal in out]
    assert caught.value.field == "members"
    return caught.value


def test_an_expert_without_a_role_sits_declares_and_scores():
    street = street_with_committee()
    listed(street, "expert")
    call = opened_call(street)
    seated = ("expert", *MEMBERS[:4])
    with at(call, hours=1):
        assert street.users["expert"] in candidates(call, street.actor("secretary"))[0]
        appoint(street, call, seated)
        declare_all(street, call, seated)
        domain.qualify(call, by=street.actor("secretary"), checks=checks(call))
        domain.submit_scores(member(street, call, "expert"), by=street.actor("expert"), cells=cells(call))
    assert member(street, call, "expert").state == "submitted"


def test_whoever_was_taken_off_the_roster_scores_no_more():
    street = street_with_committee()
    entry = listed(street, "expert")
    call = opened_call(street)
    with at(call, hours=1):
        appoint(street, call, ("expert", *MEMBERS[:4]))
        experts.remove(entry, by=street.actor("leader"), reason="退出")
        with pytest.raises(Refused) as caught:
            domain.declare_none(member(street, call, "expert"), by=street.actor("expert"))
    assert caught.value.kind == "who"


def test_nobody_of_another_street_s_roster_sits():
    street = street_with_committee()
    entry = listed(street, "expert")
    other = type(street.office).objects.create(code="T-2", kind="STREET", name_zh="别街道", name_en="Other", buys=True)
    type(entry).objects.update(office=other)
    call = opened_call(street)
    with at(call, hours=1), pytest.raises(Refused) as caught:
        appoint(street, call, ("expert", *MEMBERS[:4]))
    assert caught.value.code == "tenders.may_not_sit"


@pytest.mark.parametrize("name", ["e5", "expert"])
def test_who_rests_is_away_or_only_mentors_is_not_asked(name):
    """Evaluators of the office too, once they stand in the roster."""
    street = street_with_committee()
    entry, by = listed(street, name), street.actor(name)
    call = opened_call(street)
    with at(call, hours=1):
        today = clock.today()
        away = experts.add_away(entry, by=by, first_day=today, last_day=today + timedelta(days=3))
        assert refused(street, call, name).code == "tenders.away"
        with clock.fixed(clock.now() + timedelta(days=4)):
            assert street.users[name] in candidates(call, street.actor("secretary"))[0]
        experts.remove_away(entry, by=by, away=away)
        experts.rest(entry, by=by)
        assert refused(street, call, name).code == "tenders.not_asked"


def test_who_has_as_many_tasks_as_agreed_is_not_asked():
    street = street_with_committee()
    listed(street, "expert", limit=1)
    first, second = opened_call(street), opened_call(street)
    with at(second, hours=1):
        appoint(street, first, ("expert", *MEMBERS[:4]))
        assert refused(street, second, "expert").code == "tenders.full"
        domain.cancel(first, by=street.actor("leader"), reason="经费取消")
        assert street.users["expert"] in candidates(second, street.actor("secretary"))[0]


def test_a_tie_in_the_roster_or_the_register_bars_from_the_seat():
    street = street_with_committee()
    entry = listed(street, "expert")
    call = opened_call(street)
    bidder = call.bids.filter(state="opened").first().organisation
    Membership.objects.create(
        user=street.users["e6"], organisation=bidder, role="OWNER", valid_from=clock.today() - timedelta(days=900),
        valid_to=clock.today() - timedelta(days=300), granted_at=clock.now(),
    )  # fmt: skip
    with at(call, hours=1):
        assert street.users["expert"] in candidates(call, street.actor("secretary"))[0]
        experts.declare_tie(entry, by=street.actor("expert"), organisation=bidder, kind="RELATIVE")
        for name in ("expert", "e6"):
            found = refused(street, call, name)
            assert found.code == "tenders.tied" and found.clause and bidder.name in found.sentence


def test_who_was_seated_before_the_bids_were_known_cannot_declare_that_nothing_is_there():
    street = street_with_committee()
    entry = listed(street, "expert")
    call = open_call(street)
    experts.declare_tie(entry, by=street.actor("expert"), organisation=street.organisations[0], kind="BOARD")
    appoint(street, call, ("expert", *MEMBERS[:4]))  # no bidder is known yet: nothing is told by a refusal
    sealed_bid(street, call, 1)
    sealed_bid(street, call, 2)
    sealed_bid(street, call, 3)
    with after_deadline(call):
        for opener in ("opener", "opener2"):
            call = domain.confirm_opening(call, by=street.actor(opener))
    with at(call, hours=1):
        seat = member(street, call, "expert")
        with pytest.raises(Refused) as caught:
            domain.declare_none(seat, by=street.actor("expert"))
        assert caught.value.code == "tenders.tied_by_records"
        domain.declare_conflict(seat, by=street.actor("expert"), reason="理事")
        domain.declare_none(member(street, call, "e1"), by=street.actor("e1"))


def test_the_page_says_who_is_who_and_who_is_left_out():
    street = street_with_committee()
    entry = listed(street, "expert")
    listed(street, "away_one")
    call = opened_call(street)
    with at(call, hours=1):
        today = clock.today()
        experts.add_away(street.users["away_one"].expert, by=street.actor("away_one"), first_day=today, last_day=today)
        client = prove(Client(), street.users["secretary"])
        page = client.get(reverse("core:verb", args=["tenders.call", call.pk, "appoint"])).content.decode()
    assert "expert · " in page and str(entry.limit) in page
    assert "away_one" in page.split("<details")[1].split("</details>")[0]


def test_as_many_questions_for_thirty_experts_as_for_one():
    street = street_with_committee()
    call = opened_call(street)
    with at(call, hours=1):
        by, asked = street.actor("secretary"), []
        for number in (1, 3, 30):
            for n in range(number):
                listed(street, f"expert-{number}-{n}")
            with CaptureQueriesContext(connection) as queries:
                able, _out = candidates(call, by)
            asked.append((len(queries), len(able)))
    assert [able for _queries, able in asked] == [8, 11, 41] and len({queries for queries, _able in asked}) == 1, asked


def test_a_replacement_is_asked_the_same():
    street, call = ready_to_score()
    entry = listed(street, "expert")
    bidder = call.bids.filter(state="opened").first().organisation
    with at(call, hours=3):
        experts.declare_tie(entry, by=street.actor("expert"), organisation=bidder, kind="RELATIVE")
        with pytest.raises(Refused) as caught:
            domain.replace_member(
                member(street, call, "e2"), by=street.actor("secretary"), user=street.users["expert"], reason="病"
            )
    assert (caught.value.code, caught.value.field) == ("tenders.tied", "user")


def test_a_person_without_a_role_reads_the_bids_of_their_own_call_only_once_declared():
    street = street_with_committee()
    listed(street, "expert")
    call, other = opened_call(street), opened_call(street)
    with at(other, hours=1):
        appoint(street, call, ("expert", *MEMBERS[:4]))
        bids = type(call.bids.first()).objects
        reader = actor_of(street.users["expert"])
        assert not bids.visible_to(reader).exists()
        domain.declare_none(member(street, call, "expert"), by=street.actor("expert"))
        assert set(bids.visible_to(reader).values_list("call", flat=True)) == {call.pk}
