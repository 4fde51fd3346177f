"""Pages of agreements: the list, one agreement (the public page of a project), drawing one up, years side by side."""

from django import forms as django_forms
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from marketplace.core import charts
from marketplace.core.pages import RoomDetail, RoomList
from marketplace.core.refusals import LOG_IN, Refused
from marketplace.core.states import TABLES

from .. import domain, giving360, reads_delivery
from ..models import Agreement, Application, Round
from ..states_agreements import AgreementState


class AgreementFilters(django_forms.Form):
    """GET filters of the list."""

    q = django_forms.CharField(label=gettext_lazy("Find"), required=False, max_length=80)
    round = django_forms.ModelChoiceField(
        label=gettext_lazy("Round"), queryset=Round.objects.none(), required=False, to_field_name="code"
    )
    state = django_forms.ChoiceField(
        label=gettext_lazy("State"), required=False, choices=[("", gettext_lazy("all states")), *AgreementState.choices]
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["round"].queryset = Round.objects.exclude(published_at=None).order_by("-published_at")

    def narrow(self, rows):
        data = getattr(self, "cleaned_data", {})
        for name in ("round", "state"):
            if data.get(name):
                rows = rows.filter(**{name: data[name]})
        return rows.matching(data["q"]) if data.get("q") else rows


class AgreementList(RoomList):
    """Awarded projects: everybody reads those in force and ended; both sides their drafts too."""

    filters = AgreementFilters
    template_name = "grants/agreement_list.html"

    def rows(self, actor):
        return Agreement.objects.visible_to(actor).with_figures().defer("text_zh", "text_en").order_by("-id")


class AgreementDetail(RoomDetail):
    template_name = "grants/agreement.html"
    slug_field = slug_url_kwarg = "number"

    def rows(self, actor):
        return Agreement.objects.visible_to(actor).for_page()

    def get_context_data(self, **kwargs):
        agreement, actor = self.object, self.request.actor
        party = Agreement.objects.for_party(actor).filter(pk=agreement.pk).exists()
        row = {"n": 1, "agreement": agreement}
        return super().get_context_data(
            agreement=agreement, round=agreement.round, party=party, map=reads_delivery.map_of([row]),
            **reads_delivery.page_of(agreement, party=party), **kwargs,
        )  # fmt: skip


@never_cache
def draw(request, code):
    """Draw the agreement up from an awarded application."""
    actor = request.actor
    if not actor.is_known:
        raise LOG_IN
    rows = Application.objects.for_office(actor).select_related(
        "round__office", "round__fund", "organisation", "determination"
    )
    application = get_object_or_404(rows, code=code)
    there = Agreement.objects.filter(application=application).first()
    if there is not None:
        return redirect(there)
    blank = Agreement(application=application, round=application.round, organisation=application.organisation)
    refusal, status = TABLES["grants.agreement"].refusal("draw", actor, blank), 200
    if refusal and refusal.kind == "who":
        raise refusal
    if request.method == "POST":
        try:
            return redirect(domain.agreements.draw(application, by=actor))
        except Refused as error:
            refusal, status = error, error.status
    context = {
        "application": application,
        "round": application.round,
        "refusal": refusal,
        "step": TABLES["grants.agreement"].by_verb["draw"],
    }
    return render(request, "grants/agreement_draw.html", context, status=status)


def years(request):
    """Rounds side by side, year by year."""
    found = reads_delivery.by_year(request.actor)
    chart = charts.bars(
        _("People served, by year"), [(str(year["year"]), year["total"]["people"]) for year in found],
        head=(_("Year"), _("People served")), key="people",
    )  # fmt: skip
    return render(
        request, "grants/years.html", {"years": found, "chart": chart if any(r.value for r in chart.rows) else None}
    )


def open_data(request):
    """All awards as 360Giving JSON."""
    response = JsonResponse(
        giving360.package(), json_dumps_params={"ensure_ascii": False, "indent": 1}, encoder=giving360.Encoder
    )
    response["Content-Disposition"] = 'inline; filename="360giving.json"'
    response["Access-Control-Allow-Origin"] = "*"
    return response
