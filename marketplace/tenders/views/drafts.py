"""Drafting a call: start, then one page of several sections. Works without JavaScript; nothing typed is lost."""

import re

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from marketplace.catalogue.models import ServiceItem
from marketplace.core import clock, faces
from marketplace.core.refusals import LOG_IN, Refused

from .. import checks, domain, procedures, reads
from ..forms.draft import ROWS, CallForm, StartForm, initial
from ..models import Call
from ..states import CallState


def start(request):
    """The first four things of a call."""
    actor = request.actor
    if not actor.is_known:
        raise LOG_IN
    if not actor.has("BUYER", body="office"):
        raise Refused("tenders.buyer", _("Only a buyer of this office may do this."), kind="who")
    form = StartForm(request.POST if request.method == "POST" else None, actor=actor)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            data = form.cleaned_data
            call = domain.draft(data.pop("office"), by=actor, **data)
            messages.success(request, _("The draft is begun. Dates are proposed by the procedure."))
            return redirect("tenders:edit", call.code)
    return render(request, "tenders/call_start.html", {"form": form}, status=status)


def edit(request, code):
    """The draft's page. Buttons: save, save_submit, propose, add-<part>, remove-<part>-<n>, remove-document-<key>."""
    actor = request.actor
    if not actor.is_known:
        raise LOG_IN
    call = get_object_or_404(Call.objects.visible_to(actor).for_page(), code=code)
    refusal = faces.TABLES["tenders.call"].refusal("edit", actor, call)
    if refusal and refusal.kind == "who":
        raise refusal
    if refusal:
        return redirect(call)
    page = _Page(call)
    if request.method == "POST":
        return _post(request, page, actor)
    return page.render(request)


class _Page:
    """The form of the plain columns and a formset for each part with rows."""

    def __init__(self, call, data=None, files=None):
        self.call, self.data = call, data
        self.items = {i.pk: i for i in _items(call)}
        plain, rows = initial(call)
        self.form = CallForm(data, files, call=call, initial=plain)
        self.formsets = {
            prefix: section.formset(extra=0 if rows[prefix] else 1)(
                data, prefix=prefix, initial=rows[prefix], form_kwargs=self.kwargs(prefix)
            )
            for prefix, section in ROWS.items()
        }

    def kwargs(self, prefix):
        return {"items": self.items} if prefix == "lines" else {}

    def is_valid(self):
        parts = [formset.is_valid() for formset in self.formsets.values()]
        return self.form.is_valid() and all(parts)

    def retype(self, *, add="", remove=("", -1), values=None):
        """Show again what was typed, with a row more or less; nothing is judged yet."""
        typed = {
            name: self.data.getlist(name) if name == "communities" else self.data.get(name)
            for name in self.form.fields
            if name in self.data
        }
        self.form = CallForm(call=self.call, initial={**typed, **(values or {})})
        for prefix, section in ROWS.items():
            rows = self.rows(prefix, section)
            if remove[0] == prefix:
                rows = [row for position, row in enumerate(rows) if position != remove[1]]
            extra = 1 if add == prefix else 0
            self.formsets[prefix] = section.formset(extra=extra)(
                prefix=prefix, initial=rows, form_kwargs=self.kwargs(prefix)
            )

    def rows(self, prefix, section):
        try:
            total = min(int(self.data.get(f"{prefix}-TOTAL_FORMS", 0)), section.most)
        except ValueError:
            total = 0
        names = section.form.base_fields
        return [{name: self.data.get(f"{prefix}-{n}-{name}", "") for name in names} for n in range(total)]

    def render(self, request, status=200, refusal=None):
        errors = self.form.errors or any(any(f.errors) for f in self.formsets.values() if f.is_bound)
        context = {
            "call": self.call,
            "form": self.form,
            "formsets": self.formsets,
            "documents": reads.documents(self.call),
            "gaps": checks.gaps(self.call),
            "has_errors": bool(errors) and status != 200,
            "refusal": refusal,
            "bounds": [checks.percent(b) for b in procedures.price_weight_bounds(self.call.procedure)],
            "price_min": self.call.procedure.switch("price_weight_min"),
            "qualification": self.call.procedure.switch("qualification"),
            "state_reason": self.call.state_reason,
        }
        return render(request, "tenders/call_draft.html", context, status=status)


def _items(call):
    """Items that may be bought: the lists in force, and what the draft names already."""
    items = ServiceItem.objects.in_force() | ServiceItem.objects.filter(call_lines__call=call)
    return items.select_related("purchase_list").distinct().order_by("category", "position", "code")


def _post(request, page, actor):
    call, data = page.call, request.POST
    page = _Page(call, data, request.FILES)
    pressed = next((name for name in data if re.fullmatch(r"(add|remove)-[a-z]+(-\w[\w-]*)?", name)), "")
    try:
        if pressed.startswith("remove-document-"):
            domain.calls.remove_document(call, pressed.removeprefix("remove-document-"), by=actor)
            page.retype()
            return page.render(request)
        if pressed.startswith("add-"):
            page.retype(add=pressed.removeprefix("add-"))
            return page.render(request)
        if pressed.startswith("remove-"):
            part, _dash, position = pressed.removeprefix("remove-").rpartition("-")
            page.retype(remove=(part, int(position) if position.isdecimal() else -1))
            return page.render(request)
        if "propose" in data:
            page.retype(values=_proposal(page, call))
            return page.render(request)
        return _save(request, page, actor)
    except Refused as error:
        return page.render(request, status=error.status, refusal=error)
    except (ValueError, KeyError, ValidationError) as error:  # a button that this page does not have
        if isinstance(error, UnicodeError):
            raise
        raise Http404 from error


def _proposal(page, call):
    procedure = call.procedure
    chosen = page.data.get("procedure", "")
    if chosen.isdecimal():
        procedure = page.form.fields["procedure"].queryset.filter(pk=int(chosen)).first() or procedure
    deadline, questions = procedures.propose_dates(procedure, clock.now())
    return {"deadline": timezone.localtime(deadline.at), "questions_until": timezone.localtime(questions)}


def _save(request, page, actor):
    call = page.call
    if not page.is_valid():
        return page.render(request, status=422)
    rows = {prefix: [f.row() for f in formset if f.cleaned_data] for prefix, formset in page.formsets.items()}
    call = domain.edit(call, by=actor, **page.form.columns(), **rows)
    if upload := page.form.cleaned_data.get("document"):
        try:
            domain.calls.add_document(call, upload, by=actor)
        except Refused as error:
            page.form.add_error("document", error.sentence)
            return page.render(request, status=error.status)
    if "save_submit" in request.POST and call.state == CallState.DRAFT:
        return redirect(faces.url(call, "submit"))
    messages.success(request, _("The draft is saved."))
    return redirect("tenders:edit", call.code)
