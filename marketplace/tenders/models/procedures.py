"""Procedures as rows of switches in dated rule sets (M3). A procedure never becomes an `if`."""

from dataclasses import dataclass
from decimal import Decimal

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from marketplace.core.texts import Translated
from marketplace.core.words import percent, with_unit

from ..queries import RuleSetQuerySet
from ..states import DayKind
from ..states_rules import RuleState


@dataclass(frozen=True)
class Switch:
    """One rule: its value, in which days it counts, its clause in the reader's language, and whether it is a local choice."""

    value: object
    days: str = ""
    clause_zh: str = ""
    clause_en: str = ""
    local: bool = False

    @property
    def clause(self) -> str:
        return (self.clause_en if get_language() == "en" else self.clause_zh) or self.clause_zh

    @property
    def words(self) -> str:
        """The value as people read it."""
        if self.value is True:
            return _("applies")
        if self.value in (None, False):
            return _("no limit")
        if self.days:
            return f"{self.value} {DayKind(self.days).label}"
        if self.value in NAMED:
            return str(NAMED[self.value])
        text = str(self.value)
        if "." not in text:
            return text
        return percent(text) if Decimal(text) <= 1 else with_unit(text)


# Values that are names of a method.
NAMED = {
    "lowest_over_price": _lazy("lowest price ÷ own price × 100"),
    "lower_price_then_draw": _lazy("the lower price goes first, then a draw"),
}


class RuleSet(models.Model):
    """A rule book as it stood from a day on; a change of law is a new dated row, old calls keep theirs."""

    STEPS = "tenders.rules"

    code = models.CharField(max_length=40)
    version = models.CharField(max_length=20)
    name_zh = models.CharField(max_length=200)
    name_en = models.CharField(max_length=250)
    note_zh = models.TextField(blank=True)
    note_en = models.TextField(blank=True)
    source = models.CharField(max_length=300, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=RuleState, default=RuleState.APPROVED)
    drafted_by = models.ForeignKey("orgs.User", models.PROTECT, null=True, related_name="+")
    based_on = models.ForeignKey("self", models.PROTECT, null=True, related_name="successors")
    name, note = Translated(), Translated()
    objects = RuleSetQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code", "version"], name="one_rule_set_version")]

    def __str__(self):
        return f"{self.name} {self.version}"

    def tell_params(self):
        return {"name": {"zh": self.name_zh, "en": self.name_en or self.name_zh}, "version": self.version}


class Procedure(models.Model):
    """One way to buy. switches: {key: {"value", "days", "clause_zh", "clause_en", "local"}}; keys in `procedures.SWITCHES`."""

    rule_set = models.ForeignKey(RuleSet, models.PROTECT, related_name="procedures")
    code = models.CharField(max_length=40)
    name_zh = models.CharField(max_length=120)
    name_en = models.CharField(max_length=160)
    switches = models.JSONField(default=dict)
    name = Translated()
    NAMED_TO_ALL = True

    class Meta:
        constraints = [models.UniqueConstraint(fields=["rule_set", "code"], name="one_procedure")]

    def __str__(self):
        return self.name

    def switch(self, key: str) -> Switch:
        """The rule `key`; KeyError when the row does not have it (migrations keep rows complete)."""
        return Switch(**self.switches[key])
