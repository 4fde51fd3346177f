"""Handing in a sealed bid with a 200 kB file against a plain insert of the same payload."""

import os
from statistics import median
from time import perf_counter

from ._common import figure

BIDS = 24
FILE = 200_000


def sealed_submission() -> dict:
    """Draft to receipt through the verb, against the same bytes stored as a file and a row in one transaction.

    The plain side is what a portal without sealing would do: write the payload to the same storage, insert the
    receipt's row with its SHA-256 and commit. Both sides sync as their settings say.
    """
    import hashlib
    import json

    from django.core.files.base import ContentFile
    from django.core.files.storage import storages
    from django.db import connection, transaction

    from marketplace.core import clock
    from marketplace.tenders import domain, envelopes
    from marketplace.tenders.models import Bid, SealedSubmission
    from tests.marketplace.tenders.builders import draft_bid, make_member, make_organisation, make_street, open_call

    street = make_street(organisations=0)
    for number in range(1, BIDS + 1):
        organisation = make_organisation(number, uscc=f"BENCH{number:013d}")
        street.organisations.append(organisation)
        make_member(street.users, f"w{number}", "BID_WRITER", organisation=organisation)
    call = open_call(street)
    data = os.urandom(FILE)
    bids = []
    for number in range(1, BIDS + 1):
        bid = draft_bid(street, call, number)
        content = envelopes.read_draft(bid)
        row = {"name": "plan.pdf", "size": FILE, "sha256": hashlib.sha256(data).hexdigest(), "media_type": "application/pdf"}  # fmt: skip
        content["files"] = [row | {"path": envelopes.keep_draft_file(bid.code, data)}]
        bid.draft = envelopes.lock_draft(bid.code, content)
        bid.save()
        bids.append((bid, street.actor(f"w{number}"), json.dumps(content).encode()))
    storage = storages["private"]

    def plain(bid, content, number):
        with transaction.atomic():
            body = content + data
            sha256 = hashlib.sha256(body + bytes([number])).hexdigest()
            path = storage.save(f"plain/{sha256[:2]}/{sha256}", ContentFile(body))
            SealedSubmission.objects.create(
                bid=bid, number=1000 + number, sha256=sha256, size=len(body), path=path, received_at=clock.now()
            )

    ours, theirs = [], []
    for position, (bid, by, content) in enumerate(bids):
        fresh = Bid.objects.get(pk=bid.pk)
        began = perf_counter()
        plain(bid, content, position)
        theirs.append(perf_counter() - began)
        began = perf_counter()
        domain.seal(fresh, by=by)
        ours.append(perf_counter() - began)
    note = f"{median(ours) * 1000:.1f} ms against {median(theirs) * 1000:.1f} ms, medians of {BIDS} in turns, {connection.vendor}"
    return figure("sealed_submission", median(theirs) / median(ours), 0.5, "higher", note)


BENCHES = (sealed_submission,)
