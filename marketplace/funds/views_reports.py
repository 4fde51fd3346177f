"""The public ledger with filters and exports; the yearly report of a fund, as a page and as PDF."""

import json

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _

from marketplace.core import clock, exports, pagecache
from marketplace.core.pages import RoomList

from . import queries_ledger, reports
from .api import _entry
from .forms_filters import LedgerFilters
from .ledger import account_label
from .models import Entry, Fund


class EntryList(RoomList):
    """The whole ledger, newest first, narrowed by fund, kind, days and words."""

    template_name = "funds/ledger.html"
    filters = LedgerFilters
    paginate_by = 50
    bounded = True

    def rows(self, actor):
        return Entry.objects.visible_to(actor).prefetch_related("lines__account__fund").order_by("-number")

    def get_context_data(self, **kwargs):
        if not self.request.actor.is_known:
            pagecache.until(self.request)
        query = self.request.GET.copy()
        query.pop("page", None)
        return super().get_context_data(
            head=Entry.objects.order_by("-number").first(), asked=query.urlencode(), **kwargs
        )


def ledger_table(request, form):
    """The same entries, a line each, as CSV, XLSX or JSON; oldest first."""
    filters = LedgerFilters(request.GET)
    if not filters.is_valid() or form not in ("csv", "xlsx", "json"):
        raise Http404
    rows = filters.narrow(Entry.objects.visible_to(request.actor))
    if form == "json":
        return _as_json(rows)
    header = [_("Entry"), _("Date"), _("Kind"), _("Text"), _("Cause"), _("Reverses entry"), _("Fund"), _("Ledger account"), _("Amount (yuan)"), _("Balance after (yuan)"), "SHA-256"]  # fmt: skip
    rows = rows.select_related("reverses")
    table = (
        (entry.number, entry.at, entry.get_kind_display(), entry.text, entry.cause_label,
         entry.reverses.number if entry.reverses else "", line.account.fund.code, account_label(line.account), line.amount,
         line.balance, entry.hash)
        for entry, line in queries_ledger.lines(rows)
    )  # fmt: skip
    answer = exports.csv_response if form == "csv" else exports.xlsx_response
    return answer(f"ledger-{clock.today():%Y%m%d}.{form}", header, table)


def _as_json(rows) -> StreamingHttpResponse:
    """A JSON array, streamed; each entry as the API gives it."""

    def parts():
        yield "["
        last, first = None, True
        for entry, _line in queries_ledger.lines(rows.select_related("reverses")):
            if entry.pk != last:
                yield ("" if first else ",") + "\n" + json.dumps(_entry(entry), ensure_ascii=False)
                last, first = entry.pk, False
        yield "\n]\n"

    response = StreamingHttpResponse(parts(), content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(True, f"ledger-{clock.today():%Y%m%d}.json")
    return response


def _year(request, code, year):
    rows = Fund.objects.visible_to(request.actor).exclude(state="draft").select_related("office", "host")
    fund = get_object_or_404(rows, code=code)
    if not 1900 <= year <= 2200 or year not in (years := reports.years_of(fund)):
        raise Http404
    return fund, years


def report_page(request, code, year):
    fund, years = _year(request, code, year)
    context = {"fund": fund, "one": reports.year_of(fund, year), "years": years}
    return TemplateResponse(request, "funds/report.html", context)


def report_pdf(request, code, year):
    fund, _years = _year(request, code, year)
    response = HttpResponse(reports.as_pdf(reports.year_of(fund, year)), content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(False, f"{fund.code}-{year}.pdf")
    return response
