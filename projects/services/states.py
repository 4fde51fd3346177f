"""States of stations and services, of categories and named lists; who does what to them.

Choices made here: editors of the office in charge keep the directory, or those of the street office that it is part of;
one person suffices, because nothing here binds money and every change stands in the history.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.core.states import Step, Steps
from orgs.states import Standing

from . import rules


class PlaceState(TextChoices):
    DRAFT = "draft", _("draft")
    LISTED = "listed", _("in service")
    ENDED = "ended", _("no longer in service")


class KeptState(TextChoices):
    USED = "used", _("in use")
    ENDED = "ended", _("no longer in use")


class PaceState(TextChoices):
    HELD = "held", _("in force")
    TAKEN_BACK = "taken_back", _("taken back")


PUBLIC = frozenset({PlaceState.LISTED, PlaceState.ENDED})
_DRAFT, _LISTED, _ENDED = PlaceState.DRAFT, PlaceState.LISTED, PlaceState.ENDED
_OPEN = (_DRAFT, _LISTED)
_KEEPS, _EDITS = (rules.keeps,), (rules.edits,)

STATION_STEPS = Steps(
    "services.station",
    PlaceState,
    (
        Step("add", (), _DRAFT, _KEEPS, _("Add a place"), _("Place added"), needs=(rules.code_is_free,)),
        Step("change", _OPEN, None, _KEEPS, _("Change particulars"), _("Particulars changed")),
        Step("add_hours", _OPEN, None, _KEEPS, _("Add hours"), _("Hours added")),
        Step("end_hours", _OPEN, None, _KEEPS, _("End hours"), _("Hours ended"), needs=(rules.has_running_hours,)),
        Step("add_special", _OPEN, None, _KEEPS, _("Other hours on some days"), _("Other hours on some days"), public=True),
        Step(
            "remove_special", _OPEN, None, _KEEPS, _("Take back other hours"), _("Other hours taken back"),
            needs=(rules.has_specials,), public=True,
        ),
        Step("add_walk", _OPEN, None, _KEEPS, _("Enter a timed walk"), _("Timed walk entered"), needs=(rules.has_a_spot,)),
        Step("remove_walk", _OPEN, None, _KEEPS, _("Take back a timed walk"), _("Timed walk taken back"), needs=(rules.has_walks,)),
        Step(
            "publish", (_DRAFT,), _LISTED, _KEEPS, _("Publish"), _("Published"),
            needs=(rules.has_a_spot, rules.has_running_hours), public=True,
        ),
        Step("close", (_LISTED,), _ENDED, _KEEPS, _("End the service here"), _("Service ended here"), grave=True, public=True),
        Step(
            "reopen", (_ENDED,), _LISTED, _KEEPS, _("Open again"), _("Opened again"),
            needs=(rules.has_running_hours,), public=True,
        ),
    ),
)  # fmt: skip

SERVICE_STEPS = Steps(
    "services.service",
    PlaceState,
    (
        Step("add", (), _DRAFT, _KEEPS, _("Add a service"), _("Service added"), needs=(rules.code_is_free,)),
        Step("change", _OPEN, None, _KEEPS, _("Change particulars"), _("Particulars changed")),
        Step("set_stations", _OPEN, None, _KEEPS, _("Say where it is given"), _("Places changed")),
        Step("publish", (_DRAFT,), _LISTED, _KEEPS, _("Publish"), _("Published"), needs=(rules.has_stations,), public=True),
        Step("close", (_LISTED,), _ENDED, _KEEPS, _("End this service"), _("Service ended"), grave=True, public=True),
        Step("reopen", (_ENDED,), _LISTED, _KEEPS, _("Offer it again"), _("Offered again"), needs=(rules.has_stations,), public=True),
    ),
)  # fmt: skip

CATEGORY_STEPS = Steps(
    "services.category",
    KeptState,
    (
        Step("add", (), KeptState.USED, _EDITS, _("Add a category"), _("Category added"), needs=(rules.code_is_free,)),
        Step("change", (KeptState.USED,), None, _EDITS, _("Change the category"), _("Category changed")),
        Step(
            "end", (KeptState.USED,), KeptState.ENDED, _EDITS, _("Take out of use"), _("Taken out of use"), grave=True,
            needs=(rules.has_no_services,),
        ),
        Step("use_again", (KeptState.ENDED,), KeptState.USED, _EDITS, _("Use again"), _("Used again")),
    ),
)  # fmt: skip

SET_STEPS = Steps(
    "services.set",
    KeptState,
    (
        Step("add", (), KeptState.USED, _EDITS, _("Add a named list"), _("Named list added"), needs=(rules.code_is_free,)),
        Step("change", (KeptState.USED,), None, _EDITS, _("Change the list"), _("List changed")),
        Step("set_members", (KeptState.USED,), None, _EDITS, _("Say which services belong to it"), _("Members changed")),
        Step("end", (KeptState.USED,), KeptState.ENDED, _EDITS, _("Take out of use"), _("Taken out of use"), grave=True),
        Step("use_again", (KeptState.ENDED,), KeptState.USED, _EDITS, _("Use again"), _("Used again")),
    ),
)  # fmt: skip

NEED_STEPS = Steps(
    "services.need",
    Standing,
    (
        Step("add", (), Standing.STANDING, _EDITS, _("Add what is needed"), _("Added"), needs=(rules.code_is_free,)),
        Step("change", (Standing.STANDING,), None, _EDITS, _("Change particulars"), _("Particulars changed")),
        Step("end", (Standing.STANDING,), Standing.ENDED, _EDITS, _("Set the last day"), _("Last day set"), grave=True),
        Step(
            "resume",
            (Standing.ENDED,),
            Standing.STANDING,
            _EDITS,
            _("Take the last day back"),
            _("Last day taken back"),
        ),
    ),
)
PACE_STEPS = Steps(
    "services.pace",
    PaceState,
    (
        Step(
            "add", (), PaceState.HELD, _EDITS, _("Enter a rule of walking"), _("Rule of walking entered"),
            needs=(rules.day_is_free,),
        ),
        Step(
            "take_back", (PaceState.HELD,), PaceState.TAKEN_BACK, _EDITS, _("Take it back"), pgettext_lazy("services", "Taken back"), grave=True,
            needs=(rules.lies_ahead,),
        ),
    ),
)  # fmt: skip
