"""Who hears what of a contract: people by their roles today."""

from orgs.queries import holders
from orgs.states import Role


def organisation_members(obj):
    """Owners and bid writers of the organisation."""
    contract = getattr(obj, "contract", obj)
    return holders(Role.OWNER, Role.BID_WRITER, organisation=contract.organisation_id)


def both_sides(contract):
    """Buyers of the office and members of the organisation."""
    return [*holders(Role.BUYER, office=contract.office_id), *organisation_members(contract)]


def signers(contract):
    """Leaders of the office and owners of the organisation."""
    return [
        *holders(Role.LEADER, office=contract.office_id),
        *holders(Role.OWNER, organisation=contract.organisation_id),
    ]


def accepters(milestone):
    return holders(Role.BUYER, office=milestone.contract.office_id)


def payers_and_organisation(milestone):
    return [*holders(Role.FINANCE, office=milestone.contract.office_id), *organisation_members(milestone)]
