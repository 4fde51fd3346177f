"""The demo district for tests that go through everything: its people logged in, its addresses and forms collected."""

import pickle
import shutil
from collections import Counter, deque
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from time import time as moment
from urllib.parse import urldefrag, urljoin, urlsplit

from bs4 import BeautifulSoup
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, transaction
from django.test import Client, override_settings
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone, translation

from marketplace.core import clock, faces
from marketplace.core.states import TABLES
from orgs.models import User
from orgs.queries import actor_of
from tests.support import database, told

TODAY = date(2026, 11, 23)
FILES = ("media", "pictures")
HOST = "http://testserver"
PEOPLE = ("leader", "buyer", "finance", "secretary", "editor", "or01", "or16")  # between them they see every page
OFTEN = {"tenders:call": 16, "contracts:contract": 4}
WRITTEN = {"wagtail_serve": 60}  # editors' pages say the same to everybody


@contextmanager
def built(blocker):
    """The demo of TODAY at noon, told once a run by its own command; the database goes back to its template."""
    noon = timezone.make_aware(datetime.combine(TODAY, time(12)))
    with blocker.unblock(), override_settings(DEMO=True), clock.fixed(noon):
        try:
            _tell_or_take()
            yield
        finally:  # whatever happens, no other test sees the district
            database.keeper().restore()
            database.after_restore()
            told.ear.restored()


def _tell_or_take():
    keeper, files = database.keeper(), database.RUN / "demo-files"
    with database.one_at_a_time("demo", database.RUN):
        if keeper.has("demo"):
            keeper.take("demo")
            database.after_restore()
            shutil.copytree(files, settings.VAR_DIR, dirs_exist_ok=True)
            return
        call_command("demo", "build", today=TODAY, verbosity=0)
        for folder in FILES:
            shutil.copytree(settings.VAR_DIR / folder, files / folder, dirs_exist_ok=True)
        keeper.keep("demo")


def logged_in(name="") -> Client:
    """A client of one of the demo's people ("" for a reader without an account), second factor proved just now."""
    client = Client(raise_request_exception=False)
    if name:
        prove(client, User.objects.get(email=f"{name}@linli.example"))
    return client


def prove(client, user):
    client.force_login(user)
    session = client.session
    session["account_authentication_methods"] = [
        {"method": "mfa", "at": (clock.now() - clock.total_shift()).timestamp()},
        {"method": "password", "at": moment(), "reauthenticated": True},  # allauth asks the machine's clock
    ]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    return client


@dataclass
class Form:
    """A form as a browser sees it. fields: {name: (kind, value)}, kind is the input's type or the tag's name."""

    who: str
    page: str
    action: str
    method: str
    fields: dict = field(default_factory=dict)

    @property
    def key(self):
        return self.method, kind_of(self.action), frozenset(name for name in self.fields if not name.endswith("TOKEN"))

    def values(self) -> dict:
        """What a browser sends when nothing is typed; a plausible value where the form is empty."""
        return {
            name: value or PLAUSIBLE.get(kind, "1") for name, (kind, value) in self.fields.items() if kind != "file"
        }


PLAUSIBLE = {"date": "2027-03-01", "datetime-local": "2027-03-01T10:00", "textarea": "理由", "select": "", "hidden": ""}


def kind_of(address) -> str:
    """View, with table and verb for verbs; "" for an address of no view."""
    try:
        match = resolve(urlsplit(address).path)
    except Resolver404:
        return ""
    return "#".join([match.view_name or "?", *(str(v) for k, v in match.kwargs.items() if k in ("name", "verb"))])


def forms_on(page, who, address):
    """Every form of a page; a form without an action goes to the page itself."""
    for tag in page.find_all("form"):
        form = Form(who, address, urljoin(address, tag.get("action") or address), (tag.get("method") or "get").lower())
        for control in tag.find_all(["input", "textarea", "select"]):
            name, kind = control.get("name"), control.get("type", "text") if control.name == "input" else control.name
            if not name or kind == "submit" or name == "csrfmiddlewaretoken" or control.has_attr("disabled"):
                continue
            value = control.get("value", "") if control.name == "input" else control.get_text()
            if control.name == "select":
                chosen = control.find("option", selected=True) or control.find("option", value=True)
                value = chosen.get("value", "") if chosen else ""
            if kind in ("radio", "checkbox") and name in form.fields and not control.has_attr("checked"):
                continue
            form.fields[name] = (kind, value or ("on" if kind == "checkbox" else ""))
        yield form


class Walk:
    """The portal along the links of one language, by PEOPLE in turn.

    A page is visited once by whom sees it first, an object's page by everybody; verbs are `verb_forms`' part.
    `pages`: {kind: (who, address)}; `forms`: {key: Form}.
    """

    def __init__(self):
        self.pages, self.forms = {}, {}

    def go(self):
        for who in ("", *PEOPLE):
            self.as_somebody(who)
        return self

    def as_somebody(self, who):
        client, visits, seen, often = logged_in(who), Counter(), set(), OFTEN if who else OFTEN | WRITTEN
        ahead = deque(["/", "/desk/", "/accounts/profile/"] if who else ["/"])
        while ahead:
            address = ahead.popleft()
            kind = kind_of(address)
            first = not visits[kind] and kind not in self.pages
            if address in seen or not kind or kind.startswith("core:verb") or visits[kind] >= often.get(kind, 1):
                continue
            if not (
                first or kind.endswith((":home", ":call", ":contract", ":fund", ":file", ":list", "wagtail_serve"))
            ):
                continue
            seen.add(address)
            visits[kind] += 1
            response = client.get(address)
            if response.status_code in (301, 302):
                ahead.append(response["Location"])
            if not response.get("Content-Type", "").startswith("text/html"):
                continue
            if response.status_code == 200:
                self.pages.setdefault(_kind_of_page(kind, response), (who, address))
            page = BeautifulSoup(response.content, "html.parser")
            for form in forms_on(page, who, address):
                self.forms.setdefault(form.key, form)
            for link in page.find_all("a", href=True):
                to = urldefrag(urljoin(HOST + address, link["href"]))[0]
                if to.startswith(HOST) and not to.startswith((HOST + "/en/", HOST + "/cms/")):
                    ahead.append(to.removeprefix(HOST) or "/")


def _kind_of_page(kind, response) -> str:
    """With the page's type, where editors wrote it."""
    written = (getattr(response, "context_data", None) or {}).get("page") if kind == "wagtail_serve" else None
    return f"{kind}#{type(written).__name__}" if written else kind


def walked() -> Walk:
    """The walk through the demo, done once a run whichever worker comes first."""
    kept = database.RUN / "walk.pickle"
    with database.one_at_a_time("walk", database.RUN):
        if not kept.exists():
            walk = Walk().go()
            kept.write_bytes(pickle.dumps((walk.pages, walk.forms)))
    walk = Walk()
    walk.pages, walk.forms = pickle.loads(kept.read_bytes())
    return walk


def verb_forms():
    """(table, verb, Form or None): the page of every verb that has one, before somebody who may do it.

    Where the demo has no object in a fitting state, one is put into it for the test (its row, not by a verb).
    What was found once in a run is not looked for again: the row is put where it stood then.
    """
    people = [
        actor_of(user, second_factor_at=clock.now()) for user in User.objects.filter(email__endswith="@linli.example")
    ]
    file = database.RUN / "verbs.pickle"
    found = pickle.loads(file.read_bytes()) if file.exists() else {}
    for name, room in faces._faces.items():
        for verb, the_face in room.faces.items():
            if not the_face.page:
                kept = found.get((name, verb))
                if kept is None or not _put(room, people, TABLES[name].column, *kept[1:]):
                    kept = found[name, verb] = _form(name, verb, room, people)
                yield name, verb, kept and kept[0]
    with database.one_at_a_time("verbs", database.RUN):
        file.write_bytes(pickle.dumps({key: kept for key, kept in found.items() if kept}))


def _put(room, people, column, pk, state) -> bool:
    """The row stands where it stood; False where there is none, or a guard holds it."""
    row = room.reads(people[0]).model._base_manager.filter(pk=pk)
    try:
        with transaction.atomic():
            return bool(row.filter(**{column: state}).exists() or row.update(**{column: state}))
    except DatabaseError:
        return False


def _form(name, verb, room, people):
    """(Form, key of its row, state of the row), or None."""
    step, table = TABLES[name].by_verb[verb], TABLES[name]
    model = room.reads(people[0]).model
    for obj in _candidates(model, table, step):
        for actor in people:
            refusal = table.refusal(verb, actor, obj)
            if refusal and refusal.kind != "what" or not room.reads(actor).filter(pk=obj.pk).exists():
                continue
            with translation.override("zh-hans"):  # whatever language the last page was drawn in
                address = reverse("core:verb", args=[name, obj.pk, verb])
            client = prove(Client(raise_request_exception=False), actor.user)
            response = client.get(address)
            assert response.status_code == 200, (address, actor.user.email, response.status_code)
            page = BeautifulSoup(response.content, "html.parser")
            found = [form for form in forms_on(page, actor.user.email.split("@")[0], address) if "/do/" in form.action]
            if found:  # a button of its own (`formaction`) may send the form of another verb
                return replace(found[0], action=address), obj.pk, getattr(obj, table.column)
    return None


def _candidates(model, table, step):
    """Objects that stand where the verb begins; then others, put there."""
    there = list(model._base_manager.filter(**{f"{table.column}__in": step.sources}).order_by("pk")[:6])
    yield from there
    for obj in model._base_manager.exclude(pk__in=[o.pk for o in there]).order_by("-pk")[:12]:
        for state in step.sources:
            try:
                with transaction.atomic():
                    model._base_manager.filter(pk=obj.pk).update(**{table.column: state})
            except DatabaseError:  # a guard of the database: this row stays as it is
                continue
            obj.refresh_from_db()
            yield obj
