"""The demo district as an office runs it: collected files, kept pages, two web workers, a port of its own on loopback."""

import os
import shutil
import socket
import subprocess
import sys
import time
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from datetime import time as hour
from urllib.request import ProxyHandler, build_opener

from django.conf import settings
from django.db import connection, connections
from django.utils import timezone

from tests.support.district import TODAY, built, logged_in

NOT_OURS = (
    "DJANGO_SETTINGS_MODULE",
    "DATABASE_URL",
    "TEST_DATABASE",
    "PAGE_CACHE_SECONDS",
    "LINLI_TEST_DIR",
    "SECURE_COOKIES",
)


class Unblocked:
    """Outside pytest nothing blocks the database."""

    unblock = staticmethod(nullcontext)


@dataclass(frozen=True)
class Served:
    """site: address without a slash at the end; sessions: {name: cookie} of people who are logged in."""

    site: str
    sessions: dict


@contextmanager
def district_served(*people, blocker=Unblocked):
    """The portal at noon of the district's day, with these people logged in. SQLite only."""
    folder = settings.VAR_DIR / "served"
    with built(blocker):
        sessions = {who: logged_in(who).cookies[settings.SESSION_COOKIE_NAME].value for who in people}
        connections.close_all()
        shutil.copytree(settings.VAR_DIR, folder, ignore=shutil.ignore_patterns("served", "*.sqlite3*", "*.template"))
        shutil.copyfile(connection.settings_dict["NAME"], folder / "linli.sqlite3")
    env, site = _environment(folder)
    subprocess.run(
        [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity", "0"], env=env, cwd=settings.BASE_DIR, check=True
    )  # fmt: skip
    web = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "marketplace.wsgi", "--bind", site.removeprefix("http://"), "--workers", "2",
         "--threads", "4", "--log-level", "warning"], env=env, cwd=settings.BASE_DIR,
    )  # fmt: skip
    try:
        _wait(web, f"{site}/healthz")
        yield Served(site, sessions)
    finally:
        web.terminate()
        web.wait()
        shutil.rmtree(folder)


def _environment(folder):
    noon = timezone.make_aware(datetime.combine(TODAY, hour(12)))
    shift = int((noon - timezone.now()).total_seconds())
    with socket.socket() as spot:
        spot.bind(("127.0.0.1", 0))
        site = f"http://127.0.0.1:{spot.getsockname()[1]}"
    env = {name: value for name, value in os.environ.items() if name not in NOT_OURS}
    env |= {
        "VAR_DIR": str(folder), "DEBUG": "0", "DEMO": "1", "TASKS": "worker", "SITE_URL": site, "ALLOWED_HOSTS": "127.0.0.1",
        "CLOCK_SHIFT": str(shift), "SECRET_KEY": settings.SECRET_KEY, "SEALING_KEY": settings.SEALING_KEY,
    }  # fmt: skip
    return env, site


def _wait(web, address):
    opener = build_opener(ProxyHandler({}))
    for _try in range(600):
        if web.poll() is not None:
            raise RuntimeError("The web server did not start.")
        try:
            return opener.open(address, timeout=2)
        except OSError as error:
            last = error
            time.sleep(0.1)
    raise RuntimeError(f"The web server does not answer: {last}")
