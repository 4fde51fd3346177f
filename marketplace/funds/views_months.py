"""Statements of months, of one fund or of the whole ledger: the list, a month as page, CSV and JSON."""

from datetime import date

from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _

from marketplace.core import clock, exports, pagecache

from . import months, queries_proofs
from .models import Fund


def _fund(request, code):
    rows = Fund.objects.visible_to(request.actor).exclude(state="draft")
    return get_object_or_404(rows, code=code) if code else None


def _month(request, year, month, code) -> months.Month:
    """404 before the first entry of the ledger (of the fund) and after this month."""
    fund = _fund(request, code)
    if not 1 <= month <= 12 or not 1900 <= year <= 2200:
        raise Http404
    first = date(year, month, 1)
    began = months.began(fund)
    if began is None or not began <= first <= clock.today():
        raise Http404
    return months.month_of(first, fund)


def month_list(request, code=""):
    if not request.actor.is_known:
        pagecache.until(request)
    fund = _fund(request, code)
    return TemplateResponse(request, "funds/months.html", {"fund": fund, "rows": months.listed(fund)})


def month_page(request, year, month, code=""):
    one = _month(request, year, month, code)
    names = {fund.code: fund for fund in Fund.objects.filter(code__in=[row.code for row in one.rows])}
    context = {
        "fund": one.fund, "one": one, "rows": [(names[row.code], row) for row in one.rows],
        "end": months.bounds(one.first)[1], "over": months.after(one.first) <= clock.today(), "last_day": months.last_day(one.first),
        "note": queries_proofs.whole_note(one.checkpoint) if one.checkpoint else "",
    }  # fmt: skip
    return TemplateResponse(request, "funds/month.html", context)


def month_table(request, year, month, form, code=""):
    one = _month(request, year, month, code)
    name = f"{one.fund.code if one.fund else 'ledger'}-{one.name}.{form}"
    if form == "json":
        answer = JsonResponse(one.as_json, json_dumps_params={"ensure_ascii": False, "indent": 1})
        answer["Content-Disposition"] = content_disposition_header(True, name)
        return answer
    if form != "csv":
        raise Http404
    told = one.told
    header = [
        _("Month"), _("Fund"), _("Held at the beginning of the month"), _("Came in"), _("From other funds, net"), _("Returned to givers"), _("Fees"),
        _("Paid, what came back taken off"), _("Held at the end of the month"), _("of it free"), _("Leaves of the log"), _("Root of the tree"), "SHA-256",
    ]  # fmt: skip
    rows = ((one.name, row.code, *row.amounts, told["size"], told["root"], one.digest) for row in one.rows)
    return exports.csv_response(name, header, rows)
