import pytest

from .builders import make_fund, make_house


@pytest.fixture
def house(db):
    return make_house()


@pytest.fixture
def fund(house):
    return make_fund(house)
