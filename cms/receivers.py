"""What the told part hears: roles granted or ended, pages published or withdrawn."""

from django.db import transaction
from django.db.models.signals import post_delete, post_migrate, post_save
from django.dispatch import receiver
from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished, post_page_move

from marketplace.core import clock, pagecache
from marketplace.core.backoffice import ENTER
from orgs.models import Delegation, Membership

from . import editors
from .models import ContactData, MenuEntry, Notice


@receiver(post_save, sender=Membership, dispatch_uid="cms.membership_saved")
@receiver(post_delete, sender=Membership, dispatch_uid="cms.membership_deleted")
def membership_changed(sender, instance, **kwargs):
    if instance.role in ENTER:
        editors.sync()


@receiver(post_save, sender=Delegation, dispatch_uid="cms.delegation_saved")
def delegation_changed(sender, instance, **kwargs):
    if instance.membership.role in ENTER:
        editors.sync()


@receiver([page_published, page_unpublished, post_page_move], dispatch_uid="cms.pages_changed")
@receiver([post_save, post_delete], sender=Notice, dispatch_uid="cms.notice_changed")
@receiver([post_save, post_delete], sender=MenuEntry, dispatch_uid="cms.menu_changed")
@receiver([post_save, post_delete], sender=ContactData, dispatch_uid="cms.contact_changed")
def pages_changed(sender, **kwargs):
    """Kept pages show what was: forget them when the change is committed."""
    transaction.on_commit(pagecache.forget, robust=True)


@receiver(page_published, dispatch_uid="cms.published_by_our_clock")
def published_by_our_clock(sender, instance, **kwargs):
    """Wagtail takes the machine's time; where the portal's clock is moved, its pages follow the portal's."""
    if clock.is_moved() and instance.live:
        first = instance.first_published_at
        instance.last_published_at = clock.now()
        instance.first_published_at = min(first, clock.now()) if first else clock.now()
        Page.objects.filter(pk=instance.pk).update(
            first_published_at=instance.first_published_at, last_published_at=instance.last_published_at
        )


@receiver(post_migrate, dispatch_uid="cms.rights")
def rights_of_editors(sender, **kwargs):
    """The group of editors has the rights that its work asks for, no more (see `editors.RIGHTS`)."""
    if sender.name == "cms":
        editors.give_rights()
