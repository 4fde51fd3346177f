"""Who hears what of an agreement: people by their roles today. Asked when the outbox delivers."""

from orgs.queries import holders

from .rules import SIDE, round_of


def _agreement(obj):
    return obj.agreement if getattr(obj, "agreement_id", None) else obj


def _office(obj, *roles):
    office = round_of(obj).office_id
    return holders(*roles, office=office)


def office(obj):
    return _office(obj, "SECRETARY")


def leaders(obj):
    return _office(obj, "LEADER")


def grantee(obj):
    organisation = _agreement(obj).organisation_id
    return holders(*SIDE, organisation=organisation)


def signers(obj):
    return [*_office(obj, "LEADER"), *holders("OWNER", organisation=_agreement(obj).organisation_id)]


def both_sides(obj):
    return [*office(obj), *grantee(obj)]


def both_sides_and_finance(obj):
    return [*_office(obj, "SECRETARY", "FINANCE"), *grantee(obj)]


def office_and_finance(obj):
    return _office(obj, "SECRETARY", "FINANCE")


def grantee_and_finance(obj):
    return [*_office(obj, "FINANCE"), *grantee(obj)]
