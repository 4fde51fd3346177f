"""Applications to a fund: who may, and what must hold."""

from django.utils.translation import gettext_lazy as _

from marketplace.core.money import ZERO, figures
from marketplace.core.rules import named, requirement, rule
from orgs.rules import in_office_of, member_of, not_the_same, without_stake
from orgs.states import Role

from . import figures as dated
from .rules import HOST_ROLES

_host = member_of(lambda application: application.fund.host_id, *HOST_ROLES)
_office = in_office_of(lambda application: application.fund.office_id, Role.FINANCE)
keeper = named("fund_keeper", _("This is for the finance of the host or of the office."), _host | _office)
not_decider = not_the_same(
    lambda application: application.decided_by_id, _("Whoever approved the application does not pay it.")
)
_not_asker = not_the_same(lambda application: application.asked_by_id, _("Nobody decides about their own application."))
_no_stake = without_stake(
    lambda application: application.organisation_id or 0,
    _("Whoever belongs to the applying organisation steps out."),
)
no_own_interest = named("own_interest", _("Whoever has an interest in the application steps out."), _not_asker & _no_stake)  # fmt: skip


@rule("asker", _("This is for whoever applied."))
def asker(actor, application):
    return actor.is_person(application.asked_by_id)


@rule("steward", _("This is for the stewards of the fund."))
def steward(actor, application):
    from .queries_lives import is_steward

    return is_steward(application.fund_id, actor)


@rule("stepped_out", _("You have stepped out of this application."))
def not_stepped_out(actor, application):
    return not _own_opinions(actor, application).filter(stepped_out=True).exists()


def _own_opinions(actor, application):
    from .models import Opinion

    return Opinion.objects.filter(application_id=application.pk, steward__user_id__in=actor.keys)


@requirement("out_already", _("You have stepped out already."))
def not_out_yet(actor, application):
    return {} if _own_opinions(actor, application).filter(stepped_out=True).exists() else None


@requirement("takes_none", _("“%(fund)s” takes no applications now."), field="")
def fund_takes_applications(actor, application):
    from . import kinds

    fund = application.fund
    takes = kinds.of(fund).applications and fund.state == "active" and fund.asks_open
    return None if takes else {"fund": fund.name}


@requirement("limits", _("This fund gives between %(least)s and %(most)s yuan at a time."), field="amount")
def amount_within_limits(actor, application):
    fund, amount = application.fund, application.amount
    if amount is None or amount <= ZERO or fund.least and amount < fund.least or fund.most and amount > fund.most:
        most = figures(fund.most) if fund.most else "∞"
        return {"least": figures(fund.least or ZERO), "most": most}
    return None


@requirement("purpose", _("Choose one of the fund's purposes."), field="purpose")
def purpose_of_the_fund(actor, application):
    own = application.fund.purposes.all()
    if application.purpose_id is None:
        return {} if own.exists() else None
    return None if own.filter(pk=application.purpose_id).exists() else {}


@requirement("not_member", _("You do not belong to this organisation."), field="organisation")
def speaks_for_organisation(actor, application):
    key = application.organisation_id
    return {} if key and key not in actor.bodies("organisation") else None


@requirement("opinions", _("%(there)s of at least %(least)s opinions are there; no decision before."), field="")
def opinions_are_there(actor, application):
    there, _for = _count(application)
    least = application.fund.opinions or dated.number("OPINIONS_LEAST")
    return None if there >= least else {"there": there, "least": least}


@requirement("majority", _("%(against)s of %(there)s opinions are not for it; it cannot be approved."))
def majority_for(actor, application):
    there, in_favour = _count(application)
    return None if in_favour * 2 > there else {"there": there, "against": there - in_favour}


def _count(application):
    from .models import Opinion

    given = list(
        Opinion.objects.filter(application_id=application.pk, stepped_out=False).values_list("verdict", flat=True)
    )
    return len(given), given.count("FOR")


@requirement("nothing_paid", _("Nothing has been paid yet: take the approval back instead."))
def something_paid(actor, application):
    return None if application.payments.exists() else {}


@requirement("paid_already", _("Money has been paid already."))
def nothing_paid(actor, application):
    return {} if application.payments.exists() else None
