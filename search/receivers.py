"""The search room hears every change of what it has documents of."""

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from marketplace.core import documents

from . import changes, narrowing

documents.on_touch(changes.queue)
documents.searched_by(narrowing.keys)


@receiver([post_save, post_delete], dispatch_uid="search.changed")
def changed(sender, instance, raw=False, **kwargs):
    """Whatever way a row is written by: a verb, the page tree, an import."""
    if not raw:
        documents.touched(instance)
