"""One page's way: written by one editor, read and published by another, withdrawn when it is wrong."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail.actions.copy_for_translation import ParentNotTranslatedError
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Locale, Page

from marketplace.core.actors import Actor
from marketplace.core.audit import record
from marketplace.core.refusals import Refused
from marketplace.core.verbs import act

from .. import proof, review


def must_edit(by: Actor):
    if not by.has("EDITOR", body="office"):
        raise Refused("editor", _("Only editors write and publish pages."), kind="who")


def draft(model, *, by: Actor, parent, title: str, slug: str = "", translation_of=None, **values):
    """Write a page as a draft under `parent`; `translation_of`: the page in the other language it belongs to.

    Raises:
        Refused: the actor is no editor; the page is not complete ("page_invalid").
    """
    must_edit(by)
    page = model(
        title=title.strip(), slug=free_slug(parent, slug or title, model), locale=parent.locale, owner=by.user, live=False, **values
    )  # fmt: skip
    if translation_of is not None:
        page.translation_key = translation_of.translation_key
    with act(), transaction.atomic():
        _saved(lambda: parent.add_child(instance=page))
        page.save_revision(user=by.user, changed=False)
        record("cms.page.draft", page, by=by, changes={"title": [None, page.title]})
    return page


def translate(page, *, by: Actor):
    """Begin the text in the other language: a draft with a copy of the newest version, beside its source's twin.

    Gives the page that is there already, if any.

    Raises:
        Refused: no editor; the page above is not there in the other language ("parent_first").
    """
    must_edit(by)
    code = "zh-hans" if page.locale.language_code == "en" else "en"
    there = page.get_translations().filter(locale__language_code=code).first()
    if there is not None:
        return there.specific
    locale = Locale.objects.get(language_code=code)
    with act(), transaction.atomic():
        try:
            made = page.get_latest_revision_as_object().copy_for_translation(locale)
        except ParentNotTranslatedError as error:
            raise Refused(
                "parent_first",
                _("The page above it is not there in the other language yet: begin with that one."),
                kind="when",
            ) from error
        Page.objects.filter(pk=made.pk).update(owner=by.user)
        record("cms.page.translate", made, by=by, changes={"title": [None, made.title]})
    return made


def revise(page, *, by: Actor, **values):
    """Change a page's text: a new version that nobody sees before it is approved."""
    must_edit(by)
    if page.current_workflow_task is not None:
        raise Refused("in_review", _("The page is being read by another editor; take it back first."), kind="when")
    newest = page.get_latest_revision_as_object()
    for name, value in values.items():
        setattr(newest, name, value)
    with act(), transaction.atomic():
        _saved(lambda: newest.save_revision(user=by.user))
        record("cms.page.revise", page, by=by, changes={"title": [page.title, newest.title]})
    return newest


def submit(page, *, by: Actor):
    """Ask for the second pair of eyes.

    Raises:
        Refused: the proof's first sentence; the page waits already.
    """
    must_edit(by)
    if page.current_workflow_task is not None:
        raise Refused("in_review", _("The page is being read by another editor; take it back first."), kind="when")
    newest = page.get_latest_revision_as_object()
    _saved(newest.full_clean)
    for refusal in proof.refusals(newest):
        raise refusal
    with act(), transaction.atomic():
        waiting = page.current_workflow_state
        if waiting is not None:
            waiting.resume(by.user)
        else:
            page.get_workflow().start(page, by.user)
        record("cms.page.submit", page, by=by)
    return page


def approve(page, *, by: Actor):
    """Publish what another editor wrote and submitted (at once, or at the moment it is scheduled for).

    Raises:
        Refused: own_work, changed_since, proof (see `review.check`); nothing waits for approval.
    """
    must_edit(by)
    with act(), transaction.atomic():
        state, task = _waiting(page)
        task.on_action(state, by.user, "approve")
        page.refresh_from_db()
        record("cms.page.publish", page, by=by, public=True, changes={"title": [None, page.title]})
    return page


def send_back(page, *, by: Actor, why: str):
    """Ask the author for changes, in words."""
    must_edit(by)
    if not why.strip():
        raise Refused("why_missing", _("Say what is to be changed."), field="why")
    with act(), transaction.atomic():
        state, task = _waiting(page)
        if review.submitted_by(page, by.user):
            raise review.own_work()
        task.on_action(state, by.user, "reject", comment=why)
        record("cms.page.send_back", page, by=by, note=why)
    return page


def withdraw(page, *, by: Actor, why: str):
    """Take a page off the portal at once; one editor is enough, for a wrong text does harm while it stands.

    Raises:
        Refused: the page is not published; no reason is given.
    """
    must_edit(by)
    if not page.live:
        raise Refused("not_live", _("The page is not published."), kind="when")
    if page.depth < 3:
        raise Refused("home", _("The home page stays."), kind="when")
    if not why.strip():
        raise Refused("why_missing", _("Say why the page is withdrawn."), field="why")
    with act(), transaction.atomic():
        UnpublishPageAction(page, user=by.user).execute(skip_permission_checks=True)
        record("cms.page.withdraw", page, by=by, note=why)
    page.refresh_from_db()
    return page


def publish_pair(model, *, by: Actor, approved_by: Actor, parents: tuple, zh: dict, en: dict, slug: str = "", **both):
    """Write, submit and publish a page in both languages; returns (Chinese page, English page).

    parents: the pages above, Chinese and English; zh, en: title and the fields in each language; both: fields alike.
    """
    with act(), transaction.atomic():
        pair = draft_pair(model, by=by, parents=parents, slug=slug, zh=zh, en=en, **both)
        for page in pair:
            submit(page, by=by)
            approve(page, by=approved_by)
    return pair


def draft_pair(model, *, by: Actor, parents: tuple, zh: dict, en: dict, slug: str = "", **both):
    """Write a page in both languages as drafts that are translations of each other; arguments as in `publish_pair`."""
    with act(), transaction.atomic():
        first = draft(model, by=by, parent=parents[0], slug=slug, **both, **zh)
        second = draft(model, by=by, parent=parents[1], slug=slug or first.slug, translation_of=first, **both, **en)
    return first, second


def free_slug(parent, wanted: str, model) -> str:
    slug, number = slugify(wanted)[:200] or model.__name__.removesuffix("Page").lower(), 1
    stem = slug
    while parent.get_children().filter(slug=slug).exists():
        number += 1
        slug = f"{stem}-{number}"
    return slug


def _waiting(page):
    state = page.current_workflow_task_state
    if state is None or page.current_workflow_task is None:
        raise Refused("not_submitted", _("The page does not wait for approval."), kind="when")
    return state, page.current_workflow_task


def _saved(save):
    try:
        save()
    except ValidationError as error:
        why = "; ".join(error.messages)
        raise Refused("page_invalid", _("The page cannot be saved: %(why)s"), values={"why": why}) from error
