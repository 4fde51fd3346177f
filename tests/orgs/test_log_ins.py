"""The log of log-ins: written at the door, least personal, read by its person alone, forgotten after 180 days."""

from datetime import timedelta

import pytest
from django.core.cache import cache

from marketplace.core import clock
from orgs import domain
from orgs.domain.log_ins import family, network
from orgs.models import LogIn

from . import builders as b
from .test_accounts import EMAIL, PASSWORD, code_in_letter, open_account

pytestmark = pytest.mark.django_db
AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture(autouse=True)
def _throttles_forgotten():
    cache.clear()


@pytest.mark.parametrize(
    ("address", "net"),
    [
        ("203.0.113.77", "203.0.113.0/24"),
        ("2001:db8:1:2::3", "2001:db8:1::/48"),
        ("::ffff:203.0.113.77", "203.0.113.0/24"),
        ("no address", ""),
        ("", ""),
    ],
)
def test_of_an_address_only_its_network_is_kept(address, net):
    assert network(address) == net


def test_of_a_browser_only_its_family_is_kept():
    assert family(AGENT) == ("Firefox/Linux", "computer")
    assert family("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) Mobile/15E148 Safari/604.1") == ("Safari/iPhone", "phone")
    assert family("curl/8") == ("", "unknown")


def test_each_log_in_and_each_failed_one_is_written(client):
    open_account(client)
    client.post("/accounts/logout/")
    door = {"headers": {"user-agent": AGENT}, "REMOTE_ADDR": "203.0.113.77"}
    client.post("/accounts/login/", {"login": EMAIL, "password": "not this one"}, **door)
    client.post("/accounts/login/", {"login": EMAIL, "password": PASSWORD}, **door)
    client.post("/accounts/logout/")
    client.post("/accounts/login/code/", {"email": EMAIL}, **door)
    client.post("/accounts/login/code/confirm/", {"code": code_in_letter()}, **door)
    rows = [(row.how, row.succeeded, row.browser, row.net) for row in LogIn.objects.order_by("id")]
    seen = ("Firefox/Linux", "203.0.113.0/24")
    assert rows[0][:2] == ("code", True)
    assert rows[1:] == [("password", False, *seen), ("password", True, *seen), ("code", True, *seen)]


def test_what_strangers_type_is_nobodys_log_in(client):
    client.post("/accounts/login/", {"login": "nobody@example.org", "password": "x"})
    assert not LogIn.objects.exists()


@pytest.mark.parametrize(("prefix", "says"), [("", ("登录记录", "最近登录")), ("/en", ("Log-ins", "Newest log-ins"))])
def test_everybody_reads_the_own_log_alone(client, prefix, says):
    one, other = b.member(b.office(), "LEADER"), b.member(b.office(), "BUYER")
    domain.keep_log_in(one, how="password", succeeded=True, agent=AGENT, address="203.0.113.77")
    domain.keep_log_in(other, how="password", succeeded=False, agent=AGENT, address="198.51.100.7")
    assert client.get(f"{prefix}/accounts/log-ins/").status_code == 302
    client.force_login(one)
    for address, heading in zip(("/accounts/log-ins/", "/desk/account/"), says, strict=True):
        page = client.get(prefix + address).content.decode()
        assert f">{heading}</h" in page
        assert "203.0.113.0/24" in page
        assert "198.51.100" not in page


def test_the_log_is_forgotten_after_180_days_and_with_the_account():
    user = b.member(b.office(), "LEADER")
    now = b.moment()
    with clock.fixed(now - timedelta(days=181)):
        domain.keep_log_in(user, how="password", succeeded=True)
    with clock.fixed(now):
        kept = domain.keep_log_in(user, how="code", succeeded=True)
        assert domain.forget_old_log_ins() == 1
    assert list(LogIn.objects.all()) == [kept]
