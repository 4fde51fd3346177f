"""Builders of this room: people with roles, organisations in each state. States are reached by the verbs."""

import random
from datetime import date, datetime
from itertools import count

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from marketplace.core import clock
from orgs import domain, uscc
from orgs.models import Community, Membership, Office, Organisation, User
from orgs.queries import actor_of
from orgs.states import Role

NUMBERS = count(1)
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"
DAY = date(2026, 11, 2)


def moment(day=DAY, hour=10):
    return timezone.make_aware(datetime(day.year, day.month, day.day, hour))


def pdf(name="certificate.pdf"):
    return SimpleUploadedFile(name, PDF, "application/pdf")


def code(prefix="52"):
    """A valid credit code, a new one each time."""
    letters = random.Random(next(NUMBERS))
    body = "".join(letters.choice("0123456789ABCDEFGHJKLMNPQRTUWXY") for _ in range(8))
    return uscc.complete(f"{prefix}510115{body}")


def person(name="", **fields):
    number = next(NUMBERS)
    return User.objects.create_user(
        f"person{number}@example.org", "a long pass phrase", name=name or f"人{number}", **fields
    )


def office(**fields):
    number = next(NUMBERS)
    return Office.objects.create(
        **{"code": f"OF{number}", "kind": "STREET", "name_zh": f"街道{number}", "name_en": f"Street {number}", **fields}
    )


def community(**fields):
    number = next(NUMBERS)
    place = fields.pop("office", None) or office()
    return Community.objects.create(
        **{
            "code": f"CM{number}",
            "office": place,
            "name_zh": f"社区{number}",
            "name_en": f"Community {number}",
            **fields,
        }
    )


def member(body, *roles, user=None, **fields):
    """A person with roles in a body, from before today."""
    user = user or person()
    place = {"office": body} if isinstance(body, Office) else {"organisation": body}
    for role in roles:
        Membership.objects.create(
            **{"user": user, "role": role, "valid_from": date(2020, 1, 1), "granted_at": clock.now(), **place, **fields}
        )
    return user


def actor(user, fresh=True):
    """The Actor of a person as of now; fresh: a second factor was proved just now."""
    return actor_of(User.objects.get(pk=user.pk), second_factor_at=clock.now() if fresh else None)


def officer(*roles, body=None):
    return actor(member(body or office(), *roles))


DATA = {
    "name_zh": "青禾社会工作服务中心",
    "name_en": "Qinghe Social Work Centre",
    "legal_form": "PRIVATE_NON_ENTERPRISE",
    "org_class": "PUBLIC_SERVICE",
    "founded": date(2015, 3, 9),
}


def applied(user=None, **fields):
    """An application with its certificate."""
    user = user or person()
    data = {**DATA, "uscc": code(), "certificate": pdf(), **fields}
    return domain.apply_organisation(by=actor(user), **data)


def in_state(state, user=None, **fields):
    """An organisation that reached this state by the verbs."""
    organisation = applied(user, **fields)
    leader = officer(Role.LEADER)
    if state == "returned":
        domain.return_(organisation, by=leader, reason="证书看不清")
    if state in ("verified", "suspended"):
        domain.verify(organisation, by=leader)
    if state == "suspended":
        domain.suspend(organisation, by=leader, reason="年检未过")
    if state == "withdrawn":
        domain.withdraw(organisation, by=actor(organisation.applied_by))
    return Organisation.objects.get(pk=organisation.pk)


def verified(user=None, **fields):
    return in_state("verified", user, **fields)
