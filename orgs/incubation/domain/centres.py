"""Centres: opened, changed, closed; what can be booked; intake rounds."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from marketplace.core import clock
from marketplace.core.actors import Actor
from marketplace.core.numbers import next_number
from marketplace.core.refusals import Refused
from marketplace.core.verbs import creating, verb

from ..models import Centre, IntakeRound, Resource

COLUMNS = (
    "community", "name_zh", "name_en", "address_zh", "address_en", "about_zh", "about_en", "services_zh", "services_en", "places",
    "rolling", "helps_target",
)  # fmt: skip
ROUND = ("title_zh", "title_en", "text_zh", "text_en", "first_day", "last_day", "places")


def fill(obj, columns, values):
    """Put on the row what is given of these columns."""
    for column in columns:
        if column in values:
            setattr(obj, column, values[column])


def in_order(first, last, field="last_day"):
    if last < first:
        raise Refused("incubation.dates_reversed", _("The last day must not lie before the first."), field=field)


def add_centre(office, *, by: Actor, code: str = "", provenance="declared", source_ref="", **values) -> Centre:
    """Open a centre. values: the columns of `COLUMNS`."""
    centre = Centre(office=office, code=code, provenance=provenance, source_ref=source_ref)
    with creating(centre, by=by, verb="add"):
        fill(centre, COLUMNS, values)
        centre.code = code or f"SC{next_number('CENTRE').replace('-', '')}"
    return centre


def change_centre(centre: Centre, *, by: Actor, **values) -> Centre:
    with verb("change", centre, by=by) as centre:
        fill(centre, COLUMNS, values)
    return centre


def add_resource(centre: Centre, *, by: Actor, kind: str, name_zh: str, name_en: str = "") -> Resource:
    """Something that bodies inside may book."""
    with verb("add_resource", centre, by=by, note=name_zh):
        try:
            with transaction.atomic():
                made = Resource.objects.create(centre=centre, kind=kind, name_zh=name_zh, name_en=name_en)
        except IntegrityError as error:
            raise Refused(
                "incubation.named_already", _("Something of this name is there already."), field="name_zh"
            ) from error
    return made


def close_centre(centre: Centre, *, by: Actor, reason: str) -> Centre:
    """Nobody applies any more; who is inside stays until the agreement ends."""
    with verb("close", centre, by=by, public_note=reason) as centre:
        pass
    return centre


def reopen_centre(centre: Centre, *, by: Actor) -> Centre:
    with verb("reopen", centre, by=by) as centre:
        pass
    return centre


def draft_intake(centre: Centre, *, by: Actor, code: str = "", **values) -> IntakeRound:
    """Draft a round of intake. values: the columns of `ROUND`."""
    round_ = IntakeRound(centre=centre, code=code)
    with creating(round_, by=by, verb="draft"):
        fill(round_, ROUND, values)
        in_order(round_.first_day, round_.last_day)
        round_.code = code or f"IN{next_number('INTAKE').replace('-', '')}"
    return round_


def change_intake(intake: IntakeRound, *, by: Actor, **values) -> IntakeRound:
    with verb("change", intake, by=by) as intake:
        fill(intake, ROUND, values)
        in_order(intake.first_day, intake.last_day)
    return intake


def publish_intake(intake: IntakeRound, *, by: Actor) -> IntakeRound:
    """Everybody sees it; applications come in between its days."""
    with verb("publish", intake, by=by) as intake:
        if intake.last_day < clock.today():
            raise Refused("incubation.past", _("The last day has passed already."))
    return intake


def close_intake(intake: IntakeRound, *, by: Actor, reason: str) -> IntakeRound:
    with verb("close", intake, by=by, public_note=reason) as intake:
        intake.last_day = max(intake.first_day, min(intake.last_day, _yesterday()))
    return intake


def _yesterday() -> date:
    return date.fromordinal(clock.today().toordinal() - 1)
