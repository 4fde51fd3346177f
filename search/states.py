"""States of kept searches and of groups of synonyms, and what can happen to them."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from marketplace.core.rules import is_known, is_system
from marketplace.core.states import Step, Steps, Tell

from . import rules


class GroupState(TextChoices):
    USED = "used", _("in use")
    ENDED = "ended", _("no longer in use")


class SavedState(TextChoices):
    KEPT = "kept", _("kept")


_KEPT, _USED, _ENDED, _EDITS = SavedState.KEPT, GroupState.USED, GroupState.ENDED, (rules.is_editor,)
_GROUP = (rules.has_two_words, rules.is_short, rules.is_alone)
FOUND = _("Newly found for “%(name)s”: %(title)s (%(count)s in all).")

SAVED = Steps(
    "search.saved",
    SavedState,
    (
        Step(
            "keep", (), _KEPT, (is_known,), _("Keep this search"), _("Search kept"),
            needs=(rules.has_room, rules.says_something),
        ),
        Step("drop", (_KEPT,), None, (rules.own,), _("Give it up"), _("Search given up"), grave=True),
        Step(
            "found", (_KEPT,), None, (is_system,), _("Tell what is new"), _("New hits told"),
            tells=(Tell("search.found", lambda saved: [saved.user], FOUND),),
        ),
    ),
)  # fmt: skip

GROUPS = Steps(
    "search.synonyms",
    GroupState,
    (
        Step("add", (), _USED, _EDITS, _("Add a group"), _("Group added"), needs=_GROUP),
        Step("change", (_USED,), None, _EDITS, _("Change the words"), _("Words changed")),
        Step("end", (_USED,), _ENDED, _EDITS, _("Use it no longer"), _("Group no longer used")),
        Step("use", (_ENDED,), _USED, _EDITS, _("Use it again"), _("Group used again"), needs=_GROUP),
    ),
)  # fmt: skip
