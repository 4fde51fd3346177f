"""Addresses of other sites that published pages link to, and what came back when they were asked."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AskedLink(models.Model):
    """One address. failures: how many times in a row it was asked in vain; asked_at: None before the first time."""

    class Result(models.TextChoices):
        ANSWERS = "answers", _("it answers")
        GONE = "gone", _("there is nothing at this address any more")
        FAULT = "fault", _("the other site reports a fault of its own")
        SILENT = "silent", _("the other site does not answer")
        UNTRUSTED = "untrusted", _("the certificate of the other site is not trusted")
        NOT_ASKED = "not_asked", _("it leads into an inner network and is not asked")

    address = models.CharField(_("address"), max_length=2000, unique=True)  # plain ASCII: `asking.normal`
    result = models.CharField(_("result"), max_length=10, choices=Result, blank=True)
    status = models.PositiveSmallIntegerField(_("HTTP status"), null=True)
    failures = models.PositiveSmallIntegerField(_("asked in vain"), default=0)
    asked_at = models.DateTimeField(_("asked"), null=True, db_index=True)

    class Meta:
        verbose_name = _("link to another site")
        verbose_name_plural = _("links to other sites")

    def __str__(self):
        return self.address
