"""Links to other sites are asked by the worker, of a server of this machine; never into an inner network otherwise."""

import re
import ssl
import threading
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.utils import timezone
from wagtail.rich_text import RichText

from cms import asking, domain, links, outside
from cms.models import AskedLink
from marketplace.core import clock, registry

from . import builders as b

pytestmark = pytest.mark.django_db
NIGHT = timezone.make_aware(timezone.datetime(2026, 11, 24, 2, 0))
R = AskedLink.Result


class Site(BaseHTTPRequestHandler):
    """A site of a few addresses; each says on its path what it does."""

    heard: list = []

    def do_GET(self):
        self.heard.append((self.command, self.path, self.headers["User-Agent"]))
        code, _slash, rest = self.path.partition("?")[0].strip("/").partition("/")
        if code == "getonly":
            code = "405" if self.command == "HEAD" else "200"
        if code == "drip":
            self.drip()
        else:
            self.answer(int(code) if code.isdigit() else 0, rest)

    def answer(self, code, rest):
        if code:  # else the line ends without a word
            self.send_response(code)
            if rest:
                self.send_header("Location", f"/{rest}")
            self.send_header("Content-Length", "0")
            self.end_headers()

    do_HEAD = do_GET

    def drip(self):
        try:
            for _n in range(100):
                self.wfile.write(b"H")
                self.wfile.flush()
                if self.server.stopped.wait(0.05):
                    return
        except OSError:
            self.server.cut_off.set()

    def log_message(self, *args):
        pass


@pytest.fixture
def other(settings):
    """A site on loopback, as tests alone may ask it: its address."""
    settings.LINK_CHECKS, settings.LINK_CHECKS_INSIDE = True, True
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.daemon_threads, server.stopped, server.cut_off = True, threading.Event(), threading.Event()
    Site.heard.clear()
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    server.address = f"http://127.0.0.1:{server.server_port}"
    yield server
    server.stopped.set()
    server.shutdown()
    server.server_close()


@contextmanager
def at(moment):
    with clock.fixed(moment):
        yield


def run(moment):
    with at(moment):
        registry.periodic_jobs()["cms.links"](None)


def linked(*targets, **values):
    users, (writer, reader) = b.editors()
    text = "".join(f'<a href="{to}">到 {n} 号网站</a> ' for n, to in enumerate(targets))
    return users[0], reader, b.published(writer, reader, body=[("paragraph", RichText(f"<p>{text}</p>"))], **values)


@pytest.mark.parametrize(
    ("path", "answer"),
    [
        ("/200", asking.Answer(R.ANSWERS, 200)), ("/getonly", asking.Answer(R.ANSWERS, 200)),
        ("/302/301/200", asking.Answer(R.ANSWERS, 200)), ("/302/404", asking.Answer(R.GONE, 404)),
        ("/404", asking.Answer(R.GONE, 404)), ("/410", asking.Answer(R.GONE, 410)),
        ("/403", asking.Answer(R.ANSWERS, 403)), ("/521", asking.Answer(R.ANSWERS, 521)),
        ("/500", asking.Answer(R.FAULT, 500)), ("/nonsense", asking.Answer(R.SILENT)),
        ("/" + "302/" * 9, asking.Answer(R.ANSWERS, 302)),
    ],
)  # fmt: skip
def test_what_an_answer_means(other, path, answer):
    assert asking.ask(other.address + path) == answer


def test_it_asks_politely(other):
    asking.ask(other.address + "/200")
    asking.ask(other.address + "/getonly?a=1")
    assert [row[:2] for row in Site.heard] == [("HEAD", "/200"), ("HEAD", "/getonly?a=1"), ("GET", "/getonly?a=1")]
    assert {row[2] for row in Site.heard} == {"LinliMarket links (http://testserver)"}


def test_who_drips_is_cut_off(other, monkeypatch):
    monkeypatch.setattr(asking, "SECONDS_IN_ALL", 0.3)
    assert asking.ask(other.address + "/drip") == asking.Answer(R.SILENT)
    assert other.cut_off.wait(2)


def test_a_certificate_is_looked_at(other, tmp_path, monkeypatch):
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    day = timezone.datetime(2020, 1, 1), timezone.datetime(2120, 1, 1)
    made = x509.CertificateBuilder(name, name, key.public_key(), 1, *day)
    made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), False).sign(
        key, hashes.SHA256()
    )
    mine = tmp_path / "mine.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    mine.write_bytes(made.public_bytes(serialization.Encoding.PEM) + private)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(mine)
    other.socket = context.wrap_socket(other.socket, server_side=True)
    address = f"https://localhost:{other.server_port}/200"
    assert asking.ask(address) == asking.Answer(R.UNTRUSTED)
    monkeypatch.setenv("SSL_CERT_FILE", str(mine))
    assert asking.ask(address) == asking.Answer(R.ANSWERS, 200)


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/", "http://localhost/", "http://[::1]/", "http://10.0.0.1/", "http://192.168.1.1/", "http://169.254.169.254/",
        "http://0.0.0.0/", "http://[::ffff:127.0.0.1]/", "http://[fe80::1]/", "http://[fd00::1]/", "http://[2002:7f00:1::]/",
        "http://[64:ff9b::7f00:1]/", "http://224.0.0.1/", "http://100.64.0.1/", "http://2130706433/", "http://0x7f.1/",
        "http://1.1.1.1:22/", "https://1.1.1.1:8443/",
    ],
)  # fmt: skip
def test_never_into_an_inner_network(settings, monkeypatch, address):
    settings.LINK_CHECKS = True
    monkeypatch.setattr("socket.socket.connect", lambda *args: pytest.fail("a connection"))
    assert asking.ask(asking.normal(address)) == asking.Answer(R.NOT_ASKED)


def test_a_redirect_leads_not_inside_either(other, settings, monkeypatch):
    seen = []

    def only_the_first(number):
        seen.append(number)
        return len(seen) == 1

    monkeypatch.setattr(asking, "_is_public", only_the_first)
    assert asking.ask(other.address + "/302/200") == asking.Answer(R.NOT_ASKED)
    assert [row[1] for row in Site.heard] == ["/302/200"]


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("https://例子.中国/路?问=1#part", "https://xn--fsqu00a.xn--fiqs8s/%E8%B7%AF?%E9%97%AE=1"), ("//a.example", "https://a.example/"),
        ("HTTP://A.example:80/x", "http://a.example/x"), ("http://a.example:8080", "http://a.example:8080/"),
        ("ftp://a.example/", ""), ("mailto:a@b.example", ""), ("/calls/", ""), ("http://u:p@a.example/", ""), ("http://a:x/", ""),
        ("http://[::1", ""), ("http:///x", ""), ("javascript:alert(1)", ""), ("", ""), (f"http://{'a' * 70}.example/", ""),
    ],
)  # fmt: skip
def test_what_is_asked_at_all(written, address):
    assert asking.normal(written) == address


def test_reported_when_it_failed_twice(other, client):
    gone, well = other.address + "/404", other.address.replace("127.0.0.1", "localhost") + "/200"
    user, reader, page = linked(gone, well, "/calls/", "http://testserver/nowhere/")
    client.force_login(user)

    def report():
        return client.get("/cms/reports/links/").content.decode()

    assert "夜间" in report()
    run(NIGHT)
    assert {row.address: (row.result, row.status, row.failures) for row in AskedLink.objects.all()} == {
        gone: ("gone", 404, 1), well: ("answers", 200, 0),
    }  # fmt: skip
    assert gone not in report()
    run(NIGHT + timedelta(minutes=1))  # nothing is due
    assert len(Site.heard) == 3
    run(NIGHT + timedelta(days=1))  # what failed is asked again, what answered is not
    assert [row[1] for row in Site.heard[3:]] == ["/404", "/404"]
    row = AskedLink.objects.get(address=gone)
    assert [(r.page.pk, r.target, r.asked) for r in links.broken() if r.asked] == [(page.pk, gone, row)]
    assert gone in report() and "HTTP 404" in report() and well not in report()
    assert len(re.findall("<h1", report())) == 1
    assert gone in client.get("/cms/").content.decode()
    run(NIGHT + timedelta(days=7))
    assert sorted(row[1] for row in Site.heard[5:]) == ["/200", "/404", "/404"]
    domain.withdraw(page, by=reader, why="过时")
    run(NIGHT + timedelta(days=8))
    assert not AskedLink.objects.exists()


def test_few_a_round_and_one_of_a_site(settings):
    settings.LINK_CHECKS = True
    for n in range(20):
        AskedLink.objects.create(address=f"https://s{n // 3}.example/{n}")
    rows = outside.due(NIGHT)
    assert [row.address for row in rows] == [f"https://s{n}.example/{3 * n}" for n in range(5)]


@pytest.mark.parametrize("why", ["day", "off"])
def test_nobody_is_asked_by_day_or_where_the_office_wants_none(other, settings, client, why):
    user, _reader, _page = linked(other.address + "/200")
    settings.LINK_CHECKS = why == "day"
    run(NIGHT + timedelta(hours=10) if why == "day" else NIGHT)
    assert Site.heard == [] and not AskedLink.objects.exists()
    client.force_login(user)
    assert ("LINK_CHECKS" in client.get("/cms/reports/links/").content.decode()) == (why == "off")


def test_where_nobody_answers_it_is_the_portals_own_line(settings, client):
    settings.LINK_CHECKS = True
    user, _reader, _page = linked("https://a.example/")
    row = AskedLink.objects.create(address="https://a.example/", result=R.SILENT, failures=3, asked_at=NIGHT)
    assert links.broken() == []
    client.force_login(user)
    assert "没有一个" in client.get("/cms/reports/links/").content.decode()
    AskedLink.objects.create(address="https://b.example/", result=R.ANSWERS, status=200, asked_at=NIGHT)
    assert [found.asked for found in links.broken()] == [row]
