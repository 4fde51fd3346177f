"""Who keeps rule sets, and what must hold before one is approved. Imports neither models nor states."""

from django.utils.translation import gettext_lazy as _

from marketplace.core import clock
from marketplace.core.rules import requirement
from orgs.rules import holds, not_the_same

keeps = holds("KEEPER")
approves = holds("LEADER")
did_not_draft = not_the_same(
    lambda rule_set: rule_set.drafted_by_id,
    _("Who drafted the rules does not approve them: a leader has to decide (four eyes)."),
)


@requirement("version_taken", _("There is a version %(version)s of these rules already."), field="version")
def version_is_new(actor, obj):
    same = type(obj)._base_manager.filter(code=obj.code, version=obj.version).exclude(pk=obj.pk)
    return {"version": obj.version} if same.exists() else None


@requirement("no_source", _("Say where these rules come from: the source is missing."), field="source")
def has_source(actor, obj):
    return None if obj.source.strip() else {}


@requirement("begins_ahead", _("Rules come into force on a day ahead; %(day)s is not."), field="valid_from")
def begins_ahead(actor, obj):
    return None if obj.valid_from > clock.today() else {"day": obj.valid_from.isoformat()}


@requirement(
    "before_the_last", _("Version %(version)s begins on %(day)s: a newer one begins later."), field="valid_from"
)
def after_the_one_before(actor, obj):
    other = (
        type(obj)
        ._base_manager.filter(code=obj.code, state="approved", valid_from__gte=obj.valid_from)
        .exclude(pk=obj.pk)
        .first()
    )
    return {"version": other.version, "day": other.valid_from.isoformat()} if other else None


@requirement(
    "procedure_ended",
    _(
        "The rules of this procedure ended on %(day)s. Send the draft back and choose the procedure of the newer version."
    ),
)
def procedure_holds(actor, call):
    last = call.procedure.rule_set.valid_to
    return {"day": last.isoformat()} if last is not None and last < clock.today() else None
