"""Settings of the tests: production's own, on throw-away data. TEST_DATABASE=postgres starts a PostgreSQL for them."""

import os
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
if "LINLI_TEST_DIR" not in os.environ:  # the workers of xdist inherit it
    os.environ["LINLI_TEST_DIR"] = tempfile.mkdtemp(prefix="linli-test-")
os.environ |= {
    "DEBUG": "0",
    "SECRET_KEY": "tests-only",
    "SEALING_KEY": "tests-only-sealing",
    "TASKS": "inline",
    "EMAIL_URL": "memorymail://",
    "PAGE_CACHE_SECONDS": "0",
    "DESK_COUNT_SECONDS": "0",
    "SITE_URL": "http://testserver",
    "OFFICE_NAME_ZH": "柳城街道办事处",
    "OFFICE_NAME_EN": "Liucheng Street Office",
    "ALLOWED_HOSTS": "testserver,localhost,127.0.0.1",
    "DEMO": "0",
    "CLOCK_SHIFT": "0",
    "LINK_CHECKS": "0",
}
# A folder a worker: files are named by their content, and one worker's cleaning must not take another's.
_folder = Path(os.environ["LINLI_TEST_DIR"], os.environ.get("PYTEST_XDIST_WORKER", ""))
_folder.mkdir(parents=True, exist_ok=True)
os.environ["VAR_DIR"] = str(_folder)
os.environ.setdefault("SECURE_COOKIES", "1")

if os.environ.get("TEST_DATABASE") == "postgres" and "DATABASE_URL" not in os.environ:
    from tests.support import postgres

    os.environ["DATABASE_URL"] = postgres.start()

from marketplace.core.catalogues import compile_stale  # noqa: E402
from marketplace.settings import *  # noqa: E402, F403

compile_stale(ROOT)
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = False  # the test client speaks plain HTTP
SECURE_HSTS_SECONDS = 0
CACHES["default"] = CACHES["pages"]  # noqa: F405  (the workers of xdist share VAR_DIR, not what they remember)
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True
