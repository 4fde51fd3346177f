"""A table of places or services taken over: the file is checked first, then shown what it would change, then written."""

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marketplace.core import exports
from marketplace.core.refusals import Refused

from .. import imports
from .keep import _keeper

MOST_FAULTS = 200
HEADINGS = {
    "stations": gettext_lazy("Take over a table of places"),
    "services": gettext_lazy("Take over a table of services"),
}
BACK = {"stations": "services:keep", "services": "services:keep_services"}


class FileForm(forms.Form):
    file = forms.FileField(label=gettext_lazy("Table (CSV or XLSX)"))


def take_table(request, what):
    table, offices = _table(what), _keeper(request)
    context = {"what": what, "heading": HEADINGS[what], "back": BACK[what], "columns": ", ".join(table.columns)}
    if request.method != "POST":
        return render(request, "services/import.html", context | {"form": FileForm()})
    try:
        if "checked" in request.POST:
            done = imports.take_over(table, request.POST["checked"], by=request.actor, offices=offices)
            text = _("Taken over: %(added)s added as drafts, %(changed)s changed.")
            messages.success(request, text % {"added": len(done.added), "changed": len(done.changed)})
            return redirect(BACK[what])
        return _checked(request, table, offices, context)
    except Refused as error:
        form = FileForm()
        form.errors["file"] = form.error_class([error.sentence])
        return render(request, "services/import.html", context | {"form": form}, status=error.status)


def _checked(request, table, offices, context):
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return render(request, "services/import.html", context | {"form": form}, status=422)
    reading = imports.read_upload(table, form.cleaned_data["file"], offices=offices)
    context |= {"form": FileForm(), "reading": reading, "file_name": form.cleaned_data["file"].name}
    if reading.faults:
        context |= {"faults": reading.faults[:MOST_FAULTS], "fault_count": len(reading.faults)}
        return render(request, "services/import.html", context, status=422)
    context["checked"] = imports.seal(table, reading, by=request.actor)
    return render(request, "services/import.html", context)


def empty_table(request, what):
    """The columns with one row that shows how they are filled in."""
    table = _table(what)
    _keeper(request)
    return exports.xlsx_response(f"{what}.xlsx", table.columns, [imports.sample(table)])


def _table(what):
    if what not in imports.TABLES:
        raise Http404
    return imports.TABLES[what]
