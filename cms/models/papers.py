"""Papers of the office: policies, publications, what the press writes, how to reach it."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.core import clock

from ..fields import FilesField
from .base import TextPage

WHERE = ["cms.HomePage", "cms.SectionPage"]


class PolicyPage(TextPage):
    """A paper with a number: who issued it when, from and until when it holds, what it replaces."""

    number = models.CharField(_("number of the paper"), max_length=60)
    issuer = models.CharField(_("issued by"), max_length=160)
    issued_on = models.DateField(_("issued on"))
    in_force_on = models.DateField(_("in force from"))
    ends_on = models.DateField(_("last day in force"), null=True, blank=True)
    supersedes = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="superseded_by", verbose_name=_("replaces")
    )
    content_panels = TextPage.panels_with("number", "issuer", "issued_on", "in_force_on", "ends_on", "supersedes")
    parent_page_types = WHERE
    subpage_types = []
    template = "cms/policy_page.html"
    schema = "DigitalDocument"

    class Meta:
        verbose_name = _("policy paper")

    def clean(self):
        super().clean()
        if self.in_force_on and self.issued_on and self.in_force_on < self.issued_on:
            raise ValidationError({"in_force_on": _("A paper is in force on the day it is issued at the earliest.")})
        if self.ends_on and self.in_force_on and self.ends_on < self.in_force_on:
            raise ValidationError({"ends_on": _("The last day lies before the first one.")})
        if self.supersedes_id and self.supersedes_id == self.pk:
            raise ValidationError({"supersedes": _("A paper does not replace itself.")})

    @cached_property
    def replaced_by(self):
        """The paper that replaces this one today, or None (lists fill it for all their rows at once)."""
        return replacements([self.pk]).get(self.pk)

    @property
    def standing(self) -> tuple:
        """(tone of the seal, words) on this day."""
        today = clock.today()
        if self.replaced_by:
            return "done", pgettext_lazy("cms", "replaced")
        if self.ends_on and self.ends_on < today:
            return "done", _("no longer in force")
        if self.in_force_on > today:
            return "wait", _("not yet in force")
        return "open", _("in force")

    def get_context(self, request, *args, **kwargs):

        return super().get_context(request, *args, **kwargs) | {"standing": self.standing, "stale_at": clock.tomorrow()}


def replacements(keys) -> dict:
    """{key of a paper: the paper that replaces it today}, in one query."""
    rows = PolicyPage.objects.live().public().filter(supersedes__in=keys, in_force_on__lte=clock.today())
    return {row.supersedes_id: row for row in rows.order_by("-in_force_on")}


class PublicationPage(TextPage):
    """A report or brochure with its files."""

    published_on = models.DateField(_("published on"), default=clock.today)
    publisher = models.CharField(_("publisher"), max_length=160)
    number = models.CharField(_("number or ISBN"), max_length=60, blank=True)
    files = FilesField(verbose_name=_("files"), blank=True)
    content_panels = TextPage.panels_with("published_on", "publisher", "number", "files")
    parent_page_types = WHERE
    subpage_types = []
    template = "cms/publication_page.html"
    schema = "Report"

    class Meta:
        verbose_name = _("publication")


class PressMentionPage(TextPage):
    """What a newspaper, a station or a site wrote: named, dated, linked; quoted only in part."""

    outlet = models.CharField(_("newspaper, station or site"), max_length=160)
    day = models.DateField(_("date"))
    author = models.CharField(_("author"), max_length=80, blank=True)
    link = models.URLField(_("address of the original"), max_length=400, blank=True)
    content_panels = TextPage.panels_with("outlet", "day", "author", "link")
    parent_page_types = WHERE
    subpage_types = []
    template = "cms/press_page.html"
    schema = "Article"

    class Meta:
        verbose_name = _("press mention")


class ContactPage(TextPage):
    """How to reach the office: the contact data of the portal, and a text with a map."""

    content_panels = TextPage.panels_with()
    parent_page_types = WHERE
    subpage_types = []
    template = "cms/contact_page.html"
    schema = "ContactPage"

    class Meta:
        verbose_name = _("contact page")

    def get_context(self, request, *args, **kwargs):
        from .. import furniture

        return super().get_context(request, *args, **kwargs) | {"contact": furniture.contact()}
