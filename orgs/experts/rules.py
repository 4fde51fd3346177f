"""Who keeps the roster, and what must hold. Imports neither models nor states."""

from django.utils.translation import gettext_lazy as _

from marketplace.core import clock
from marketplace.core.rules import named, requirement, rule
from orgs.rules import in_office_of, not_the_same


def _office(expert):
    return expert.office_id


keeps = in_office_of(_office, "SECRETARY", "LEADER")
leads = in_office_of(_office, "LEADER")
entered_by_another = not_the_same(
    lambda expert: expert.entered_by_id, _("Whoever entered somebody in the roster does not admit them.")
)
not_oneself = not_the_same(lambda expert: expert.user_id, _("Nobody decides about their own entry."), "oneself")


@rule("experts.self", _("Only the person themselves may do this."))
def is_self(actor, expert):
    return actor.is_person(expert.user_id)


self_or_keeper = named(
    "experts.self_or_keeper",
    _("This is for the person themselves, and for the evaluation secretary or the leader of the office in charge."),
    is_self | keeps,
)


@requirement("experts.there_already", _("%(person)s stands in the roster already."), field="person")
def not_there_yet(actor, expert):
    same = type(expert)._base_manager.filter(user_id__in=[expert.user_id, *expert.user.earlier]).exclude(pk=expert.pk)
    return {"person": str(expert.user)} if same.exists() else None


@requirement("experts.serves_nothing", _("Say at least one of the two: reviewing or mentoring."), field="reviews")
def serves_something(actor, expert):
    return None if expert.reviews or expert.mentors else {}


@requirement("experts.no_tie", _("No tie is declared that still holds."))
def has_ties(actor, expert):
    return None if expert.ties.on(clock.today()).exists() else {}


@requirement("experts.no_away", _("No days away lie ahead."))
def has_aways(actor, expert):
    return None if expert.aways.ahead(clock.today()).exists() else {}
