"""Who came in when: written at each log-in and each failed one, with the least that lets people recognise it."""

import ipaddress
from datetime import timedelta

from marketplace.core import clock
from marketplace.core.words import BROWSERS, SYSTEMS

from ..models import LogIn, User

KEPT = timedelta(days=180)


def network(address: str) -> str:
    """The network of an address: /24 (IPv4) or /48 (IPv6); "" for what is no address."""
    try:
        ip = ipaddress.ip_address(address or "")
    except ValueError:
        return ""
    ip = getattr(ip, "ipv4_mapped", None) or ip
    return str(ipaddress.ip_network(f"{ip}/{24 if ip.version == 4 else 48}", strict=False))


def family(agent: str) -> tuple[str, str]:
    """("Chrome/Windows", kind of device) from a User-Agent header; versions and models are left out."""
    found = [next((name for mark, name in names.items() if mark in agent), "") for names in (BROWSERS, SYSTEMS)]
    if not any(found):
        return "", LogIn.Device.UNKNOWN
    handheld = found[1] in ("Android", "iPhone", "iPad") or "Mobile" in agent
    return "/".join(name for name in found if name), LogIn.Device.PHONE if handheld else LogIn.Device.COMPUTER


def keep_log_in(user: User, *, how: str, succeeded: bool, second_factor=False, agent="", address="") -> LogIn:
    """Write one log-in, or one that failed."""
    browser, device = family(agent)
    return LogIn.objects.create(
        user=user, at=clock.now(), how=how, succeeded=succeeded, second_factor=second_factor, browser=browser, device=device,
        net=network(address),
    )  # fmt: skip


def forget_old_log_ins() -> int:
    """Remove what is older than 180 days; returns how many."""
    return LogIn.objects.filter(at__lt=clock.now() - KEPT).delete()[0]
