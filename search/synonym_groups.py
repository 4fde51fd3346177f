"""Groups of words that mean the same: the verbs by which editors keep them."""

from django.utils.translation import gettext_lazy as _

from marketplace.core.rules import requirement, rule
from marketplace.core.states import Step, Steps
from marketplace.core.verbs import creating, verb

from . import synonyms
from .analysis import fold
from .models import SynonymGroup
from .states import GroupState

MOST_WORDS, LONGEST = 40, 60
USED, ENDED = GroupState.USED, GroupState.ENDED


@rule("search.editor", _("Editors of an office keep the groups of synonyms."))
def is_editor(actor, group):
    return actor.has("EDITOR", body="office")


@requirement("search.two_words", _("A group needs two words at least, one a line."), field="words")
def has_two_words(actor, group):
    return None if len(set(_folded(group))) > 1 else {}


@requirement(
    "search.short_words", _("At most %(most)s words of at most %(length)s characters each make a group."), field="words"
)
def is_short(actor, group):
    lines = group.lines
    fits = len(lines) <= MOST_WORDS and all(len(line) <= LONGEST for line in lines)
    return None if fits else {"most": MOST_WORDS, "length": LONGEST}


@requirement("search.word_taken", _("“%(word)s” stands in another group already: %(group)s."), field="words")
def is_alone(actor, group):
    mine = set(_folded(group))
    for other in SynonymGroup.objects.filter(state=USED).exclude(pk=group.pk):
        word = next((word for word in _folded(other) if word in mine), None)
        if word is not None:
            return {"word": word, "group": str(other)}
    return None


def _folded(group) -> list[str]:
    return [folded for line in group.lines if (folded := fold(line).strip())]


STEPS = Steps(
    "search.synonyms",
    GroupState,
    (
        Step("add", (), USED, (is_editor,), _("Add a group"), _("Group added"), needs=(has_two_words, is_short, is_alone)),
        Step("change", (USED,), None, (is_editor,), _("Change the words"), _("Words changed")),
        Step("end", (USED,), ENDED, (is_editor,), _("Use it no longer"), _("Group no longer used")),
        Step("use", (ENDED,), USED, (is_editor,), _("Use it again"), _("Group used again"), needs=(has_two_words, is_alone)),
    ),
)  # fmt: skip


def add(*, by, words: str, note: str = "") -> SynonymGroup:
    """A new group, used for every search from now on.

    Raises:
        Refused: fewer than two words, too many or too long ones, or one that stands in another group.
    """
    with creating(SynonymGroup(words=words, note=note), by=by, verb="add") as group:
        pass
    synonyms.forget()
    return group


def change(group: SynonymGroup, *, by, words: str, note: str = "") -> SynonymGroup:
    """Other words; they are asked the same as those of a new group."""
    with verb("change", group, by=by) as group:
        group.words, group.note = words, note
        for need in (has_two_words, is_short, is_alone):
            values = need.failing(by, group)
            if values is not None:
                raise _refused(need, values)
    synonyms.forget()
    return group


def _refused(need, values):
    from marketplace.core.refusals import Refused

    return Refused(need.code, need.sentence, field=need.field, values=values)


def end(group: SynonymGroup, *, by) -> SynonymGroup:
    with verb("end", group, by=by) as group:
        pass
    synonyms.forget()
    return group


def use(group: SynonymGroup, *, by) -> SynonymGroup:
    with verb("use", group, by=by) as group:
        pass
    synonyms.forget()
    return group
