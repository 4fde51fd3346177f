"""The house of these tests: an office, its finance and leader, a fund, a giver; a payment service with state."""

import pytest
from django.test import Client

from tests.support.stripe import Peer

from .builders import make_scene, named
from .post import Post


@pytest.fixture
def scene(db):
    return make_scene()


@pytest.fixture
def peer(settings):
    """The portal is connected to a payment service on loopback."""
    peer = Peer()
    for name, value in peer.settings().items():
        setattr(settings, name, value)
    yield peer
    peer.stop()


@pytest.fixture
def post(peer):
    return Post(peer)


@pytest.fixture
def browser(scene):
    """A browser of the giver, who may be asked directly."""
    named(scene)
    client = Client()
    client.force_login(scene.giver)
    return client
