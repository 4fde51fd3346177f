"""Before the opening nobody learns how many bids there are: what a bidder sees is the same, byte by byte, without rivals."""

import json
import random
import re

import pytest
from django.db import transaction
from django.urls import reverse

from marketplace.core import clock, outbox
from marketplace.core.verbs import codes_from
from marketplace.tenders import domain
from marketplace.tenders.models import Bid

from .builders import draft_bid, make_street, open_call, sealed_bid
from .test_pages import login

pytestmark = pytest.mark.django_db

# What differs between any two visits: tokens, request ids, nonces, keys and fingerprints without meaning.
RANDOM = [
    (r'(csrfmiddlewaretoken" value|name="csrf-token" content)="[^"]+"', r"\1"),
    (r'"x-csrftoken": ?"[^"]+"|&quot;[Xx]-[Cc][Ss][Rr][Ff][Tt]oken&quot;: ?&quot;[^&]+', "token"),
    (r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "uuid"),
    (r"\b[0-9a-f]{32,64}\b", "hex"),
    (r"\b\d+ (kB|B)\b", "size"),  # age greases each header with a stanza of random length
    (r"\b[0-9a-f]{4}(\s[0-9a-f]{4}){3,}\b", "hex"),
]


def plain(text: str) -> str:
    for pattern, instead in RANDOM:
        text = re.sub(pattern, instead, text)
    return text


class Back(Exception):
    """Ends a world: nothing of it stays."""


def rivals(street, first):
    """What the others do meanwhile: begin, seal, replace, withdraw."""
    draft_bid(street, first, 2)
    for number in (3, 4):
        sealed_bid(street, first, number)
    bid = sealed_bid(street, first, 5)
    domain.withdraw(bid, by=street.actor("w5"))


def seen(client, street, first, second) -> dict[str, str]:
    """All that the first bidder is shown: pages in both languages, the API, the own file, the receipt."""
    login(client, street, "w1")
    codes = [bid.code for bid in Bid.objects.filter(organisation=street.organisations[0]).order_by("call__code")]
    paths = [reverse("tenders:calls"), first.get_absolute_url(), second.get_absolute_url()]
    paths += [reverse(f"tenders:{name}", args=[code]) for code in codes for name in ("bid", "bid_edit", "bid_check")]
    paths += [reverse(f"tenders:{name}", args=[codes[0]]) for name in ("receipt", "receipt_txt")]
    paths += [reverse(name) for name in ("desk:home", "desk:notifications", "desk:my_data")]
    paths += [street.organisations[0].get_absolute_url(), street.organisations[0].file_url()]
    paths += [f"/en{path}" for path in paths]
    paths += ["/api/tenders/calls", f"/api/tenders/calls/{first.code}"]
    found = {}
    for path in paths:
        answer = client.get(path)
        assert answer.status_code in (200, 409), (path, answer.status_code)
        found[re.sub("[0-9a-f]{32}", "hex", path) + str(len(found))] = plain(answer.content.decode())
    own = json.loads(client.get(reverse("desk:my_data_file")).content)
    for gone in ("sessions", "account"):  # moments of the machine's clock
        own.pop(gone)
    found["my file"] = plain(json.dumps(own, ensure_ascii=False))
    return found


def world(client, street, first, second, *, meanwhile):
    """The first bidder bids in both calls, is told of two amendments in between; `meanwhile` the rivals do or do not."""
    found = {}
    try:
        with transaction.atomic():
            with codes_from(random.Random(1)):
                sealed_bid(street, first, 1)
            meanwhile()
            for text in ("补充说明一处", "补充说明又一处"):  # the second notice comes after the rivals' first
                domain.amend(first, by=street.actor("buyer"), text_zh=text, material=False)
                outbox.deliver(limit=1000)
            with codes_from(random.Random(2)):
                sealed_bid(street, second, 1)
            found = seen(client, street, first, second)
            raise Back
    except Back:
        return found


def test_what_a_bidder_sees_is_the_same_with_and_without_rivals(client, settings):
    street = make_street(organisations=5)
    first, second = open_call(street), open_call(street, title="助浴服务")
    outbox.deliver(limit=1000)
    with clock.fixed(clock.now()):
        alone = world(client, street, first, second, meanwhile=lambda: None)
        among = world(client, street, first, second, meanwhile=lambda: rivals(street, first))
    assert alone.keys() == among.keys()
    for path, text in alone.items():
        assert among[path] == text, path


def test_keys_of_bids_are_in_no_order():
    street = make_street(organisations=5)
    call = open_call(street)
    with codes_from(random.Random(7)):
        keys = [draft_bid(street, call, number).pk for number in range(1, 6)]
    assert keys != sorted(keys)
    assert min(abs(a - b) for a, b in zip(keys, keys[1:], strict=False)) > 10**9
    assert all(0 < key <= 2**53 for key in keys)
