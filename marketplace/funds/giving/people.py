"""Who hears of what, asked when the outbox delivers."""

from orgs.queries import holders
from orgs.states import Role


def _office(obj):
    return obj.fund.office_id


def confirmers(obj):
    """Finance and leaders of the fund's office, but not the one who brought it in."""
    brought = getattr(obj, "recorded_by_id", None) or getattr(obj, "read_by_id", None)
    return [u for u in holders(Role.FINANCE, Role.LEADER, office=_office(obj)) if u.pk != brought]


def giver(obj):
    return [obj.giver] if obj.giver_id else []


def finance_of(obj):
    return holders(Role.FINANCE, office=_office(obj))


def finance_of_report(report):
    return finance_of(report.collection)


def handlers_of_report(report):
    return holders(Role.FINANCE, Role.LEADER, office=_office(report.collection))


def leaders_of_office(permit):
    return holders(Role.LEADER, office=permit.office_id)
