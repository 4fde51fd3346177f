"""A bidder's pages: the bid, its editor, the check before sealing, the receipt. Nothing here is ever cached."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from marketplace.core import files, pdf, words
from marketplace.core.refusals import LOG_IN, Refused
from marketplace.core.states import TABLES
from marketplace.core.uploads import secret
from orgs.models import Organisation

from .. import bidding, domain, envelopes, reads
from ..forms.bid import BidForm, FileForm
from ..models import Bid, Call
from ..states import BidState, CallState


def _bid(request, code, *, own=False):
    actor = request.actor
    if not actor.is_known:
        raise LOG_IN
    rows = Bid.objects.of(actor) if own else Bid.objects.visible_to(actor)
    bid = rows.filter(code=code).select_related("organisation").first()
    if bid is None:
        raise Http404
    bid.call = Call.objects.for_page().get(pk=bid.call_id)
    return bid


@never_cache
@require_POST
def start(request, code):
    """Begin the bid of one of the reader's organisations."""
    actor = request.actor
    if not actor.is_known:
        raise LOG_IN
    call = Call.objects.visible_to(actor).filter(code=code).first()
    key = request.POST.get("organisation", "")
    mine = Organisation.objects.filter(pk__in=actor.bodies("organisation"))
    organisation = mine.filter(pk=key).first() if key.isdecimal() else None
    if call is None or organisation is None:
        raise Http404
    bid = domain.start(call, by=actor, organisation=organisation)
    return redirect("tenders:bid_edit", bid.code)


@secret
def bid(request, code):
    """The bid: its state and receipts for the bidder; its content for those who may read it after the opening."""
    bid = _bid(request, code)
    own = request.actor.has("OWNER", "BID_WRITER", body="organisation", body_id=bid.organisation_id)
    context = {
        "bid": bid,
        "call": bid.call,
        "own": own,
        "receipts": list(bid.submissions.order_by("-number")) if own or bid.state == BidState.OPENED else [],
        "content": bidding.readable(bid.call, bid.content) if bid.state == BidState.OPENED else None,
        "bid_files": files.files_of(bid, "tenders.bid_file") if bid.state == BidState.OPENED else [],
        "taking": bid.call.state == CallState.OPEN and not reads.is_closed(bid.call),
    }
    return render(request, "tenders/bid.html", context)


@secret
def edit(request, code):
    """The editor. Saved by the button, and by htmx while one types."""
    bid = _bid(request, code, own=True)
    refusal = TABLES["tenders.bid"].refusal("save", request.actor, bid)
    if refusal and request.method != "POST":
        raise refusal
    content = envelopes.read_draft(bid)
    posted = request.POST if request.method == "POST" else None
    form = BidForm(posted, call=bid.call, content=content)
    file_form = FileForm(posted, request.FILES if posted is not None else None)
    status = 200
    if posted is not None:
        # What was typed stays on the page even when the deadline has just struck.
        status, refusal, done = _save(request, bid, form, file_form)
        if request.htmx:
            return _autosaved(request, bid, form, refusal)
        if done:
            return redirect(done, bid.code)
        content = envelopes.read_draft(bid)
    context = {
        "bid": bid,
        "call": bid.call,
        "form": form,
        "file_form": file_form,
        "kept": content.get("files", []),
        "total": bidding.price_of(bid.call, form.content() if form.is_bound and form.is_valid() else content),
        "gaps": bidding.gaps(bid.call, content) if content else [],
        "refusal": refusal,
        "over_budget": bid.call.procedure.switch("over_budget"),
        "posted": posted is not None,
    }
    return render(request, "tenders/bid_edit.html", context, status=status)


def _save(request, bid, form, file_form):
    """(status, refusal, name of the page to go to)"""
    if not form.is_valid() or not file_form.is_valid():
        return 422, None, ""
    try:
        domain.save(bid, by=request.actor, content=form.content())
        for name in request.POST:
            if name.startswith("remove-file-"):
                domain.remove_file(bid, name.removeprefix("remove-file-"), by=request.actor)
        if not request.htmx and (upload := file_form.cleaned_data.get("file")):
            domain.add_file(bid, upload, by=request.actor)
    except Refused as error:
        if error.field in file_form.fields:
            file_form.add_error(error.field, error.sentence)
        return error.status, error, ""
    if "check" in request.POST:
        return 302, None, "tenders:bid_check"
    messages.success(request, _("The draft is saved, encrypted. Only your organisation can read it."))
    return 302, None, "tenders:bid_edit"


def _autosaved(request, bid, form, refusal):
    context = {"bid": bid, "refusal": refusal, "errors": len(form.errors), "total": None}
    if form.is_valid():
        context["total"] = bidding.price_of(bid.call, form.content())
    list(messages.get_messages(request))  # said in the bar instead
    return HttpResponse(render_to_string("tenders/bid_saved.html", context, request))


@secret
def check(request, code):
    """Everything once more before it is sealed; POST seals."""
    bid = _bid(request, code, own=True)
    content = envelopes.read_draft(bid)
    gaps = bidding.gaps(bid.call, content)
    verb = "replace" if bid.state == BidState.SEALED else "seal"
    refusal = TABLES["tenders.bid"].refusal(verb, request.actor, bid)
    status = 200
    if request.method == "POST":
        try:
            domain.seal(bid, by=request.actor)
            messages.success(request, _("The bid is sealed. Keep the receipt."))
            return redirect("tenders:receipt", bid.code)
        except Refused as error:
            refusal, status = error, error.status
    prices = bidding.unit_prices(content)
    context = {
        "bid": bid,
        "call": bid.call,
        "gaps": gaps,
        "refusal": refusal,
        "lines": [
            {
                "line": line,
                "unit_price": prices.get(line.pk),
                "total": bidding.line_total(line.quantity, prices[line.pk]) if line.pk in prices else None,
            }
            for line in bid.call.lines.all()
        ],
        "total": bidding.price_of(bid.call, content),
        "answers": [
            (c, bidding.answers_of(content).get(c.pk, "")) for c in bid.call.criteria.all() if c.kind == "QUALITY"
        ],
        "conditions": [(c, bidding.conditions_of(content).get(c.pk, "")) for c in bid.call.conditions.all()],
        "content": content,
        "kept": content.get("files", []),
        "verb": verb,
        "label": TABLES["tenders.bid"].by_verb[verb].label,
        "asked": request.method == "POST",
    }
    return render(request, "tenders/bid_check.html", context, status=status)


@never_cache
def receipt(request, code):
    """The receipt of the latest envelope."""
    bid = _bid(request, code, own=True)
    found = bid.submissions.order_by("-number").first()
    if found is None:
        raise Http404
    return render(
        request,
        "tenders/receipt.html",
        {
            "bid": bid,
            "call": bid.call,
            "receipt": found,
            "withdrawn": bid.state == BidState.WITHDRAWN,
            "proof": reads.proof_of_receipt(found.sha256),
        },
    )


@never_cache
def receipt_file(request, code, form):
    """The receipt to keep: text or PDF."""
    bid = _bid(request, code, own=True)
    found = bid.submissions.order_by("-number").first()
    if found is None:
        raise Http404
    rows = receipt_rows(bid, found)
    name = f"receipt-{bid.call.number}-{found.number}"
    if form == "txt":
        body = "\n".join(f"{label}: {value}" for label, value in rows) + "\n"
        response = HttpResponse(body, content_type="text/plain; charset=utf-8")
    else:
        blocks = [
            ("kv", rows),
            (
                "p",
                _(
                    "Anybody can check this fingerprint on the portal. It is of the encrypted envelope: it tells nothing of what is inside."
                ),
            ),
        ]
        response = HttpResponse(
            pdf.document(_("Receipt of a sealed bid"), blocks, footer=found.sha256), content_type="application/pdf"
        )
    response["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return response


def receipt_rows(bid, found):
    return [
        (_("Call"), str(bid.call)),
        (_("Organisation"), f"{bid.organisation.name} {bid.organisation.uscc}"),
        (_("Submission"), str(found.number)),
        (_("Received"), f"{words.when(found.received_at)} ({found.received_at.isoformat(timespec='seconds')})"),
        (_("Size of the envelope"), f"{found.size} B"),
        ("SHA-256", words.hash4(found.sha256)),
    ]
