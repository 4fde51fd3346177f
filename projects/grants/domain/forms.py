"""Forms: drafted, put in use, revised into the next version."""

from marketplace.core import clock
from marketplace.core.actors import Actor
from marketplace.core.verbs import creating, new_code, verb

from ..models import FormVersion


def draft(office, *, by: Actor, title_zh: str, title_en: str = "", definition: dict | None = None) -> FormVersion:
    """Begin a form; `definition` of another one makes it a copy."""
    form = FormVersion(
        code=new_code(), office=office, title_zh=title_zh, title_en=title_en, definition=definition or {"sections": []},
        drafted_by=by.user, created_at=clock.now(),
    )  # fmt: skip
    with creating(form, by=by, verb="draft") as form:
        pass
    return form


def edit(form: FormVersion, *, by: Actor, definition: dict | None = None, **titles) -> FormVersion:
    """Change the draft: its titles, or what it asks (`formedit` makes the definition)."""
    with verb("edit", form, by=by) as form:
        for name in ("title_zh", "title_en"):
            if name in titles:
                setattr(form, name, titles[name])
        if definition is not None:
            form.definition = definition
    return form


def revise(form: FormVersion, *, by: Actor) -> FormVersion:
    """Begin the next version of a form that is in use; applications keep the one they were made with."""
    with verb("revise", form, by=by) as form:
        following = FormVersion(
            code=form.code, version=form.version + 1, office=form.office, title_zh=form.title_zh, title_en=form.title_en,
            definition=form.definition, drafted_by=by.user, created_at=clock.now(),
        )  # fmt: skip
        with creating(following, by=by, verb="draft") as following:
            pass
    return following


def use(form: FormVersion, *, by: Actor) -> FormVersion:
    """Put it in use: from then on this version never changes. Part of publishing a round."""
    with verb("use", form, by=by) as form:
        pass
    return form
