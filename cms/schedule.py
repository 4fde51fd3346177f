"""Pages that come and go at a moment, by the portal's clock.

Wagtail asks the machine's clock. The two are one but in rehearsals and the demonstration, where the portal's is moved;
there a version whose moment has come is handed to Wagtail as one without a moment.
"""

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from wagtail.models import Page, Revision

from marketplace.core import clock


def publish_or_wait(revision, user=None):
    """Publish an approved version, or let it wait for its moment."""
    moment = _moment(revision)
    if moment is None or moment <= clock.now():
        _publish(revision, user=user)
    # the machine's time, not the portal's: Wagtail's own question
    elif moment > timezone.now():
        revision.publish(user=user, skip_permission_checks=True)  # Wagtail makes it wait
    else:
        Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=moment)


def run():
    """What has come goes live, what has ended goes down. Safe to run twice."""
    now = clock.now()
    for page in Page.objects.filter(live=True, expire_at__lte=now).order_by("expire_at"):
        page.specific.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
    for revision in Revision.objects.filter(approved_go_live_at__lte=now).order_by("approved_go_live_at"):
        _publish(revision, log_action="wagtail.publish.scheduled")


def _publish(revision, user=None, log_action=True):
    moment = _moment(revision)
    # the machine's time, not the portal's: Wagtail's own question
    if moment is not None and moment > timezone.now():
        revision.content["go_live_at"] = None
        revision.save(update_fields=["content"])
    revision.publish(user=user, skip_permission_checks=True, log_action=log_action)


def _moment(revision):
    text = revision.content.get("go_live_at")
    return parse_datetime(text) if text else None
