"""The form builder: sections and questions, one page each, without a script; and the preview as an applicant sees it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from marketplace.core.pages import RoomList
from marketplace.core.refusals import LOG_IN, Refused
from marketplace.core.states import TABLES
from orgs.models import Office

from .. import domain, formdef, formedit
from ..forms.answers import AnswersForm
from ..forms.builder import FieldForm, SectionForm, TitleForm
from ..kinds import FieldType
from ..models import FormVersion
from .rounds import _editor


class FormList(RoomList):
    template_name = "grants/form_list.html"

    def rows(self, actor):
        if not actor.is_known:
            raise LOG_IN
        return FormVersion.objects.visible_to(actor).newest().select_related("office").order_by("-id")

    def get_context_data(self, **kwargs):
        return super().get_context_data(may_draft=self.request.actor.has("EDITOR", body="office"), **kwargs)


def new(request):
    """Begin a form, empty or as a copy of another one (?from=<code>-<version>)."""
    actor, offices = _editor(request)
    source = None
    if request.GET.get("from", "").rpartition("-")[2].isdecimal():
        code, _dash, version = request.GET["from"].rpartition("-")
        source = FormVersion.objects.visible_to(actor).filter(code=code, version=int(version[:4])).first()
    initial = {"title_zh": source.title_zh, "title_en": source.title_en} if source else None
    form, status = TitleForm(request.POST if request.method == "POST" else None, initial=initial), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            office = (
                source.office
                if source and source.office_id in offices
                else Office.objects.filter(pk__in=offices).order_by("pk").first()
            )
            made = domain.forms.draft(
                office, by=actor, definition=source.definition if source else None, **form.cleaned_data
            )
            return redirect(made)
    return render(request, "grants/form_new.html", {"form": form, "source": source}, status=status)


def _form(request, code, version, *, writing=False):
    actor = request.actor
    if not actor.is_known:
        raise LOG_IN
    form = get_object_or_404(FormVersion.objects.visible_to(actor).select_related("office"), code=code, version=version)
    refusal = TABLES["grants.form"].refusal("edit", actor, form)
    if writing and refusal:
        raise refusal
    return form, refusal


def form(request, code, version):
    """The whole form: titles, sections, questions; move and remove by buttons."""
    row, refusal = _form(request, code, version, writing=request.method == "POST")
    titles, status = TitleForm(initial={"title_zh": row.title_zh, "title_en": row.title_en}), 200
    if request.method == "POST":
        act, _dash, key = next(
            (name for name in request.POST if name.startswith(("up-", "down-", "remove-"))), ""
        ).partition("-")
        if act:
            definition = (
                formedit.remove(row.definition, key)
                if act == "remove"
                else formedit.move(row.definition, key, -1 if act == "up" else 1)
            )
            domain.forms.edit(row, by=request.actor, definition=definition)
            return redirect(f"{row.get_absolute_url()}#{key if act != 'remove' else 'content'}")
        titles, status = TitleForm(request.POST), 422
        if titles.is_valid():
            domain.forms.edit(row, by=request.actor, **titles.cleaned_data)
            messages.success(request, _("Saved."))
            return redirect(row)
    versions = FormVersion.objects.visible_to(request.actor).filter(code=row.code).order_by("-version")
    context = {
        "row": row, "titles": titles, "refusal": refusal, "editable": refusal is None, "faults": formdef.faults(row.definition),
        "sections": _drawn(row.definition), "versions": versions, "types": FieldType.choices,
        "may_draft": request.actor.has("EDITOR", body="office"),
    }  # fmt: skip
    return render(request, "grants/form.html", context, status=status)


def _drawn(definition):
    labels = dict(FieldType.choices)
    return [
        {
            "key": section["key"], "title": formdef.said(section, "title"), "help": formdef.said(section, "help"),
            "fields": [
                field | {"label": formdef.said(field, "label"), "type_label": labels[field["type"]], "condition": _condition(definition, field)}
                for field in section["fields"]
            ],
        }
        for section in definition.get("sections", [])
    ]  # fmt: skip


def _condition(definition, field):
    when = field.get("when")
    other = formdef.field_of(definition, when["field"]) if when else None
    if other is None:
        return ""
    labels = [formdef.option_label(o) for o in other.get("options", []) if o["key"] in when["is"]]
    return _("Only if “%(field)s” is: %(answers)s.") % {
        "field": formdef.said(other, "label"),
        "answers": ", ".join(labels),
    }


def section(request, code, version):
    """Add a section, or change ?key=."""
    row, _refusal = _form(request, code, version, writing=True)
    key = request.GET.get("key", "")
    known = next((s for s in row.definition.get("sections", []) if s["key"] == key), None)
    if key and known is None:
        raise Http404
    form, status = SectionForm(request.POST if request.method == "POST" else None, initial=known), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            domain.forms.edit(
                row, by=request.actor, definition=formedit.put_section(row.definition, form.cleaned_data, key)
            )
            return redirect(f"{row.get_absolute_url()}#{key or 'content'}")
    title = _("Change the section") if known else _("Add a section")
    return render(request, "grants/form_part.html", {"row": row, "form": form, "title": title}, status=status)


def field(request, code, version):
    """Add a question of ?type= to ?section=, or change ?key=."""
    row, _refusal = _form(request, code, version, writing=True)
    key, where = request.GET.get("key", ""), request.GET.get("section", "")
    known = formdef.field_of(row.definition, key) if key else None
    kind = known["type"] if known else request.GET.get("type", "")
    sections = {s["key"] for s in row.definition.get("sections", [])}
    if kind not in FieldType.values or (key and known is None) or (not key and where not in sections):
        raise Http404
    form = FieldForm(
        request.POST if request.method == "POST" else None, definition=row.definition, kind=kind, field=known
    )
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                domain.forms.edit(
                    row, by=request.actor, definition=formedit.put_field(row.definition, where, form.values(), key)
                )
                return redirect(f"{row.get_absolute_url()}#{key or where}")
            except Refused as error:
                form.add_error(None, error.sentence)
                status = error.status
    title = f"{_('Change the question') if known else _('Add a question')}: {FieldType(kind).label}"
    return render(request, "grants/form_part.html", {"row": row, "form": form, "title": title}, status=status)


def preview(request, code, version):
    """The form as an applicant sees it; nothing can be sent."""
    row, _refusal = _form(request, code, version)
    form = AnswersForm(definition=row.definition)
    return render(request, "grants/form_preview.html", {"row": row, "form": form, "sections": form.sections()})
