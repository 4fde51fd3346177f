"""Verbs of outcomes: drafted when a delivery is accepted, written by those who did it, published or set aside by an editor."""

from collections import Counter
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from marketplace.core import clock, files, verbs
from marketplace.core.numbers import next_number
from marketplace.core.refusals import Refused
from marketplace.core.verbs import act, creating, verb

from .models import Indicator, Outcome, Picture


def draft_for(milestone, *, by) -> Outcome:
    """The outcome of an accepted milestone, drafted once: figures and report are taken over from the delivery.

    Safe to call again: the existing outcome is returned.
    """
    with act():
        found = Outcome.objects.filter(milestone=milestone).first()
        if found:
            return found
        contract = milestone.contract
        outcome = Outcome(
            code="",
            contract=contract,
            milestone=milestone,
            title_zh=f"{contract.title_zh}：{milestone.title_zh}"[:160],
            title_en=f"{contract.title_en or contract.title_zh}: {milestone.title_en or milestone.title_zh}"[:240],
            story_zh=milestone.report,
            people_served=milestone.attendance,
            measured_on=clock.today(),
            drafted_by=milestone.delivered_by,
            created_at=clock.now(),
            provenance=contract.provenance,
        )
        with creating(outcome, by=by, verb="draft"):
            outcome.code = next_number("OUTCOME")
            outcome.save()
            outcome.communities.set(contract.call.communities.all())
            _indicators(outcome, milestone.indicators)
    return outcome


def draft_for_contract(contract, *, by) -> Outcome | None:
    """The outcome of a whole contract when it closes, drafted once.

    None where one milestone was all that was delivered: its own outcome is that of the contract then.
    Figures are not added up: a person served twice would count twice, and a share cannot be summed. The writer says them;
    only what a single milestone measured is taken over.
    """
    with act():
        found = Outcome.objects.filter(contract=contract, milestone=None).first()
        milestones = [m for m in contract.milestones.order_by("position") if m.accepted_amount is not None]
        if found or len(milestones) < 2:
            return found
        outcome = Outcome(
            code="",
            contract=contract,
            title_zh=contract.title_zh,
            title_en=contract.title_en,
            measured_on=clock.today(),
            created_at=clock.now(),
            provenance=contract.provenance,
        )
        with creating(outcome, by=by, verb="draft"):
            outcome.code = next_number("OUTCOME")
            outcome.save()
            outcome.communities.set(contract.call.communities.all())
            _indicators(outcome, _merged(milestones))
    return outcome


def _merged(milestones) -> list:
    """One row a key, the last target; the actual only where a single milestone names the key."""
    rows, seen = {}, Counter(row["key"] for m in milestones for row in m.indicators)
    for milestone in milestones:
        for row in milestone.indicators:
            rows[row["key"]] = row if seen[row["key"]] == 1 else {**row, "actual": None}
    return list(rows.values())


def _indicators(outcome, rows):
    for position, row in enumerate(rows):
        Indicator.objects.create(
            outcome=outcome,
            position=position,
            key=row["key"],
            name_zh=row.get("name_zh", row["key"]),
            name_en=row.get("name_en", ""),
            unit_zh=row.get("unit_zh", ""),
            unit_en=row.get("unit_en", ""),
            target=_number(row.get("target")),
            actual=_number(row.get("actual")),
        )


def _number(value):
    return None if value in (None, "") else Decimal(str(value))


def edit(
    outcome: Outcome, *, by, title_zh: str, story_zh: str, title_en: str = "", story_en: str = "",
    people_served: int | None = None, measured_on: date | None = None, actuals: dict | None = None,
) -> Outcome:  # fmt: skip
    """Write title, story, people served and the actual figures ({indicator key: Decimal})."""
    with verb("edit", outcome, by=by):
        outcome.title_zh, outcome.title_en = title_zh, title_en
        outcome.story_zh, outcome.story_en = story_zh, story_en
        outcome.people_served, outcome.measured_on = people_served, measured_on
        for indicator in outcome.indicators.all():
            if indicator.key in (actuals or {}):
                indicator.actual = actuals[indicator.key]
                indicator.save(update_fields=["actual"])
    return outcome


def add_picture(outcome: Outcome, *, by, picture, alt_zh: str, alt_en: str = "") -> Outcome:
    """Add a picture; its alternative text is required."""
    with verb("add_picture", outcome, by=by):
        stored = files.store(picture, purpose="outcomes.picture", by=by, owner=outcome)
        Picture.objects.create(outcome=outcome, file=stored, alt_zh=alt_zh, alt_en=alt_en)
    return outcome


def remove_picture(outcome: Outcome, *, by, picture: Picture) -> Outcome:
    """Take a picture out again (somebody did not want to be shown, the wrong file); its bytes are no longer handed out."""
    with verb("remove_picture", outcome, by=by, note=picture.alt_zh):
        if picture.outcome_id != outcome.pk:
            raise Refused("not_here", _("This picture does not belong to this outcome."), field="picture")
        stored = picture.file
        picture.delete()
        stored.delete()
    return outcome


def submit(outcome: Outcome, *, by) -> Outcome:
    """Hand it to the editor."""
    with verb("submit", outcome, by=by):
        outcome.state_reason = ""
        outcome.drafted_by = by.user  # four eyes: whoever hands it in does not publish it
    return outcome


def send_back(outcome: Outcome, *, by, reason: str) -> Outcome:
    """The editor wants it otherwise, with reasons."""
    with verb("send_back", outcome, by=by, note=reason):
        outcome.state_reason = reason
    return outcome


def set_aside(outcome: Outcome, *, by, reason: str) -> Outcome:
    """The editor needs no text of its own here: another outcome of the contract tells it. It leaves the desk.

    Raises:
        Refused: no other outcome of the contract is left to tell what came of it.
    """
    with act():
        verbs.lock(outcome.contract)  # of two outcomes set aside at once, the second one finds itself alone
        with verb("set_aside", outcome, by=by, note=reason):
            outcome.state_reason = reason
    return outcome


def take_up(outcome: Outcome, *, by) -> Outcome:
    """What was set aside is wanted after all: it is a draft again, as it was left."""
    with verb("take_up", outcome, by=by):
        outcome.state_reason = ""
    return outcome


def publish(outcome: Outcome, *, by) -> Outcome:
    """The editor approves; from now on everybody sees it with its whole chain."""
    with verb("publish", outcome, by=by):
        outcome.published_at = clock.now()
    return outcome
