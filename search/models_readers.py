"""What readers leave with the search: searches they keep, and how often words were asked for, without who asked."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.core import clock, links
from marketplace.core.personal import personal
from marketplace.core.texts import Translated

from .queries import SavedQuerySet, WantedQuerySet
from .states import SavedState


class SavedSearch(models.Model):
    """A question that somebody keeps, to be told what is newly found. address: the query string of the results page.

    looked_at: until when its answers were looked through; seen: ids that were found then, so that nothing is told twice.
    """

    STEPS = "search.saved"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_searches")
    name = personal(
        models.CharField(pgettext_lazy("search", "name"), max_length=80),
        why="what the search is called on my list",
        of="user",
    )
    address = personal(models.CharField(max_length=1000), why="what is looked for", of="user")
    language = models.CharField(max_length=2, default="zh")
    state = models.CharField(max_length=8, choices=SavedState, default=SavedState.KEPT)
    created_at = models.DateTimeField(default=clock.now)
    looked_at = models.DateTimeField(default=clock.now, db_index=True)
    seen = models.JSONField(default=list)
    found_count = models.PositiveIntegerField(default=0)
    found_title_zh = models.CharField(max_length=240, blank=True)
    found_title_en = models.CharField(max_length=240, blank=True)
    found_title = Translated()
    objects = SavedQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [models.UniqueConstraint(fields=["user", "address"], name="search_saved_once")]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return f"{links.to('search:results')}?{self.address}"

    def tell_params(self):
        title = {"zh": self.found_title_zh, "en": self.found_title_en or self.found_title_zh}
        return {"name": self.name, "count": self.found_count, "title": title}


for _name in ("seen", "looked_at", "found_title_zh", "found_title_en"):
    SavedSearch._meta.get_field(_name).unaudited = True


class Wanted(models.Model):
    """How often the same words were asked for in a month, how often nothing was found, how often a hit was opened.

    Nothing says who asked or when. digest: of the folded words, keyed; text: the words themselves, kept only from the
    third time on, so that what one person typed once is written down nowhere.
    """

    month = models.DateField()
    digest = models.CharField(max_length=32)
    language = models.CharField(max_length=2)
    text = models.CharField(_("words of the group"), max_length=80, blank=True)
    asked = models.PositiveIntegerField(_("times asked"), default=0)
    empty = models.PositiveIntegerField(_("nothing found"), default=0)
    opened = models.PositiveIntegerField(_("a hit was opened"), default=0)
    objects = WantedQuerySet.as_manager()

    class Meta:
        ordering = ["-month", "-empty", "-asked"]
        constraints = [models.UniqueConstraint(fields=["month", "digest", "language"], name="search_wanted_once")]
        indexes = [models.Index(fields=["-month", "-asked"], name="search_wanted_month")]
        verbose_name = _("words that were looked for")
        verbose_name_plural = _("What people look for and do not find")

    def __str__(self):
        return self.text or "…"
