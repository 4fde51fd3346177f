"""A small payment service on loopback, with state: what Stripe's API does as far as this portal uses it.

Checkout with a hosted page, PaymentIntents, kept cards, subscriptions with invoices, refunds that never exceed their charge,
disputes, fees in balance transactions, idempotency keys, signed messages that are retried, come twice, late or in any order.
"""

import hashlib
import hmac
import html
import itertools
import json
import re
import threading
import time
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

SECRET = "whsec_of_the_peer"
KEY = "sk_test_peer"
PAGE = """<!doctype html><html lang="en"><title>Peer checkout</title><h1>{what}</h1><form method="post">
<button name="pay" value="ok">Pay</button><button name="pay" value="declined">Declined card</button></form>
<p><a href="{back}">Back</a></p></html>"""


class Wrong(Exception):
    """What the API answers instead of doing it."""

    def __init__(self, status, message, code=""):
        self.status, self.body = status, {"error": {"type": "invalid_request_error", "message": message, "code": code}}


class Peer:
    """things: {key: object}; sent: messages in the order they were made; asked: requests as (method, path, parameters);
    versions: of the API, as requests named them.

    listener: address of the portal's webhook, or "" (then messages are only kept). spoil: "down" answers nothing but 500.
    second: address of Stripe's own stripe-mock, to which every request goes too, or ""; unfit: what it did not take.
    fee: per mille and a fixed part in fen, as balance transactions say.
    """

    def __init__(self, listener="", fee=(29, 30)):
        self.listener, self.fee, self.spoil, self.second, self.unfit = listener, fee, "", "", []
        self.things, self.sent, self.asked, self.lines, self.kept, self.versions = {}, [], [], [], {}, set()
        self.lock, self.numbers = threading.RLock(), itertools.count(1)
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self):
        self.server.shutdown()
        self.server.server_close()

    def settings(self) -> dict:
        return {"STRIPE_SECRET_KEY": KEY, "STRIPE_WEBHOOK_SECRET": [SECRET], "STRIPE_API_BASE": self.url}

    def ask_second(self, method, path, text, headers):
        """Whether Stripe's published description of its API takes this request as it was sent."""
        names = ("Authorization", "Content-Type", "Stripe-Version", "Idempotency-Key")
        kept = {name: headers[name] for name in names if name in headers}
        request = urllib.request.Request(self.second + path, text.encode() or None, kept, method=method)
        try:
            urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=30).close()
        except urllib.error.HTTPError as error:
            self.unfit.append(f"{method} {path} {text}: {error.code} {error.read().decode()}")

    # ---- things ------------------------------------------------------------------------------
    def make(self, prefix, kind, **fields):
        key = f"{prefix}_{next(self.numbers):08d}"
        thing = {"id": key, "object": kind, "created": int(time.time()), "livemode": False, **fields}
        self.things[key] = thing
        return thing

    def get(self, key, kind):
        thing = self.things.get(key)
        if thing is None or thing["object"] != kind:
            raise Wrong(404, f"No such {kind}: '{key}'", "resource_missing")
        return thing

    def tell(self, kind, thing):
        """A message about a thing as it is now; sent to the listener at once, three tries."""
        message = {
            "id": f"evt_{next(self.numbers):08d}", "object": "event", "type": kind, "created": int(time.time()), "livemode": False,
            "data": {"object": json.loads(json.dumps(thing))},
        }  # fmt: skip
        self.sent.append(message)
        if self.listener:
            threading.Thread(target=self.deliver, args=(message,), daemon=True).start()
        return message

    def deliver(self, message, tries=3):
        """Send one message, signed anew at each try; True when it was taken."""
        body = json.dumps(message).encode()
        for turn in range(tries):
            try:
                request = urllib.request.Request(self.listener, body, {"Content-Type": "application/json", "Stripe-Signature": signature(body)})  # fmt: skip
                with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=30) as answer:
                    return answer.status == 200
            except (urllib.error.URLError, OSError):
                time.sleep(0.05 * (turn + 1))
        return False

    def line(self, kind, source, amount, fee, currency="cny"):
        """A balance transaction."""
        row = self.make(
            "txn", "balance_transaction", type=kind, source=source, amount=amount, fee=fee, net=amount - fee, currency=currency,
            status="available", fee_details=[], reporting_category=kind, available_on=int(time.time()), description=None, exchange_rate=None,
        )  # fmt: skip
        self.lines.append(row)
        return row

    # ---- what the API does -----------------------------------------------------------------------
    def create_session(self, p):
        if p["mode"] != "setup":
            price = p["line_items"][0]["price_data"]
            if int(price["unit_amount"]) < 1:
                raise Wrong(400, "This value must be greater than or equal to 1.", "parameter_invalid_integer")
        session = self.make(
            "cs_test", "checkout.session", mode=p["mode"], status="open", payment_status="unpaid", metadata=p.get("metadata", {}),
            success_url=p["success_url"], cancel_url=p.get("cancel_url"), client_reference_id=p.get("client_reference_id"),
            amount_total=int(price["unit_amount"]) if p["mode"] != "setup" else None, currency=p.get("currency") or (price["currency"] if p["mode"] != "setup" else None),
            payment_intent=None, subscription=None, setup_intent=None, customer=None, asked=p,
        )  # fmt: skip
        session["url"] = f"{self.url}/pay/{session['id']}"
        return session

    def pay(self, session, how="ok"):
        """What the giver does on the hosted page."""
        p = session["asked"]
        if how == "declined":
            return False
        if session["mode"] == "payment":
            intent = self.make(
                "pi", "payment_intent", amount=session["amount_total"], amount_received=0, currency=session["currency"],
                status="requires_confirmation", metadata=p.get("payment_intent_data", {}).get("metadata", {}), latest_charge=None,
                capture_method=p.get("payment_intent_data", {}).get("capture_method", "automatic"), customer=None, last_payment_error=None,
            )  # fmt: skip
            session["payment_intent"] = intent["id"]
            self.confirm(intent)
            session["payment_status"] = "paid" if intent["status"] == "succeeded" else "unpaid"
        elif session["mode"] == "setup":
            customer, method = self.make("cus", "customer"), self.make("pm", "payment_method", type="card")
            setup = self.make("seti", "setup_intent", customer=customer["id"], payment_method=method["id"], status="succeeded",
                              metadata=p.get("setup_intent_data", {}).get("metadata", {}))  # fmt: skip
            session["setup_intent"], session["payment_status"] = setup["id"], "no_payment_required"
            self.tell("setup_intent.succeeded", setup)
        else:
            subscription = self.make("sub", "subscription", status="active", metadata=p.get("subscription_data", {}).get("metadata", {}),
                                     amount=session["amount_total"], currency=session["currency"])  # fmt: skip
            session["subscription"], session["payment_status"] = subscription["id"], "paid"
            self.month(subscription)
        session["status"] = "complete"
        self.tell("checkout.session.completed", self.shown(session))
        return True

    def month(self, subscription):
        """A month of a subscription is charged."""
        intent = self.make("pi", "payment_intent", amount=subscription["amount"], amount_received=0, currency=subscription["currency"],
                           status="requires_confirmation", metadata={}, latest_charge=None, capture_method="automatic", last_payment_error=None)  # fmt: skip
        invoice = self.make("in", "invoice", amount_paid=subscription["amount"], currency=subscription["currency"], status="paid",
                            parent={"type": "subscription_details", "subscription_details": {"subscription": subscription["id"], "metadata": subscription["metadata"]}})  # fmt: skip
        self.confirm(intent)
        self.tell("invoice.paid", invoice)
        paid = self.make("inpay", "invoice_payment", invoice=invoice["id"], status="paid", payment={"type": "payment_intent", "payment_intent": intent["id"]})  # fmt: skip
        self.tell("invoice_payment.paid", paid)
        return invoice

    def confirm(self, intent):
        if intent["capture_method"] == "manual":
            intent["status"] = "requires_capture"
            self.tell("payment_intent.amount_capturable_updated", intent)
        else:
            self.charge(intent)

    def charge(self, intent):
        charge = self.make(
            "ch", "charge", amount=intent["amount"], amount_refunded=0, refunded=False, captured=True, currency=intent["currency"],
            payment_intent=intent["id"], metadata=intent["metadata"], status="succeeded", disputed=False,
        )  # fmt: skip
        mille, fixed = self.fee
        self.line(
            "charge", charge["id"], charge["amount"], charge["amount"] * mille // 1000 + fixed if mille or fixed else 0,
            charge["currency"],
        )  # fmt: skip
        intent.update(status="succeeded", amount_received=intent["amount"], latest_charge=charge["id"])
        self.tell("charge.succeeded", charge)
        self.tell("payment_intent.succeeded", intent)
        return charge

    def create_intent(self, p):
        method = self.get(p["payment_method"], "payment_method")
        intent = self.make(
            "pi", "payment_intent", amount=int(p["amount"]), amount_received=0, currency=p["currency"], status="requires_confirmation",
            metadata=p.get("metadata", {}), latest_charge=None, capture_method="automatic", customer=p.get("customer"), last_payment_error=None,
        )  # fmt: skip
        if method.get("declines"):
            intent.update(status="requires_payment_method", last_payment_error={"message": "Your card was declined."})
            self.tell("payment_intent.payment_failed", intent)
            error = Wrong(402, "Your card was declined.", "card_declined")
            error.body["error"].update(type="card_error", payment_intent=intent)
            raise error
        self.charge(intent)
        return intent

    def capture(self, key):
        intent = self.get(key, "payment_intent")
        if intent["status"] != "requires_capture":
            raise Wrong(400, f"This PaymentIntent could not be captured because it has a status of {intent['status']}.", "payment_intent_unexpected_state")  # fmt: skip
        self.charge(intent)
        return intent

    def cancel(self, key):
        intent = self.get(key, "payment_intent")
        if intent["status"] == "succeeded":
            raise Wrong(400, "You cannot cancel this PaymentIntent because it has a status of succeeded.")
        intent["status"] = "canceled"
        self.tell("payment_intent.canceled", intent)
        return intent

    def refund(self, p):
        intent = self.get(p["payment_intent"], "payment_intent")
        charge = self.get(intent["latest_charge"], "charge")
        left = charge["amount"] - charge["amount_refunded"]
        amount = int(p.get("amount") or left)
        if not left:
            raise Wrong(400, f"Charge {charge['id']} has already been refunded.", "charge_already_refunded")
        if amount > left:
            raise Wrong(400, f"Refund amount ({amount}) is greater than unrefunded amount on charge ({left})")
        charge["amount_refunded"] += amount
        charge["refunded"] = charge["amount_refunded"] == charge["amount"]
        made = self.make("re", "refund", amount=amount, currency=charge["currency"], charge=charge["id"], payment_intent=intent["id"],
                         status="succeeded", metadata=p.get("metadata", {}))  # fmt: skip
        self.line("refund", made["id"], -amount, 0, charge["currency"])
        self.tell("refund.created", made)
        self.tell("charge.refunded", charge)
        return made

    def dispute(self, charge_key, end=""):
        """The giver's bank takes the money; with `end` "won" or "lost" it also decides."""
        charge = self.get(charge_key, "charge")
        made = self.make("dp", "dispute", amount=charge["amount"], currency=charge["currency"], charge=charge["id"],
                         payment_intent=charge["payment_intent"], status="needs_response")  # fmt: skip
        self.tell("charge.dispute.created", made)
        self.line("adjustment", made["id"], -charge["amount"], 1500, charge["currency"])
        self.tell("charge.dispute.funds_withdrawn", made)
        if end:
            self.decide(made, end)
        return made

    def decide(self, made, end):
        made["status"] = end
        if end == "won":
            self.line("adjustment", made["id"], made["amount"], 0, made["currency"])
            self.tell("charge.dispute.funds_reinstated", made)
        self.tell("charge.dispute.closed", made)

    def end_subscription(self, key):
        subscription = self.get(key, "subscription")
        subscription["status"] = "canceled"
        self.tell("customer.subscription.deleted", subscription)
        return subscription

    def detach(self, key):
        method = self.get(key, "payment_method")
        method["customer"] = None
        return method

    def list_lines(self, p):
        rows = sorted(self.lines, key=lambda row: row["id"], reverse=True)
        since = int((p.get("created") or {}).get("gte", 0))
        rows = [row for row in rows if row["created"] >= since]
        if p.get("starting_after"):
            keys = [row["id"] for row in rows]
            rows = rows[keys.index(p["starting_after"]) + 1 :]
        limit = int(p.get("limit", 10))
        page = [
            {**row, "source": self.things.get(row["source"], row["source"])}
            if "data.source" in p.get("expand", [])
            else row
            for row in rows[:limit]
        ]
        return {"object": "list", "data": page, "has_more": len(rows) > limit, "url": "/v1/balance_transactions"}

    def shown(self, thing):
        return {name: value for name, value in thing.items() if name != "asked"}

    ROUTES = (
        ("POST", r"/v1/checkout/sessions", lambda s, p: s.shown(s.create_session(p))),
        ("POST", r"/v1/payment_intents", lambda s, p: s.create_intent(p)),
        ("GET", r"/v1/payment_intents/(\w+)", lambda s, p, key: s.get(key, "payment_intent")),
        ("GET", r"/v1/refunds/(\w+)", lambda s, p, key: s.get(key, "refund")),
        ("POST", r"/v1/payment_intents/(\w+)/capture", lambda s, p, key: s.capture(key)),
        ("POST", r"/v1/payment_intents/(\w+)/cancel", lambda s, p, key: s.cancel(key)),
        ("POST", r"/v1/refunds", lambda s, p: s.refund(p)),
        ("POST", r"/v1/payment_methods/(\w+)/detach", lambda s, p, key: s.detach(key)),
        ("DELETE", r"/v1/subscriptions/(\w+)", lambda s, p, key: s.end_subscription(key)),
        ("GET", r"/v1/balance_transactions", lambda s, p: s.list_lines(p)),
    )

    def answer(self, method, path, params, key):
        """(status, body) of a request; the same idempotency key with the same parameters gives the first answer again."""
        if self.spoil == "down":
            return 500, {"error": {"type": "api_error", "message": "An unknown error occurred"}}
        with self.lock:
            self.asked.append((method, path, params))
            if key and key in self.kept:
                asked, status, body = self.kept[key]
                if asked != (path, params):
                    return 400, {"error": {"type": "idempotency_error", "message": "Keys for idempotent requests can only be used with the same parameters."}}  # fmt: skip
                return status, body
            status, body = self._do(method, path, params)
            if key and status < 500:
                self.kept[key] = ((path, params), status, json.loads(json.dumps(body)))
            return status, body

    def _do(self, method, path, params):
        for verb, pattern, do in self.ROUTES:
            found = re.fullmatch(pattern, path)
            if verb == method and found:
                try:
                    return 200, do(self, params, *found.groups())
                except Wrong as wrong:
                    return wrong.status, wrong.body
        return 404, {
            "error": {"type": "invalid_request_error", "message": f"Unrecognized request URL ({method}: {path})."}
        }


def signature(body: bytes, secret=SECRET, at=None) -> str:
    """The header Stripe-Signature of a message."""
    moment = int(time.time() if at is None else at)
    digest = hmac.new(secret.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={moment},v1={digest}"


def unfolded(pairs) -> dict:
    """Stripe's form encoding: a[b][0][c]=d -> {"a": {"b": [{"c": "d"}]}}."""
    found: dict = {}
    for name, value in pairs:
        parts = [part for part in re.split(r"[\[\]]+", name) if part != ""]
        if name.endswith("[]"):
            parts.append(str(len(found.get(parts[0], {}))))
        spot = found
        for part in parts[:-1]:
            spot = spot.setdefault(part, {})
        spot[parts[-1]] = value
    return _lists(found)


def _lists(value):
    if not isinstance(value, dict):
        return value
    done = {name: _lists(part) for name, part in value.items()}
    return [done[str(n)] for n in range(len(done))] if done and all(name.isdigit() for name in done) else done


def _handler(peer):
    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *args):
            pass

        def say(self, status, raw, kind="application/json", headers=()):
            self.send_response(status)
            for name, value in (
                ("Content-Type", kind),
                ("Content-Length", str(len(raw))),
                ("Request-Id", "req_peer"),
                *headers,
            ):
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(raw)

        def body(self):
            return self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()

        def serve(self, method):
            where = urlsplit(self.path)
            if where.path.startswith("/pay/"):
                return self.page(method, where.path.removeprefix("/pay/"))
            if self.headers.get("Authorization") != f"Bearer {KEY}":
                return self.say(
                    401, b'{"error": {"type": "invalid_request_error", "message": "Invalid API Key provided"}}'
                )
            peer.versions.add(self.headers.get("Stripe-Version", ""))
            sent = self.body()
            if peer.second:
                peer.ask_second(method, self.path, sent, self.headers)
            text = where.query if method == "GET" else sent or where.query
            status, body = peer.answer(
                method, where.path, unfolded(parse_qsl(text)), self.headers.get("Idempotency-Key", "")
            )
            return self.say(status, json.dumps(body).encode())

        def page(self, method, key):
            with peer.lock:
                session = peer.get(key, "checkout.session")
                if method == "GET":
                    what = f"{session['mode']} {session['amount_total'] or ''} {session['currency'] or ''}"
                    page = PAGE.format(what=html.escape(what), back=html.escape(session["cancel_url"] or ""))
                    return self.say(200, page.encode(), "text/html; charset=utf-8")
                done = peer.pay(session, dict(parse_qsl(self.body())).get("pay", ""))
            target = session["success_url"] if done else f"{peer.url}/pay/{key}"
            return self.say(303, b"", "text/plain", [("Location", target)])

        def do_GET(self):
            self.serve("GET")

        def do_POST(self):
            self.serve("POST")

        def do_DELETE(self):
            self.serve("DELETE")

    return Handler
