"""Public pages: list, call, rule books, receipt check, calendar."""

from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from marketplace.core import clock, pagecache
from marketplace.core.pages import RoomDetail, RoomList

from .. import checks, procedures, reads
from ..forms.acts import CallFilter, ReceiptForm
from ..models import Call, RuleSet
from ..procedures import SWITCHES
from ..states import CallState


class CallList(RoomList):
    """Published calls: what takes bids first, by deadline; then the newest."""

    template_name = "tenders/call_list.html"
    filters = CallFilter
    paginate_by = 20
    bounded = True

    def rows(self, actor):
        return Call.objects.visible_to(actor).exclude(published_at=None).with_figures()

    def get_queryset(self):
        return super().get_queryset().in_public_order(clock.now())

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        labels = {value: str(label) for value, label in CallState.choices}  # once for the page, not a row
        context["rows"] = [
            {
                "call": call,
                "tone": reads.tone(call),
                "state": reads.state_label(call) if reads.is_closed(call) else labels[call.state],
                "closed": reads.is_closed(call),
                "communities": list(call.communities.all()),
            }
            for call in context["page_obj"].object_list
        ]
        context["total"] = context["paginator"].count
        if not self.request.actor.is_known:
            # The order and the states change when the next deadline strikes, wherever in the list it is.
            soonest = Call.objects.taking_bids(clock.now()).values_list("deadline", flat=True).first()
            pagecache.until(self.request, soonest)
        return context


class CallPage(RoomDetail):
    """One call, for everybody; with the reader's own side of it."""

    template_name = "tenders/call.html"
    slug_field = slug_url_kwarg = "code"
    context_object_name = "call"

    def rows(self, actor):
        return Call.objects.visible_to(actor).for_page()

    def keep_until(self, obj):
        return reads.keep_until(obj)

    def get_context_data(self, **kwargs):
        call, actor = self.object, self.request.actor
        kwargs |= {
            "tone": reads.tone(call),
            "state": reads.state_label(call),
            "big": reads.big_label(call),
            "closed": reads.is_closed(call),
            "taking": call.state == CallState.OPEN and not reads.is_closed(call),
            "rail": reads.rail(call) if call.published_at else [],
            "sums": self.sums(call),
            "timetable": procedures.timetable(call),
            "lines": [{"line": line, "estimate": reads.estimated(line)} for line in call.lines.all()],
            "documents": reads.documents(call),
            "questions": reads.public_questions(call),
            "questions_open": call.state == CallState.OPEN
            and (call.questions_until is None or clock.now() <= call.questions_until),
            "sides": reads.my_sides(call, actor),
            "gaps": checks.gaps(call) if call.state == CallState.DRAFT else [],
            "confirmations": call.opening_confirmations.count() if reads.is_closed(call) else 0,
            "grace": int(procedures.OPENING_GRACE.total_seconds()),
            "secrecy": call.procedure.switch("secrecy"),
            "sealing": call.procedure.switch("sealed_until_opening"),
            "formula": call.procedure.switch("price_formula"),
            "qualification": call.procedure.switch("qualification"),
            **reads.minutes_context(call),
            "may_answer": actor.has("BUYER", body="office", body_id=call.office_id),
            "may_edit": actor.has("BUYER", body="office", body_id=call.office_id),
        }
        return super().get_context_data(**kwargs)

    def sums(self, call):
        from marketplace.core import words

        rows = [
            {"label": _("Budget (highest price)"), "value": _("%(amount)s yuan") % {"amount": words.yuan(call.budget)}},
            {"label": _("Time of service"), "value": _("%(months)s months") % {"months": call.service_months}},
            {"label": _("Bids until"), "value": words.when(call.deadline)},
        ]
        if call.state == CallState.OPEN:
            rows.append({"label": _("To the deadline"), "value": words.days_left(call.deadline)})
        return rows


def rules(request):
    """The rule books in force and before, every switch with its clause; local choices say so."""
    books = RuleSet.objects.approved().prefetch_related("procedures").order_by("-valid_from", "code")
    shown = [
        {
            "book": book,
            "procedures": [
                {"procedure": p, "rows": [(SWITCHES[key], p.switch(key)) for key in SWITCHES if key in p.switches]}
                for p in book.procedures.all()
            ],
        }
        for book in books
    ]
    pagecache.until(request)
    return render(request, "tenders/call_rules.html", {"books": shown})


def receipts(request):
    """Anybody checks a fingerprint: was such an envelope received, when, for which call. Never whose it is."""
    form = ReceiptForm(request.GET or None)
    found, proof, status = None, None, 200
    if form.is_bound:
        if form.is_valid():
            found = reads.receipt_of(form.cleaned_data["sha256"])
            proof = found and reads.proof_of_receipt(found["sha256"])
        else:
            status = 422
    context = {"form": form, "found": found, "proof": proof, "asked": form.is_bound and form.is_valid()}
    return render(request, "tenders/receipt_check.html", context, status=status)


def receipt_proof(request, sha256):
    """The proof that a receipt stands in the transparency log, for whoever knows its fingerprint (docs/verify.md)."""
    proof = reads.proof_of_receipt(sha256[:64])
    if proof is None:
        raise Http404
    answer = JsonResponse(proof.as_json, json_dumps_params={"ensure_ascii": False})
    answer["Content-Disposition"] = f'attachment; filename="receipt-{sha256[:8]}.json"'
    return answer


def call_calendar(request, code):
    """Dates of one call as iCalendar."""
    call = get_object_or_404(Call.objects.visible_to(request.actor), code=code)
    if not call.published_at:
        raise Http404
    from marketplace.core import feeds

    return feeds.calendar_response(f"call-{call.number}.ics", reads.calendar_events(call))


def calendar(request):
    """Dates of all calls that take bids."""
    events = []
    for call in Call.objects.visible_to(request.actor).taking_bids(clock.now())[:200]:
        events += reads.calendar_events(call)
    from marketplace.core import feeds

    return feeds.calendar_response("calls.ics", events)
