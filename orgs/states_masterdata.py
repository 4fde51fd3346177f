"""Steps of offices, communities and the calendar's own days: kept by one person, every change with before and after.

Choices made here: nothing is deleted. An office or a community ends on a day and another comes in its place; a day of the
calendar is taken back while it lies ahead. What a published thing rests on keeps its name.
"""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.core.models import WorkdayOverride
from marketplace.core.states import Step, Steps

from . import rules_masterdata as rules
from .states import Standing

_ON, _OVER, _KEEPS = Standing.STANDING, Standing.ENDED, (rules.keeps,)
_NAMES = _("What something published rests on keeps its Chinese name: end this entry and add the one in its place.")
_END = Step("end", (_ON,), _OVER, _KEEPS, _("Set the last day"), _("Last day set"), grave=True)
_RESUME = Step("resume", (_OVER,), _ON, _KEEPS, _("Take the last day back"), _("Last day taken back"))

OFFICE_STEPS = Steps(
    "orgs.office",
    Standing,
    (
        Step("add", (), _ON, _KEEPS, _("Add an office or department"), _("Office added"), needs=(rules.code_is_free,)),
        Step("change", (_ON, _OVER), None, _KEEPS, _("Change particulars"), _("Particulars changed"), hint=_NAMES),
        _END,
        _RESUME,
    ),
)
COMMUNITY_STEPS = Steps(
    "orgs.community",
    Standing,
    (
        Step("add", (), _ON, _KEEPS, _("Add a community"), _("Community added"), needs=(rules.code_is_free,)),
        Step("change", (_ON, _OVER), None, _KEEPS, _("Change particulars"), _("Particulars changed"), hint=_NAMES),
        Step("set_outline", (_ON,), None, _KEEPS, _("Give its outline"), _("Outline given")),
        _END,
        _RESUME,
    ),
)
DAY_STEPS = Steps(
    "orgs.day",
    WorkdayOverride.State,
    (
        Step(
            "add", (), WorkdayOverride.State.HELD, _KEEPS, _("Enter a day"), _("Day entered"),
            needs=(rules.lies_ahead, rules.day_is_free),
            hint=_("Dates that were reckoned with a provisional calendar are reckoned anew; those that are published move only by notice."),
        ),
        Step(
            "take_back", (WorkdayOverride.State.HELD,), WorkdayOverride.State.TAKEN_BACK, _KEEPS, _("Take it back"),
            pgettext_lazy("orgs", "Taken back"), needs=(rules.lies_ahead,), grave=True,
        ),
    ),
)  # fmt: skip
