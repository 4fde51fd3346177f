"""Pages of the evaluation: the desk of one call, the report, saving scores while one types."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST

from marketplace.core.refusals import LOG_IN, Refused

from .. import evaluation_page
from ..domain import report, save_scores
from ..forms.evaluation import ScoreForm
from ..models import Call, CommitteeMember, Score
from ..queries_evaluation import may_see_evaluation, seat_of
from ..states import AWARDED, MemberState


def _call(request, code) -> Call:
    if not request.actor.is_known:
        raise LOG_IN
    rows = Call.objects.visible_to(request.actor).select_related(
        "office", "procedure__rule_set", "fund", "award__bid__organisation", "award__report"
    )
    call = get_object_or_404(rows, code=code)
    if not may_see_evaluation(request.actor, call):
        raise Http404
    return call


def evaluation(request, code):
    """Everything of one evaluation on one page: where it stands, who has to act, what is known so far."""
    call = _call(request, code)
    return render(request, "tenders/evaluation.html", evaluation_page.page(call, request.actor))


def _facts(request, code) -> report.Facts:
    """What the reader may see of the report; 404 where there is none, or while their own scores are not handed in."""
    call = _call(request, code)
    seat = seat_of(request.actor, call)
    if not hasattr(call, "award") or (seat is not None and seat.state != MemberState.SUBMITTED):
        raise Http404
    return report.facts(call, named=call.state in AWARDED, scores=Score.objects.visible_to(request.actor))


def report_page(request, code):
    """The report as a page; the PDF of record is a link on it."""
    facts = _facts(request, code)
    return render(request, "tenders/report.html", {"call": facts.call, "facts": facts})


def report_copy(request, code):
    """The report as PDF in the reader's language, to read; the file of record is the Chinese one."""
    facts = _facts(request, code)
    answer = HttpResponse(report.reading_copy(facts), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="report-{facts.call.number}-copy.pdf"'
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_POST
def autosave(request, pk):
    """Save what is fine of the score grid while the member types; answers with one sentence."""
    member = get_object_or_404(
        CommitteeMember.objects.visible_to(request.actor).select_related("call__procedure"), pk=pk
    )
    if not request.actor.is_person(member.user_id):
        raise Http404
    form = ScoreForm(request.POST, obj=member, actor=request.actor)
    form.is_valid()
    try:
        save_scores(member, by=request.actor, cells=form.good_cells())
    except Refused as refusal:
        return HttpResponse(refusal.sentence, status=refusal.status, content_type="text/plain; charset=utf-8")
    bad = len(form.errors)
    return render(request, "tenders/scores_saved.html", {"member": member, "bad": bad})
