"""The house of these tests: an office, its finance and leader, a fund, a giver."""

import pytest

from .builders import make_scene


@pytest.fixture
def scene(db):
    return make_scene()
