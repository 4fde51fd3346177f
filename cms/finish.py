"""What happens when the second reader has approved. Imported by Wagtail's models themselves: it imports when it is called."""


def publish(workflow_state, user=None):
    """WAGTAIL_FINISH_WORKFLOW_ACTION. Editors have no right to publish by themselves; the approval is the right."""
    from .schedule import publish_or_wait

    publish_or_wait(workflow_state.content_object.get_latest_revision(), user)
