"""Micro-funds and stewards: who may, and what must hold."""

from django.utils.translation import gettext_lazy as _

from marketplace.core import clock
from marketplace.core.money import figures, yuan
from marketplace.core.rules import named, requirement, rule
from orgs.rules import in_office_of, member_of, not_the_same
from orgs.states import Role

from . import figures as dated
from .rules import HOST_ROLES

micro_leader = in_office_of(lambda micro: micro.office_id, Role.LEADER)
host_owner = member_of(lambda micro: micro.host_id, Role.OWNER)
_host_finance = member_of(lambda micro: micro.host_id, *HOST_ROLES)
_office_finance = in_office_of(lambda micro: micro.office_id, Role.FINANCE)
micro_keeper = named("micro_keeper", _("This is for the finance of the host or of the office."), _host_finance | _office_finance)  # fmt: skip
not_applicant = not_the_same(
    lambda micro: micro.applied_by_id, _("Whoever applied for the micro-fund does not decide about it.")
)
not_who_wound_up = not_the_same(
    lambda micro: micro.wound_up_by_id, _("Whoever decided to wind it up does not hand over what is left.")
)


@rule("applicant", _("This is for whoever applied for it."))
def applicant(actor, micro):
    return actor.is_person(micro.applied_by_id)


@rule("steward", _("This is for the stewards of the fund."))
def micro_steward(actor, micro):
    from .queries_lives import is_steward

    return micro.fund_id is not None and is_steward(micro.fund_id, actor)


# ---- what must hold of a micro-fund -------------------------------------------------------------
@requirement("opening", _("A micro-fund opens with at least %(least)s yuan."), field="opening")
def opening_is_enough(actor, micro):
    figure = dated.in_force("OPENING_LEAST")
    if micro.opening is not None and micro.opening >= yuan(figure.value):
        return None
    return {"least": figures(figure.value), "clause": figure.clause}


@requirement(
    "host", _("The host must be a foundation or charity in the register."), field="host",
    clause=_("Hubei trial rules on community charity funds, 2023"),
)  # fmt: skip
def host_is_a_charity(actor, micro):
    host = micro.host
    charity = host is not None and (host.legal_form == "FOUNDATION" or host.org_class == "CHARITY_RELIEF")
    return None if charity and host.state == "verified" else {}


@requirement("limits", _("The least sum of a grant lies above the highest one."), field="least")
def limits_in_order(actor, micro):
    return {} if micro.least and micro.most and micro.least > micro.most else None


@requirement("agreed_already", _("The host agreement is signed."))
def not_agreed_yet(actor, micro):
    return {} if micro.agreed_at else None


@requirement("no_agreement", _("The host has not signed its agreement yet."))
def host_has_agreed(actor, micro):
    return None if micro.agreed_at else {}


@requirement(
    "committee",
    _("The stewards are not complete: %(seated)s of at least %(least)s are seated, %(residents)s of them elected residents (at least %(share)s %%)."),
)  # fmt: skip
def committee_is_complete(actor, micro):
    from .queries_lives import seats

    found = seats(micro.fund)
    seated, residents = sum(found.values()), found.get("RESIDENT", 0)
    least, share = dated.number("STEWARDS_LEAST"), dated.in_force("RESIDENTS_LEAST")
    if seated >= least and residents * 100 >= share.value * seated:
        return None
    return {"seated": seated, "least": least, "residents": residents, "share": int(share.value), "clause": share.clause}


@requirement("still_moving", _("The fund has spent money within the last %(days)s days."))
def nothing_moved(actor, micro):
    from .queries_lives import last_moved

    days = dated.number("IDLE_DAYS")
    return None if (clock.today() - last_moved(micro)).days >= days else {"days": days}


@requirement("too_early", _("A fund is warned when it has been idle for %(days)s days."))
def still_nothing_moved(actor, micro):
    days = dated.number("WARN_DAYS")
    idle = micro.idle_since and (clock.today() - micro.idle_since).days >= days
    return None if idle and nothing_moved.failing(actor, micro) is None else {"days": days}


@requirement("nothing_moved", _("The fund has spent nothing since it fell idle."))
def something_moved(actor, micro):
    return {} if nothing_moved.failing(actor, micro) is None else None


@requirement(
    "too_early",
    _("A fund that still works is wound up when its stewards ask for it, or %(days)s days after it was warned."),
)
def stewards_agree_or_time_is_over(actor, micro):
    figure = dated.in_force("WINDUP_DAYS")
    over = micro.warned_at and (clock.today() - micro.warned_at).days >= figure.value
    return None if micro.end_asked_at or over else {"days": int(figure.value), "clause": figure.clause}


@requirement("promised", _("%(amount)s yuan are still promised: pay them or take the approvals back first."))
def nothing_promised(actor, micro):
    from .queries import balances

    left = balances(micro.fund).committed
    return {"amount": figures(left)} if left else None


@requirement("nothing_left", _("Nothing is left to hand over."))
def something_left(actor, micro):
    from .queries import balances

    return None if balances(micro.fund).free else {}


@requirement("remainder", _("“%(name)s” does not take the remainder: it is %(state)s or has no such purpose."))
def remainder_fund_takes_it(actor, micro):
    from .queries_purposes import bound_codes, purpose_codes

    to = micro.remainder_to
    fits = to.state == "active" and bound_codes(micro.fund) <= purpose_codes(to)
    return None if fits else {"name": to.name, "state": to.get_state_display()}


@requirement("money_left", _("%(committed)s yuan are promised and %(free)s yuan are free. Hand over what is left first."))  # fmt: skip
def books_are_empty(actor, micro):
    from .rules import nothing_left

    return nothing_left.failing(actor, micro.fund)


# ---- stewards ---------------------------------------------------------------------------------------
_seat_leader = in_office_of(lambda steward: steward.fund.office_id, Role.LEADER)
_seat_host = member_of(lambda steward: steward.fund.host_id, Role.OWNER)
seats_stewards = named("seats_stewards", _("Stewards are seated by the host or by the office's leader."), _seat_leader | _seat_host)  # fmt: skip


@rule("ends_a_term", _("A term is ended by the steward, the host or the office's leader."))
def ends_a_term(actor, steward):
    return actor.is_person(steward.user_id) or seats_stewards.test(actor, steward)


@requirement("seat", _("A seat of this kind does not belong to this kind of fund."), field="seat")
def seat_fits_kind(actor, steward):
    from .states_microfunds import BOARD_SEATS, MICRO_SEATS

    seats = {"MICRO": MICRO_SEATS, "COMMUNITY_FOUNDATION": BOARD_SEATS}.get(steward.fund.kind, ())
    return None if steward.seat in seats else {}


@requirement(
    "elected", _("For an elected resident say on which day, by how many of how many voters."), field="elected_on"
)
def elected_as_stated(actor, steward):
    if steward.seat != "RESIDENT":
        return None
    stated = steward.elected_on and steward.voters and 0 < (steward.votes or 0) <= steward.voters
    return None if stated and steward.elected_on <= clock.today() else {}


@requirement("term", _("A term lasts from its first to its last day, at most %(months)s months."), field="until")
def term_in_order(actor, steward):
    months = dated.in_force("TERM_MOST")
    days = (steward.until - steward.since).days
    return None if 0 < days <= months.value * 31 else {"months": int(months.value), "clause": months.clause}


@requirement("seated_already", _("This person has a seat already."), field="person")
def not_seated_yet(actor, steward):
    from .queries_lives import seated

    return {} if seated(steward.fund).filter(user_id=steward.user_id).exclude(pk=steward.pk).exists() else None


@requirement(
    "official", _("Somebody in public office is not chair of a foundation's board."), field="person",
    clause=_("Regulation on Foundations, art. 23"),
)  # fmt: skip
def no_official_in_the_chair(actor, steward):
    from orgs.models import Membership

    if steward.seat != "CHAIR":
        return None
    held = Membership.objects.current().filter(user_id=steward.user_id, office__isnull=False)
    return {} if held.exists() else None
