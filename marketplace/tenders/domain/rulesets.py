"""Rule sets and their procedures: the next version is drafted from the one before, changed rule by rule, approved."""

from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from marketplace.core.actors import Actor
from marketplace.core.refusals import Refused
from marketplace.core.verbs import creating, verb

from .. import rulebook
from ..models import Procedure, RuleSet
from ..states import DayKind


def revise_rules(source: RuleSet, *, by: Actor, version: str, valid_from: date) -> RuleSet:
    """Draft the next version of a rule set: all procedures and rules are copied.

    Raises:
        Refused: no keeper, a set that is not approved, or a version that exists (field "version").
    """
    with verb("revise", source, by=by, note=version) as source:
        new = RuleSet(
            code=source.code, version=version, name_zh=source.name_zh, name_en=source.name_en, note_zh=source.note_zh,
            note_en=source.note_en, source=source.source, valid_from=valid_from, based_on=source, drafted_by=by.user,
        )  # fmt: skip
        with creating(new, by=by, verb="draft", note=f"{source.code} {source.version}"):
            new.save()
            for one in source.procedures.all():
                Procedure.objects.create(
                    rule_set=new, code=one.code, name_zh=one.name_zh, name_en=one.name_en, switches=one.switches
                )
    return new


def change_rules(
    rule_set: RuleSet, *, by: Actor, name_zh: str, name_en: str, source: str, valid_from: date, note_zh="", note_en=""
):
    """Change name, note, source and first day of a draft."""
    with verb("change", rule_set, by=by) as rule_set:
        rule_set.name_zh, rule_set.name_en, rule_set.source, rule_set.valid_from = name_zh, name_en, source, valid_from
        rule_set.note_zh, rule_set.note_en = note_zh, note_en
    return rule_set


def set_rule(
    rule_set: RuleSet, *, by: Actor, procedure: Procedure, key: str, value: str, clause_zh: str, clause_en: str = "", days: str = "",
    local: bool = False,
) -> RuleSet:  # fmt: skip
    """Change one rule of one procedure of a draft; before and after stand in the note.

    value: as typed; a rule that only applies, or names a method, keeps its value. days: "calendar" or "working".

    Raises:
        Refused: no draft, a procedure of another set, no such rule, a value that the rule cannot take.
    """
    row = rule_set.procedures.filter(pk=procedure.pk).first()
    if row is None or key not in row.switches:
        raise Refused("no_rule", _("This procedure has no such rule."), field="key")
    old = row.switches[key]
    new = {"value": old["value"], "days": old["days"], "clause_zh": clause_zh, "clause_en": clause_en, "local": local}
    if key in rulebook.NUMBERS:
        new["value"] = rulebook.value(key, value)
    if old["days"] and days in DayKind.values:
        new["days"] = days
    with verb("set_rule", rule_set, by=by, note=f"{row.code} {key}: {_plain(old)} → {_plain(new)}") as rule_set:
        row.refresh_from_db()
        row.switches = row.switches | {key: new}
        row.save()
    return rule_set


def _plain(switch) -> str:
    return " ".join(
        str(part) for part in (switch["value"], switch["days"], switch["clause_zh"]) if part not in ("", None)
    )


def approve_rules(rule_set: RuleSet, *, by: Actor) -> RuleSet:
    """In force from its first day on; the version before it ends the day before.

    Raises:
        Refused: no leader, the drafter, no source, a first day that is not ahead or not after the version before.
    """
    with verb("approve", rule_set, by=by) as rule_set:
        before = (
            RuleSet.objects.in_force(rule_set.valid_from).filter(code=rule_set.code).exclude(pk=rule_set.pk).first()
        )
        if before is not None:
            with verb("supersede", before, by=by, note=rule_set.version):
                before.valid_to = rule_set.valid_from - timedelta(days=1)
    return rule_set


def discard_rules(rule_set: RuleSet, *, by: Actor) -> RuleSet:
    """A draft that comes to nothing; it stays on record."""
    with verb("discard", rule_set, by=by):
        pass
    return rule_set
