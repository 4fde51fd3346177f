"""Who may, and what must hold: small named predicates, each with the sentence for when it says no.

Built on django-rules: a `rule` is a `rules.Predicate` of (actor, object) and may be combined with
`&`, `|` and `~`; a combination needs a name and a sentence of its own (`named`).
"""

from dataclasses import dataclass

import rules
from django.utils.translation import gettext_lazy as _


def rule(code: str, sentence):
    """Decorate `fn(actor, obj) -> bool`: who may. The sentence is shown to whom it refuses."""

    def decorate(fn):
        predicate = rules.predicate(fn, name=code)
        predicate.code, predicate.sentence = code, sentence
        return predicate

    return decorate


def named(code: str, sentence, predicate):
    """Give a combination of rules its own name and sentence."""
    predicate.name = predicate.code = code
    predicate.sentence = sentence
    return predicate


@dataclass(frozen=True)
class Requirement:
    """What must hold besides state and role.

    test(actor, obj) returns None when it holds, else the values (dict) for the sentence.
    """

    code: str
    sentence: object
    test: object
    clause: str = ""
    field: str = ""

    def failing(self, actor, obj):
        return self.test(actor, obj)


def requirement(code: str, sentence, *, clause="", field=""):
    """Decorate `fn(actor, obj) -> None | dict`. A dict with a key "clause" overrides the clause."""

    def decorate(fn):
        return Requirement(code, sentence, fn, clause, field)

    return decorate


@rule("known", _("Please log in first."))
def is_known(actor, obj):
    return actor.is_known


@rule("system", _("The portal does this by itself."))
def is_system(actor, obj):
    return bool(actor.system)


@rule("anyone", _("Anyone may do this."))
def anyone(actor, obj):
    return True
