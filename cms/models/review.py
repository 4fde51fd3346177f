"""The second pair of eyes: what one editor wrote, another one publishes."""

from django.utils.translation import gettext_lazy as _
from wagtail.models import AbstractGroupApprovalTask, TaskState

from .. import review


class SecondReader(AbstractGroupApprovalTask):
    """Editors approve what others wrote and submitted. The text stands still while it is read."""

    class Meta:
        verbose_name = _("second pair of eyes")
        verbose_name_plural = _("second pairs of eyes")

    def get_actions(self, obj, user):
        if not self._user_in_groups(user) or review.submitted_by(obj, user):
            return []
        send_back = ("reject", _("Send back"), True)
        if review.wrote_last(obj, user):
            return [send_back]
        return [send_back, ("approve", _("Approve"), False)]

    def locked_for_user(self, obj, user):
        """Whoever submitted the text leaves it alone while it is read (or takes it back first)."""
        return not self._user_in_groups(user) or review.submitted_by(obj, user)

    def on_action(self, task_state, user, action_name, **kwargs):
        if action_name == "approve":
            review.check(task_state, user)
        return super().on_action(task_state, user, action_name, **kwargs)

    def get_task_states_user_can_moderate(self, user, **kwargs):
        if not self._user_in_groups(user):
            return TaskState.objects.none()
        waiting = self.task_states.filter(status=TaskState.STATUS_IN_PROGRESS)
        return waiting.exclude(workflow_state__requested_by=user).exclude(revision__user=user)

    @classmethod
    def get_description(cls):
        return _("Another editor than the one who wrote the text reads and publishes it")
