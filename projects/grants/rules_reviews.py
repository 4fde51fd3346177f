"""Who reviews and who objects, and what must hold then. Imports neither models nor states."""

from django.utils.translation import gettext_lazy as _

from marketplace.core import clock, words
from marketplace.core.rules import requirement, rule

from .rules import SIDE


@rule("grants.is_reviewer", _("Only the reviewer to whom it was assigned may do this."))
def is_reviewer(actor, review):
    return actor.is_known and actor.is_person(review.reviewer_id)


@requirement("grants.not_reviewing", _("This is possible while the round is reviewed; it is in the state “%(state)s”."))
def round_is_reviewing(actor, review):
    round = review.application.round
    return None if round.state == "reviewing" else {"state": round.get_state_display()}


@requirement("grants.review_late", _("Reviews were taken until %(date)s."))
def before_end(actor, review):
    until = review.application.round.review_until
    return {"date": words.when(until)} if clock.now() > until else None


@requirement("grants.unfit_reviewer", _("This person cannot review it: %(why)s"), field="reviewer")
def fits_to_review(actor, review):
    from .reviewers import conflict_found

    why = conflict_found(review.application, review.reviewer)
    return {"why": why} if why else None


@requirement("grants.reminded", _("The reviewer was reminded already."))
def not_reminded(actor, review):
    return {} if review.reminded_at else None


@rule("grants.objector", _("Only applicants about whom was decided may object."))
def objector(actor, objection):
    key = objection.organisation_id
    if key is None or not actor.has(*SIDE, body="organisation", body_id=key):
        return False
    states = ["ineligible", "awarded", "waiting", "nominated", "rejected", "declined"]
    return objection.round.applications.filter(organisation_id=key, state__in=states).exists()


@requirement("grants.objections_closed", _("Objections were possible until %(date)s."))
def objections_open(actor, objection):
    round = objection.round
    if round.state == "standstill" and round.standstill_until and clock.now() <= round.standstill_until:
        return None
    return {"date": words.when(round.standstill_until) if round.standstill_until else "–"}


@requirement("grants.objected_once", _("Your organisation has objected already; the answer stands on this page."))
def not_objected_yet(actor, objection):
    since = objection.round.decided_at
    rows = objection.round.objections.filter(organisation_id=objection.organisation_id)
    return {} if (rows.filter(filed_at__gte=since) if since else rows).exists() else None
