"""A marker in a sealed bid and in a draft is searched wherever the portal speaks, writes or stores."""

import logging
from pathlib import Path

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse
from ninja.testing import TestClient

from marketplace.core import follows
from marketplace.tenders import api, domain, envelopes
from marketplace.tenders.models import Bid
from tests.factories import hears_at_once

from .builders import MARKER, draft_bid, open_call, sealed_bid
from .test_bids import PDF
from .test_pages import login

pytestmark = pytest.mark.django_db
ASCII = "XQZ7719"  # the part of the marker that no JSON escape hides
PRICE, TOTAL = "41.37", "41804.39"  # 41.37 x 1000 + 41.37 x 10.5, by line


def forms(text):
    """The marker as it could stand in bytes: plain, hex (PostgreSQL's bytea), base64."""
    import base64

    raw = text.encode()
    return [raw, raw.hex().encode(), base64.b64encode(raw)[:-4]]


def database_bytes() -> bytes:
    """The database as it lies on the disk, with its log; on PostgreSQL every row of every table as text."""
    if connection.vendor == "sqlite":
        found = connection.connection.serialize()
        name = Path(str(connection.settings_dict["NAME"]))
        for path in (name, name.with_name(name.name + "-wal"), name.with_name(name.name + "-journal")):
            if path.is_file():
                found += path.read_bytes()
        return found
    rows = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            rows += [row[0] for row in cursor.fetchall()]
    return "\n".join(rows).encode()


@pytest.fixture
def planted(street, caplog, django_capture_on_commit_callbacks):
    """A call with a sealed bid and a draft that hold the marker in text, contact, price and file."""
    caplog.set_level(logging.DEBUG)
    hears_at_once(*street.users.values())
    with django_capture_on_commit_callbacks(execute=True):
        call = open_call(street)
        follows.follow(call, by=street.actor("stranger"))
        for number in (1, 2):
            text = f"{MARKER} 第{number}家"
            bid = draft_bid(street, call, number, text=text, contact=text, unit_price=PRICE)
            domain.add_file(
                bid, SimpleUploadedFile(f"{MARKER}.pdf", PDF + MARKER.encode()), by=street.actor(f"w{number}")
            )
        domain.seal(Bid.objects.get(organisation=street.organisations[0]), by=street.actor("w1"))
        domain.amend(call, by=street.actor("buyer"), text_zh="改", material=True)
    return call


def pages(call):
    """Every address of the portal that takes no argument, and those of the call and its bids."""
    names = [f"{ns}:{name}" for ns, names in PLAIN.items() for name in names]
    found = [reverse(name) for name in names]
    found += [
        reverse(f"tenders:{n}", args=[call.code])
        for n in ("call", "edit", "call_calendar", "evaluation", "report", "report_copy")
    ]
    for bid in call.bids.all():
        found += [
            reverse(f"tenders:{n}", args=[bid.code])
            for n in ("bid", "bid_edit", "bid_check", "receipt", "receipt_txt", "receipt_pdf")
        ]
        found += [reverse("core:verb", args=["tenders.bid", bid.pk, v]) for v in ("withdraw", "confirm_amendment")]
    found += [
        reverse("core:verb", args=["tenders.call", call.pk, v])
        for v in ("amend", "ask", "cancel", "confirm_opening", "appoint")
    ]
    return found + ["/", "/desk/", "/organisations/", "/catalogue/", "/funds/"]


PLAIN = {"tenders": ("calls", "manage", "new", "rules", "receipts", "feed", "calendar")}


@pytest.mark.once
def test_no_page_speaks(planted, street, client):
    """Everybody but the two organisations themselves; the superuser too."""
    boss = street.users["stranger"]
    boss.is_superuser = boss.is_staff = True
    boss.save()
    client.raise_request_exception = False
    for who in ("", "w3", "stranger", *street.users):
        if who in ("w1", "w2", "o1"):
            continue
        client.logout()
        if who:
            login(client, street, who)
        for url in pages(planted):
            body = client.get(url).content
            assert not any(x in body for x in forms(ASCII)), (who, url)
            assert not any(x in body for x in (PRICE.encode(), TOTAL.encode(), b"41,804.39")), (who, url)


def test_the_number_of_bids_is_nowhere(planted, street, client):
    """The same page with no bid and with bids: byte for byte the same for an officer, but for times and tokens."""
    import re

    login(client, street, "buyer")

    def page():
        return re.sub(
            r'name="csrfmiddlewaretoken" value="\w+"', "", client.get(planted.get_absolute_url()).content.decode()
        )

    before = page()
    sealed_bid(street, planted, 3)
    assert page() == before
    login(client, street, "opener")
    shown = client.get(planted.get_absolute_url()).content.decode()
    assert [o.name_zh for o in street.organisations if o.name_zh in shown] == []


def test_the_api_is_silent(planted, street):
    for name in ("stranger", "buyer", "opener", "auditor", "leader"):
        speak = TestClient(api.router)
        for path in ("/calls", f"/calls/{planted.code}"):
            answer = speak.get(path, actor=street.actor(name))
            assert answer.status_code == 200
            assert not any(x in answer.content for x in forms(ASCII))
            assert not any(word in answer.content.decode() for word in ("社会组织1", "ORG-01", PRICE))


def test_mail_and_log_are_silent(planted, caplog):
    assert mail.outbox
    assert {"stranger@tenders.example", "w1@tenders.example"} <= {m.to[0] for m in mail.outbox}
    letters = "".join(m.subject + m.body + m.alternatives[0][0] for m in mail.outbox)
    assert ASCII not in letters + caplog.text
    assert PRICE not in letters + caplog.text


def test_database_and_media_are_silent(planted, media, street):
    stored = database_bytes() + b"".join(p.read_bytes() for p in media.rglob("*") if p.is_file())
    assert len(stored) > 10_000
    assert [x for x in forms(ASCII) if x in stored] == []
    # The total as text and as fen; a price of four digits also stands in any time of day.
    assert not any(x in stored for x in (TOTAL.encode(), TOTAL.replace(".", "").encode(), b"AGE-SECRET-KEY"))
    assert not [p for p in media.rglob("*") if ASCII in p.name]
    # The search finds what is there: the same bytes hold the title of the call.
    assert planted.title_zh.encode() in stored or planted.title_zh.encode("utf-16-le") in stored


def test_an_error_page_and_its_report_are_silent(planted, street, client, monkeypatch, caplog):
    """Something breaks while a bid is being saved: neither the answer nor the log nor the report to the operators tells."""
    login(client, street, "w2")
    bid = Bid.objects.get(organisation=street.organisations[1])
    monkeypatch.setattr(envelopes, "lock_draft", lambda *a: 1 / 0)
    client.raise_request_exception = False
    data = {f"line_{planted.lines.first().pk}": PRICE, "contact": MARKER}
    answer = client.post(reverse("tenders:bid_edit", args=[bid.code]), data)
    assert answer.status_code == 500
    assert ASCII not in answer.content.decode() + caplog.text


def test_the_audit_of_a_bid_is_silent(planted):
    from marketplace.core.models import AuditEvent, OutboxEvent

    everything = "".join(str((e.changes, e.note, e.public_note)) for e in AuditEvent.objects.all())
    everything += "".join(str((e.payload, e.error)) for e in OutboxEvent.objects.all())
    assert ASCII not in everything and PRICE not in everything


def test_the_bidder_reads_its_own_draft_and_no_other(planted, street, client):
    login(client, street, "w2")
    mine, other = (Bid.objects.get(organisation=street.organisations[n]) for n in (1, 0))
    assert ASCII in client.get(reverse("tenders:bid_edit", args=[mine.code])).content.decode()
    assert client.get(reverse("tenders:bid_edit", args=[other.code])).status_code == 404
    login(client, street, "w1")
    sealed = client.get(reverse("tenders:bid", args=[other.code])).content.decode()
    assert ASCII not in sealed  # sealed: not even the bidder reads it again
