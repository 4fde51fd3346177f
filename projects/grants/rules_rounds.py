"""What must hold of a form and of a round. Imports neither models nor states."""

from django.utils.translation import gettext_lazy as _

from marketplace.core import clock, words
from marketplace.core.money import figures
from marketplace.core.rules import requirement


@requirement("grants.newer_draft", _("A newer version of this form is being drafted already: version %(version)s."))
def no_newer_draft(actor, form):
    newer = type(form).objects.filter(code=form.code, version__gt=form.version).order_by("-version").first()
    return {"version": newer.version} if newer else None


@requirement("grants.form_unsound", _("The form cannot be used yet: %(what)s"), field="form")
def form_is_sound(actor, form):
    from .formdef import faults

    found = faults(form.definition)
    return {"what": found[0]} if found else None


@requirement("grants.incomplete", _("The draft is not complete yet: %(what)s"))
def round_is_complete(actor, round):
    from .checks import gaps

    found = gaps(round)
    return {"what": found[0]} if found else None


@requirement(
    "grants.not_free", _("The round needs %(need)s yuan, but only %(free)s are free in the fund."), field="fund"
)
def fund_has_it_free(actor, round):
    from marketplace.funds.queries import free_balance

    free = free_balance(round.fund)
    return {"need": figures(round.budget), "free": figures(free)} if round.budget > free else None


@requirement("grants.not_free", _("The awards need %(need)s yuan, but only %(free)s are free in the fund."))
def fund_has_awards_free(actor, round):
    from marketplace.funds.queries import free_balance

    from .domain.determination import proposed_sum

    need, free = proposed_sum(round), free_balance(round.fund)
    return {"need": figures(need), "free": figures(free)} if need > free else None


@requirement("grants.deadline_passed", _("The deadline has passed (%(date)s)."))
def call_runs(actor, round):
    return {"date": words.when(round.deadline)} if clock.now() > round.deadline else None


@requirement("grants.still_open", _("Applications are taken until %(date)s."))
def deadline_has_passed(actor, round):
    return {"date": words.when(round.deadline)} if clock.now() <= round.deadline else None


@requirement("grants.not_screened", _("%(count)s applications are not screened yet."))
def all_screened(actor, round):
    count = round.applications.filter(state__in=["submitted", "returned"]).count()
    return {"count": count} if count else None


@requirement("grants.none_passed", _("No application has passed the screening. The round can only be cancelled."))
def some_passed(actor, round):
    return None if round.applications.filter(state="accepted").exists() else {}


@requirement("grants.reviews_out", _("%(count)s reviews are still out; they may come in until %(date)s."))
def reviews_are_in(actor, round):
    """All are in, or the date has passed."""
    from .queries_reviews import still_out

    count = still_out(round)
    if count and clock.now() <= round.review_until:
        return {"count": count, "date": words.when(round.review_until)}
    return None


@requirement("grants.no_score", _("%(count)s applications have no review at all: replace their reviewers."))
def every_one_has_a_score(actor, round):
    scored = round.applications.filter(state="accepted", reviews__state="handed_in").distinct().count()
    count = round.applications.filter(state="accepted").count() - scored
    return {"count": count} if count else None


@requirement("grants.standstill_runs", _("Objections are possible until %(date)s."))
def standstill_is_over(actor, round):
    if round.standstill_until is None or clock.now() <= round.standstill_until:
        return {"date": words.when(round.standstill_until) if round.standstill_until else ""}
    return None


@requirement("grants.objection_open", _("%(count)s objections are not answered yet."))
def no_open_objection(actor, round):
    count = round.objections.filter(state="filed").count()
    return {"count": count} if count else None


@requirement(
    "grants.still_delivering",
    _("%(count)s awarded projects are not ended yet: each needs an agreement that is closed or terminated."),
)
def all_delivered(actor, round):
    rows = round.applications.filter(state__in=["awarded", "nominated"])
    count = rows.exclude(agreement__state__in=["closed", "terminated"]).count()
    return {"count": count} if count else None


@requirement("grants.claims_open", _("%(count)s claims for money are not settled yet."))
def no_open_claim(actor, round):
    from .models import Recovery

    count = Recovery.objects.filter(agreement__round=round, state__in=["proposed", "demanded"]).count()
    return {"count": count} if count else None
