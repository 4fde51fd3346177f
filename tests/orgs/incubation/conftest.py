import pytest
from django.utils import translation

from .builders import make_street


@pytest.fixture(autouse=True)
def plain(settings):
    settings.PAGE_CACHE_SECONDS = 0
    translation.activate("zh-hans")


@pytest.fixture
def street(db, clock):
    with clock("2026-09-01 08:00"):
        yield make_street()


@pytest.fixture
def refused():
    """refused(code, do, ...): the refusal that must come."""
    from marketplace.core.refusals import Refused

    def check(code, do, *args, **kwargs):
        with pytest.raises(Refused) as caught:
            do(*args, **kwargs)
        assert caught.value.code == code
        return caught.value

    return check
