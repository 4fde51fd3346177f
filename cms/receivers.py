"""What the told part hears: roles granted or ended, pages published or withdrawn."""

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.signals import page_published, page_unpublished, post_page_move

from marketplace.core import pagecache
from orgs.models import Membership

from . import editors


@receiver(post_save, sender=Membership, dispatch_uid="cms.membership_saved")
@receiver(post_delete, sender=Membership, dispatch_uid="cms.membership_deleted")
def membership_changed(sender, instance, **kwargs):
    if instance.role == "EDITOR":
        editors.sync()


@receiver([page_published, page_unpublished, post_page_move], dispatch_uid="cms.pages_changed")
def pages_changed(sender, **kwargs):
    """Kept pages show what was: forget them when the change is committed."""
    transaction.on_commit(pagecache.forget, robust=True)
