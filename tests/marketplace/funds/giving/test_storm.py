"""A storm of messages with kills: every message is heard once, every movement booked once, the books verify."""

import pytest
from django.db import connection

from tests.support.killing import elsewhere

from .builders import make_scene

pytestmark = [pytest.mark.once, pytest.mark.django_db(transaction=True)]


def child():
    from .storm import storm

    print(storm(10, 3))


def test_killed_three_times_every_message_is_booked_once(clock):
    if connection.vendor != "sqlite":
        pytest.skip("forks share no connection to PostgreSQL here; run by tests/bench/giving.py")
    make_scene()
    assert "'kills': 3" in elsewhere("tests.marketplace.funds.giving.test_storm:child")
