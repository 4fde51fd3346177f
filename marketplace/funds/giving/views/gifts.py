"""A gift's page, which also verifies its receipt; the receipt; my giving and its yearly statement."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.http import content_disposition_header

from marketplace.core import qr
from marketplace.core.refusals import LOG_IN

from ... import queries_lineage
from .. import receipts, traces
from ..commitment import is_proved
from ..forms import ProveForm
from ..models import Gift, Monthly, Movement, Pledge
from ..queries import offices_of, totals, years_of
from ..states import BOOKED
from .give import is_theirs

PER_PAGE = 50


def gift(request, code):
    """Everybody: whether this receipt is genuine. Its giver and the fund's finance: all of it."""
    row = get_object_or_404(Gift.objects.select_related("fund__host", "pledge", "monthly", "evidence"), code=code)
    own = is_theirs(request, row)
    handles = row.fund.office_id in offices_of(request.actor)
    if not (own or handles or row.state in BOOKED):
        raise Http404
    form = ProveForm(request.POST if request.method == "POST" else None)
    proved = None
    if request.method == "POST" and form.is_valid() and row.commitment:
        proved = is_proved(row, form.cleaned_data["name"], form.cleaned_data["salt"])
    entry = Movement.objects.filter(gift=row, kind=Movement.Kind.CHARGE).select_related("entry").first()
    context = {
        "gift": row, "own": own, "handles": handles, "form": form, "proved": proved, "entry": entry and entry.entry,
        "movements": row.movements.select_related("entry"), "thanks": "thanks" in request.GET and own, "key": row.secret if own else "",
        "became": queries_lineage.became(entry.entry, request.actor) if entry and entry.entry and row.is_money else None,
        "left": traces.shown(gift=row) if handles else [],
        "qr": qr.picture(receipts.address(row)) if row.number else "",
    }  # fmt: skip
    answer = TemplateResponse(request, "giving/gift.html", context, status=422 if form.is_bound and not form.is_valid() else 200)  # fmt: skip
    answer["Cache-Control"] = "private, no-store" if own or handles else "no-cache"
    return answer


def receipt(request, code):
    """The receipt as PDF, with the giver's name: for the giver and the fund's finance."""
    row = get_object_or_404(Gift.objects.select_related("fund__host", "fund__office"), code=code, state__in=BOOKED)
    if not (is_theirs(request, row) or row.fund.office_id in offices_of(request.actor)):
        raise Http404
    return _pdf(receipts.receipt_pdf(row), f"receipt-{row.number}.pdf")


def _pdf(data, name):
    answer = HttpResponse(data, content_type="application/pdf")
    answer["Content-Disposition"] = content_disposition_header(True, name)
    answer["Cache-Control"] = "private, no-store"
    return answer


def mine(request):
    """What I gave, promised, give every month; a statement for each year."""
    if not request.actor.is_known:
        raise LOG_IN
    gifts = Gift.objects.of_giver(request.actor).select_related("fund")
    context = {
        "gifts": gifts.exclude(state="lapsed")[:PER_PAGE], "years": years_of(request.actor), "totals": totals(gifts),
        "pledges": Pledge.objects.of_giver(request.actor).open().select_related("fund"),
        "monthlies": Monthly.objects.of_giver(request.actor).exclude(state="ended").select_related("fund"),
    }  # fmt: skip
    return TemplateResponse(request, "giving/mine.html", context)


def year(request, year):
    """A year's statement."""
    if not request.actor.is_known:
        raise LOG_IN
    gifts = list(_of_year(request.actor, year))
    if not gifts:
        raise Http404
    context = {"year": year, "gifts": gifts, "totals": totals(_of_year(request.actor, year))}
    return TemplateResponse(request, "giving/year.html", context)


def year_pdf(request, year):
    if not request.actor.is_known:
        raise LOG_IN
    gifts = list(_of_year(request.actor, year))
    if not gifts:
        raise Http404
    return _pdf(receipts.year_pdf(year, gifts, totals(_of_year(request.actor, year))), f"giving-{year}.pdf")


def _of_year(actor, year):
    if not 1970 <= year <= 9000:
        raise Http404
    rows = Gift.objects.of_giver(actor).booked().filter(confirmed_at__year=year)
    return rows.select_related("fund__host").order_by("confirmed_at", "id")
