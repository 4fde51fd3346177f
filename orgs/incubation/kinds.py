"""Aspects of maturity, measures of criteria, results of reviews, what can be booked and asked for."""

from django.db.models import TextChoices
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


def tenths(number) -> str:
    """A mean as people write it: 26 is 2.6."""
    return number_format(number / 10, 1)


class Aspect(TextChoices):
    """The five aspects of the maturity form."""

    GOVERNANCE = "GOVERNANCE", pgettext_lazy("maturity", "governance")
    FINANCE = "FINANCE", pgettext_lazy("maturity", "finance")
    PEOPLE = "PEOPLE", pgettext_lazy("maturity", "people")
    PROJECTS = "PROJECTS", pgettext_lazy("maturity", "projects")
    TRUST = "TRUST", pgettext_lazy("maturity", "public trust")


class Measure(TextChoices):
    """What a criterion of a stage measures, from records only."""

    YEARS = "YEARS", _("full years since founding")
    STAFF = "STAFF", pgettext_lazy("measure", "staff")
    SOCIAL_WORKERS = "SOCIAL_WORKERS", pgettext_lazy("measure", "social workers")
    GRADE = "GRADE", _("assessment grade of at least so many A")
    MATURITY = "MATURITY", _("mean of the newest maturity form, 0 to 4")
    TRAININGS = "TRAININGS", _("trainings attended")
    GOALS = "GOALS", _("goals reached")
    CARED = "CARED", _("organisations looked after")

    def said(self, number) -> str:
        """A number of this measure as people write it; means are kept in tenths."""
        return tenths(number) if self == Measure.MATURITY else str(number)


class Voted(TextChoices):
    """What a member of the assessment committee did in a sitting; votes are by name (Measures, art. 13)."""

    IN_FAVOUR = "IN_FAVOUR", pgettext_lazy("vote", "in favour")
    AGAINST = "AGAINST", pgettext_lazy("vote", "against")
    ABSTAINS = "ABSTAINS", pgettext_lazy("vote", "abstains")
    ABSENT = "ABSENT", pgettext_lazy("vote", "absent")
    RECUSED = "RECUSED", pgettext_lazy("vote", "recused")


class Result(TextChoices):
    """What a quarterly review finds."""

    ON_TRACK = "ON_TRACK", _("on track")
    BEHIND = "BEHIND", _("behind its plan")
    AT_RISK = "AT_RISK", _("at risk")


class ResourceKind(TextChoices):
    ROOM = "ROOM", _("meeting room")
    DESK = "DESK", _("desk")
    EQUIPMENT = "EQUIPMENT", _("equipment")


class HelpKind(TextChoices):
    LEGAL = "LEGAL", _("legal advice")
    BOOKKEEPING = "BOOKKEEPING", _("bookkeeping")
    REGISTRATION = "REGISTRATION", pgettext_lazy("help", "registration")
    OTHER = "OTHER", pgettext_lazy("help", "something else")
