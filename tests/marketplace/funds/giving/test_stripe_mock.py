"""Every kind of request that the portal sends fits Stripe's own description of its API, as stripe-mock has it.

stripe-mock keeps no state and sends no messages, so the peer of these tests answers; it passes on what it is asked.
"""

import os
import re
import subprocess
import time
from datetime import timedelta
from decimal import Decimal

import pytest

from marketplace.core import clock, outbox
from marketplace.funds.giving import domain
from marketplace.funds.giving.models import Gift, Monthly
from tests.support.go import go
from tests.support.stripe import Peer

from .builders import PORTAL
from .post import give, press
from .test_checkout import promised, reserved

pytestmark = [pytest.mark.django_db, pytest.mark.once]
MODULE = "github.com/stripe/stripe-mock@v0.203.0"


@pytest.fixture(scope="module")
def stripe_mock(tmp_path_factory):
    """Its address on loopback; the program comes through the Go module proxy."""
    folder = tmp_path_factory.mktemp("stripe-mock")
    go("install", MODULE, env=os.environ | {"GOBIN": str(folder)})
    log = folder / "log"
    with log.open("w") as out:
        flags = ["-http-addr", "127.0.0.1:0", "-https-addr", "127.0.0.1:0"]  # else the second listens everywhere
        running = subprocess.Popen([folder / "stripe-mock", *flags], stdout=out, stderr=out)
    try:
        yield _address(log)
    finally:
        running.kill()
        running.wait()


def _address(log) -> str:
    for _turn in range(600):
        if found := re.search(r"Listening for HTTP at address: (127\.0\.0\.1:\d+)", log.read_text()):
            return f"http://{found[1]}"
        time.sleep(0.1)
    raise AssertionError(log.read_text())


@pytest.fixture
def peer(peer, stripe_mock):
    peer.second = stripe_mock
    return peer


def routes(peer) -> set:
    """Of the peer's ways those that were asked."""
    return {pattern for verb, pattern, _do in Peer.ROUTES for method, path, _p in peer.asked if verb == method and re.fullmatch(pattern, path)}  # fmt: skip


def test_every_kind_of_request_fits(scene, browser, peer, post):
    press(give(browser, scene.fund, giver_contact="xm@example.org")["Location"])
    post.carry()
    gift = Gift.objects.get()
    for amount in (Decimal("30.00"), None):  # a part, then the rest
        domain.refund(scene.fresh(gift), by=scene.finance, amount=amount, reason="重复付款")
        outbox.deliver()
        post.carry()

    domain.capture(reserved(scene, post), by=scene.finance)
    domain.release(reserved(scene, post), by=scene.finance)
    outbox.deliver()

    press(give(browser, scene.fund, "20.00", every="monthly")["Location"])
    post.carry()
    domain.stop_monthly(Monthly.objects.get(), by=scene.by_giver)

    domain.charge(promised(scene, post), by=scene.finance)
    domain.release_pledge(promised(scene, post), by=scene.by_giver)
    outbox.deliver()
    post.carry()

    peer.lines.clear()  # what the service does not list is asked for one by one
    with clock.moved(timedelta(hours=2)):
        domain.reconcile(portal=PORTAL)
    assert peer.unfit == []
    assert routes(peer) == {pattern for _verb, pattern, _do in Peer.ROUTES}


def test_what_does_not_fit_is_told(peer):
    sent = "payment_intent=pi_1&amount=many&colour=red"
    peer.ask_second("POST", "/v1/refunds", sent, {"Authorization": "Bearer sk_test_peer"})
    assert len(peer.unfit) == 1 and "colour" in peer.unfit[0]
