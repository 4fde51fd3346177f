"""Between the payment service of the tests and the portal: the giver's browser, and the messages that arrive at the webhook."""

import json
from urllib.parse import urlencode
from urllib.request import HTTPRedirectHandler, ProxyHandler, build_opener

from django.test import Client
from django.urls import reverse

from tests.support.stripe import Peer, signature

HOOK = "/stripe/webhook/"


class _Stay(HTTPRedirectHandler):
    def redirect_request(self, *args):
        return None


def press(page: str, button="ok") -> str:
    """Press a button on the service's own page; the address that it leads back to."""
    opener = build_opener(ProxyHandler({}), _Stay)
    try:
        opener.open(page, urlencode({"pay": button}).encode(), timeout=10)
    except OSError as answer:  # 303 is an error to urllib
        return answer.headers["Location"]
    raise AssertionError("the page led nowhere")


class Post:
    """Carries messages from the peer to the portal. read: how many were carried."""

    def __init__(self, peer: Peer):
        self.peer, self.read, self.client = peer, 0, Client()

    def send(self, message, **changes):
        """One message as the service sends it. changes: body, secret, at (seconds since 1970), header."""
        body = changes.get("body", json.dumps(message).encode())
        header = changes.get("header") or signature(body, **{k: v for k, v in changes.items() if k in ("secret", "at")})
        return self.client.post(HOOK, body, content_type="application/json", headers={"Stripe-Signature": header})

    def fresh(self) -> list:
        """What was not carried yet."""
        found = self.peer.sent[self.read :]
        self.read = len(self.peer.sent)
        return found

    def carry(self, order=None, times=1) -> list:
        """All that was not carried yet, in this order (places), each so often; what the portal said."""
        messages = self.fresh()
        rows = [messages[place] for place in order] if order else messages
        answers = [self.send(message) for message in rows for _time in range(times)]
        assert all(answer.status_code == 200 for answer in answers), [a.content for a in answers]
        return [answer.json()["outcome"] for answer in answers]


def give(client, fund, amount="100.00", **fields):
    """The giver sends the form off; the answer."""
    data = {"amount": amount, "every": "once", "display": "ANONYMOUS", "giver_name": "王小明", "giver_contact": ""}
    return client.post(reverse("giving:give", args=[fund.code]), data | fields)
