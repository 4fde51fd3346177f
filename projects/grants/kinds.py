"""What a form can ask, and the stages a round goes through: names of keys, never of labels."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class FieldType(TextChoices):
    """One kind of question in a form."""

    TEXT = "TEXT", _("one line of text")
    LONG = "LONG", _("longer text")
    CHOICE = "CHOICE", _("one of several answers")
    CHOICES = "CHOICES", _("several of several answers")
    NUMBER = "NUMBER", _("whole number")
    MONEY = "MONEY", _("amount of money")
    BUDGET = "BUDGET", _("budget that adds up")
    DATES = "DATES", _("first and last day")
    PLACE = "PLACE", _("place on the map")
    INDICATORS = "INDICATORS", _("indicators with targets")
    FILES = "FILES", _("files")
    DECLARATION = "DECLARATION", _("declaration to confirm")


WITH_OPTIONS = frozenset({FieldType.CHOICE, FieldType.CHOICES})
WITH_LIMIT = frozenset({FieldType.TEXT, FieldType.LONG})
# The answer's own words, in which a name may stand.
WORDED = frozenset({FieldType.TEXT, FieldType.LONG, FieldType.BUDGET, FieldType.INDICATORS, FieldType.PLACE})


class StageKind(TextChoices):
    """One stage of a round, in order. Optional ones are left out of a round that does without."""

    CONCEPT = "CONCEPT", _("concepts")
    APPLICATION = "APPLICATION", _("applications")
    SCREENING = "SCREENING", _("screening")
    REVIEWS = "REVIEWS", _("reviews")
    PANEL = "PANEL", _("panel")
    DETERMINATION = "DETERMINATION", pgettext_lazy("grants", "decision")
    OBJECTION = "OBJECTION", _("objections")
    AGREEMENT = "AGREEMENT", _("agreements")
    DELIVERY = "DELIVERY", _("delivery")
    REPORT = "REPORT", _("final reports")


OPTIONAL = frozenset({StageKind.CONCEPT, StageKind.PANEL})


class Cleaning(TextChoices):
    """How far the copies of an application's files are that blind reviewers read."""

    WAITING = "waiting", _("being prepared")
    DONE = "done", _("prepared")
    FAILED = "failed", _("could not be prepared")


class Outcome(TextChoices):
    """What is decided about one application."""

    AWARD = "award", pgettext_lazy("grants", "awarded")
    WAIT = "wait", _("waiting list")
    REJECT = "reject", pgettext_lazy("application", "not awarded")


class Right(TextChoices):
    """What another organisation of the team may do with an application."""

    READ = "read", _("may read")
    COMMENT = "comment", _("may read and comment")
    WRITE = "write", _("may read, comment and write")
