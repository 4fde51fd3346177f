"""Exports of the back office, as those who check read them: events of the audit."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from marketplace.core.exports import EXPORTED
from marketplace.core.models import AuditEvent


class ExportManager(models.Manager):
    def get_queryset(self):
        return super().get_queryset().filter(verb=EXPORTED)


class Export(AuditEvent):
    """Somebody took a list out."""

    objects = ExportManager()

    class Meta:
        proxy = True
        verbose_name = _("export of a list")
        verbose_name_plural = _("exports of lists")
