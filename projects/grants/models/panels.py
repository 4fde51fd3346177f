"""The panel to which applicants present, and the discussion of those who scored."""

from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from marketplace.core import links
from marketplace.core.personal import personal

from ..queries_panels import PanelQuerySet, RemarkQuerySet
from ..states_panels import PanelState, RemarkState
from .applications import Application
from .rounds import Round


class Panel(models.Model):
    """One sitting of one round. minutes: what was said in general; what was said of one application stands in its slot."""

    STEPS = "grants.panel"
    NAMED_WITH = ("round",)

    round = models.OneToOneField(Round, models.PROTECT, related_name="panel")
    place = models.CharField(_("place"), max_length=160)
    starts_at = models.DateTimeField(_("day and hour"))
    minutes = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=PanelState, default=PanelState.PLANNED)
    reason = models.TextField(blank=True)
    planned_by = models.ForeignKey("orgs.User", models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    announced_at = models.DateTimeField(null=True)
    objects = PanelQuerySet.as_manager()

    def __str__(self):
        return str(self.round)

    def get_absolute_url(self):
        return links.to("grants:panel", self.round.code)

    def tell_params(self):
        return self.round.tell_params() | {
            "at": self.starts_at.isoformat(timespec="minutes"),
            "place": self.place,
            "reason": self.reason,
        }


class PanelSeat(models.Model):
    """Somebody who sits. Nobody with a tie to an applicant of the round does."""

    panel = models.ForeignKey(Panel, models.CASCADE, related_name="seats")
    user = models.ForeignKey("orgs.User", models.PROTECT, related_name="grant_seats")

    class Meta:
        ordering = ["panel", "id"]
        constraints = [models.UniqueConstraint(fields=["panel", "user"], name="one_panel_seat_each")]


class PanelSlot(models.Model):
    """One point of the agenda: an application, for so many minutes. record: what was asked and answered."""

    panel = models.ForeignKey(Panel, models.CASCADE, related_name="slots")
    application = models.OneToOneField(Application, models.PROTECT, related_name="panel_slot")
    position = models.PositiveSmallIntegerField()
    minutes = models.PositiveSmallIntegerField()
    record = models.TextField(blank=True)

    class Meta:
        ordering = ["panel", "position"]
        constraints = [models.UniqueConstraint(fields=["panel", "position"], name="one_slot_position")]

    @staticmethod
    def hours(panel, slots) -> list:
        """[(slot, when it begins)] of all slots of a panel in their order."""
        found, moment = [], panel.starts_at
        for slot in slots:
            found.append((slot, moment))
            moment += timedelta(minutes=slot.minutes)
        return found


class Remark(models.Model):
    """What a reviewer or the secretariat says about one application to the others who scored it. The applicant never reads it."""

    STEPS = "grants.remark"
    NAMED_WITH = ("application__round",)

    application = models.ForeignKey(Application, models.PROTECT, related_name="remarks")
    author = models.ForeignKey("orgs.User", models.PROTECT, related_name="+")
    text = personal(models.TextField(), why="talk among reviewers", of="author")
    at = models.DateTimeField()
    state = models.CharField(max_length=4, choices=RemarkState, default=RemarkState.SAID)
    objects = RemarkQuerySet.as_manager()

    class Meta:
        ordering = ["application", "id"]

    def __str__(self):
        return f"{self.application.round.number} · {self.application.mark}"

    def get_absolute_url(self):
        return links.to("grants:discussion", self.application.code)

    def tell_params(self):
        return self.application.round.tell_params() | {"mark": self.application.mark}


# Long, and read by fewer people than the audit.
for _model, _name in ((Panel, "minutes"), (Remark, "text")):
    _model._meta.get_field(_name).unaudited = True
