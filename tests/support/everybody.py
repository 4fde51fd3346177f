"""Everybody there is, by role and by body, around one contract: for the permission tables."""

from marketplace.core.actors import ANONYMOUS, system
from orgs.states import OFFICE_ROLES, ORGANISATION_ROLES
from tests import factories
from tests.marketplace.tenders.builders import make_organisation

OFFICE = tuple(role.value for role in OFFICE_ROLES)
ORGANISATION = tuple(role.value for role in ORGANISATION_ROLES)


def everybody(office, winner, rival) -> dict:
    """{name: Actor}, all with a fresh second factor and without a history in the case.

    "BUYER" ...: the office's; "OWNER" ...: of the organisation it is about; "rival OWNER" ...: of another that bids
    too; "outside OWNER" ...: of one that has nothing to do with it; "other BUYER" ...: another office's officers.
    """
    elsewhere = factories.make_office()
    outside = make_organisation(77, uscc=factories.make_uscc(7777))
    bodies = [("", office, OFFICE), ("other ", elsewhere, OFFICE)]
    bodies += [
        (f"{name}", body, ORGANISATION) for name, body in (("", winner), ("rival ", rival), ("outside ", outside))
    ]
    found = {
        f"{prefix}{role}": factories.actor(factories.person(role, body))
        for prefix, body, roles in bodies
        for role in roles
    }
    boss = factories.make_user(is_superuser=True, is_staff=True)
    return found | {
        "person": factories.actor(factories.make_user()),
        "superuser": factories.actor(boss),
        "anonymous": ANONYMOUS,
        "system": system("test"),
    }
