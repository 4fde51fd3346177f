"""What must hold of a short concept, and of a full application in a round that asks for one. Imports neither models nor states."""

from django.utils.translation import gettext_lazy as _

from marketplace.core import clock, words
from marketplace.core.rules import requirement, rule


@rule("grants.no_rival", _("Whoever belongs to an organisation with a concept in this round decides about none."))
def no_rival(actor, concept):
    mine = actor.belongs_to
    if not mine:
        return True
    rows = concept.round.concepts.exclude(state__in=["draft", "withdrawn"])
    return concept.organisation_id not in mine and not rows.filter(organisation_id__in=mine).exists()


@requirement("grants.no_concepts", _("This round takes no concepts now."))
def round_takes_concepts(actor, concept):
    round = concept.round
    return None if round.state == "open" and round.concept_form_id else {}


@requirement("grants.late", "%(why)s")
def concept_in_time(actor, concept):
    round, now = concept.round, clock.now()
    if now < round.opens_at:
        return {"why": _("Concepts are taken from %(date)s on.") % {"date": words.when(round.opens_at)}}
    if now > round.concept_until:
        return {"why": _("Concepts were taken until %(date)s.") % {"date": words.when(round.concept_until)}}
    return None


@requirement("grants.limit", _("An organisation may hand in %(limit)s concepts in this round; yours has them already."))
def concepts_below_limit(actor, concept):
    round = concept.round
    rows = round.concepts.filter(organisation_id=concept.organisation_id).exclude(state="withdrawn")
    return {"limit": round.limit} if rows.exclude(pk=concept.pk).count() >= round.limit else None


@requirement("grants.still_open", _("Concepts are taken until %(date)s."))
def concepts_are_closed(actor, concept):
    until = concept.round.concept_until
    return {"date": words.when(until)} if until is None or clock.now() <= until else None


@requirement("grants.deadline_passed", _("The call is over: nobody can be invited to it any more."))
def call_still_runs(actor, concept):
    round = concept.round
    return None if round.state == "open" and clock.now() <= round.deadline else {}


@requirement("grants.not_invited", _("In this round the full application is written by those who were invited after their short concept."))  # fmt: skip
def is_invited(actor, application):
    """One full application for each concept that was invited."""
    from .states_applications import COUNTED

    round = application.round
    if not round.concept_form_id:
        return None
    invited = round.concepts.filter(organisation_id=application.organisation_id, state="invited").count()
    written = round.applications.filter(organisation_id=application.organisation_id, state__in=COUNTED)
    return None if written.exclude(pk=application.pk).count() < invited else {}
