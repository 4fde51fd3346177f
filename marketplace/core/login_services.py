"""Other places that say who somebody is (OpenID Connect): what the setting LOGIN_SERVICES names. No models, no Django apps.

LOGIN_SERVICES='[{"id": "city", "name_zh": "市民身份", "name_en": "City ID", "server": "https://id.example.gov.cn",
                  "client_id": "linli", "secret": "…"}]'
"""

import json
import re
from urllib.parse import urlsplit

NAMES = ("id", "name_zh", "name_en", "server", "client_id", "secret")
SCOPE = ["openid", "email"]  # the least: a lasting key and, where there is one, the address


def read(text: str, *, plain_http: bool = False) -> list[dict]:
    """The services of the setting, in its order.

    plain_http: an address without TLS is allowed on this machine (a developer's, the demo).

    Raises:
        ValueError: a sentence that says what is wrong with it.
    """
    try:
        rows = json.loads(text or "[]")
    except ValueError:
        raise ValueError("LOGIN_SERVICES is not JSON.") from None
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise ValueError("LOGIN_SERVICES is a list of services.")
    for row in rows:
        if sorted(row) != sorted(NAMES) or not all(isinstance(v, str) and v for v in row.values()):
            raise ValueError(f"A service of LOGIN_SERVICES has {', '.join(NAMES)}, none of them empty.")
        if not re.fullmatch(r"[a-z0-9-]{1,30}", row["id"]):
            raise ValueError("The id of a service in LOGIN_SERVICES is small letters, digits and hyphens.")
        where = urlsplit(row["server"])
        here = plain_http and where.scheme == "http" and where.hostname in ("127.0.0.1", "localhost")
        if not (where.scheme == "https" or here) or not where.hostname:
            raise ValueError("The server of a service in LOGIN_SERVICES begins with https://.")
    if len({row["id"] for row in rows}) != len(rows):
        raise ValueError("Two services in LOGIN_SERVICES have the same id.")
    return rows


def origins(rows) -> list[str]:
    """Where the log-in form may lead to."""
    return sorted({f"{where.scheme}://{where.netloc}" for where in (urlsplit(row["server"]) for row in rows)})


def providers(rows) -> dict:
    """The same as allauth's SOCIALACCOUNT_PROVIDERS."""
    apps = [
        {
            "provider_id": row["id"], "name": row["name_zh"], "client_id": row["client_id"], "secret": row["secret"],
            "settings": {"server_url": row["server"], "name_en": row["name_en"]},
        }
        for row in rows
    ]  # fmt: skip
    return {"openid_connect": {"APPS": apps, "SCOPE": SCOPE, "OAUTH_PKCE_ENABLED": True}}
