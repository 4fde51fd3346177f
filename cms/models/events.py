"""Events, with a file for the reader's own calendar."""

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from marketplace.core import clock

from .base import TextPage


class EventPage(TextPage):
    """When, where, by whom, and whether one has to sign up."""

    starts_at = models.DateTimeField(_("begins"), db_index=True)
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=200)
    organiser = models.CharField(_("organiser"), max_length=160, blank=True)
    sign_up = models.CharField(_("how to sign up"), max_length=200, blank=True)
    called_off = models.BooleanField(_("called off"), default=False)
    content_panels = TextPage.panels_with("starts_at", "ends_at", "place", "organiser", "sign_up", "called_off")
    parent_page_types = ["cms.HomePage", "cms.SectionPage"]
    subpage_types = []
    template = "cms/event_page.html"
    schema = "Event"

    class Meta:
        verbose_name = _("event")

    def clean(self):
        super().clean()
        if self.ends_at and self.starts_at and self.ends_at <= self.starts_at:
            raise ValidationError({"ends_at": _("The event ends before it begins.")})

    @property
    def last_moment(self):
        return self.ends_at or self.starts_at

    @property
    def standing(self) -> tuple:
        """(tone of the seal, words) at this moment."""
        now = clock.now()
        if self.called_off:
            return "refused", _("called off")
        if self.last_moment <= now:
            return "done", _("over")
        return ("open", _("under way")) if self.starts_at <= now else ("open", _("coming up"))

    @property
    def calendar_url(self) -> str:
        return reverse("cms:event_calendar", args=[self.pk])

    def get_context(self, request, *args, **kwargs):
        moments = [m for m in (self.starts_at, self.ends_at) if m and m > clock.now()]
        return super().get_context(request, *args, **kwargs) | {
            "standing": self.standing,
            "stale_at": min(moments, default=None),
        }
