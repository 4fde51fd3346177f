"""Two pairs of eyes: who may not approve, and when what was read is no longer what would be published."""

from django.utils.translation import gettext_lazy as _

from marketplace.core.refusals import Refused

from . import proof


def own_work() -> Refused:
    return Refused(
        "own_work", _("You wrote or submitted this text yourself. Another editor reads and publishes it."), kind="who"
    )


def changed_since() -> Refused:
    return Refused(
        "changed_since",
        _("The text was changed after it was submitted. Send it back; it is then submitted and read anew."),
        kind="when",
    )


def submitted_by(page, user) -> bool:
    """The person asked for the review that is under way."""
    state = page.current_workflow_state
    return bool(state and user and state.requested_by_id in _keys(user))


def wrote_last(page, user) -> bool:
    """The newest version of the text is the person's own."""
    newest = page.get_latest_revision()
    return bool(newest and user and newest.user_id in _keys(user))


def _keys(user) -> set[int]:
    """The person's accounts: this one and those merged into it."""
    return {user.pk, *user.earlier}


def check(task_state, user):
    """Before a text is approved.

    Raises:
        Refused: own_work (the person wrote or submitted it), changed_since (the text is not the one that was submitted),
            or the first sentence of the proof.
    """
    page = task_state.workflow_state.content_object
    if submitted_by(page, user) or wrote_last(page, user):
        raise own_work()
    newest = page.get_latest_revision()
    if newest.pk != task_state.revision_id:
        raise changed_since()
    for refusal in proof.refusals(newest.as_object()):
        raise refusal
