"""States of an outcome."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from marketplace.core.states import Step, Steps, Tell

from . import people, rules


class OutcomeState(TextChoices):
    DRAFT = "draft", _("draft")
    IN_REVIEW = "in_review", _("waiting for the editor")
    PUBLISHED = "published", _("published")
    SET_ASIDE = "set_aside", _("set aside")


PUBLIC = frozenset({OutcomeState.PUBLISHED})
EDITABLE = frozenset({OutcomeState.DRAFT})

OUTCOME_STEPS = Steps(
    "outcomes.outcome",
    OutcomeState,
    (
        Step(
            "draft",
            (),
            OutcomeState.DRAFT,
            who=(rules.writer,),
            label=_("Draft an outcome"),
            done=_("Outcome drafted"),
            tells=(Tell("outcomes.drafted", people.writers, _("Please write what came of “%(title)s”.")),),
        ),
        Step(
            "edit",
            (OutcomeState.DRAFT,),
            None,
            who=(rules.writer,),
            label=_("Write"),
            done=_("Text and figures changed"),
        ),
        Step(
            "add_picture",
            (OutcomeState.DRAFT,),
            None,
            who=(rules.writer,),
            label=_("Add a picture"),
            done=_("Picture added"),
        ),
        Step(
            "remove_picture",
            (OutcomeState.DRAFT,),
            None,
            who=(rules.writer,),
            label=_("Remove a picture"),
            done=_("Picture removed"),
            needs=(rules.has_pictures,),
        ),
        Step(
            "submit",
            (OutcomeState.DRAFT,),
            OutcomeState.IN_REVIEW,
            who=(rules.writer,),
            label=_("Hand to the editor"),
            done=_("Handed to the editor"),
            needs=(rules.story_is_there, rules.figures_are_there),
            tells=(Tell("outcomes.submitted", people.editors, _("The outcome “%(title)s” waits for the editor.")),),
        ),
        Step(
            "send_back",
            (OutcomeState.IN_REVIEW,),
            OutcomeState.DRAFT,
            who=(rules.editor, rules.not_writer),
            label=_("Send back"),
            done=_("Sent back"),
            grave=True,
            tells=(Tell("outcomes.sent_back", people.writers, _("The outcome “%(title)s” was sent back: %(reason)s")),),
        ),
        Step(
            "set_aside",
            (OutcomeState.DRAFT,),
            OutcomeState.SET_ASIDE,
            who=(rules.editor,),
            label=_("Set aside"),
            done=_("Set aside"),
            needs=(rules.told_elsewhere,),
            hint=_("For a draft that nobody needs, since another outcome of the contract tells the same."),
            grave=True,
            tells=(
                Tell(
                    "outcomes.set_aside",
                    people.writers,
                    _("“%(title)s” needs no outcome of its own and was set aside: %(reason)s"),
                ),
            ),
        ),
        Step(
            "take_up",
            (OutcomeState.SET_ASIDE,),
            OutcomeState.DRAFT,
            who=(rules.editor,),
            label=_("Take up again"),
            done=_("Taken up again"),
            tells=(Tell("outcomes.taken_up", people.writers, _("Please write what came of “%(title)s” after all.")),),
        ),
        Step(
            "publish",
            (OutcomeState.IN_REVIEW,),
            OutcomeState.PUBLISHED,
            who=(rules.editor, rules.not_writer),
            label=_("Publish"),
            done=_("Published"),
            needs=(rules.story_is_there, rules.figures_are_there),
            public=True,
            tells=(Tell("outcomes.published", people.everybody_concerned, _("The outcome “%(title)s” is published.")),),
        ),
    ),
)
