"""Rows of the search room: what the index has still to hear, words that mean the same."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from marketplace.core import clock

from .queries import ChangeQuerySet, GroupQuerySet
from .states import GroupState


class Change(models.Model):
    """A document changed: written in the transaction of the change, taken away when the index has heard it.

    What is indexed is read when it is delivered, whole: an object's changes cannot overtake each other. error: why the
    last attempt failed; parked_at: it is not tried any more until it changes again, or an administrator says so.
    """

    kind = models.CharField(max_length=40)
    key = models.BigIntegerField()
    at = models.DateTimeField(default=clock.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField(default=clock.now)
    parked_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)
    objects = ChangeQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["not_before", "id"], name="search_waiting", condition=models.Q(parked_at=None)),
            models.Index(fields=["kind", "key"]),
        ]

    def __str__(self):
        return f"{self.kind}:{self.key}"


class Moment(models.Model):
    """When a document reads differently by the clock alone: it is read again then."""

    kind = models.CharField(max_length=40)
    key = models.BigIntegerField()
    at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="search_one_moment")]


class Round(models.Model):
    """Counts the rounds of delivery: each gives its number to what it writes, so that an older one never wins."""

    name = models.CharField(max_length=20, unique=True)
    number = models.BigIntegerField(default=0)


class SynonymGroup(models.Model):
    """Words that mean the same to a reader: whoever types one of them finds the others too."""

    STEPS = "search.synonyms"

    words = models.TextField(
        _("words of the group"), help_text=_("One a line, in either language: 助餐, 送餐, 老人吃饭.")
    )
    note = models.CharField(_("note"), max_length=200, blank=True)
    state = models.CharField(max_length=8, choices=GroupState, default=GroupState.USED)
    objects = GroupQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        verbose_name = _("group of synonyms")
        verbose_name_plural = _("groups of synonyms")

    def __str__(self):
        return " = ".join(self.words.split("\n"))[:120]

    def get_absolute_url(self):
        from django.urls import reverse

        return reverse("kept_synonyms:index")

    @property
    def lines(self) -> list[str]:
        return [line.strip() for line in self.words.splitlines() if line.strip()]


from .models_readers import SavedSearch, Wanted  # noqa: E402, F401  (the same room)
