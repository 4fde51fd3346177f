"""Every form and every address of the portal is given what it does not expect: a sentence comes back, never an error.

Nothing is listed by hand: addresses come from the resolver, verbs from their faces, other forms from a walk through
the demo district. A new room is fuzzed on the day it is mounted.
"""

import os
import re
import zlib
from html import unescape
from urllib.parse import quote, urlencode

import pytest
from bs4 import BeautifulSoup
from django.db import transaction
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.urls import get_resolver

from marketplace.api import api
from tests.support import lacking, nasty
from tests.support.district import kind_of, logged_in, verb_forms, walked

pytestmark = [pytest.mark.once, pytest.mark.xdist_group("fuzz")]
# Forms of allauth answer 200 with their errors; log-out and language take no notice of what is sent with them.
# So does a gift's page, which is asked whether a name is the giver's.
ANSWER_200 = re.compile(r"account_|mfa_|usersessions_|giving:gift$")
# A mark of a refusal: a pattern, because drawing up the tree of ten thousand pages costs more than asking for them.
SENTENCE = re.compile(
    r"<[^>]*(?:\bdata-error|\baria-invalid|\brole=\"?alert|\bclass=\"(?:[^\"]* )?(?:errors?|refusal|summary-err)[ \"])"
)
NOT_SENT = re.compile(r"account_logout|account_inactive|core:demo_clock|mfa_.*webauthn")


@pytest.fixture
def portal(district, db, settings):
    settings.DEMO = True
    settings.ACCOUNT_RATE_LIMITS = False


class Fuzz:
    """Sends forms, takes back what they did, and keeps what went wrong."""

    def __init__(self):
        self.faults, self.sent = [], 0
        self.clients = {}

    def send(self, form, values, files=None):
        """One request whose effects are taken back; returns the response."""
        client = self.clients.setdefault(form.who, None) or logged_in(form.who)
        self.clients[form.who] = client
        mark = transaction.savepoint()
        try:
            self.sent += 1
            if form.method == "get":
                return client.get(form.action + "?" + urlencode(values, errors="surrogatepass", doseq=True))
            if files:
                return client.post(form.action, values | files)
            body = urlencode(values, errors="surrogatepass", doseq=True)
            return client.post(form.action, body, content_type="application/x-www-form-urlencoded")
        finally:
            transaction.savepoint_rollback(mark)

    def look(self, what, form, response, typed=""):
        """A 500 is a fault; so is a page that was refused without a sentence, or that lost what was typed."""
        where = f"{kind_of(form.action) or form.action} as {form.who or 'anybody'}: {what}"
        status = response.status_code
        if status >= 500:
            return self.faults.append(f"{where}: {status}")
        body = response.content.decode(errors="replace") if not response.streaming else ""
        if nasty.SCRIPT in body:
            self.faults.append(f"{where}: script comes back as script")
        if form.method == "get" or status in (302, 303, 403, 404, 409) or ANSWER_200.search(kind_of(form.action)):
            return None
        if status < 400:
            return self.faults.append(f"{where}: {status}, neither done nor refused")
        if not SENTENCE.search(body):
            self.faults.append(f"{where}: {status} without a sentence")
        lost = typed and len(typed) < 3000 and typed not in unescape(body)
        if lost and typed not in BeautifulSoup(body, "html.parser").get_text():
            self.faults.append(f"{where}: what was typed is lost")
        return None


def nasties(kind):
    if kind in ("textarea", "email", "password"):
        return nasty.FOR_TEXT
    if kind in ("text", "search"):  # a number is typed as text too
        return (*nasty.FOR_TEXT, *nasty.FOR_NUMBERS)
    return nasty.FOR_CHOICES  # dates, choices, ticks and hidden keys are typed by nobody, but sent by anybody


def each_kind_once(fields):
    """One field of each family: of `score_1`, `score_2`, ... the first."""
    seen = set()
    for name, (kind, value) in fields.items():
        family = re.sub(r"\d+", "#", name)
        if family not in seen:
            seen.add(family)
            yield name, kind, value


MANY = 6  # fields of one form: a page of settings has two hundred that are all alike
FULL = os.environ.get("FUZZ") == "full"


def some(values, at, count):
    """So many of the values, others at each place: over all forms each comes up many times. All of them with FUZZ=full."""
    values = list(dict.fromkeys(values))
    start = zlib.crc32(at.encode()) % max(len(values), 1)
    return values if FULL else [*values, *values][start : start + min(count, len(values))]


def said(faults) -> str:
    return "\n".join(faults)


def fuzz_form(run, form):
    values = form.values()
    for name, kind, _value in some(each_kind_once(form.fields), form.action, MANY):
        if kind == "file":
            uploads = nasty.uploads()
            for what in some(uploads, form.action + name, 1):
                upload = uploads[what]
                run.look(f"{name}: {what}", form, run.send(form, values, {name: upload}))
            continue
        for what in some(nasties(kind), form.action + name, 1):
            typed = nasty.TYPED[what]
            kept = typed if kind in ("text", "textarea") else ""
            run.look(f"{name}: {what}", form, run.send(form, values | {name: typed}), kept)
    for what in some(nasty.AT_ONCE, form.action, 2):
        run.look(f"all fields: {what}", form, run.send(form, dict.fromkeys(values, nasty.TYPED[what])))
    run.look("nothing at all", form, run.send(form, {}))
    run.look("everything twice", form, run.send(form, {name: [value, value] for name, value in values.items()}))


def test_every_verb(portal):
    run, missing = Fuzz(), []
    lacking.put()
    for name, verb, form in verb_forms():
        if form is None:
            missing.append(f"{name}.{verb}")
        else:
            fuzz_form(run, form)
    assert not run.faults, said(run.faults)
    assert not missing, ", ".join(missing)


def test_every_other_form(portal):
    run, walk = Fuzz(), walked()
    for form in walk.forms.values():
        if not NOT_SENT.search(kind_of(form.action)) and not kind_of(form.action).startswith("core:verb"):
            fuzz_form(run, form)
    assert not run.faults, said(run.faults)


def addresses(patterns=None, before=""):
    """Every pattern of the resolver but Wagtail's own back office, its converters as {}."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        text = before + str(pattern.pattern)
        if text.startswith("cms/"):
            continue
        if hasattr(pattern, "url_patterns"):
            yield from addresses(pattern.url_patterns, text)
        elif "(" not in text:
            yield "/" + re.sub(r"<[^>]+>", "{}", text)


@pytest.mark.parametrize("who", ["", "leader"])
def test_every_address(portal, who):
    """Nonsense in the path and in the query."""
    client, faults = logged_in(who), []
    for address in addresses():
        holes = address.count("{}")
        for part in some(nasty.PATH_PARTS, address + who, 4) if holes else [""]:
            filled = address.format(*[part if part.startswith("%") or "%" in part else quote(part)] * holes)
            if client.get(filled).status_code >= 500:
                faults.append(filled[:120])
        if not holes:
            for query in some(nasty.QUERIES, address + who, 4):
                if (
                    "logout" not in address
                    and client.get(f"{address}?{query}").status_code >= 500
                    and address != "/readyz"
                ):
                    faults.append(f"{address}?{query[:60]}")
    assert not faults, said(faults)


def test_every_question_to_the_api(portal):
    """Each parameter of each operation, by its own description."""
    client, faults = logged_in(), []
    for path, operations in api.get_openapi_schema()["paths"].items():
        for operation in operations.values():
            asked = [p["name"] for p in operation.get("parameters", ()) if p["in"] == "query"]
            filled = re.sub(r"\{[^}]+\}", "1", path)
            for name in asked:
                for what in some(nasty.TYPED, filled + name, 6):
                    value = nasty.TYPED[what]
                    answer = client.get(filled + "?" + urlencode({name: value}, errors="surrogatepass"))
                    if answer.status_code >= 500:
                        faults.append(f"{filled} {name}: {what}")
    assert not faults, said(faults)


def test_broken_bodies(portal):
    """Not a form, a form that breaks off, a form that says it is something else."""
    faults, half = [], encode_multipart(BOUNDARY, {"reason": "x"})[:-20]
    bodies = {
        "application/x-www-form-urlencoded": b"\xff\xfe\0=%zz&%ff",
        MULTIPART_CONTENT: half,
        "multipart/form-data": b"x",
        "application/json": b"{",
    }
    client = logged_in("buyer")
    for address in ("/do/tenders.call/1/cancel/", "/calls/new/", "/organisations/apply/", "/catalogue/lists/new/"):
        for kind, body in bodies.items():
            answer = client.generic("POST", address, body, content_type=kind)
            if answer.status_code >= 500:
                faults.append(f"{address}: {kind}")
    assert faults == []
