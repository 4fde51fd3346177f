"""Groups of words that mean the same: the verbs by which editors keep them."""

from marketplace.core.refusals import Refused
from marketplace.core.verbs import creating, verb

from .. import rules, synonyms
from ..models import SynonymGroup

NEEDS = (rules.has_two_words, rules.is_short, rules.is_alone)


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
        for need in NEEDS:
            values = need.failing(by, group)
            if values is not None:
                raise Refused(need.code, need.sentence, field=need.field, values=values)
    synonyms.forget()
    return group


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
