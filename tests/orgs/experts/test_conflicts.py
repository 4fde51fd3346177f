"""With which organisations somebody has to do: found from records or declared, at a fixed number of queries."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from orgs.experts import domain, others, queries
from orgs.experts.conflicts import conflict_map, conflicts_of
from tests.factories import actor, grant, make_organisation, make_user

from .builders import listed

pytestmark = pytest.mark.django_db
TODAY = date(2026, 9, 1)
YEARS3 = date(2023, 9, 1)


def codes(expert, organisation, day=None):
    expert.refresh_from_db()
    return [one.code for one in conflicts_of(expert, organisation, day)]


@pytest.fixture
def pair(street):
    return listed(street), make_organisation(name_zh="青禾社")


def test_nothing_stands_between_strangers(pair):
    assert codes(*pair) == []


def test_members_now_and_within_three_years(pair):
    expert, organisation = pair
    held = grant(expert.user, "BID_WRITER", organisation)
    assert codes(expert, organisation) == ["own"]
    for last, found in ((YEARS3, ["own"]), (YEARS3 - timedelta(days=1), [])):
        held.valid_to = last
        held.save()
        assert codes(expert, organisation) == found


def test_the_account_that_was_merged_counts(pair):
    expert, organisation = pair
    old = make_user()
    grant(old, "OWNER", organisation)
    expert.user.earlier = [old.pk]
    expert.user.save()
    assert codes(expert, organisation) == ["own"]


def test_the_same_unit_by_key_or_by_name(street, pair):
    _expert, organisation = pair
    assert codes(listed(street, unit_organisation=organisation), organisation) == ["unit"]
    assert codes(listed(street, unit_zh="青禾社"), organisation) == ["unit"]


@pytest.mark.parametrize(
    ("last", "found"), [(None, ["employer"]), (YEARS3, ["employer"]), (YEARS3 - timedelta(days=1), [])]
)
@pytest.mark.parametrize("by_key", [True, False])
def test_former_employers_within_three_years(pair, last, found, by_key):
    expert, organisation = pair
    domain.add_post(
        expert, by=actor(expert.user), employer="别名" if by_key else "青禾社", first_day=date(2019, 1, 1), last_day=last,
        organisation=organisation if by_key else None,
    )  # fmt: skip
    assert codes(expert, organisation) == found


def test_declared_ties_while_they_hold(pair):
    expert, organisation = pair
    tie = domain.declare_tie(
        expert, by=actor(expert.user), organisation=organisation, kind="RELATIVE", since=date(2020, 1, 1)
    )
    assert codes(expert, organisation) == ["relative"]
    domain.end_tie(expert, by=actor(expert.user), tie=tie, until=TODAY - timedelta(days=1))
    assert codes(expert, organisation) == []
    assert codes(expert, organisation, date(2026, 8, 31)) == ["relative"]


def test_what_other_rooms_know(pair, monkeypatch):
    expert, organisation = pair
    monkeypatch.setattr(others, "_conflicts", [lambda users, wanted, day: [(users[0], wanted[0], "mentor", "导师")]])
    monkeypatch.setattr(others, "_loads", [lambda users: [(users[0], 3)], lambda users: [(users[0], 1)]])
    assert codes(expert, organisation) == ["mentor"]
    assert queries.loads([expert]) == {expert.pk: 4}


def test_a_fixed_number_of_queries(street):
    experts, organisations = [listed(street) for _n in range(12)], [make_organisation() for _n in range(12)]
    for expert, organisation in zip(experts, organisations, strict=True):
        domain.declare_tie(expert, by=actor(expert.user), organisation=organisation, kind="BOARD")
    costs = []
    for n in (1, 3, 12):
        with CaptureQueriesContext(connection) as asked:
            found = conflict_map(experts[:n], [o.pk for o in organisations[:n]])
        costs.append(len(asked))
        assert len(found) == n
    assert costs == [costs[0]] * 3
