"""Does an address of another site still answer? HEAD, then GET where HEAD is refused; nothing that comes back is read.

Never into an inner network: the name is looked up here, every number it has must be a public one, and the connection
goes to such a number itself, so that a name cannot point elsewhere a moment later. A redirect is a new address.
"""

import http.client
import ipaddress
import socket
import ssl
import threading
import time
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit, urlunsplit

from django.conf import settings
from django.utils.encoding import iri_to_uri

from .models import AskedLink

Result = AskedLink.Result
SCHEMES = {"http": 80, "https": 443}
SECONDS, SECONDS_IN_ALL, HOPS, NUMBERS = 4, 12, 5, 3  # to connect or wait; for one address; redirects; numbers tried
NOTHING_THERE = {404, 410}
FOR_BROWSERS_ONLY = 521  # what a wall against robots says, and no fault of the site
TRANSLATED = [ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("64:ff9b:1::/48")]  # IPv4 within IPv6


@dataclass(frozen=True)
class Answer:
    """What came back. status: of HTTP, or None where it did not come to that."""

    result: str
    status: int | None = None


class _Inside(Exception):
    """The address leads to a machine that is not in public, or through a door that is not the web's."""


def normal(address: str) -> str:
    """An address of the web in plain letters, without its fragment; "" for what is not asked at all."""
    try:
        parts = urlsplit(address.strip())
        if parts.netloc and not parts.scheme:
            parts = parts._replace(scheme="https")
        port = parts.port
        if parts.scheme not in SCHEMES or not parts.hostname or parts.username is not None:
            return ""
        host = parts.hostname if ":" in parts.hostname else parts.hostname.encode("idna").decode()
    except ValueError:
        return ""
    place = f"[{host}]" if ":" in host else host
    place += f":{port}" if port and port != SCHEMES[parts.scheme] else ""
    return urlunsplit((parts.scheme, place, iri_to_uri(parts.path) or "/", iri_to_uri(parts.query), ""))


def ask(address: str) -> Answer:
    """Ask a `normal` address. Takes SECONDS_IN_ALL and a look-up of its name at most; raises nothing."""
    until = time.monotonic() + SECONDS_IN_ALL  # the machine's time: how long a line is kept open
    try:
        for _n in range(HOPS):
            status, to = _look(address, until)
            onward = normal(urljoin(address, to)) if to else ""
            if not onward:
                break
            address = onward
        return Answer(_meaning(status), status)
    except _Inside:
        return Answer(Result.NOT_ASKED)
    except ssl.SSLCertVerificationError:
        return Answer(Result.UNTRUSTED)
    except (OSError, http.client.HTTPException, ValueError):
        return Answer(Result.SILENT)


def _meaning(status: int) -> str:
    """Who asks for a log-in, or turns robots away, is there."""
    if status in NOTHING_THERE:
        return Result.GONE
    return Result.FAULT if status >= 500 and status != FOR_BROWSERS_ONLY else Result.ANSWERS


def _look(address, until):
    """(status, where it sends one on, or "")"""
    status, to = _request("HEAD", address, until)
    return _request("GET", address, until) if status >= 400 else (status, to)


def _request(method, address, until):
    parts = urlsplit(address)
    port = parts.port or SCHEMES[parts.scheme]
    line = _connect(parts.hostname, port, until)
    lines = [line]
    cut = threading.Timer(
        max(until - time.monotonic(), 0.1), _cut, [lines]
    )  # who answers a letter at a time is cut off
    cut.daemon = True
    cut.start()
    try:
        if parts.scheme == "https":
            context = ssl.create_default_context()
            line = context.wrap_socket(line, server_hostname=parts.hostname, do_handshake_on_connect=False)
            lines.append(line)
            line.do_handshake()
        asking = http.client.HTTPConnection(parts.hostname, port, timeout=SECONDS)
        asking.sock = line
        headers = {"Host": parts.netloc, "User-Agent": f"LinliMarket links ({settings.SITE_URL})", "Accept": "*/*"}
        what = urlunsplit(("", "", parts.path, parts.query, ""))
        asking.request(method, what, headers=headers | {"Connection": "close"})
        answer = asking.getresponse()
        return answer.status, (answer.headers["Location"] or "") if 300 <= answer.status < 400 else ""
    finally:
        cut.cancel()
        line.close()


def _connect(host, port, until):
    if port not in SCHEMES.values() and not settings.LINK_CHECKS_INSIDE:
        raise _Inside
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    if not all(_is_public(row[4][0]) for row in found):
        raise _Inside
    fault = OSError("no number")
    for family, kind, protocol, _name, number in found[:NUMBERS]:
        line = socket.socket(family, kind, protocol)
        line.settimeout(max(min(SECONDS, until - time.monotonic()), 0.1))
        try:
            line.connect(number)
            return line
        except OSError as why:
            line.close()
            fault = why
    raise fault


def _is_public(number: str) -> bool:
    if settings.LINK_CHECKS_INSIDE:
        return True
    ip = ipaddress.ip_address(number)
    ip = getattr(ip, "ipv4_mapped", None) or ip
    if ip.version == 6 and (ip.sixtofour or ip.teredo or any(ip in net for net in TRANSLATED)):
        return False
    return ip.is_global and not ip.is_multicast


def _cut(lines):
    try:
        socket.socket.shutdown(lines[-1], socket.SHUT_RDWR)
    except OSError:
        return  # it has ended by itself
