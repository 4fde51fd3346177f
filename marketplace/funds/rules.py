"""Who may do what with a fund, and what must hold."""

from django.utils.translation import gettext_lazy as _

from marketplace.core import clock
from marketplace.core.money import figures
from marketplace.core.rules import named, requirement
from orgs.rules import in_office_of, member_of, not_the_same
from orgs.states import Role

HOST_ROLES = (Role.OWNER, Role.ORG_FINANCE)
_office_finance = in_office_of(lambda fund: fund.office_id, Role.FINANCE)
_office_leader = in_office_of(lambda fund: fund.office_id, Role.LEADER)
_host_finance = member_of(lambda fund: fund.host_id if is_hosted(fund) else None, *HOST_ROLES)
_board = member_of(lambda fund: fund.host_id if fund.kind == "COMMUNITY_FOUNDATION" else None, Role.OWNER)

finance = named(_office_finance.code, _office_finance.sentence, _office_finance | _host_finance)
leader = named(_office_leader.code, _office_leader.sentence, _office_leader | _board)
host_finance = named("host_finance", _("This is for the host's finance."), _host_finance & _host_finance)
not_drafter = not_the_same(lambda fund: fund.drafted_by_id, _("Whoever drafted the fund does not put it in force."))


def is_hosted(fund) -> bool:
    """A charity keeps the fund's money and books."""
    from .kinds import HOSTED

    return fund.kind in HOSTED


@requirement(
    "money_left", _("%(committed)s yuan are promised and %(free)s yuan are free. A fund is closed when it is empty.")
)
def nothing_left(actor, fund):
    from .queries import balances

    left = balances(fund)
    return {"committed": figures(left.committed), "free": figures(left.free)} if left.committed or left.free else None


@requirement("micro_fund", _("This is a micro-fund: it is changed by its own application and agreement."))
def not_a_micro_fund(actor, fund):
    return {} if fund.kind == "MICRO" else None


def _life(fund):
    from .models import MicroFund

    return MicroFund.objects.filter(fund_id=fund.pk).first() if fund.pk else None


@requirement(
    "micro_life", _("A micro-fund comes into force with its stewards and its host's agreement: see its own page.")
)
def its_life_says_so(actor, fund):
    if fund.kind != "MICRO":
        return None
    life = _life(fund)
    return None if life is not None and life.activated_at else {}


@requirement("micro_life", _("A micro-fund is wound up on its own page: what is left goes where its rules say."))
def its_life_ends_it(actor, fund):
    if fund.kind != "MICRO":
        return None
    life = _life(fund)
    return None if life is not None and life.closed_at else {}


@requirement("winding_up", _("This micro-fund is being wound up: it takes no new promises."))
def not_winding_up(actor, fund):
    life = _life(fund) if fund.kind == "MICRO" else None
    return {} if life is not None and life.wound_up_at else None


@requirement(
    "foundation_form",
    _("A community foundation is a registered foundation: name one of the register as its host."),
    clause=_("Regulation on Foundations, art. 2"),
    field="host",
)
def host_fits_kind(actor, fund):
    if fund.kind != "COMMUNITY_FOUNDATION":
        return None
    return None if fund.host is not None and fund.host.legal_form == "FOUNDATION" else {}


@requirement(
    "board",
    _("A foundation's board has at least %(least)s members with a chair, and a supervisor; seated: %(seated)s."),
    clause=_("Regulation on Foundations, art. 20, 22"),
)
def board_is_complete(actor, fund):
    if fund.kind != "COMMUNITY_FOUNDATION":
        return None
    from .figures import number
    from .queries_lives import seats

    found, least = seats(fund), number("BOARD_LEAST")
    members = found.get("BOARD", 0) + found.get("CHAIR", 0)
    whole = members >= least and found.get("CHAIR") and found.get("SUPERVISOR")
    return None if whole else {"least": least, "seated": members}


@requirement("no_fee", _("No fee is due: the agreement names none, or nothing new has come in."))
def fee_is_due(actor, fund):
    from .queries_lives import fee_base

    return None if fund.host_fee and fee_base(fund).amount else {}


@requirement("year_goes_on", _("The budget year %(year)s is not over, or has been reminded of already."))
def year_waits_to_be_ended(actor, fund):
    from . import kinds

    waits = kinds.of(fund).yearly and clock.today().year > fund.year > (fund.year_reminded or 0)
    return None if waits else {"year": fund.year}
