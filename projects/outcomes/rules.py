"""Who may draft, edit and publish an outcome."""

from django.utils.translation import gettext_lazy as _

from marketplace.core.rules import is_system, named, requirement
from orgs.rules import holds, in_office_of, member_of, not_the_same
from orgs.states import Role

editor = holds(Role.EDITOR, body="office")
writer = named(
    "outcome_writer",
    _("The organisation that delivered, or the office that bought, writes the outcome."),
    member_of(lambda o: o.contract.organisation_id, Role.OWNER, Role.BID_WRITER)
    | in_office_of(lambda o: o.contract.office_id, Role.BUYER, Role.EDITOR)
    | is_system,
)
not_writer = not_the_same(lambda o: o.drafted_by_id, _("Whoever handed in the outcome does not publish it."))


@requirement("figures_missing", _("Say what was reached for: %(names)s."))
def figures_are_there(actor, outcome):
    missing = [i.name for i in outcome.indicators.all() if i.actual is None]
    return {"names": ", ".join(missing)} if missing else None


@requirement("no_picture", _("There is no picture yet."))
def has_pictures(actor, outcome):
    return None if outcome.pictures.exists() else {}


@requirement("told_nowhere", _("This contract has no other outcome. What came of it is told at least once."))
def told_elsewhere(actor, outcome):
    others = outcome.contract.outcomes.exclude(pk=outcome.pk).exclude(state="set_aside")
    return None if others.exists() else {}


@requirement("story_missing", _("Write what came of it, in at least one sentence."))
def story_is_there(actor, outcome):
    return None if outcome.story_zh.strip() else {}
