"""The state tables of questions, and of what was seen of a campaign elsewhere."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.core.rules import is_known
from marketplace.core.states import Step, Steps, Tell

from . import people, rules


class QuestionState(TextChoices):
    ASKED = "asked", _("not answered yet")
    ANSWERED = "answered", _("answered")
    DECLINED = "declined", _("not answered: not about the campaign")


class SightingState(TextChoices):
    RECORDED = "recorded", _("to be confirmed")
    CONFIRMED = "confirmed", _("confirmed")
    REJECTED = "rejected", _("not confirmed")


Q, T = QuestionState, SightingState

QUESTION_STEPS = Steps(
    "campaigns.question",
    QuestionState,
    (
        Step("ask", (), Q.ASKED, who=(is_known,), label=_("Ask a question"), done=_("Question asked"),
             tells=(Tell("campaigns.question_asked", people.organisers_of, _("Somebody asked about the campaign “%(title)s”.")),)),
        Step("answer", (Q.ASKED,), Q.ANSWERED, who=(rules.organiser_of_told,), label=_("Answer"), done=pgettext_lazy("campaigns", "Answered"), public=True,
             tells=(Tell("campaigns.question_answered", people.asker, _("Your question about the campaign “%(title)s” was answered.")),)),
        Step("decline", (Q.ASKED,), Q.DECLINED, who=(rules.organiser_of_told,), label=_("Do not answer"), done=_("Not answered"), grave=True,
             tells=(Tell("campaigns.question_declined", people.asker, _("Your question about the campaign “%(title)s” is not answered: it is not about the campaign.")),)),
    ),
)  # fmt: skip

SIGHTING_STEPS = Steps(
    "campaigns.sighting",
    SightingState,
    (
        Step("record", (), T.RECORDED, who=(rules.tracker,), needs=(rules.runs_elsewhere,), label=_("Note how far it is"), done=_("Noted how far it is"),
             tells=(Tell("campaigns.seen", people.seconders, _("Figures of the campaign “%(title)s” wait to be confirmed.")),)),
        Step("confirm", (T.RECORDED,), T.CONFIRMED, who=(rules.told_handles, rules.not_recorder), label=_("Confirm the figures"), done=_("Figures confirmed"), public=True),
        Step("reject", (T.RECORDED,), T.REJECTED, who=(rules.told_handles,), label=_("Do not confirm"), done=_("Not confirmed"), grave=True),
    ),
)  # fmt: skip
