"""Who keeps the standards of growth, and what must hold before they apply. Imports neither models nor states."""

from django.utils.translation import gettext_lazy as _

from marketplace.core import clock
from marketplace.core.rules import requirement
from orgs.rules import holds, not_the_same

keeps = holds("KEEPER")
approves = holds("LEADER")
did_not_draft = not_the_same(
    lambda standard: standard.drafted_by_id,
    _("Who drafted the standards does not approve them: a leader has to decide (four eyes)."),
)


@requirement(
    "incubation.version_taken", _("There is a version %(version)s of these standards already."), field="version"
)
def version_is_new(actor, standard):
    same = type(standard)._base_manager.filter(version=standard.version).exclude(pk=standard.pk)
    return {"version": standard.version} if same.exists() else None


@requirement("incubation.no_source", _("Say who decided these standards: the source is missing."), field="source")
def has_source(actor, standard):
    return None if standard.source.strip() else {}


@requirement(
    "incubation.begins_ahead", _("Standards come into force on a day ahead; %(day)s is not."), field="valid_from"
)
def begins_ahead(actor, standard):
    return None if standard.valid_from > clock.today() else {"day": standard.valid_from.isoformat()}


@requirement(
    "incubation.before_the_last",
    _("Version %(version)s begins on %(day)s: a newer one begins later."),
    field="valid_from",
)
def after_the_one_before(actor, standard):
    rows = type(standard)._base_manager.filter(state="approved", valid_from__gte=standard.valid_from)
    other = rows.exclude(pk=standard.pk).first()
    return {"version": other.version, "day": other.valid_from.isoformat()} if other else None


@requirement("incubation.aspect_empty", _("Every aspect of the maturity form needs a sentence; “%(aspect)s” has none."))
def asks_of_every_aspect(actor, standard):
    from .kinds import Aspect

    asked = set(standard.sentences.values_list("aspect", flat=True))
    missing = next((aspect for aspect in Aspect if aspect.value not in asked), None)
    return {"aspect": str(missing.label)} if missing else None
