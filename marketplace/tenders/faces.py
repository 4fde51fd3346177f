"""Pages of the verbs of calls, bids and questions. The evaluation adds its own in `faces_evaluation`."""

from dataclasses import dataclass

from django.urls import reverse

from marketplace.core import faces, files
from marketplace.core.faces import Face, ReasonForm, face
from marketplace.core.states import TABLES

from . import domain
from .faces_evaluation import CALL_FACES as EVALUATION_FACES
from .forms import rulesets
from .forms.acts import AmendForm, AnswerForm, AskForm
from .models import Bid, Call, Question, RuleSet
from .states import CallState

DOCUMENTS = (
    "application/pdf",
    "image/jpeg",
    "image/png",
    files.OOXML["word/"],
    files.OOXML["xl/"],
)


def _reads_call(actor, stored) -> bool:
    """Who may see the call reads its documents."""
    return Call.objects.visible_to(actor).filter(pk=stored.object_id).exists()


def _reads_bid(actor, stored) -> bool:
    """Who may see the opened bid reads its files."""
    return Bid.objects.visible_to(actor).filter(pk=stored.object_id, state="opened").exists()


files.register(files.Purpose("tenders.call_document", DOCUMENTS, 20, _reads_call, found=True))
files.register(files.Purpose("tenders.bid_file", DOCUMENTS, 20, _reads_bid))


def _call(obj):
    return obj.call.get_absolute_url()


CALL_FACES = {
    "submit": Face(domain.submit),
    "send_back": Face(domain.send_back, form=ReasonForm),
    "publish": Face(domain.publish, template="tenders/call_publish.html"),
    "ask": Face(domain.ask, form=AskForm),
    "amend": Face(domain.amend, form=AmendForm, to=_call),
    "confirm_opening": Face(domain.confirm_opening, template="tenders/opening_confirm.html"),
    "cancel": Face(domain.cancel, form=ReasonForm),
}

face("tenders.call", reads=Call.objects.visible_to, verbs=CALL_FACES | EVALUATION_FACES)
face(
    "tenders.bid",
    reads=Bid.objects.of,
    verbs={"confirm_amendment": Face(domain.confirm_amendment), "withdraw": Face(domain.withdraw)},
)


def _rules_sheet(rule_set):
    """After a verb: the set's sheet in the back office."""
    return reverse("kept_rules:sheet", args=[rule_set.pk])


face(
    "tenders.rules",
    reads=RuleSet.objects.visible_to,
    verbs={
        "revise": Face(domain.revise_rules, form=rulesets.ReviseRulesForm, to=_rules_sheet),
        "change": Face(domain.change_rules, form=rulesets.ChangeRulesForm, to=_rules_sheet),
        "set_rule": Face(domain.set_rule, form=rulesets.SetRuleForm, to=_rules_sheet),
        "approve": Face(domain.approve_rules, to=_rules_sheet),
        "discard": Face(domain.discard_rules, to=_rules_sheet),
    },
)
face("tenders.question", reads=Question.objects.visible_to, verbs={"answer": Face(domain.answer, form=AnswerForm)})


@dataclass(frozen=True)
class Quick:
    """A button in a row of the officers' list."""

    label: object
    url: str
    grave: bool = False


# The next step per state, for rows; everything else is on the call's page.
NEXT = {
    CallState.DRAFT: ("submit",),
    CallState.IN_REVIEW: ("publish", "send_back"),
    CallState.OPEN: ("confirm_opening",),
}


def quick_buttons(call, actor) -> list[Quick]:
    """The next steps that role and state allow, without asking the requirements: no query per row."""
    table, found = TABLES["tenders.call"], []
    for verb in NEXT.get(call.state, ()):
        step = table.by_verb[verb]
        if verb == "confirm_opening":
            from .reads import is_closed

            if not is_closed(call) or not actor.has("OPENER", body="office", body_id=call.office_id):
                continue
        elif not table.may_ever(verb, actor, call):
            continue
        found.append(Quick(step.label, faces.url(call, verb), step.grave))
    return found
