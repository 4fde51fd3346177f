import pytest

from tests import factories
from tests.marketplace.funds.builders import make_fund, make_house

from .builders import Square


@pytest.fixture(autouse=True)
def other_law(settings):
    """A rule book that asks for no filing; the tests of the law set China's."""
    settings.FUNDRAISING_JURISDICTION = "OTHER"


@pytest.fixture
def square(db):
    house = make_house()
    fund = make_fund(house, "F1", amount="0", kind="POOLED", host=factories.make_organisation(legal_form="FOUNDATION"))
    return Square(house, fund)


@pytest.fixture
def source(square):
    """A fund with 1,000 yuan from which pots are filled."""
    return make_fund(square.house, "F2")
