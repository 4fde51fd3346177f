"""Accounts on real pages: opening one, logging in by a code from a letter, second factor, sessions, throttling."""

import re

import pytest
from allauth.mfa.totp.internal.auth import hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.core.cache import cache

from orgs.models import User

pytestmark = pytest.mark.django_db
EMAIL, PASSWORD = "new@example.org", "a long pass phrase"


@pytest.fixture(autouse=True)
def _throttles_forgotten():
    cache.clear()


def code_in_letter():
    """The code of the newest letter, which stands on a line of its own."""
    return re.findall(r"^\s*([A-Z0-9]{3,4}-?[A-Z0-9]{3,4})\s*$", mail.outbox[-1].body, re.MULTILINE)[-1]


def open_account(client, prefix=""):
    answer = client.post(f"{prefix}/accounts/signup/", {"email": EMAIL, "password1": PASSWORD})
    assert answer.status_code == 302, answer.content.decode()
    return client.post(answer["Location"], {"code": code_in_letter()})


@pytest.mark.parametrize("prefix", ["", "/en"], ids=["zh", "en"])
def test_open_an_account_with_a_code_by_mail(client, prefix):
    assert client.get(f"{prefix}/accounts/signup/").status_code == 200
    assert open_account(client, prefix).status_code == 302
    user = User.objects.get()
    assert (user.email, user.name, user.is_staff) == (EMAIL, "", False)
    assert client.get(f"{prefix}/desk/").context["user"] == user


def test_log_in_by_a_code_from_a_letter(client):
    open_account(client)
    client.post("/accounts/logout/")
    answer = client.post("/accounts/login/code/", {"email": EMAIL})
    assert answer.status_code == 302
    wrong = client.post(answer["Location"], {"code": "ZZZZZZ"})
    assert wrong.status_code == 200 and wrong.context["form"].errors
    assert client.post(answer["Location"], {"code": code_in_letter()}).status_code == 302
    assert client.get("/desk/").status_code == 200


def test_an_address_is_not_given_away(client):
    open_account(client)
    client.post("/accounts/logout/")
    answers = [
        client.post("/accounts/login/code/", {"email": address}).status_code
        for address in (EMAIL, "nobody@example.org")
    ]
    assert answers == [302, 302]


def test_second_factor_and_its_proof(client):
    open_account(client)
    for path in ("/accounts/2fa/", "/accounts/sessions/", "/accounts/email/", "/desk/account/"):
        assert client.get(path, follow=True).status_code == 200, path
    asked = client.get("/accounts/2fa/totp/activate/", follow=True)
    client.post(asked.request["PATH_INFO"], {"password": PASSWORD})
    page = client.get("/accounts/2fa/totp/activate/")
    secret = page.context["form"].secret
    now = hotp_value(secret, next(iter(yield_hotp_counters_from_time())))
    answer = client.post("/accounts/2fa/totp/activate/", {"code": f"{now:06d}"})
    assert answer.status_code == 302, answer.context["form"].errors
    assert client.get("/desk/account/").status_code == 200
    client.post("/accounts/logout/")
    answer = client.post("/accounts/login/", {"login": EMAIL, "password": PASSWORD})
    assert answer["Location"].endswith("/accounts/2fa/authenticate/")
    assert client.get("/desk/").status_code == 302  # not in before the second factor


def test_log_in_is_throttled(client):
    open_account(client)
    client.post("/accounts/logout/")
    said = [
        client.post("/accounts/login/", {"login": EMAIL, "password": f"wrong {n}"})
        .context["form"]
        .errors.as_data()["__all__"][0]
        .code
        for n in range(7)
    ]
    assert said[:5] == ["email_password_mismatch"] * 5
    assert said[5:] == ["too_many_login_attempts"] * 2


def test_the_address_is_the_log_in_whatever_its_case(client):
    open_account(client)
    client.post("/accounts/logout/")
    answer = client.post("/accounts/login/", {"login": EMAIL.upper(), "password": PASSWORD})
    assert answer.status_code == 302 and client.get("/desk/").status_code == 200
