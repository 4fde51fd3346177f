"""Standards of growth: the next version is drafted from the one before, changed line by line, approved by another person."""

from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from marketplace.core.actors import Actor
from marketplace.core.refusals import Refused
from marketplace.core.verbs import creating, verb
from orgs.kinds import IncubationStage

from ..kinds import Aspect, Measure
from ..models import MaturityQuestion, StageCriterion, Standard

MOST = {Measure.GRADE: 5, Measure.MATURITY: 40}  # 5A; the mean of the form in tenths


def revise_standards(source: Standard, *, by: Actor, version: str, valid_from: date) -> Standard:
    """Draft the next version: all criteria and sentences are copied.

    Raises:
        Refused: no keeper, a version that is not approved, or one that exists (field "version").
    """
    with verb("revise", source, by=by, note=version) as source:
        new = Standard(version=version, valid_from=valid_from, based_on=source, drafted_by=by.user)
        new.note_zh, new.note_en = source.note_zh, source.note_en
        with creating(new, by=by, verb="draft", note=source.version):
            new.save()
            for row in (*source.criteria.all(), *source.sentences.all()):
                row.pk, row.standard = None, new
                row._state.adding = True
                row.save()
    return new


def change_standards(
    standard: Standard, *, by: Actor, source: str, valid_from: date, note_zh="", note_en=""
) -> Standard:
    """Say who decided a draft, from when it holds, and why."""
    with verb("change", standard, by=by) as standard:
        standard.source, standard.valid_from = source, valid_from
        standard.note_zh, standard.note_en = note_zh, note_en
    return standard


def set_criterion(standard: Standard, *, by: Actor, stage: str, measure: str, at_least: int | None = None) -> Standard:
    """What a stage asks of a measure; without a number it asks for nothing.

    Raises:
        Refused: no draft, more than can be reached (field "at_least").
    """
    old, said = standard.criteria.filter(stage=stage, measure=measure).first(), Measure(measure).said
    words = f"{IncubationStage(stage)} {Measure(measure)}: {old.wanted if old else '–'} → {said(at_least) if at_least else '–'}"
    with verb("set_criterion", standard, by=by, note=words) as standard:
        most = MOST.get(Measure(measure), 1000)
        if at_least and at_least > most:
            raise Refused(
                "incubation.too_much",
                _("At most %(most)s can be asked for."),
                field="at_least",
                values={"most": said(most)},
            )
        if at_least:
            StageCriterion.objects.update_or_create(
                standard=standard, stage=stage, measure=measure, defaults={"at_least": at_least}
            )
        else:
            standard.criteria.filter(stage=stage, measure=measure).delete()
    return standard


def add_sentence(standard: Standard, *, by: Actor, aspect: str, text_zh: str, text_en: str = "") -> Standard:
    """A new sentence, the last one of its aspect."""
    with verb("add_sentence", standard, by=by, note=f"{Aspect(aspect)} {text_zh}") as standard:
        last = standard.sentences.order_by("-position").first()
        position = last.position + 1 if last else 1
        MaturityQuestion.objects.create(
            standard=standard, aspect=aspect, position=position, text_zh=text_zh, text_en=text_en
        )
    return standard


def change_sentence(
    standard: Standard, *, by: Actor, sentence: MaturityQuestion, aspect: str, text_zh: str, text_en: str = ""
) -> Standard:
    with verb("change_sentence", standard, by=by, note=f"{sentence.text_zh} → {text_zh}") as standard:
        sentence = _of(standard, sentence)
        sentence.aspect, sentence.text_zh, sentence.text_en = aspect, text_zh, text_en
        sentence.save()
    return standard


def remove_sentence(standard: Standard, *, by: Actor, sentence: MaturityQuestion) -> Standard:
    with verb("remove_sentence", standard, by=by, note=sentence.text_zh) as standard:
        _of(standard, sentence).delete()
    return standard


def _of(standard, sentence):
    """The sentence, read again: it must be one of this draft."""
    row = standard.sentences.filter(pk=sentence.pk).first()
    if row is None:
        raise Refused("incubation.no_sentence", _("This draft has no such sentence."), field="sentence")
    return row


def approve_standards(standard: Standard, *, by: Actor) -> Standard:
    """In force from its first day on; the version before it ends the day before.

    Raises:
        Refused: no leader, the drafter, no source, a first day that is not ahead or not after the version before.
    """
    with verb("approve", standard, by=by) as standard:
        before = Standard.objects.in_force(standard.valid_from).exclude(pk=standard.pk).first()
        if before is not None:
            with verb("supersede", before, by=by, note=standard.version):
                before.valid_to = standard.valid_from - timedelta(days=1)
    return standard


def discard_standards(standard: Standard, *, by: Actor) -> Standard:
    """A draft that comes to nothing; it stays on record."""
    with verb("discard", standard, by=by):
        pass
    return standard
