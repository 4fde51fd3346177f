"""The standards of growth line by line, beside the version before."""

from marketplace.core import clock
from orgs.kinds import IncubationStage

from .kinds import Aspect, Measure
from .queries import in_order


def in_force_and_ahead(rows) -> list:
    """[(standard, [(stage, its criteria)], [(aspect, its sentences)])]: of today, then those approved for a day ahead."""
    today, found = clock.today(), []
    ends_ahead = rows.exclude(valid_to__lt=today).order_by("valid_from")
    for standard in ends_ahead.prefetch_related("criteria", "sentences"):
        criteria, sentences = list(standard.criteria.all()), in_order(standard.sentences.all())
        order = list(Measure.values)
        criteria.sort(key=lambda row: order.index(row.measure))
        found.append(
            (
                standard,
                [(stage, [row for row in criteria if row.stage == stage]) for stage in IncubationStage],
                [(aspect, [row for row in sentences if row.aspect == aspect]) for aspect in Aspect],
            )
        )
    return found


def lines(standard) -> list:
    """[(label, text)]: every criterion and every sentence; where it differs from the version before, what it was."""
    before = standard.based_on
    return [*_criteria(standard, before), *_sentences(standard, before)]


def _criteria(standard, before) -> list:
    now, old = _asked(standard), _asked(before)
    order = [(stage, measure) for stage in IncubationStage for measure in Measure]
    return [
        (f"{stage.label}: {measure.label}", _changed(_least(now.get(key)), _least(old.get(key)), before))
        for stage, measure in order
        if (key := (stage.value, measure.value)) in now or key in old
    ]


def _asked(standard) -> dict:
    """{(stage, measure): at least, as people write it}"""
    return {(row.stage, row.measure): row.wanted for row in standard.criteria.all()} if standard else {}


def _least(number) -> str:
    return "–" if number is None else f"≥ {number}"


def _changed(now, old, before) -> str:
    return f"{now}\n← {old}" if before is not None and now != old else now


def _sentences(standard, before) -> list:
    """Those of this version; what was said before and is not said any more stands after its aspect's."""
    now = in_order(standard.sentences.all())
    old = in_order(before.sentences.all()) if before else []
    kept = {(row.aspect, row.text) for row in now} & {(row.aspect, row.text) for row in old}
    found = []
    for aspect in Aspect:
        for row in (row for row in now if row.aspect == aspect):
            new = before is not None and (row.aspect, row.text) not in kept
            found.append((aspect.label, f"+ {row.text}" if new else row.text))
        gone = (row for row in old if row.aspect == aspect and (row.aspect, row.text) not in kept)
        found += [(aspect.label, f"← {row.text}") for row in gone]
    return found
