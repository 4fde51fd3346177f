"""First-day lists: loaded twice they are there once; a bad row keeps nothing."""

import pytest
from django.core.management import CommandError, call_command

from marketplace.core.demo import rows
from orgs import masterdata
from orgs.models import Community, Office

pytestmark = pytest.mark.django_db


def test_twice_is_once():
    for _again in range(2):
        masterdata.load_offices(rows("orgs", "offices.json")["offices"])
        masterdata.load_communities(rows("orgs", "communities.csv"))
    assert (Office.objects.count(), Community.objects.count()) == (32, 19)
    assert Office.objects.get(code="OF-LC").parent.code == "OF-WJ"
    assert sum(c.population for c in Community.objects.all()) == 310_000


@pytest.mark.parametrize("changed", [{"kind": "NO_SUCH"}, {"parent": "NO_SUCH"}, {"parent": "A"}])
def test_a_bad_row_keeps_nothing(changed):
    good = {"code": "A", "kind": "STREET", "name_zh": "甲", "parent": None}
    with pytest.raises(masterdata.BadRow):
        masterdata.load_offices([good, good | changed])
    assert not Office.objects.exists()


def test_commands(tmp_path):
    with pytest.raises(CommandError):
        call_command("load_masterdata", tmp_path)
    with pytest.raises(CommandError):
        call_command("grant_role", "nobody@example.org", "OF-LC", "LEADER")
