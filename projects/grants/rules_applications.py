"""What must hold of an application and of its team. Imports neither models nor states."""

from django.utils.translation import gettext_lazy as _

from marketplace.core import clock, words
from marketplace.core.money import figures
from marketplace.core.rules import requirement


@requirement("grants.call_closed", _("This round takes no applications: it is in the state “%(state)s”."))
def call_takes_applications(actor, application):
    round = application.round
    return None if round.state == "open" else {"state": round.get_state_display()}


@requirement("grants.late", "%(why)s")
def in_time(actor, application):
    round, now = application.round, clock.now()
    if now < round.opens_at:
        return {"why": _("Applications are taken from %(date)s on.") % {"date": words.when(round.opens_at)}}
    if now > round.deadline:
        return {"why": _("Applications were taken until %(date)s. This one is late and cannot be taken.") % {"date": words.when(round.deadline)}}  # fmt: skip
    return None


@requirement("grants.may_not_apply", "%(why)s")
def is_eligible(actor, application):
    from .eligibility import blockers

    found = blockers(application.round, application.organisation)
    return {"why": found[0].why} if found else None


@requirement(
    "grants.limit", _("An organisation may hand in %(limit)s applications in this round; yours has them already.")
)
def below_limit(actor, application):
    from .states_applications import COUNTED

    round = application.round
    rows = round.applications.filter(organisation_id=application.organisation_id, state__in=COUNTED)
    return {"limit": round.limit} if rows.exclude(pk=application.pk).count() >= round.limit else None


@requirement("grants.not_writable", "%(why)s")
def may_be_written(actor, application):
    """While the call runs; a returned one until its own date."""
    if application.state == "returned":
        found = cure_in_time.failing(actor, application)
        return {"why": cure_in_time.sentence % found} if found else None
    for need in (call_takes_applications, in_time):
        found = need.failing(actor, application)
        if found:
            return {"why": str(need.sentence) % found}
    return None


@requirement("grants.no_draft", _("There is no draft to hand in: write the application first."))
def has_draft(actor, application):
    return None if application.draft else {}


@requirement("grants.not_screening", _("This is possible while the round is screened; it is in the state “%(state)s”."))
def round_is_screening(actor, application):
    round = application.round
    return None if round.state == "screening" else {"state": round.get_state_display()}


@requirement("grants.cure_late", _("It was to be completed until %(date)s."))
def cure_in_time(actor, application):
    until = application.cure_until
    if until is not None and clock.now() > until:
        return {"date": words.when(until)}
    return None


@requirement("grants.cure_runs", _("The applicant has until %(date)s to complete it."))
def cure_is_over(actor, application):
    if application.state == "returned" and application.cure_until and clock.now() <= application.cure_until:
        return {"date": words.when(application.cure_until)}
    return None


@requirement(
    "grants.too_late_to_withdraw",
    _("The awards are proposed or decided: an award may be declined, the application stays on record."),
)
def not_proposed_yet(actor, application):
    return None if application.round.state in ("open", "screening", "reviewing") else {}


@requirement("grants.not_deciding", _("This is part of the decision about the round."))
def round_is_being_decided(actor, application):
    return None if application.round.state == "proposed" else {}


@requirement("grants.agreement_there", _("There is an agreement already."))
def no_agreement_yet(actor, application):
    """One that was not concluded stands in nobody's way: its promise went back to the round."""
    there = getattr(application, "agreement", None)
    return None if there is None or there.state == "void" else {}


@requirement("grants.not_first", _("“%(other)s” stands before it on the waiting list."))
def first_in_line(actor, application):
    mine = getattr(application, "determination", None)
    rows = application.round.applications.filter(state__in=["waiting", "nominated"]).exclude(pk=application.pk)
    first = rows.order_by("determination__rank").first()
    if mine is None or first is None or first.determination.rank > mine.rank:
        return None
    return {"other": first.title}


@requirement(
    "grants.not_awarding", _("The waiting list steps up after the decision; the round is in the state “%(state)s”.")
)
def round_gives_awards(actor, application):
    round = application.round
    return None if round.state in ("standstill", "delivery") else {"state": round.get_state_display()}


@requirement("grants.no_money_left", _("It needs %(need)s yuan; %(left)s are left of the money of the round."))
def money_is_left(actor, application):
    from .domain.determination import left_in

    mine = getattr(application, "determination", None)
    need, left = (mine.amount if mine else 0), left_in(application.round)
    return {"need": figures(need), "left": figures(left)} if need > left else None


# ---- the team -------------------------------------------------------------------------------------
@requirement("grants.team_fixed", _("The team is made up while the application is being written."))
def application_is_open(actor, partner):
    return may_be_written_by_state(partner.application)


def may_be_written_by_state(application):
    return None if application.state in ("draft", "submitted", "withdrawn", "returned") else {}


@requirement(
    "grants.same_organisation", _("Choose another organisation, one that is not in the team yet."), field="organisation"
)
def another_organisation(actor, partner):
    application = partner.application
    if partner.organisation_id == application.organisation_id:
        return {}
    rows = application.partners.filter(organisation_id=partner.organisation_id, state__in=["invited", "joined"])
    return {} if rows.exclude(pk=partner.pk).exists() else None
