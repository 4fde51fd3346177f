"""A storm of messages with kills: every message is heard once, every movement booked once, the books verify."""

import pytest

from tests.support.killing import elsewhere

from .builders import make_scene

pytestmark = [pytest.mark.twice, pytest.mark.django_db(transaction=True)]


def child():
    from .storm import storm

    print(storm(10, 3))


def test_killed_three_times_every_message_is_booked_once(clock):
    make_scene()
    assert "'kills': 3" in elsewhere("tests.marketplace.funds.giving.test_storm:child")
