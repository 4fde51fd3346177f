"""Many messages of the payment service, each sent one to five times in random order by several senders, while the process that
takes them is killed in the middle again and again: every one is booked once.

`storm(events, kills)` runs in a process of its own (tests/support/killing.py), on a database that has taken commits.
"""

import json
import os
import random
import signal
import time
from decimal import Decimal

from django.db import connections
from django.test import Client

from marketplace.funds.giving.models import Gift, Movement, PaymentEvent
from marketplace.funds.models import Entry, Fund
from marketplace.funds.verify import verify
from tests.support.stripe import SECRET, signature

from .builders import message, succeeded
from .post import HOOK

SENDERS = 4


def gifts_begun(fund, count) -> list:
    """So many payments that were begun, as rows: the storm is about what follows."""
    from marketplace.core import clock

    Gift.objects.bulk_create(
        [Gift(fund=fund, way="CARD", amount=Decimal("10.00"), given=1000, created_at=clock.now(), state="started") for _n in range(count)]
    )  # fmt: skip
    return list(Gift.objects.filter(fund=fund).order_by("id"))


def messages_of(gifts) -> list:
    """Each gift paid; every third returned in part, every tenth disputed and lost."""
    told = []
    for number, gift in enumerate(gifts):
        ref = f"pi_{number:06d}"
        told.append(succeeded(gift, key=f"evt_p{number}", ref=ref))
        about = {"payment_intent": ref, "charge": f"ch_{ref[3:]}", "currency": "cny", "metadata": {}}
        if number % 3 == 0:
            told.append(
                message(
                    "refund.created",
                    about | {"id": f"re_{number}", "amount": 300, "status": "succeeded"},
                    f"evt_r{number}",
                )
            )
        if number % 10 == 1:
            dispute = about | {"id": f"dp_{number}", "amount": 700, "status": "lost"}
            told.append(message("charge.dispute.funds_withdrawn", dispute, f"evt_w{number}"))
            told.append(message("charge.dispute.closed", dispute, f"evt_c{number}"))
    return told


def _send(told, seed, done):
    """One sender in a fork: until each was answered 200 as often as it was to be sent, in its own order."""
    connections.close_all()
    line, client = random.Random(seed), Client(raise_request_exception=False)
    line.shuffle(told)
    for one in told:
        body = json.dumps(one).encode()
        for _try in range(200):
            answer = client.post(
                HOOK, body, content_type="application/json", headers={"Stripe-Signature": signature(body)}
            )
            if answer.status_code == 200:
                break
            time.sleep(0.005)
        os.write(done, b".")
    os._exit(0)


def storm(events: int, kills: int, seed: int = 7):
    """Raises AssertionError when something was booked twice, not at all, or the books do not verify."""
    from django.test import override_settings

    with override_settings(STRIPE_WEBHOOK_SECRET=[SECRET], STRIPE_SECRET_KEY="sk_test_storm", TASK_MODE="worker"):
        return _storm(events, kills, random.Random(seed))


def _storm(events, kills, dice):
    fund = Fund.objects.get(code="GF1")
    told = messages_of(gifts_begun(fund, events))
    # Each message belongs to one to five of the sends; what a killed sender had before it is sent again by its successor.
    shares = [[] for _sender in range(SENDERS)]
    for one in told:
        for _time in range(dice.randint(1, 5)):
            shares[dice.randrange(SENDERS)].append(one)
    sends = sum(len(share) for share in shares)
    read, write = os.pipe()
    connections.close_all()
    running = {}
    for number, share in enumerate(shares):
        running[_fork(share, number, write)] = share
    left, progress, seen = kills, sends // (kills + 1), 0
    while running:
        if left and seen >= progress * (kills - left + 1):
            pid = dice.choice(sorted(running))
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
            share = running.pop(pid)
            running[_fork(share, 100 + left, write)] = share  # the service sends again what was not answered
            left -= 1
        for pid in list(running):
            if os.waitpid(pid, os.WNOHANG)[0]:
                del running[pid]
        if running:
            os.set_blocking(read, False)
            try:
                seen += len(os.read(read, 65536))
            except BlockingIOError:
                time.sleep(0.005)
    assert left == 0, f"{left} of {kills} kills did not happen"
    _check(fund, told, events)
    return {"messages": len(told), "sends": sends, "kills": kills, "entries": Entry.objects.count()}


def _fork(share, number, write) -> int:
    pid = os.fork()
    if pid == 0:
        try:
            _send(list(share), number, write)
        finally:
            os._exit(1)
    return pid


def _check(fund, told, events):
    from marketplace.funds.giving import tasks

    from .builders import PORTAL, balance

    tasks.waiting(PORTAL)
    assert PaymentEvent.objects.count() == len(told)
    assert Gift.objects.filter(state="started").count() == 0
    assert Movement.objects.filter(entry=None).count() == 0
    back = len([m for m in told if m["type"] in ("refund.created", "charge.dispute.funds_withdrawn")])
    assert Entry.objects.filter(kind="RECEIPT", cause_id__isnull=False).count() == events
    assert Entry.objects.filter(kind="RETURN").count() == back
    out = sum(
        m["data"]["object"]["amount"] for m in told if m["type"] in ("refund.created", "charge.dispute.funds_withdrawn")
    )
    assert balance(fund, "FREE") == Decimal(events * 1000 - out) / 100
    lost = {n for n in range(events) if n % 10 == 1}
    assert Gift.objects.exclude(dispute_end="").count() == len(lost)
    assert verify().ok
