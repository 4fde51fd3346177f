"""The short way of editors, on the desk and without a script: write a piece of news, read another's text, publish it."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.models import Page, WorkflowState

from marketplace.core import words
from marketplace.core.refusals import Refused

from . import back_office, desk_forms, domain, review
from .writing import OTHER


@dataclass(frozen=True)
class Standing:
    """Where a text stands. sentence; tone and label: the seal; note: what its reader wrote; waits, mine, back: what is next."""

    sentence: str
    tone: str
    label: str
    note: str = ""
    waits: bool = False
    mine: bool = False
    back: bool = False


def standing(page, user) -> Standing:
    state, task = page.current_workflow_state, page.current_workflow_task_state
    if state is not None and state.status == WorkflowState.STATUS_IN_PROGRESS and task is not None:
        asked = {"name": str(state.requested_by or "–"), "when": words.when(task.started_at)}
        mine = review.submitted_by(page, user) or review.wrote_last(page, user)
        if mine:
            sentence = _("You submitted this text on %(when)s. Another editor reads and publishes it.") % asked
        else:
            sentence = _("%(name)s submitted this text on %(when)s. Read it, then publish it or send it back.") % asked
        return Standing(sentence, "wait", _("to be read"), waits=True, mine=mine)
    if state is not None and state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        note = getattr(state.current_task_state, "comment", "")
        return Standing(
            _("Another editor sent this text back. Mend it and submit it again."),
            "due",
            _("sent back"),
            note,
            back=True,
        )
    if page.live:
        told = {"when": words.when(page.last_published_at)}
        sentence = _("Published on %(when)s. A change becomes public when another editor has approved it.") % told
        return Standing(sentence, "done", _("public"))
    return Standing(_("A draft: only editors see it."), "open", _("draft"))


def _editors_only(request):
    if not back_office.writes(request):
        raise PermissionDenied


def _page(pk) -> Page:
    if pk >= 2**63:  # larger than any key a database holds
        raise Http404
    return get_object_or_404(Page, pk=pk, depth__gt=2).specific


def _drawn(request, page, *, refusal=None, form=None):
    newest = page.get_latest_revision_as_object()
    state = page.current_workflow_task_state
    read = state.revision.as_object() if state is not None and state.revision_id else newest
    tongue = OTHER.get(page.locale.language_code)
    context = {
        "page": page,
        "read": read,
        "standing": standing(page, request.user),
        "is_plain": domain.plain_text(page) is not None,
        "twin": page.get_translations().filter(locale__language_code=tongue).first(),
        "refusal": refusal,
        "form": form or desk_forms.SendBackForm(None),
    }
    bad = bool(form and form.errors)
    status = refusal.status if refusal else 422 if bad else 200
    return TemplateResponse(request, "cms/desk/text.html", context, status=status)


@login_required
def new(request):
    """Write a piece of news in both languages and submit it."""
    _editors_only(request)
    form, refusal = desk_forms.ArticleForm(request.POST if request.method == "POST" else None), None
    if form.is_bound and form.is_valid():
        try:
            page = domain.submit_article(by=request.actor, **form.cleaned_data)
        except Refused as error:
            refusal = _at(form, error)
        else:
            messages.success(request, _("Submitted. Another editor reads both texts and publishes them."))
            return redirect("cms:text", page.pk)
    status = refusal.status if refusal else 422 if form.is_bound else 200
    context = {"form": form, "refusal": None if refusal and refusal.field in form.fields else refusal}
    return TemplateResponse(request, "cms/desk/new.html", context, status=status)


@login_required
def text(request, pk):
    """One text in its newest version, and what is next."""
    _editors_only(request)
    return _drawn(request, _page(pk))


@login_required
@require_POST
def approve(request, pk):
    """Publish it (the second pair of eyes); then to its other language, if that waits too."""
    _editors_only(request)
    page = _page(pk)
    try:
        domain.approve(page, by=request.actor)
    except Refused as error:
        return _drawn(request, page, refusal=error)
    messages.success(request, _("“%(title)s” is published.") % {"title": page.title} if page.live else _("Approved. It appears when its time comes."))  # fmt: skip
    waiting = [twin for twin in page.get_translations() if twin.current_workflow_task_state is not None]
    return redirect("cms:text", waiting[0].pk if waiting else page.pk)


@login_required
@require_POST
def send_back(request, pk):
    """Ask its writer for changes."""
    _editors_only(request)
    page, form = _page(pk), desk_forms.SendBackForm(request.POST)
    if not form.is_valid():
        return _drawn(request, page, form=form)
    try:
        domain.send_back(page, by=request.actor, **form.cleaned_data)
    except Refused as error:
        return _drawn(request, page, refusal=_at(form, error), form=form)
    messages.success(request, _("Sent back to its writer."))
    return redirect("cms:text", page.pk)


@login_required
def mend(request, pk):
    """Write a plain text anew and submit it again."""
    _editors_only(request)
    page, refusal = _page(pk), None
    plain = domain.plain_text(page)
    if plain is None:
        return _drawn(request, page, refusal=Refused("not_plain", _("This text has parts that are changed in the editor only."), kind="when"))  # fmt: skip
    newest = page.get_latest_revision_as_object()
    initial = {"title": newest.title, "body": plain}
    form = desk_forms.MendForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_bound and form.is_valid():
        try:
            domain.mend_article(page, by=request.actor, **form.cleaned_data)
        except Refused as error:
            refusal = _at(form, error)
        else:
            messages.success(request, _("Submitted. Another editor reads it and publishes it."))
            return redirect("cms:text", page.pk)
    status = refusal.status if refusal else 422 if form.is_bound else 200
    context = {
        "form": form,
        "page": page,
        "standing": standing(page, request.user),
        "refusal": None if refusal and refusal.field in form.fields else refusal,
    }
    return TemplateResponse(request, "cms/desk/mend.html", context, status=status)


def _at(form, error):
    if error.field in form.fields:
        form.add_error(error.field, error.sentence)
    return error
