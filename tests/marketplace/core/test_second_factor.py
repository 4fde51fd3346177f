"""A one-time code counts once in all processes; kept pages never push the counters of log-ins out."""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.core.cache import cache
from django.forms import ValidationError
from django.utils.module_loading import import_string

from marketplace.core.sharedcache import SharedFiles
from tests.factories import make_user

SECRET = "JBSWY3DPEHPK3PXP"


def code_of(turn=0) -> str:
    return format_hotp_value(hotp_value(SECRET, int(time.time()) // 30 + turn))


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["authenticate", "reauthenticate"])
def test_a_code_counts_once_as_long_as_it_would_be_taken(settings, rf, name):
    user = make_user()
    request = rf.post("/")
    request.user = user
    with context.request_context(request):
        once(user, import_string(settings.MFA_FORMS[name]))


def once(user, form_class):
    TOTP.activate(user, SECRET)
    code = code_of()
    assert form_class({"code": code}, user=user).is_valid()
    # What allauth itself remembers is gone after 30 seconds; the code would be taken for 90.
    cache.delete(f"allauth.mfa.totp.used?user={user.pk}&code={code}")
    again = form_class({"code": code}, user=user)
    assert not again.is_valid()
    with pytest.raises(ValidationError) as said:
        raise get_adapter().validation_error("incorrect_code")
    assert again.errors["code"] == said.value.messages
    assert form_class({"code": code_of(1)}, user=user).is_valid(), "the next code is a code of its own"


@pytest.mark.django_db
def test_who_has_a_second_factor_proves_it_before_it_is_replaced(client):
    user = make_user("me@example.org")
    user.set_password("a long pass phrase")
    user.save()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    proof, change = "/accounts/reauthenticate/", "/accounts/2fa/totp/deactivate/"
    assert client.get(proof).status_code == 200  # a password is all there is
    TOTP.activate(user, SECRET)
    answer = client.post(proof, {"password": "a long pass phrase"})
    assert answer.status_code == 302 and answer["Location"].startswith("/accounts/2fa/reauthenticate/")
    answer = client.post(change)
    assert answer.status_code == 302 and "/reauthenticate/" in answer["Location"]
    assert user.authenticator_set.filter(type="totp").exists()
    client.post("/accounts/2fa/reauthenticate/", {"code": code_of()})
    client.post(change)
    assert not user.authenticator_set.filter(type="totp").exists()


def test_of_many_that_add_the_same_key_one_succeeds(tmp_path):
    def add(_turn):
        return SharedFiles(str(tmp_path / "c"), {}).add("code", "y", 60)

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(add, range(40))) == [False] * 39 + [True]


def asked(code, **environ) -> str:
    """What a process with production's settings prints."""
    given = {"SECRET_KEY": "x" * 50, "SEALING_KEY": "y", "DJANGO_SETTINGS_MODULE": "marketplace.settings"} | environ
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    found = subprocess.run([sys.executable, "-c", code], env=kept | given, capture_output=True, text=True, check=True)
    return found.stdout.strip()


def test_without_a_cache_server_other_processes_see_what_was_counted_and_pages_push_nothing_out(tmp_path):
    where = {"VAR_DIR": str(tmp_path)}
    asked("from django.core.cache import cache; cache.set('failed', 5, 60)", **where)
    flood = "from marketplace.core import pagecache\nfor n in range(400): pagecache.cache.set(f'page:{n}', n, 60)\n"
    assert asked(flood + "from django.core.cache import cache; print(cache.get('failed'))", **where) == "5"


@pytest.mark.parametrize(("behind", "address"), [("1", "203.0.113.9"), ("0", "10.0.0.1")])
def test_log_ins_are_throttled_by_the_readers_address_not_by_the_proxys(tmp_path, behind, address):
    code = """
import django; django.setup()
from allauth.core.internal.httpkit import get_client_ip
from django.test import RequestFactory
print(get_client_ip(RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", headers={"X-Forwarded-For": "198.51.100.1, 203.0.113.9"})))
"""
    assert asked(code, VAR_DIR=str(tmp_path), BEHIND_PROXY=behind) == address
