"""Whom to tell of a step. Asked when the outbox delivers."""

from . import queries


def registrars(organisation):
    """Leaders: they decide about the register."""
    return queries.holders("LEADER").filter(memberships__office__isnull=False).distinct()


def owners(organisation):
    return queries.holders("OWNER", organisation=organisation)


def of_document(document):
    """Owners and bid writers: those whom an expired document would stop."""
    return queries.holders("OWNER", "BID_WRITER", organisation=document.organisation)


def holder(membership):
    return [membership.user]


def deputy(delegation):
    return [delegation.deputy]


def lender(delegation):
    return [delegation.holder]


def both_of_them(delegation):
    return [delegation.holder, delegation.deputy]


def who_must_know(delegation):
    """The holder, and whoever gives roles in the body."""
    membership = delegation.membership
    if membership.organisation_id:
        return [delegation.holder, *queries.holders("OWNER", organisation=membership.organisation)]
    return [delegation.holder, *queries.holders("LEADER", office=membership.office)]


def asker(join):
    return [join.user]


def consenters(join):
    """Owners; where there is none, the leaders."""
    if queries.has_owner(join.organisation_id):
        return queries.holders("OWNER", organisation=join.organisation)
    return registrars(join.organisation)
