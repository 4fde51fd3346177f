"""A row of master data as it stood on a day: what changed later is taken back, in the copy and on the sheet."""

from datetime import date

import pytest

from marketplace.core.asof import as_on
from orgs import domain
from orgs.models import Community, Office
from tests.factories import actor, make_office, make_user, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept(clock):
    """(user, keeper, community): entered in March, grown in May, moved to another office in July, ended in September."""
    one, two = make_office("OF-1"), make_office("OF-2")
    user = person("KEEPER", one)
    by = actor(user)
    with clock("2026-03-02 09:00"):
        row = domain.add_community(by=by, code="C-1", name_zh="旧名", office=one, population=100)
    with clock("2026-05-04 09:00"):
        domain.change_community(row, by=by, name_zh="新名", population=250)
    with clock("2026-07-06 23:30"):
        domain.change_community(Community.objects.get(), by=by, office=two)
    with clock("2026-09-07 09:00"):
        domain.end_standing(Community.objects.get(), by=by, last_day=date(2026, 12, 31), reason="并入")
    return user, Community.objects.get()


@pytest.mark.parametrize(
    ("day", "name", "people", "office", "last"),
    [
        ("2026-03-02", "旧名", 100, "OF-1", None), ("2026-05-03", "旧名", 100, "OF-1", None),
        ("2026-05-04", "新名", 250, "OF-1", None), ("2026-07-05", "新名", 250, "OF-1", None),
        ("2026-07-06", "新名", 250, "OF-2", None), ("2026-09-07", "新名", 250, "OF-2", date(2026, 12, 31)),
    ],
)  # fmt: skip
def test_each_day_has_its_own_values(kept, day, name, people, office, last):
    then = as_on(kept[1], date.fromisoformat(day))
    assert (then.name_zh, then.population, then.office.code, then.valid_to) == (name, people, office, last)
    assert Community.objects.get().name_zh == "新名"


def test_before_it_was_entered_it_was_not_there(kept):
    assert as_on(kept[1], date(2026, 3, 1)) is None
    office = Office.objects.get(code="OF-1")  # a row without a history stood as it stands
    assert as_on(office, date(2020, 1, 1)).code == "OF-1"


def test_the_sheet_is_asked_for_a_day(kept, client, clock):
    user, row = kept
    client.force_login(user)
    with clock("2026-10-01 09:00"):
        address = f"/cms/kept/communities/{row.pk}/"
        assert "250" in client.get(address).content.decode()
        then = client.get(f"{address}?day=2026-04-01").context
        assert ("旧名" in dict_of(then).values(), then["day"]) == (True, date(2026, 4, 1))
        assert client.get(f"{address}?day=2026-03-01").context["fields"] is None
        for wrong in ("x", "2026-02-30", "1999-01-01", "2026-10-02", "", "%00"):
            assert client.get(f"{address}?day={wrong}").context["day"] is None, wrong
    client.force_login(make_user())
    assert client.get(address).status_code in (302, 403)


def dict_of(context):
    return {str(label): text for label, text in context["fields"]}
