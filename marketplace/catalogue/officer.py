"""Pages of the people who keep the list: start one, edit a service, import a table."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from marketplace.core.refusals import LOG_IN, Refused

from . import domain, imports
from .forms import ImportForm, ItemForm, NewListForm
from .models import PurchaseList, ServiceItem
from .rules import DRAFTERS
from .states import STEPS


def new_list(request):
    """Start a list from nothing."""
    actor = request.actor
    if not actor.is_known:
        raise LOG_IN
    if not actor.bodies("office", *DRAFTERS):
        raise Refused("drafts_lists", _("Only buyers and leaders of an office start a purchase list."), kind="who")
    form, status, refusal = NewListForm(request.POST if request.method == "POST" else None, actor=actor), 200, None
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                made = domain.draft_list(by=actor, **form.cleaned_data)
            except Refused as error:
                refusal, status = _at_field(form, error)
            else:
                messages.success(request, _("The list is started. Add services, or import a table."))
                return redirect(made)
    return TemplateResponse(request, "catalogue/new.html", {"form": form, "refusal": refusal}, status=status)


def change_item(request, code, pk):
    """Change one service of a draft."""
    item = _own_item(request, code, pk)
    refusal = STEPS.refusal("change_item", request.actor, item.purchase_list)
    status = refusal.status if refusal else 200
    form = ItemForm(request.POST if request.method == "POST" else None, initial=ItemForm.initial_of(item))
    if request.method == "POST" and not refusal:
        status = 422
        if form.is_valid():
            try:
                item = domain.change_item(item, by=request.actor, **form.cleaned_data)
            except Refused as error:
                refusal, status = _at_field(form, error)
            else:
                messages.success(request, _("Saved: %(name)s") % {"name": f"{item.code} {item.name}"})
                return redirect(item.purchase_list)
    context = {
        "form": form,
        "obj": item.purchase_list,
        "item": item,
        "step": STEPS.by_verb["change_item"],
        "refusal": refusal,
    }
    return TemplateResponse(request, "catalogue/item_form.html", context, status=status)


def remove_item(request, code, pk):
    """Take one service off a draft; asks first."""
    item = _own_item(request, code, pk)
    refusal = STEPS.refusal("remove_item", request.actor, item.purchase_list)
    if request.method == "POST" and not refusal:
        try:
            the_list = domain.remove_item(item, by=request.actor)
        except Refused as error:
            refusal = error
        else:
            messages.success(request, _("Removed: %(name)s") % {"name": f"{item.code} {item.name}"})
            return redirect(the_list)
    context = {"obj": item.purchase_list, "item": item, "step": STEPS.by_verb["remove_item"], "refusal": refusal}
    status = refusal.status if refusal else 200
    return TemplateResponse(request, "catalogue/item_remove.html", context, status=status)


def import_table(request, pk):
    """Choose a file → see its errors, or what it changes → confirm. Nothing is written before the confirmation."""
    actor = request.actor
    the_list = PurchaseList.objects.visible_to(actor).select_related("office", "based_on").filter(pk=pk).first()
    if the_list is None:
        raise Http404 if actor.is_known else LOG_IN
    refusal = STEPS.refusal("import", actor, the_list)
    context = {"obj": the_list, "step": STEPS.by_verb["import"], "refusal": refusal, "form": ImportForm()}
    status = refusal.status if refusal else 200
    if request.method == "POST" and not refusal:
        try:
            if "checked" in request.POST:
                rows, seen = imports.unseal(request.POST["checked"], the_list, by=actor)
                domain.import_rows(the_list, by=actor, rows=rows, seen=seen)
                messages.success(request, _("%(n)s services are on the draft now.") % {"n": len(rows)})
                return redirect(the_list)
            status = _dry_run(request, the_list, context)
        except Refused as error:
            context["refusal"] = None if error.field else error
            if error.field:
                context["form"] = ImportForm(request.POST, request.FILES)
                context["form"].is_valid()
                context["form"].errors.pop("file", None)
                context["form"].add_error("file", error.sentence)
            status = error.status
    return TemplateResponse(request, "catalogue/import.html", context, status=status)


def _dry_run(request, the_list, context) -> int:
    form = context["form"] = ImportForm(request.POST, request.FILES)
    if not form.is_valid():
        return 422
    reading = imports.read_upload(form.cleaned_data["file"], year=the_list.year)
    context["file_name"] = form.cleaned_data["file"].name
    if reading.faults:
        context["faults"] = reading.faults[:200]
        context["fault_count"] = len(reading.faults)
        return 422
    base, difference = imports.difference(the_list, reading)
    context |= {
        "base": base,
        "difference": difference,
        "row_count": len(reading.rows),
        "present_count": the_list.items.count(),
        "checked": imports.seal(the_list, reading, by=request.actor),
    }
    return 200


def _own_item(request, code, pk):
    if not request.actor.is_known:
        raise LOG_IN
    rows = ServiceItem.objects.visible_to(request.actor).for_page()
    return get_object_or_404(rows, code=code, pk=pk)


def _at_field(form, error):
    """Put a refusal at its field; returns (refusal for the head or None, status)."""
    if error.field in form.fields:
        form.add_error(error.field, error.sentence)
        return None, error.status
    return error, error.status
