"""Handing in a sealed bid with a 200 kB file against a plain insert of the same payload."""

import hashlib
import json
import os
from decimal import Decimal
from statistics import median
from time import perf_counter

from ._common import figure

BIDS = 24
FILE = 200_000


def sealed_submission() -> dict:
    """Draft to receipt through the verb, against the same bid stored plainly by the portal's own means.

    The plain side is what this portal does with the same payload when nothing is to be sealed (and what the opening
    does with an envelope): the file through the file store (type looked at, SHA-256, a row), price and content in the
    bid's row, one transaction. No rights, no checks, no audit, no receipt. Both sides sync as their settings say.
    The note also tells what the barest insert takes, one file and one row without any of that.
    """
    from django.core.files.base import ContentFile
    from django.core.files.storage import storages
    from django.db import connection, transaction

    from marketplace.core import clock, files
    from marketplace.core.verbs import new_code
    from marketplace.tenders import domain, envelopes
    from marketplace.tenders.models import Bid, SealedSubmission
    from tests.marketplace.tenders.builders import draft_bid, make_member, make_organisation, make_street, open_call

    street = make_street(organisations=0)
    for number in range(1, BIDS + 1):
        organisation = make_organisation(number, uscc=f"BENCH{number:013d}")
        street.organisations.append(organisation)
        make_member(street.users, f"w{number}", "BID_WRITER", organisation=organisation)
    call, elsewhere = open_call(street), open_call(street)

    def payload():
        return b"%PDF-1.4\n" + os.urandom(FILE) + b"\n%%EOF"

    def prepared(number):
        """A complete draft with its file: (bid, by, content)."""
        bid, data = draft_bid(street, call, number), payload()
        content = envelopes.read_draft(bid)
        row = {"name": "plan.pdf", "size": len(data), "sha256": hashlib.sha256(data).hexdigest(), "media_type": "application/pdf"}  # fmt: skip
        content["files"] = [row | {"path": envelopes.keep_draft_file(bid.code, data)}]
        bid.draft = envelopes.lock_draft(bid.code, content)
        bid.save()
        return bid, street.actor(f"w{number}"), content

    def plain(bid, by, content, data):
        with transaction.atomic():
            stored = Bid.objects.create(
                call=elsewhere, organisation=bid.organisation, code=new_code(), state="opened", writer=by.user,
                content=content, price=Decimal("41804.00"), opened_at=clock.now(),
            )  # fmt: skip
            files.store(data, purpose="tenders.bid_file", by=by, name="plan.pdf", owner=stored)

    def barest(bid, content, data, number):
        with transaction.atomic():
            body = json.dumps(content).encode() + data
            sha256 = hashlib.sha256(body).hexdigest()
            path = storages["private"].save(f"plain/{sha256[:2]}/{sha256}", ContentFile(body))
            SealedSubmission.objects.create(
                bid=bid, number=1000 + number, sha256=sha256, size=len(body), path=path, received_at=clock.now()
            )

    def seal(bid, by):
        domain.seal(bid, by=by)

    def timed(act, *args):
        began = perf_counter()
        act(*args)
        return perf_counter() - began

    ours, theirs, bare = [], [], []
    for number in range(1, BIDS + 1):
        bid, by, content = prepared(number)
        fresh, data, more = Bid.objects.get(pk=bid.pk), payload(), payload()
        theirs.append(timed(plain, bid, by, content, data))
        bare.append(timed(barest, bid, content, more, number))
        ours.append(timed(seal, fresh, by))
    note = (
        f"{median(ours) * 1000:.1f} ms against {median(theirs) * 1000:.1f} ms, medians of {BIDS} in turns, "
        f"{connection.vendor}; one bare file and one bare row: {median(bare) * 1000:.1f} ms"
    )
    return figure("sealed_submission", median(theirs) / median(ours), 0.5, "higher", note)


BENCHES = (sealed_submission,)
