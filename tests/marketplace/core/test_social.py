"""Log-in by another service: none unless the settings name one; with a service that answers on loopback."""

import json
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.core import mail
from django.test import Client

from marketplace.core import login_services, mydata
from marketplace.core.erasure import erase
from orgs.models import LogIn, User
from tests.factories import actor, make_user
from tests.support.identity import Identity

pytestmark = pytest.mark.django_db
LOGIN, CONNECTIONS = "/en/accounts/oidc/city/login/", "/en/accounts/3rdparty/"
PASSWORD = "a long pass phrase"


@pytest.fixture(scope="module")
def peer():
    made = Identity()
    yield made
    made.stop()


@pytest.fixture
def identity(peer, settings):
    peer.person, peer.spoil = {"sub": "u-1", "email": "liu@example.org", "email_verified": True, "name": "刘"}, ""
    peer.asked.clear()
    rows = login_services.read(json.dumps([peer.setting()]), plain_http=True)
    settings.LOGIN_SERVICES = rows
    settings.SOCIALACCOUNT_PROVIDERS = login_services.providers(rows)
    return peer


def known(email="liu@example.org"):
    user = make_user(email)
    user.set_password(PASSWORD)
    user.save()
    EmailAddress.objects.update_or_create(user=user, email=email, defaults={"primary": True, "verified": True})
    return user


def go(client, process="login"):
    """To the service and back, as a browser goes; the portal's last answer."""
    leaves = client.post(f"{LOGIN}?process={process}")
    assert leaves.status_code == 302, leaves.content
    back = requests.get(leaves["Location"], allow_redirects=False, timeout=5).headers["Location"]
    where = urlsplit(back)
    assert where.netloc == "testserver"
    return client.get(f"{where.path}?{where.query}")


# ---- without a service -------------------------------------------------------------------------------
@pytest.mark.parametrize("path", [LOGIN, f"{LOGIN}callback/", CONNECTIONS, f"{CONNECTIONS}signup/", f"{CONNECTIONS}login/error/", f"{CONNECTIONS}login/cancelled/"])  # fmt: skip
def test_nothing_answers_where_no_service_is_named(client, path):
    client.force_login(make_user())
    assert client.get(path).status_code == client.post(path).status_code == 404
    assert b"another service" not in client.get("/en/desk/account/").content


def test_the_log_in_page_offers_none(client):
    assert b"another service" not in client.get("/en/accounts/login/").content


# ---- with one ----------------------------------------------------------------------------------------
@pytest.mark.parametrize("prefix, words", [("/en", "Log in with City ID"), ("", "用市民身份登录")])
def test_the_log_in_page_has_a_button_that_posts(identity, prefix, words):
    browser = Client(enforce_csrf_checks=True)
    page = browser.get(f"{prefix}/accounts/login/").content.decode()
    assert words in page and f'method="post" action="{prefix}/accounts/oidc/city/login/?process=login"' in page
    assert browser.post(LOGIN).status_code == 403  # no token, no way out of the portal
    asked = browser.get(LOGIN)
    assert asked.status_code == 200 and identity.asked == []  # a link alone leads nowhere


def test_the_first_time_makes_an_account_and_the_second_opens_it(identity, client):
    assert go(client).status_code == 302
    user = User.objects.get(email="liu@example.org")
    assert client.session["_auth_user_id"] == str(user.pk) and not user.has_usable_password()
    kept = SocialAccount.objects.get()
    assert (kept.user, kept.uid, kept.extra_data, user.name) == (user, "u-1", {}, "")
    assert not SocialToken.objects.exists()
    again = Client()
    go(again)
    assert again.session["_auth_user_id"] == str(user.pk) and User.objects.filter(email="liu@example.org").count() == 1
    assert set(LogIn.objects.filter(user=user).values_list("how", "succeeded")) == {(LogIn.How.SOCIAL, True)}
    kept.refresh_from_db()
    assert kept.extra_data == {}


def test_an_address_that_is_not_confirmed_must_be(identity, client):
    identity.person["email_verified"] = False
    answer = go(client)
    assert "_auth_user_id" not in client.session
    assert "confirm" in answer["Location"] and len(mail.outbox) == 1


@pytest.mark.parametrize("verified", [True, False])
def test_no_account_is_taken_over_by_an_address(identity, client, verified):
    user = known()
    identity.person["email_verified"] = verified
    answer = go(client)
    assert "_auth_user_id" not in client.session and not SocialAccount.objects.exists()
    assert answer.status_code == 302
    [letter] = mail.outbox
    assert letter.to == [user.email] and "code" not in letter.subject.lower()


def test_connected_by_its_own_person_it_opens_the_account_and_ends(identity, client):
    user = known("chen@example.org")
    client.post("/en/accounts/login/", {"login": user.email, "password": PASSWORD})
    assert "reauthenticate" in go(client, "connect")["Location"]  # a session left open connects nothing
    assert not SocialAccount.objects.exists()
    assert client.post("/en/accounts/reauthenticate/", {"password": PASSWORD})["Location"] == CONNECTIONS
    assert SocialAccount.objects.get().user == user
    assert any("City ID" in letter.body for letter in mail.outbox)
    page = client.get(CONNECTIONS).content.decode()
    assert "City ID" in page and "opens this account" in page
    other = Client()
    go(other)
    assert other.session["_auth_user_id"] == str(user.pk)
    assert [row["uid"] for row in mydata.held(user)["log_in_services"]] == ["u-1"]
    assert client.post(CONNECTIONS, {}).status_code == 422  # nothing chosen, nothing ended
    assert SocialAccount.objects.exists()
    assert client.post(CONNECTIONS, {"account": SocialAccount.objects.get().pk}).status_code == 302
    assert not SocialAccount.objects.exists()


def test_what_opens_another_account_is_not_connected(identity, client):
    go(Client())
    other = known("chen@example.org")
    client.force_login(other, backend="django.contrib.auth.backends.ModelBackend")
    go(client, "connect")
    page = client.post("/en/accounts/reauthenticate/", {"password": PASSWORD}, follow=True).content.decode()
    assert "opens another account already" in page
    assert SocialAccount.objects.get().user != other


def test_it_is_not_ended_while_there_is_no_password(identity, client):
    go(client)
    page = client.post(CONNECTIONS, {"account": SocialAccount.objects.get().pk})
    assert "Set a password first" in page.content.decode() and SocialAccount.objects.exists()


def test_the_second_factor_is_asked_for_all_the_same(identity, client):
    go(client)
    user = User.objects.get(email="liu@example.org")
    TOTP.activate(user, "JBSWY3DPEHPK3PXP")
    fresh = Client()
    answer = go(fresh)
    assert "/2fa/authenticate/" in answer["Location"] and "_auth_user_id" not in fresh.session


def test_who_turns_away_or_brings_a_wrong_answer_is_told_so(identity, client):
    identity.person = None
    assert "cancelled" in go(client)["Location"]
    assert "You stopped" in client.get(f"{CONNECTIONS}login/cancelled/").content.decode()
    identity.person, identity.spoil = {"sub": "u-1", "email": "liu@example.org", "email_verified": True}, "code"
    assert "did not let you in" in go(client).content.decode()
    stranger = client.get(f"{LOGIN}callback/?code=x&state=made-up")
    assert "did not let you in" in stranger.content.decode() and stranger.status_code < 500
    identity.spoil = "down"
    down = client.post(f"{LOGIN}?process=login")
    assert "did not let you in" in down.content.decode()
    identity.spoil = "empty"
    assert "did not let you in" in client.post(f"{LOGIN}?process=login").content.decode()
    assert not User.objects.filter(email="liu@example.org").exists()


def test_an_address_that_is_sent_around_asks_for_no_more(identity, client):
    leaves = client.post(f"{LOGIN}?process=login&scope=profile%20phone&auth_params=prompt%3Dnone")["Location"]
    asked = parse_qs(urlsplit(leaves).query)
    assert set(asked["scope"][0].split()) == {"openid", "email"} and "prompt" not in asked and "code_challenge" in asked


def test_words_in_quotation_marks_confirm_nothing(identity, client):
    identity.person["email_verified"] = "false"
    go(client)
    assert "_auth_user_id" not in client.session and len(mail.outbox) == 1


def test_a_service_that_is_named_no_more_can_still_be_taken_off(identity, client, settings):
    user = known("chen@example.org")
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    go(client, "connect")
    client.post("/en/accounts/reauthenticate/", {"password": PASSWORD})
    settings.LOGIN_SERVICES = login_services.read(json.dumps([identity.setting() | {"id": "other"}]), plain_http=True)
    settings.SOCIALACCOUNT_PROVIDERS = login_services.providers(settings.LOGIN_SERVICES)
    assert client.post(LOGIN).status_code == client.get(f"{LOGIN}callback/").status_code == 404
    page = client.get(CONNECTIONS)
    assert page.status_code == 200 and "city" in page.content.decode()
    gone = client.post(CONNECTIONS, {"account": SocialAccount.objects.get().pk}, follow=True)
    assert "no longer opens" in gone.content.decode() and not SocialAccount.objects.exists()


def test_a_closed_account_is_not_opened(identity, client):
    go(client)
    user = User.objects.get(email="liu@example.org")
    User.objects.filter(pk=user.pk).update(is_active=False)
    fresh = Client()
    go(fresh)
    assert "_auth_user_id" not in fresh.session


def test_who_closes_the_account_takes_the_key_away(identity, client):
    go(client)
    user = User.objects.get(email="liu@example.org")
    erase(user, by=actor(user))
    assert not SocialAccount.objects.exists()


# ---- the setting -------------------------------------------------------------------------------------
GOOD = {"id": "city", "name_zh": "市民身份", "name_en": "City ID", "server": "https://id.example.org", "client_id": "a", "secret": "b"}  # fmt: skip


def test_the_setting_is_read():
    assert login_services.read("") == []
    assert login_services.read(json.dumps([GOOD])) == [GOOD]
    assert login_services.origins([GOOD]) == ["https://id.example.org"]


@pytest.mark.parametrize(
    "text",
    [
        "{", "{}", "[1]", json.dumps([GOOD, GOOD]), json.dumps([GOOD | {"id": "Ci ty"}]), json.dumps([GOOD | {"secret": ""}]),
        json.dumps([GOOD | {"server": "http://id.example.org"}]), json.dumps([GOOD | {"more": "x"}]), json.dumps([GOOD | {"server": "https://"}]),
    ],
)  # fmt: skip
def test_a_wrong_setting_stops_the_start_with_a_sentence(text):
    with pytest.raises(ValueError, match="LOGIN_SERVICES"):
        login_services.read(text, plain_http=True)


def test_plain_http_is_for_this_machine_only():
    here = json.dumps([GOOD | {"server": "http://127.0.0.1:9"}])
    assert login_services.read(here, plain_http=True)
    with pytest.raises(ValueError, match="https"):
        login_services.read(here)
