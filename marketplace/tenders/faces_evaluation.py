"""The pages of the verbs after the opening. `CALL_FACES` joins the faces of the call in `faces.py`."""

from django.urls import reverse

from marketplace.core.faces import ConfirmForm, Face, ReasonForm, face
from marketplace.core.files import Purpose, register

from . import domain
from .domain.report import PURPOSE
from .forms import evaluation as forms
from .models import Call, Challenge, CommitteeMember, LowPriceInquiry
from .queries_evaluation import may_see_evaluation


def evaluation_url(obj):
    """The evaluation's page of a call, award, member, inquiry."""
    call = getattr(obj, "call", obj)
    return reverse("tenders:evaluation", args=[call.code])


def _reads_report(actor, stored):
    call = Call.objects.filter(pk=stored.object_id).first()
    return call is not None and may_see_evaluation(actor, call) and _not_waiting(actor, call)


def _not_waiting(actor, call):
    """A member whose own scores are open again reads nobody's report."""
    from .queries_evaluation import seat_of

    seat = seat_of(actor, call)
    return seat is None or seat.state == "submitted"


register(Purpose(PURPOSE, media_types=("application/pdf",), max_mb=20, readers=_reads_report))


def uphold(found, *, by, answer, then):
    """Upheld: evaluate again, or cancel."""
    act = domain.uphold_and_cancel if then == "cancel" else domain.uphold_challenge
    return act(found, by=by, answer=answer)


CALL_FACES = {
    "appoint": Face(
        domain.appoint, form=forms.AppointForm, template="tenders/committee_appoint.html", to=evaluation_url
    ),
    "qualify": Face(
        domain.qualify, form=forms.QualifyForm, template="tenders/evaluation_qualify.html", to=evaluation_url
    ),
    "ask_low_price": Face(domain.ask_low_price, form=forms.AskLowPriceForm, to=evaluation_url),
    "fail_evaluation": Face(domain.fail_evaluation),
    "propose_award": Face(
        domain.propose_award, form=forms.ProposeForm, template="tenders/award_propose.html", to=evaluation_url
    ),
    "send_award_back": Face(
        domain.send_award_back, form=ReasonForm, template="tenders/award_decide.html", to=evaluation_url
    ),
    "decide_award": Face(
        domain.decide_award,
        form=ConfirmForm,
        template="tenders/award_decide.html",
        to=lambda award: award.call.get_absolute_url(),
    ),
    "challenge": Face(domain.challenge, form=forms.ChallengeForm),
}

face(
    "tenders.member",
    reads=lambda actor: CommitteeMember.objects.visible_to(actor).select_related("call__procedure", "user"),
    verbs={
        "declare_none": Face(domain.declare_none, template="tenders/committee_declare.html", to=evaluation_url),
        "declare_conflict": Face(
            domain.declare_conflict,
            form=forms.ConflictForm,
            template="tenders/committee_declare.html",
            to=evaluation_url,
        ),
        "score": Face(domain.save_scores, form=forms.ScoreForm, template="tenders/scores.html", to=evaluation_url),
        "hand_in": Face(domain.submit_scores, form=forms.HandInForm, template="tenders/scores.html", to=evaluation_url),
        "give_back": Face(domain.return_scores, form=forms.ReturnScoresForm, to=evaluation_url),
        "replace": Face(
            domain.replace_member, form=forms.ReplaceForm, template="tenders/committee_replace.html", to=evaluation_url
        ),
    },
)

face(
    "tenders.low_price",
    reads=lambda actor: LowPriceInquiry.objects.visible_to(actor).select_related(
        "bid__call__procedure", "bid__organisation"
    ),
    verbs={
        "answer": Face(
            domain.answer_low_price, form=forms.AnswerLowPriceForm, template="tenders/evaluation_low_price.html"
        ),
        "accept": Face(
            domain.accept_low_price,
            form=forms.DecisionForm,
            template="tenders/evaluation_low_price.html",
            to=evaluation_url,
        ),
        "refuse": Face(
            domain.refuse_low_price,
            form=forms.DecisionForm,
            template="tenders/evaluation_low_price.html",
            to=evaluation_url,
        ),
    },
)

face(
    "tenders.challenge",
    reads=lambda actor: Challenge.objects.visible_to(actor).select_related("call__procedure", "organisation"),
    verbs={
        "reject": Face(
            domain.reject_challenge, form=forms.AnswerChallengeForm, template="tenders/challenge_answer.html"
        ),
        "uphold": Face(uphold, form=forms.UpholdForm, template="tenders/challenge_answer.html"),
    },
)
