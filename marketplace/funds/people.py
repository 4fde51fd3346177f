"""Whom to tell. Asked when the outbox delivers."""

from orgs.queries import holders
from orgs.states import Role

from .queries_lives import seated


def _hosts(organisation):
    return holders(Role.OWNER, Role.ORG_FINANCE, organisation=organisation)


def leaders_and_host(micro):
    return [*holders(Role.LEADER, office=micro.office_id), *holders(Role.OWNER, organisation=micro.host_id)]


def applicant(micro):
    return [micro.applied_by]


def leaders_and_applicant(micro):
    return [*holders(Role.LEADER, office=micro.office_id), micro.applied_by]


def host_and_applicant(micro):
    return [*_hosts(micro.host_id), micro.applied_by]


def committee_and_host(micro):
    return [*(row.user for row in seated(micro.fund).select_related("user")), *_hosts(micro.host_id)]


def everybody_in_charge(micro):
    return [*committee_and_host(micro), *holders(Role.LEADER, office=micro.office_id)]


def steward(steward):
    return [steward.user]


def stewards(application):
    return [row.user for row in seated(application.fund).select_related("user")]


def asker(application):
    return [application.asked_by]


def asker_and_keepers(application):
    fund = application.fund
    keepers = _hosts(fund.host_id) if fund.host_id else holders(Role.FINANCE, office=fund.office_id)
    return [application.asked_by, *keepers]


def plan_leaders(plan):
    return holders(Role.LEADER, office=plan.fund.office_id)


def plan_finance(plan):
    return holders(Role.FINANCE, office=plan.fund.office_id)


def fund_leaders(move):
    return holders(Role.LEADER, office=move.fund.office_id)


def transfer_leaders(transfer):
    fund = transfer.fund
    if fund.kind == "COMMUNITY_FOUNDATION":
        return holders(Role.OWNER, organisation=fund.host_id)
    return holders(Role.LEADER, office=fund.office_id)


def transfer_proposer(transfer):
    return [transfer.proposed_by]


def year_proposer(carry):
    return [carry.proposed_by]


def round_leaders(one):
    return holders(Role.LEADER, office=one.fund.office_id)


def round_finance(one):
    return holders(Role.FINANCE, office=one.fund.office_id)


def figure_leaders(figure):
    return holders(Role.LEADER).filter(memberships__office__isnull=False).distinct()
