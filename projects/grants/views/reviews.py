"""A reviewer's pages, and the ranking. Nothing here is ever cached."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from marketplace.core import files
from marketplace.core.pages import RoomList
from marketplace.core.refusals import LOG_IN, Refused
from marketplace.core.states import TABLES

from .. import blind, domain, formdef, scoring
from ..forms.reviews import ScoreForm
from ..kinds import Cleaning
from ..models import Application, Panel, Review, Round
from ..queries_reviews import released, still_out
from ..states import DECIDED


class MyReviews(RoomList):
    """The reader's reviews, what waits first."""

    template_name = "grants/my_reviews.html"

    def rows(self, actor):
        if not actor.is_known:
            raise LOG_IN
        return (
            Review.objects.of(actor)
            .select_related("application__round")
            .order_by("state", "application__round__review_until", "id")
        )


def _mine(request, pk):
    if not request.actor.is_known:
        raise LOG_IN
    rows = Review.objects.of(request.actor).select_related(
        "application__round__office", "application__form", "application__organisation"
    )
    return get_object_or_404(rows, pk=pk)


@never_cache
def review(request, pk):
    """Read what is handed in and score it; before, declare; afterwards, what became of it. The office is led to the ranking."""
    foreign = Review.objects.visible_to(request.actor).exclude(pk__in=Review.objects.of(request.actor).values("pk"))
    if request.actor.is_known and (other := foreign.filter(pk=pk).select_related("application__round").first()):
        return redirect(other.application.round.ranking_url())
    row = _mine(request, pk)
    application, round, actor = row.application, row.application.round, request.actor
    table, status, refusal = TABLES["grants.review"], 200, None
    form = ScoreForm(request.POST if request.method == "POST" else None, obj=row, actor=actor)
    if request.method == "POST":
        status, refusal, done = _act(request, row, form)
        if done:
            return redirect(row)
    reads = row.state in ("ready", "handed_in")
    context = {
        "review": row, "application": application, "round": round, "form": form if row.state == "ready" else None, "refusal": refusal,
        "closed": table.refusal("hand_in", actor, row) if row.state == "ready" else None, "told": blind.TOLD if round.blind else "",
        "content": blind.content_for_reviewers(application) if reads else None, "outcome": _outcome(application),
        "discussed": row.state == "handed_in" and released(round), "panel": Panel.objects.visible_to(actor).filter(round=round).first(),
        "others": _others(row) if reads and row.state == "handed_in" and released(round) else [],
    }  # fmt: skip
    if context["content"]:
        context["sections"] = _sections(application, context["content"])
    return render(request, "grants/review.html", context, status=status)


def _act(request, row, form):
    if not form.is_valid():
        return 422, None, False
    verb = domain.reviewing.hand_in if "hand_in" in request.POST else domain.reviewing.save_scores
    try:
        verb(row, by=request.actor, **form.cleaned_data)
    except Refused as error:
        row.refresh_from_db()
        if error.field in form.fields:
            form.add_error(error.field, error.sentence)
        return error.status, error, False
    messages.success(
        request, _("Your review is handed in. Thank you.") if "hand_in" in request.POST else _("Draft saved.")
    )
    return 302, None, True


def _sections(application, content):
    """Answers without names, and the files that may be shown: clean copies in a blind round."""
    sections = formdef.readable(application.form.definition, content)
    shown = {f.name if application.round.blind else str(f.key): f for f in files.files_of(application, "grants.blind_file" if application.round.blind else "grants.file")}  # fmt: skip
    for section in sections:
        for line in section["rows"]:
            wanted = line.get("files", [])
            line["stored"] = [
                shown[k] for f in wanted if (k := f["name"] if application.round.blind else f.get("key")) in shown
            ]
            out = len(wanted) - len(line["stored"])
            line["preparing" if application.cleaning == Cleaning.WAITING else "withheld"] = out
    return sections


def _outcome(application):
    """What became of it, for its reviewers after the decision."""
    row = getattr(application, "determination", None)
    return row if row is not None and row.decided_at and application.round.state in DECIDED else None


def _others(row):
    """Totals and comments of the other reviewers, without names, once scores are released."""
    weights = {c.pk: c.weight for c in row.application.round.criteria.all()}
    rows = row.application.reviews.handed_in().exclude(pk=row.pk).prefetch_related("scores")
    return [
        {
            "total": scoring.total({s.criterion_id: s.points for s in other.scores.all()}, weights),
            "comment": other.comment,
        }
        for other in rows
    ]


@never_cache
@require_POST
def autosave(request, pk):
    """Keeps a draft of the scores while one types."""
    row, refusal = _mine(request, pk), None
    form = ScoreForm(request.POST, obj=row, actor=request.actor)
    if form.is_valid():
        try:
            domain.reviewing.save_scores(row, by=request.actor, **form.cleaned_data)
        except Refused as error:
            refusal = error
    context = {"review": row, "refusal": refusal, "errors": len(form.errors)}
    return HttpResponse(render_to_string("grants/review_saved.html", context, request))


@never_cache
def ranking(request, code):
    """Who reviews what and how far they are; the ranked list with the money line once scores are released."""
    actor = request.actor
    if not actor.is_known:
        raise LOG_IN
    round = get_object_or_404(Round.objects.visible_to(actor).for_page(), code=code)
    if not Application.objects.for_office(actor).filter(round=round).exists():
        raise Http404
    shown = released(round)
    lines = domain.reviewing.ranking(round) if shown else []
    reviews = Review.objects.visible_to(actor).standing().filter(application__round=round)
    rows = list(
        reviews.select_related("application__organisation", "application__round", "reviewer").order_by(
            "application__mark", "id"
        )
    )
    minutes = [r.minutes for r in rows if r.minutes is not None]
    cleaning = list(Application.objects.for_office(actor).filter(round=round).values_list("cleaning", flat=True))
    context = {
        "preparing": cleaning.count(Cleaning.WAITING), "unprepared": cleaning.count(Cleaning.FAILED),
        "round": round, "lines": lines, "released": shown, "reviews": rows, "out": still_out(round), "apart": scoring.APART,
        "criteria": list(round.criteria.all()), "minutes": sum(minutes), "timed": len(minutes),
    }  # fmt: skip
    return render(request, "grants/ranking.html", context)
