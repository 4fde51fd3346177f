"""Whom the steps of a purchase list tell."""

from orgs.queries import holders


def deciders(purchase_list):
    """Leaders of the office, without the drafter (who may not decide)."""
    return holders("LEADER", office=purchase_list.office_id).exclude(pk=purchase_list.drafted_by_id)


def drafter(purchase_list):
    return [purchase_list.drafted_by] if purchase_list.drafted_by else []


def office(purchase_list):
    """Drafter, buyers and leaders of the office."""
    people = {user.pk: user for role in ("BUYER", "LEADER") for user in holders(role, office=purchase_list.office_id)}
    if purchase_list.drafted_by:
        people[purchase_list.drafted_by_id] = purchase_list.drafted_by
    return people.values()
