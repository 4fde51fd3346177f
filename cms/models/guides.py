"""Guides: how something is done, what to bring, and where the portal does it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..fields import NeededField, StepsField
from .base import TextPage


class GuidePage(TextPage):
    """For whom, in which steps, with which documents, how long, at what price; the last step is a link into the portal."""

    for_whom = models.CharField(_("for whom"), max_length=200)
    time_limit = models.CharField(_("how long it takes"), max_length=120, blank=True)
    fee = models.CharField(_("what it costs"), max_length=120, blank=True)
    steps = StepsField(verbose_name=_("steps"))
    needed = NeededField(verbose_name=_("documents needed"), blank=True)
    content_panels = TextPage.panels_with("for_whom", "time_limit", "fee", "steps", "needed")
    parent_page_types = ["cms.HomePage", "cms.SectionPage"]
    subpage_types = []
    template = "cms/guide_page.html"
    schema = "HowTo"

    class Meta:
        verbose_name = _("guide to a procedure")
