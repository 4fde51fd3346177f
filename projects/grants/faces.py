"""The pages of this room's verbs; who may read which files."""

from marketplace.core import links
from marketplace.core.faces import Face, ReasonForm, face
from marketplace.core.files import Purpose, register

from . import domain
from . import faces_concepts as faces_concepts
from . import faces_delivery as faces_delivery
from . import faces_panels as faces_panels
from .forms import agreements as forms_agreements
from .forms import reviews as forms_reviews
from .forms import rounds as forms_rounds
from .models import Application, FormVersion, Objection, Partner, Review, Round

PAPERS = ("application/pdf", "image/jpeg", "image/png", "image/webp",
          "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
          "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "text/plain", "text/csv")  # fmt: skip


def _reads_file(actor, stored):
    """The team and the office; reviewers only where the round is not blind."""
    if Application.objects.visible_to(actor).filter(pk=stored.object_id).exists():
        return True
    mine = Review.objects.of(actor).filter(application_id=stored.object_id, application__round__blind=False)
    return mine.filter(state__in=["ready", "handed_in"]).exists()


def _reads_blind_file(actor, stored):
    """Reviewers who have declared no conflict, and whoever reads the application anyhow."""
    mine = Review.objects.of(actor).filter(application_id=stored.object_id, state__in=["ready", "handed_in"])
    return mine.exists() or Application.objects.for_office(actor).filter(pk=stored.object_id).exists()


register(Purpose("grants.file", media_types=PAPERS, max_mb=20, readers=_reads_file))
register(Purpose("grants.blind_file", media_types=PAPERS, max_mb=25, readers=_reads_blind_file))

face(
    "grants.form",
    reads=lambda actor: FormVersion.objects.visible_to(actor).select_related("office"),
    verbs={
        "edit": Face(domain.forms.edit, page=lambda form: form.get_absolute_url()),
        "revise": Face(domain.forms.revise, to=lambda form: form.get_absolute_url()),
    },
)

face(
    "grants.round",
    reads=lambda actor: Round.objects.visible_to(actor).select_related("office", "fund", "form"),
    verbs={
        "edit": Face(domain.rounds.edit, page=lambda round: links.to("grants:edit", round.code)),
        "submit": Face(domain.rounds.submit),
        "send_back": Face(domain.rounds.send_back, form=ReasonForm),
        "publish": Face(domain.rounds.publish, template="grants/round_publish.html"),
        "extend": Face(domain.rounds.extend, form=forms_rounds.ExtendForm),
        "close_call": Face(domain.rounds.close_call),
        "cancel": Face(domain.rounds.cancel, form=ReasonForm),
        "begin_reviews": Face(domain.reviewing.begin_reviews, template="grants/round_assign.html", to=lambda round: round.ranking_url()),
        "propose": Face(domain.determination.propose, form=forms_reviews.ProposalForm, template="grants/round_propose.html", to=lambda round: round.ranking_url()),
        "send_proposal_back": Face(domain.determination.send_back, form=ReasonForm),
        "decide": Face(domain.determination.decide, template="grants/round_decide.html"),
        "conclude": Face(domain.determination.conclude),
        "close": Face(domain.ending.close_round, form=forms_agreements.CloseRoundForm),
    },
)  # fmt: skip

face(
    "grants.application",
    reads=lambda actor: Application.objects.visible_to(actor).select_related("round__office", "round__fund", "organisation", "form"),
    verbs={
        "save": Face(domain.applications.save, page=lambda a: links.to("grants:apply", a.code)),
        "submit": Face(domain.applications.submit, page=lambda a: links.to("grants:check", a.code)),
        "replace": Face(domain.applications.submit, page=lambda a: links.to("grants:check", a.code)),
        "resubmit": Face(domain.applications.submit, page=lambda a: links.to("grants:check", a.code)),
        "withdraw": Face(domain.applications.withdraw),
        "pass": Face(domain.screening.pass_, form=forms_reviews.RemarkForm),
        "return": Face(domain.screening.return_, form=forms_reviews.ReturnForm),
        "exclude": Face(domain.screening.exclude, form=ReasonForm),
        "decline": Face(domain.determination.decline),
        "nominate": Face(domain.determination.nominate, form=forms_reviews.NominateForm),
        "step_up": Face(domain.determination.step_up),
        "send_nomination_back": Face(domain.determination.send_nomination_back, form=ReasonForm),
    },
)  # fmt: skip

face(
    "grants.partner",
    reads=lambda actor: Partner.objects.visible_to(actor).select_related("application__round", "organisation"),
    verbs={
        "join": Face(domain.team.join),
        "change_right": Face(domain.team.change_right, form=forms_reviews.RightForm),
        "end": Face(domain.team.end),
    },
)

face(
    "grants.review",
    reads=lambda actor: Review.objects.visible_to(actor).select_related("application__round__office", "reviewer"),
    verbs={
        "declare_none": Face(domain.reviewing.declare_none),
        "recuse": Face(domain.reviewing.recuse, form=forms_reviews.ConflictForm),
        "score": Face(domain.reviewing.save_scores, form=forms_reviews.ScoreForm, page=lambda review: review.get_absolute_url()),
        "hand_in": Face(domain.reviewing.hand_in, form=forms_reviews.ScoreForm, page=lambda review: review.get_absolute_url()),
        "reopen": Face(domain.reviewing.reopen, form=ReasonForm, to=lambda review: review.application.round.ranking_url()),
        "replace": Face(domain.reviewing.replace, form=forms_reviews.ReplaceForm, to=lambda review: review.application.round.ranking_url()),
    },
)  # fmt: skip

face(
    "grants.objection",
    reads=lambda actor: Objection.objects.visible_to(actor).select_related("round__office", "round__fund"),
    verbs={
        "reject": Face(domain.objections.reject, form=forms_reviews.AnswerForm),
        "uphold": Face(domain.objections.uphold, form=forms_reviews.AnswerForm),
    },
)
