"""Who may do what with gifts, by role and state: the table of tests/test_matrix.py, asked of things that stand alone."""

import pytest

from marketplace.core.states import TABLES
from tests import factories
from tests.support.everybody import everybody
from tests.test_matrix import ANY, ROOMS, cell, given


@pytest.fixture
def people(scene):
    return everybody(scene.house.office, scene.fund.host, factories.make_organisation())


def test_each_table_of_this_room(scene, people):
    differ = []
    for obj in given(scene.fund):
        name, table = type(obj).STEPS, TABLES[type(obj).STEPS]
        for state in table.states.values:
            setattr(obj, table.column, state)
            for verb, (states, who) in ROOMS[name].items():
                fits = states == ANY or state in states.split()
                for key, actor in people.items():
                    said = ("may" if fits else "when") if key in who else "no"
                    found = cell(table, verb, actor, obj)
                    differ += [] if found == said else [f"{name} {verb} {key} {state}: {found}, not {said}"]
    assert differ == []
