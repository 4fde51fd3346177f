"""Who keeps a search, who keeps groups of synonyms, and what a group must hold."""

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from marketplace.core.actors import ANONYMOUS
from marketplace.core.rules import requirement, rule

from .analysis import fold

MOST_SEARCHES = 30
MOST_WORDS, LONGEST = 40, 60


@rule("search.own", _("Only who keeps it can end that."))
def own(actor, saved):
    return actor.is_known and saved.user_id == actor.user_id


@requirement("search.room", _("You keep %(most)s searches already. Please give one up first."))
def has_room(actor, saved):
    kept = type(saved).objects.filter(user_id=saved.user_id).count()
    return None if kept < MOST_SEARCHES else {"most": MOST_SEARCHES}


@requirement(
    "search.words", _("Please type words or choose something first: a search for everything is not kept."), field="name"
)
def says_something(actor, saved):
    from .asking import read

    return None if read(QueryDict(saved.address), ANONYMOUS).says_something else {}


@rule("search.editor", _("Editors of an office keep the groups of synonyms."))
def is_editor(actor, group):
    return actor.has("EDITOR", body="office")


@requirement("search.two_words", _("A group needs two words at least, one a line."), field="words")
def has_two_words(actor, group):
    return None if len(set(folded(group))) > 1 else {}


@requirement(
    "search.short_words", _("At most %(most)s words of at most %(length)s characters each make a group."), field="words"
)
def is_short(actor, group):
    fits = len(group.lines) <= MOST_WORDS and all(len(line) <= LONGEST for line in group.lines)
    return None if fits else {"most": MOST_WORDS, "length": LONGEST}


@requirement("search.word_taken", _("“%(word)s” stands in another group already: %(group)s."), field="words")
def is_alone(actor, group):
    mine = set(folded(group))
    for other in type(group).objects.filter(state="used").exclude(pk=group.pk):
        word = next((word for word in folded(other) if word in mine), None)
        if word is not None:
            return {"word": word, "group": str(other)}
    return None


def folded(group) -> list[str]:
    """The words of a group as they are compared."""
    return [word for line in group.lines if (word := fold(line).strip())]
