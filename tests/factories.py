"""People and bodies for tests, made as rows where the way there is not what is tested."""

import itertools
from datetime import date, time, timedelta

from marketplace.core import channels, clock, letters
from orgs.models import Community, Membership, Office, Organisation, User
from orgs.queries import actor_of

_numbers = itertools.count(1)
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def make_uscc(number: int, prefix="52510115") -> str:
    """A code that passes both check digits (GB 32100-2015, GB 11714)."""
    body = f"DE{number:06d}"
    total = sum(int(c, 36) * w for c, w in zip(body, (3, 7, 9, 10, 5, 8, 4, 2), strict=True))
    first = prefix + body + {10: "X", 11: "0"}.get(11 - total % 11, str(11 - total % 11))
    weights = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
    return first + ALPHABET[(31 - sum(ALPHABET.index(c) * w for c, w in zip(first, weights, strict=True)) % 31) % 31]


def make_user(email="", **fields) -> User:
    return User.objects.create_user(email or f"person{next(_numbers)}@example.org", "a-long-password", **fields)


def make_office(code="", **fields) -> Office:
    code = code or f"OF{next(_numbers)}"
    return Office.objects.create(
        **{"code": code, "kind": "STREET", "name_zh": f"街道{code}", "name_en": f"Office {code}", "buys": True} | fields
    )


def make_community(office, code="", **fields) -> Community:
    code = code or f"CM{next(_numbers)}"
    return Community.objects.create(
        **{"code": code, "office": office, "name_zh": f"社区{code}", "name_en": f"Community {code}"} | fields
    )


def make_organisation(code="", **fields) -> Organisation:
    number = next(_numbers)
    code = code or f"OR{number}"
    values = {
        "code": code, "uscc": make_uscc(number), "name_zh": f"组织{code}", "name_en": f"Organisation {code}",
        "legal_form": "PRIVATE_NON_ENTERPRISE", "org_class": "PUBLIC_SERVICE", "founded": date(2015, 1, 5), "state": "verified",
    } | fields  # fmt: skip
    organisation = Organisation.objects.create(**values)
    organisation.documents.create(
        kind="REGISTRATION", valid_to=clock.today() + timedelta(days=900), added_at=clock.now()
    )
    return organisation


def grant(user, role, body) -> Membership:
    where = {"office": body} if isinstance(body, Office) else {"organisation": body}
    return Membership.objects.create(user=user, role=role, valid_from=date(2020, 1, 1), granted_at=clock.now(), **where)


def actor(user, *, second_factor=True):
    """The Actor of a person; with a second factor proved this moment, or never."""
    return actor_of(user, second_factor_at=clock.now() if second_factor else None)


def person(role, body, email=""):
    """A new person with one role; returns the user."""
    user = make_user(email)
    grant(user, role, body)
    return user


def hears_at_once(*users):
    """These people get a letter for everything, at any hour."""
    for user in users:
        letters.set_quiet_hours(user, time(0), time(0))
        for group in channels.GROUPS:
            channels.choose(user, group, mail="now")
