"""Giving: a message of the payment service against the bare journal entry; the storm of messages at its full size."""

import json
from decimal import Decimal
from statistics import median
from time import perf_counter

from ._common import figure

BATCH, ROUNDS = 60, 7
MESSAGES, KILLS = 10_000, 20


def payment_message() -> list[dict]:
    """One message (signature checked, key kept, gift received, booked, told) against one entry of two lines.

    The entry is made in two ways: bare, by `ledger.post` with its accounts at hand, which no face of the portal does; and by
    the ledger's own verb of a receipt (rights, entry, audit), which is the least by which an entry comes about in use.
    """
    from django.test import RequestFactory, override_settings

    from marketplace.core.actors import system
    from marketplace.core.verbs import act
    from marketplace.funds import domain, ledger
    from marketplace.funds.bench import _fund, scratch
    from marketplace.funds.giving.views.webhook import stripe_webhook
    from marketplace.funds.ledger import Posting
    from marketplace.funds.states import AccountKind, EntryKind
    from tests import factories
    from tests.marketplace.funds.giving.builders import succeeded
    from tests.marketplace.funds.giving.storm import gifts_begun
    from tests.support.stripe import SECRET, signature

    factory, portal = RequestFactory(), system("bench")

    def arrive(messages):
        for body, header in messages:
            request = factory.post("/", body, content_type="application/json", headers={"Stripe-Signature": header})
            assert stripe_webhook(request).status_code == 200

    with scratch(), override_settings(STRIPE_WEBHOOK_SECRET=[SECRET], TASK_MODE="worker"):
        fund = _fund()
        gifts = iter(gifts_begun(fund, BATCH * (ROUNDS + 1)))
        lines = [Posting(ledger.account(fund, AccountKind.SOURCE), Decimal("-10.00")), Posting(ledger.account(fund, AccountKind.FREE), Decimal("10.00"))]  # fmt: skip

        def bare(number):
            with act():
                ledger.post(EntryKind.RECEIPT, lines, text="x", key=f"bare:{number}", cause=fund, by=portal)

        def entries(turn):
            for n in range(BATCH):
                bare(turn * BATCH + n)

        finance = factories.actor(factories.person("FINANCE", fund.office), second_factor=True)

        def receipts(turn):
            for n in range(BATCH):
                domain.record_receipt(fund, by=finance, amount=Decimal("10.00"), text="x", key=f"r{turn}-{n}")

        times = {"entries": [], "receipts": [], "messages": []}
        for turn in range(ROUNDS + 1):  # the first round warms up
            bodies = [json.dumps(succeeded(next(gifts))).encode() for _n in range(BATCH)]
            signed = [(body, signature(body)) for body in bodies]
            jobs = {"entries": lambda t=turn: entries(t), "receipts": lambda t=turn: receipts(t), "messages": lambda s=signed: arrive(s)}  # fmt: skip
            for name, work in jobs.items():
                began = perf_counter()
                work()
                times[name].append(perf_counter() - began)
    entry, receipt, message = (median(times[name][1:]) / BATCH for name in ("entries", "receipts", "messages"))
    note = f"{1 / message:,.0f} messages a second, {1 / entry:,.0f} bare entries, {1 / receipt:,.0f} by the ledger's verb, each in a transaction of its own"
    return [
        figure("payment_message_to_entry", entry / message, 0.5, "higher", note),
        figure("payment_message_to_receipt", receipt / message, 0.5, "higher", note),
    ]


def payment_storm() -> dict:
    """10,000 messages, each sent one to five times in random order by four senders, the taking process killed 20 times."""
    from django.db import connection

    from tests.marketplace.funds.giving.builders import make_scene
    from tests.marketplace.funds.giving.storm import storm

    make_scene()
    began = perf_counter()
    said, wrong = {}, 0
    try:
        said = storm(round(MESSAGES / 1.5333), KILLS)
    except AssertionError as error:
        said, wrong = {"error": str(error)}, 1
    note = (
        ", ".join(f"{name} {value}" for name, value in said.items())
        + f"; {perf_counter() - began:.0f} s, {connection.vendor}"
    )
    return figure("payment_storm_wrong", wrong, 0, "lower", note)


BENCHES = [payment_message, payment_storm]
