"""Production's settings are safe by default: what is not stops the start with a sentence."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

SAFE = {"SECRET_KEY": "x" * 50, "SEALING_KEY": "y" * 50, "ALLOWED_HOSTS": "portal.example.org", "SITE_URL": "https://portal.example.org"}  # fmt: skip
STOPPED = {
    "no secret": ({"SECRET_KEY": ""}, "SECRET_KEY is not set"),
    "no sealing key": ({"SEALING_KEY": ""}, "SEALING_KEY is not set"),
    "any host": ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS holds '*'"),
    "plain cookies": ({"SECURE_COOKIES": "0"}, "SECURE_COOKIES is off"),
    "tiles without places": ({"TILES_URL": "https://tiles.example.org/"}, "TILES_URL is no address"),
    "tiles of nobody": ({"TILES_URL": "https://t.example.org/{z}/{x}/{y}.png"}, "TILES_ATTRIBUTION is not set"),
    "plain cookies of a demo on the net": ({"SECURE_COOKIES": "0", "DEMO": "1"}, "SECURE_COOKIES is off"),
}
STARTS = {
    "as it is meant": ({}, "False True"),
    "a demo on loopback": ({"DEMO": "1", "SITE_URL": "http://127.0.0.1:8000"}, "False False"),
    "a developer's machine": ({"DEBUG": "1", "SECRET_KEY": "", "SEALING_KEY": "", "ALLOWED_HOSTS": "*"}, "True False"),
}


def started(tmp_path, environ, asked="s.DEBUG, s.SESSION_COOKIE_SECURE"):
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    given = {name: value for name, value in (SAFE | {"VAR_DIR": str(tmp_path)} | environ).items() if value}
    code = f"import marketplace.settings as s; print({asked})"
    return subprocess.run(
        [sys.executable, "-c", code], env=kept | given, capture_output=True, text=True, cwd=settings.BASE_DIR
    )


@pytest.mark.parametrize("what", STOPPED)
def test_it_stops_with_a_sentence(tmp_path, what):
    environ, sentence = STOPPED[what]
    told = started(tmp_path, environ)
    assert told.returncode == 1 and sentence in told.stderr.splitlines()[-1]


@pytest.mark.parametrize("what", STARTS)
def test_it_starts(tmp_path, what):
    environ, printed = STARTS[what]
    told = started(tmp_path, environ)
    assert (told.stdout.strip(), told.returncode) == (printed, 0), told.stderr


@pytest.mark.parametrize("url", ["filemail:///letters/out", "filemail:////letters/out"])
def test_letters_go_into_a_folder_of_the_machine(tmp_path, url):
    assert started(tmp_path, {"EMAIL_URL": url}, "s.EMAIL_FILE_PATH").stdout.strip() == "/letters/out"


@pytest.mark.parametrize(
    ("url", "sources"),
    [
        ("", ["'self'", "data:"]),
        ("/tiles/{z}/{x}/{y}.png", ["'self'", "data:"]),
        ("https://{s}.tiles.example.org:8080/a/{z}/{x}/{y}", ["'self'", "data:", "https://*.tiles.example.org:8080"]),
    ],
)
def test_pictures_come_from_the_tiles_host_only_where_one_is_named(tmp_path, url, sources):
    environ = {"TILES_URL": url, "TILES_ATTRIBUTION": "Somebody https://example.org/"} if url else {}
    asked = "s.CONTENT_SECURITY_POLICY['DIRECTIVES']['img-src']"
    assert started(tmp_path, environ, asked).stdout.strip() == str(sources)
