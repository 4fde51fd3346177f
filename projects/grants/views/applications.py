"""Pages of applications: the applicant's, and the secretariat's list. Nothing here is ever cached."""

from django import forms as django_forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from marketplace.core.pages import RoomDetail, RoomList
from marketplace.core.refusals import LOG_IN, Refused
from marketplace.core.states import TABLES
from marketplace.core.uploads import secret
from orgs.models import Organisation

from .. import domain, exporting, formdef, maps, papers, reads_panels, sealed
from ..forms import drafts as marks
from ..forms.answers import AnswersForm
from ..forms.reviews import CommentForm, InviteForm
from ..merging import Clash
from ..models import Agreement, Application, Round
from ..queries_applications import rights_of
from ..queries_panels import discussed_by
from ..queries_reviews import released
from ..states_applications import HANDED_IN, ApplicationState
from . import drafts


class ApplicationFilters(django_forms.Form):
    round = django_forms.ModelChoiceField(
        label=gettext_lazy("Round"), queryset=Round.objects.none(), required=False, to_field_name="code"
    )
    state = django_forms.ChoiceField(label=gettext_lazy("State"), required=False)
    q = django_forms.CharField(label=gettext_lazy("Find"), required=False, max_length=80)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["round"].queryset = Round.objects.exclude(published_at=None).order_by("-published_at")
        states = [(s.value, s.label) for s in ApplicationState if s in HANDED_IN]
        self.fields["state"].choices = [("", gettext_lazy("all states")), *states]

    def narrow(self, rows):
        data = getattr(self, "cleaned_data", {})
        if data.get("round"):
            rows = rows.filter(round=data["round"])
        if data.get("state"):
            rows = rows.filter(state=data["state"])
        return rows.matching(data["q"]) if data.get("q") else rows


class ApplicationList(RoomList):
    """The secretariat's list of all rounds, or of ?round=."""

    filters = ApplicationFilters
    template_name = "grants/application_list.html"
    paginate_by = 20

    def rows(self, actor):
        if not actor.is_known:
            raise LOG_IN
        return (
            Application.objects.for_office(actor)
            .with_figures()
            .defer("content", "draft")
            .order_by("-round_id", "mark", "id")
        )

    def get_context_data(self, **kwargs):
        round = getattr(self.filter_form, "cleaned_data", {}).get("round") if self.filter_form.is_bound else None
        return super().get_context_data(round=round, **kwargs)


class MyApplications(RoomList):
    """What the reader's organisations have begun or handed in."""

    template_name = "grants/my_applications.html"

    def rows(self, actor):
        if not actor.is_known:
            raise LOG_IN
        return (
            Application.objects.of(actor)
            .select_related("round", "organisation")
            .defer("content", "draft")
            .order_by("-created_at", "id")
        )


def _own(request, code):
    """An application of the reader's team."""
    actor = request.actor
    if not actor.is_known:
        raise LOG_IN
    rows = Application.objects.of(actor).select_related("round__office", "round__fund", "organisation", "form")
    return get_object_or_404(rows, code=code)


def begins_in(request, code):
    """(round, organisation): the round of the address, and which of the reader's organisations begins something in it."""
    actor = request.actor
    if not actor.is_known:
        raise LOG_IN
    round = get_object_or_404(Round.objects.visible_to(actor), code=code)
    key = request.POST.get("organisation", "")
    mine = Organisation.objects.filter(pk__in=actor.bodies("organisation"))
    organisation = mine.filter(pk=key).first() if key.isdecimal() else None
    if organisation is None:
        raise Http404
    return round, organisation


@never_cache
@require_POST
def start(request, code):
    """Begin an application of one of the reader's organisations."""
    round, organisation = begins_in(request, code)
    application = domain.applications.start(round, by=request.actor, organisation=organisation)
    return redirect("grants:apply", application.code)


class ApplicationDetail(RoomDetail):
    """The application: for its team, and for the office after the call is closed."""

    template_name = "grants/application.html"
    slug_field = slug_url_kwarg = "code"
    log_in_first = True

    def rows(self, actor):
        return Application.objects.visible_to(actor).select_related(
            "round__office", "round__fund", "organisation", "form"
        )

    def get_context_data(self, **kwargs):
        application, actor = self.object, self.request.actor
        own = Application.objects.of(actor).filter(pk=application.pk).exists()
        content = application.content
        agreement = Agreement.objects.visible_to(actor).filter(application=application).first()
        awarded = application.state == ApplicationState.AWARDED and application.round.state == "delivery"
        draws = actor.has("SECRETARY", body="office", body_id=application.round.office_id)
        return super().get_context_data(
            application=application,
            round=application.round,
            agreement=agreement,
            may_draw=awarded and draws and agreement is None,
            own=own,
            rights=rights_of(application, actor),
            content=content,
            sections=papers.with_files(application, content) if content else [],
            receipts=list(application.submissions.order_by("-number")),
            screenings=list(application.screenings.select_related("by")) if not own else [],
            result=papers.result(application, actor, own=own),
            slot=reads_panels.slot_of(application),
            discussed=released(application.round)
            and discussed_by(Application.objects.filter(pk=application.pk), actor).exists(),
            team=list(application.partners.exclude(state="ended").select_related("organisation")) if own else [],
            **kwargs,
        )


@secret
def write(request, code):
    """The editor. Saved by the button, and by htmx while one types."""
    application = _own(request, code)
    refusal = TABLES["grants.application"].refusal("save", request.actor, application)
    if refusal and (request.method != "POST" or refusal.kind == "who"):
        raise refusal
    content = sealed.read_draft(application)
    data = request.POST if request.method == "POST" else None
    more = next((name.removeprefix("more-") for name in data or () if name.startswith("more-")), "")
    definition = application.form.definition
    form, status, errors = AnswersForm(data, definition=definition, content=content, more=more), 200, {}
    if data is not None:
        status, refusal, done, errors = _save(request, application, form)
        if request.htmx:
            return drafts.autosaved(request, application, form, refusal)
        if done and not more:
            return redirect(done, application.code)
        content = sealed.read_draft(application)
        if done and more:
            form, status = AnswersForm(definition=definition, content=content, more=more), 200
        form.saved = content
        data = None if done else data
    bounds = {"least": application.round.least, "most": application.round.most}
    context = {
        "application": application, "round": application.round, "form": form, "sections": form.sections(), "refusal": refusal,
        "file_errors": errors, "gaps": formdef.gaps(definition, content, **bounds) if content else [], "posted": request.method == "POST",
        "percent": formdef.completeness(definition, content, **bounds), "comments": application.comments.count(),
        "place_map": maps.to_choose(definition),
    } | drafts.carried(data, form, content, refusal, saved=form.is_valid() and not refusal)  # fmt: skip
    return render(request, "grants/apply.html", context, status=status)


def _save(request, application, form):
    """(status, refusal, name of the page to go to, {field: sentence} of files)"""
    if not form.is_valid():
        return 422, None, "", {}
    errors, clash, typed = {}, None, form.content()
    try:
        try:
            began = marks.began(request.POST, form.definition, typed)
            domain.applications.save(application, by=request.actor, content=typed, began=began)
        except Clash as error:  # what is done to files clashes with nothing and is not lost
            clash = error
        for name in request.POST:
            if name.startswith("remove-file-"):
                domain.applications.remove_file(application, name.removeprefix("remove-file-"), by=request.actor)
        if not request.htmx:
            for field in formdef.fields(form.definition):
                for upload in request.FILES.getlist(f"file-{field['key']}"):
                    try:
                        domain.applications.add_file(application, field["key"], upload, by=request.actor)
                    except Refused as error:
                        if error.kind != "what":
                            raise
                        errors[field["key"]] = error.sentence
    except Refused as error:
        return error.status, error, "", errors
    if clash:
        return clash.status, clash, "", errors
    if errors:
        return 422, None, "", errors
    if not request.htmx:
        drafts.say_saved(request, form.definition, sealed.read_draft(application), typed)
    return 302, None, "grants:check" if "check" in request.POST else "grants:apply", {}


@secret
def check(request, code):
    """Everything once more before it is handed in; POST hands in."""
    application = _own(request, code)
    verb = domain.applications.verb_of(application)
    refusal = TABLES["grants.application"].refusal(verb, request.actor, application)
    if refusal and refusal.kind == "who":
        raise refusal
    content, status = sealed.read_draft(application), 200
    if request.method == "POST":
        try:
            domain.applications.submit(application, by=request.actor)
            messages.success(request, _("The application is handed in. Keep the receipt."))
            return redirect("grants:receipt", application.code)
        except Refused as error:
            refusal, status = error, error.status
    definition = application.form.definition
    context = {
        "application": application, "round": application.round, "content": content, "sections": formdef.readable(definition, content),
        "gaps": formdef.gaps(definition, content, least=application.round.least, most=application.round.most), "refusal": refusal,
        "label": TABLES["grants.application"].by_verb[verb].label, "asked": request.method == "POST", "sealing": sealed.is_sealing(application.round),
    }  # fmt: skip
    return render(request, "grants/check.html", context, status=status)


@never_cache
def receipt(request, code):
    """The receipt of the latest handing-in; ?as=txt to keep."""
    application = _own(request, code)
    found = application.submissions.order_by("-number").first()
    if found is None:
        raise Http404
    rows = papers.receipt_rows(application, found)
    if request.GET.get("as") == "txt":
        body = "\n".join(f"{label}: {value}" for label, value in rows) + f"\nSHA-256: {found.sha256}\n"
        response = HttpResponse(body, content_type="text/plain; charset=utf-8")
        response["Content-Disposition"] = (
            f'attachment; filename="receipt-{application.round.number}-{found.number}.txt"'
        )
        return response
    return render(
        request,
        "grants/receipt.html",
        {"application": application, "round": application.round, "receipt": found, "rows": rows},
    )


@never_cache
def versions(request, code):
    """What changed between two handings-in: for the team and the office."""
    actor = request.actor
    if not actor.is_known:
        raise LOG_IN
    application = get_object_or_404(Application.objects.visible_to(actor).select_related("round", "form"), code=code)
    rows = [s for s in application.submissions.order_by("number") if s.content]
    wanted = {name: request.GET.get(name, "") for name in ("a", "b")}
    chosen = {name: next((s for s in rows if str(s.number) == value), None) for name, value in wanted.items()}
    old, new = chosen["a"] or (rows[-2] if len(rows) > 1 else None), chosen["b"] or (rows[-1] if rows else None)
    context = {
        "application": application, "round": application.round, "rows": rows, "old": old, "new": new,
        "changes": papers.compared(application.form.definition, old.content, new.content) if old and new else [],
    }  # fmt: skip
    return render(request, "grants/versions.html", context)


@never_cache
def team(request, code):
    """Who works on the application, and what the team says to itself."""
    application, actor = _own(request, code), request.actor
    rights, status = rights_of(application, actor), 200
    data = request.POST if request.method == "POST" else None
    comment_form = CommentForm(data if data is not None and "comment" in data else None)
    invite_form = InviteForm(data if data is not None and "invite" in data else None)
    refusal = None
    if data is not None:
        status, form = 422, comment_form if "comment" in data else invite_form
        if form.is_valid():
            try:
                if "comment" in data:
                    domain.applications.comment(application, by=actor, **form.cleaned_data)
                else:
                    domain.team.invite(application, by=actor, **form.cleaned_data)
                    messages.success(request, _("The organisation is invited; an owner of it has to agree."))
                return redirect("grants:team", application.code)
            except Refused as error:
                refusal, status = error, error.status
                if error.field in form.fields:
                    form.add_error(error.field, error.sentence)
    context = {
        "application": application, "round": application.round, "rights": rights, "comment_form": comment_form, "invite_form": invite_form,
        "comments": application.comments.select_related("author"), "refusal": refusal,
        "partners": application.partners.exclude(state="ended").select_related("organisation"),
    }  # fmt: skip
    return render(request, "grants/team.html", context, status=status)


@never_cache
def export(request, code, kind):
    """All applications of a round, as far as the reader may read them: csv, xlsx, json; CSV and JSON are streamed."""
    actor = request.actor
    if not actor.is_known:
        raise LOG_IN
    round = get_object_or_404(Round.objects.visible_to(actor).for_page(), code=code)
    rows = Application.objects.for_office(actor).filter(round=round)
    if kind not in exporting.KINDS or not rows.exists():
        raise Http404
    return exporting.response(round, rows, kind)
