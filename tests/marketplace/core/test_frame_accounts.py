"""Accounts: pages in the look of the house, the second factor from log-in to a binding act."""

import re
import time

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.core import mail
from django.core.cache import cache
from django.db.models import TextChoices

from marketplace.core import clock, faces, registry, states
from marketplace.core.models import Heartbeat
from marketplace.core.refusals import Refused
from marketplace.core.rules import is_known, requirement
from marketplace.core.states import Step, Steps
from marketplace.core.verbs import verb

pytestmark = pytest.mark.django_db
PASSWORD = "a long pass phrase"


@pytest.fixture(autouse=True)
def no_memory_of_codes():
    cache.clear()  # one-time codes and log-in attempts are remembered there


@pytest.fixture
def person(django_user_model):
    user = django_user_model.objects.create_user("li@example.org", PASSWORD, name="李")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


@pytest.fixture
def secret(person):
    secret = generate_totp_secret()
    TOTP.activate(person, secret)
    return secret


def code(secret, step=0):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + step))


# ---- pages ------------------------------------------------------------------------------------------
ENTRANCE = ["login/", "signup/", "password/reset/", "login/code/"]
INSIDE = [
    "2fa/",
    "2fa/totp/activate/",
    "2fa/webauthn/",
    "2fa/webauthn/add/",
    "email/",
    "password/change/",
    "sessions/",
    "logout/",
]


def assert_in_our_frame(answer):
    page = answer.content.decode()
    assert answer.status_code == 200
    assert 'class="masthead"' in page
    assert page.count("<h1") == 1
    assert not re.search(r"\sstyle=", page)
    assert not re.search(r"<script(?![^>]*(src=|application/json))", page)
    assert not re.search(r"\son\w+=", page)


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize("path", ENTRANCE)
def test_entrance_pages(client, prefix, path):
    assert_in_our_frame(client.get(f"{prefix}/accounts/{path}"))


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize("path", INSIDE)
def test_pages_of_the_account(client, person, prefix, path):
    client.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    assert_in_our_frame(client.get(f"{prefix}/accounts/{path}"))


def test_recovery_codes_are_made_with_the_second_factor(client, person):
    client.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    client.get("/accounts/2fa/totp/activate/")
    answer = client.post("/accounts/2fa/totp/activate/", {"code": code(client.session["mfa.totp.secret"])}, follow=True)
    assert answer.redirect_chain == [("/accounts/2fa/recovery-codes/", 302)]
    assert_in_our_frame(answer)
    kinds = set(Authenticator.objects.filter(user=person).values_list("type", flat=True))
    assert kinds == {"totp", "recovery_codes"}


def test_sign_up_confirm_by_code_and_arrive_at_the_desk(client, django_user_model):
    answer = client.post("/en/accounts/signup/", {"email": "new@example.org", "password1": PASSWORD}, follow=True)
    assert_in_our_frame(answer)
    sent = re.search(r"^\s*([A-Z0-9]{3,}(?:-[A-Z0-9]{3,})*)\s*$", mail.outbox[-1].body, re.M)[1]
    answer = client.post(answer.request["PATH_INFO"], {"code": sent}, follow=True)
    assert answer.request["PATH_INFO"] == "/en/desk/"
    assert django_user_model.objects.get(email="new@example.org").is_active


def test_log_in_by_code_returns_to_the_page_asked_for(client, person):
    answer = client.get("/desk/notifications/")
    assert answer.headers["Location"] == "/accounts/login/?next=/desk/notifications/"
    answer = client.post("/accounts/login/code/", {"email": person.email, "next": "/desk/notifications/"}, follow=True)
    sent = re.search(r"^\s*([A-Z0-9]{3,}(?:-[A-Z0-9]{3,})*)\s*$", mail.outbox[-1].body, re.M)[1]
    answer = client.post(answer.request["PATH_INFO"], {"code": sent, "next": "/desk/notifications/"})
    assert answer.headers["Location"] == "/desk/notifications/"


def test_a_wrong_password_says_so_and_keeps_the_address(client, person):
    page = client.post("/en/accounts/login/", {"login": person.email, "password": "wrong"}).content.decode()
    assert 'class="summary-err" role="alert"' in page
    assert f'value="{person.email}"' in page


def test_ending_the_other_sessions(client, person):
    from django.test import Client

    other = Client()
    for browser in (client, other):
        browser.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
        browser.get("/desk/")
    client.post("/accounts/sessions/")
    assert client.get("/desk/").status_code == 200
    assert other.get("/desk/").status_code == 302


# ---- the second factor and a binding act ----------------------------------------------------------------
class Beat(TextChoices):
    WAITING = "waiting", "waiting"
    SIGNED = "signed", "signed"


@requirement("too_short", "The sentence why: %(why)s.", clause="Order 1, art. 2")
def is_not_short(actor, obj):
    return {"why": "<script>"} if obj.at < clock.now() else None


def sign(obj, *, by, reason=""):
    if reason == "no":
        raise Refused("no_reason", "Say <more>.", field="reason")
    with verb("sign", obj, by=by) as obj:
        pass
    return obj


@pytest.fixture
def thing(monkeypatch):
    """An object with one binding step, on a row of the ground floor."""
    monkeypatch.setitem(states.TABLES, "test.beat", None)
    monkeypatch.setitem(faces._faces, "test.beat", None)
    steps = (
        Step("sign", (Beat.WAITING,), Beat.SIGNED, (is_known,), "Sign it", "Signed", second_factor=True),
        Step("shorten", (Beat.WAITING,), None, (is_known,), "Shorten", "Shortened", needs=(is_not_short,)),
    )
    Steps("test.beat", Beat, steps, column="name")
    monkeypatch.setattr(Heartbeat, "STEPS", "test.beat", raising=False)
    monkeypatch.setattr(Heartbeat, "get_absolute_url", lambda self: "/desk/account/", raising=False)
    verbs = {"sign": faces.Face(sign, form=faces.ReasonForm), "shorten": faces.Face(sign)}
    faces.face("test.beat", reads=lambda actor: Heartbeat.objects.all(), verbs=verbs)
    return Heartbeat.objects.create(name="waiting", at=clock.now())


def test_from_log_in_through_the_second_factor_to_the_act(client, person, secret, thing):
    answer = client.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
    assert answer.headers["Location"] == "/accounts/2fa/authenticate/"
    assert_in_our_frame(client.get("/accounts/2fa/authenticate/"))
    client.post("/accounts/2fa/authenticate/", {"code": code(secret)})

    # proved at log-in: fresh for some minutes
    url = faces.url(thing, "sign")
    assert_in_our_frame(client.get(url))

    # an hour later it is stale: the page leads through a new proof and back to itself
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 3600
    session.save()
    answer = client.get(url)
    assert answer.headers["Location"] == f"/accounts/2fa/reauthenticate/?next={url.replace('/', '%2F')}"
    assert client.post(url, {"reason": "yes"}).status_code == 302
    thing.refresh_from_db()
    assert thing.name == "waiting"
    assert_in_our_frame(client.get(answer.headers["Location"]))
    answer = client.post("/accounts/2fa/reauthenticate/", {"code": code(secret, 1), "next": url})
    assert answer.headers["Location"] == url
    assert_in_our_frame(client.get(url))
    assert client.post(url, {"reason": "yes"}).headers["Location"] == "/desk/account/"
    thing.refresh_from_db()
    assert thing.name == "signed"


def test_a_proof_of_another_person_proves_nothing(client, person, secret, thing, django_user_model):
    client.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
    client.post("/accounts/2fa/authenticate/", {"code": code(secret)})
    session = client.session
    session["account_authentication_methods_user"] = "999999"
    session.save()
    assert client.get(faces.url(thing, "sign")).status_code == 302


def test_without_a_second_factor_one_is_led_to_set_it_up(client, person, thing):
    client.force_login(person)
    answer = client.get(faces.url(thing, "sign"), follow=True)
    assert answer.redirect_chain[0][0].startswith("/accounts/2fa/?next=")
    assert "这一步要用第二重验证。" in answer.content.decode()


def test_after_setting_it_up_the_way_leads_back_to_the_act(client, person, thing):
    client.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    act = faces.url(thing, "sign")
    assert f'href="{act}"' not in client.get(act, follow=True).content.decode(), "not before there is one"
    client.get("/accounts/2fa/totp/activate/")
    secret = client.session["mfa.totp.secret"]
    codes = client.post("/accounts/2fa/totp/activate/", {"code": code(secret)}, follow=True)
    assert f'<a class="btn" href="{act}">继续办理刚才的事项</a>' in codes.content.decode()
    assert client.get(act)["Location"].startswith("/accounts/2fa/reauthenticate/?next=")
    cache.clear()
    client.post("/accounts/2fa/reauthenticate/", {"code": code(secret)})
    assert client.get(act).status_code == 200
    assert f'href="{act}"' not in client.get("/accounts/2fa/").content.decode(), "it no longer waits"


def test_officers_without_a_second_factor_are_told_on_their_desk(client, person, thing, django_user_model):
    from orgs.models import Membership, Office

    office = Office.objects.create(code="O1", kind="STREET", name_zh="街道办")
    Membership.objects.create(
        user=person, office=office, role="LEADER", valid_from=clock.today(), granted_at=clock.now()
    )
    client.force_login(person)
    assert "还没有设置" in client.get("/desk/").content.decode()
    TOTP.activate(person, generate_totp_secret())
    assert "还没有设置" not in client.get("/desk/").content.decode()


# ---- the page of a verb ----------------------------------------------------------------------------------
def test_a_closed_verb_stays_visible_with_its_sentence_and_clause(client, person, thing):
    client.force_login(person)
    page = client.get(faces.url(thing, "shorten")).content.decode()
    assert 'aria-disabled="true" aria-describedby="why-0-act"' in page
    assert "The sentence why: &lt;script&gt;." in page
    assert '<cite class="cite">Order 1, art. 2</cite>' in page
    assert 'href="/desk/account/"' in page


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_a_refusal_stands_at_its_field_and_what_was_typed_stays(client, person, secret, thing, prefix):
    client.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
    client.post("/accounts/2fa/authenticate/", {"code": code(secret)})
    answer = client.post(prefix + faces.url(thing, "sign"), {"reason": "no"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="id_reason-e"' in page
    assert "Say &lt;more&gt;." in page
    assert re.search(r"<textarea[^>]*>\s*no</textarea>", page)
    assert 'aria-disabled="true"' not in page


def test_roles_that_bind_are_those_of_the_room_of_people():
    from orgs.states import SECOND_FACTOR_ROLES

    assert registry.second_factor_roles() == SECOND_FACTOR_ROLES


# ---- the demo's codes --------------------------------------------------------------------------------------
def test_the_demo_shows_the_codes_that_open_its_doors(client, person, secret, settings):
    settings.DEMO = True
    page = client.get("/demo/codes/").content.decode()
    shown = re.search(r'class="otp">(\d{6})<', page)[1]
    assert shown in {code(secret), code(secret, -1)}
    assert person.email in page
    assert secret not in page


@pytest.mark.parametrize(
    ("prefix", "greeting", "other"), [("", "您好：", "Hello,"), ("/en", "Hello,", "您好")], ids=["zh", "en"]
)
def test_the_letter_with_the_code_is_in_the_readers_language(client, prefix, greeting, other):
    client.post(f"{prefix}/accounts/signup/", {"email": "new@example.org", "password1": PASSWORD})
    letter = mail.outbox[-1]
    assert letter.subject.startswith("[Linli Market] " if prefix else "[邻里集] ")
    assert letter.body.startswith(greeting)
    assert other not in letter.body
    assert "http://testserver" in letter.body
