"""Pages of short concepts: the organisation's, and the secretariat's list. Nothing here is ever cached."""

from django import forms as django_forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from marketplace.core.pages import RoomDetail, RoomList
from marketplace.core.refusals import LOG_IN, Refused
from marketplace.core.states import TABLES
from marketplace.core.uploads import secret

from .. import domain, exporting, formdef, maps, sealed
from ..forms import drafts as marks
from ..forms.answers import AnswersForm
from ..models import Concept, Round
from ..states_concepts import HANDED_IN, ConceptState
from . import drafts
from .applications import begins_in


class ConceptFilters(django_forms.Form):
    round = django_forms.ModelChoiceField(label=gettext_lazy("Round"), queryset=Round.objects.none(), required=False, to_field_name="code")  # fmt: skip
    state = django_forms.ChoiceField(label=gettext_lazy("State"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["round"].queryset = Round.objects.exclude(published_at=None).exclude(concept_form=None).order_by("-published_at")  # fmt: skip
        states = [(s.value, s.label) for s in ConceptState if s in HANDED_IN]
        self.fields["state"].choices = [("", gettext_lazy("all states")), *states]

    def narrow(self, rows):
        data = getattr(self, "cleaned_data", {})
        return rows.filter(**{name: data[name] for name in ("round", "state") if data.get(name)})


class ConceptList(RoomList):
    """The secretariat's list, after concepts are taken no more."""

    filters = ConceptFilters
    template_name = "grants/concept_list.html"
    paginate_by = 20

    def rows(self, actor):
        if not actor.is_known:
            raise LOG_IN
        rows = Concept.objects.for_office(actor).select_related("round", "organisation")
        return rows.defer("content", "draft").order_by("-round_id", "id")

    def get_context_data(self, **kwargs):
        round = getattr(self.filter_form, "cleaned_data", {}).get("round") if self.filter_form.is_bound else None
        found = super().get_context_data(round=round, **kwargs)
        return found | {"exports": exporting.KINDS if round and found["page_obj"].object_list else ()}


class ConceptDetail(RoomDetail):
    template_name = "grants/concept.html"
    slug_field = slug_url_kwarg = "code"
    log_in_first = True

    def rows(self, actor):
        return Concept.objects.visible_to(actor).select_related("round__office", "organisation", "form")

    def get_context_data(self, **kwargs):
        concept, actor = self.object, self.request.actor
        own = Concept.objects.of(actor).filter(pk=concept.pk).exists()
        content = concept.content
        sections = formdef.readable(concept.form.definition, content) if content else []
        return super().get_context_data(
            concept=concept, round=concept.round, own=own, content=content, sections=sections, **kwargs
        )


@never_cache
@require_POST
def start(request, code):
    """Begin a concept of one of the reader's organisations."""
    round, organisation = begins_in(request, code)
    concept = domain.concepts.start(round, by=request.actor, organisation=organisation)
    return redirect("grants:concept_write", concept.code)


@secret
def write(request, code):
    """The short form: saved, or saved and handed in."""
    actor = request.actor
    if not actor.is_known:
        raise LOG_IN
    rows = Concept.objects.of(actor).select_related("round__office", "organisation", "form")
    concept = get_object_or_404(rows, code=code)
    refusal, status = TABLES["grants.concept"].refusal("save", actor, concept), 200
    if refusal and request.method != "POST":
        raise refusal
    data = request.POST if request.method == "POST" else None
    if refusal and refusal.kind == "who":
        raise refusal
    more = next((name.removeprefix("more-") for name in data or () if name.startswith("more-")), "")
    definition, content = concept.form.definition, sealed.read_draft(concept)
    form, saved = AnswersForm(data, definition=definition, content=content, more=more), False
    if data is not None:
        status = 422
        if form.is_valid():
            typed, refusal = form.content(), None
            try:
                began = marks.began(data, definition, typed)
                domain.concepts.save(concept, by=actor, content=typed, began=began)
                saved, content = True, sealed.read_draft(concept)
                others = drafts.written_beside(definition, content, typed)
                if "hand_in" in data and not others:
                    domain.concepts.submit(concept, by=actor)
                    messages.success(request, _("The concept is handed in."))
                    return redirect(concept)
                if not request.htmx:
                    drafts.say_saved(request, definition, content, typed)
                    if "hand_in" in data:
                        messages.warning(request, _("It is not handed in yet: please read what others changed, then hand it in."))  # fmt: skip
                    return redirect(f"{request.path}?more={more}" if more else request.path)
            except Refused as error:
                refusal, status = error, error.status
                content = sealed.read_draft(concept)
        if request.htmx:
            return drafts.autosaved(request, concept, form, refusal)
    elif request.GET.get("more"):
        form = AnswersForm(definition=definition, content=content, more=request.GET["more"])
    context = {
        "concept": concept,
        "round": concept.round,
        "form": form,
        "sections": form.sections(),
        "refusal": refusal,
        "posted": data is not None,
        "place_map": maps.to_choose(definition),
        "percent": formdef.completeness(definition, content, least=concept.round.least, most=concept.round.most),
    } | drafts.carried(data, form, content, refusal, saved=saved)
    return render(request, "grants/concept_write.html", context, status=status)


@never_cache
def export(request, code, kind):
    """All concepts of a round that the reader may read, after they are taken no more: csv, xlsx, json."""
    actor = request.actor
    if not actor.is_known:
        raise LOG_IN
    round = get_object_or_404(Round.objects.visible_to(actor), code=code)
    rows = Concept.objects.for_office(actor).filter(round=round)
    if kind not in exporting.KINDS or not rows.exists():
        raise Http404
    return exporting.concepts(round, rows, kind)
