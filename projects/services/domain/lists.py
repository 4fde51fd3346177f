"""Categories, and the named lists of the sources."""

from marketplace.core import clock
from marketplace.core.actors import Actor
from marketplace.core.verbs import creating, verb

from ..models import Category, ServiceSet

SET = ("name_zh", "name_en", "position", "place_zh", "place_en", "stated", "quote_zh", "provenance", "source_ref")


def add_category(*, by: Actor, code: str, **values) -> Category:
    """values: name_zh, name_en, position, provenance, source_ref."""
    category = Category(code=code, valid_from=clock.today(), **values)
    with creating(category, by=by, verb="add"):
        pass
    return category


def change_category(category: Category, *, by: Actor, name_zh: str, name_en: str = "", position: int = 0) -> Category:
    with verb("change", category, by=by) as category:
        category.name_zh, category.name_en, category.position = name_zh, name_en, position
    return category


def add_set(*, by: Actor, code: str, **values) -> ServiceSet:
    """values: name_zh, name_en, position, place_zh, place_en, stated, quote_zh, provenance, source_ref."""
    made = ServiceSet(code=code, valid_from=clock.today(), **values)
    with creating(made, by=by, verb="add"):
        pass
    return made


def change_set(made: ServiceSet, *, by: Actor, **values) -> ServiceSet:
    """values: as of `add_set`; before and after stand in the history."""
    with verb("change", made, by=by) as made:
        for column in SET:
            if column in values:
                setattr(made, column, values[column])
    return made


def set_members(made: ServiceSet, *, by: Actor, services) -> ServiceSet:
    """Say which services of this directory belong to the list; the whole list."""
    services = list(services)
    with verb("set_members", made, by=by, note=" ".join(sorted(s.code for s in services))) as made:
        made.services.set(services)
    return made


def end(kept, *, by: Actor):
    """Take a category or a named list out of use; today is its last day."""
    with verb("end", kept, by=by) as kept:
        kept.valid_to = clock.today()
        return kept


def use_again(kept, *, by: Actor):
    """In use again from today."""
    with verb("use_again", kept, by=by) as kept:
        kept.valid_from, kept.valid_to = clock.today(), None
        return kept
