"""Pages of contracts: list, contract, drawing one up, opinion slips, the opinion page."""

from django import forms as django_forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from marketplace.core import qr
from marketplace.core.finding import every_word
from marketplace.core.money import ZERO
from marketplace.core.pages import RoomDetail, RoomList
from marketplace.core.refusals import LOG_IN, Refused
from marketplace.core.states import TABLES
from marketplace.tenders.models import Call

from . import domain
from .forms import OpinionForm
from .models import Contract, Milestone, OpinionSlip
from .queries import events_of, evidence_of, hands_out_slips, is_party, opinions_of, reads_words
from .states import ContractState


class ContractFilters(django_forms.Form):
    """GET filters of the list."""

    q = django_forms.CharField(label=_("Find"), required=False, max_length=80)
    state = django_forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("all states")), *ContractState.choices]
    )

    late = django_forms.BooleanField(label=_("late only"), required=False)

    def narrow(self, rows):
        data = getattr(self, "cleaned_data", {})
        if data.get("late"):
            rows = rows.with_late()
        if data.get("q"):
            columns = ("number", "title_zh", "title_en", "organisation__name_zh", "organisation__name_en")
            rows = rows.filter(every_word(data["q"], columns))
        if data.get("state"):
            rows = rows.filter(state=data["state"])
        return rows


class ContractList(RoomList):
    filters = ContractFilters
    template_name = "contracts/list.html"

    def rows(self, actor):
        return Contract.objects.visible_to(actor).with_figures().order_by("-id")


class ContractDetail(RoomDetail):
    template_name = "contracts/contract.html"
    slug_field = slug_url_kwarg = "number"

    def rows(self, actor):
        return Contract.objects.visible_to(actor).for_page()

    def get_context_data(self, **kwargs):
        contract = self.object
        milestones = list(contract.milestones.all())
        actor = self.request.actor
        opinions, events = opinions_of(milestones), events_of(milestones, actor)
        papers = evidence_of(milestones) if is_party(actor, contract) else {}
        words = reads_words(actor, contract)
        for milestone in milestones:
            milestone.contract = contract
            milestone.voices = opinions[milestone.pk] | ({} if words else {"texts": []})
            milestone.papers = papers.get(milestone.pk, [])
            milestone.events = events[milestone.pk]
        paid = sum((m.payment.amount for m in milestones if hasattr(m, "payment")), start=ZERO)
        late = [m for m in milestones if m.is_late]
        return super().get_context_data(
            contract=contract, milestones=milestones, paid=paid, late=late, slips=hands_out_slips(actor, contract), **kwargs
        )  # fmt: skip


def draw(request, code):
    """Draw the contract up from a call whose standstill is over."""
    if not request.actor.is_known:
        raise LOG_IN
    call = get_object_or_404(
        Call.objects.visible_to(request.actor).select_related("award__bid__organisation", "office"), code=code
    )
    who = TABLES["contracts.contract"].refusal("draw", request.actor, Contract(call=call, office=call.office))
    if who:
        raise who
    refusal, status = TABLES["tenders.call"].refusal("conclude", request.actor, call), 200
    if request.method == "POST":
        try:
            return redirect(domain.draw(call, by=request.actor))
        except Refused as error:
            refusal, status = error, error.status
    return render(request, "contracts/draw.html", {"call": call, "refusal": refusal}, status=status)


def slips(request, number, position):
    """A printable sheet of unused opinion slips with QR codes, for the buyers, who hand them out."""
    milestone = get_object_or_404(
        Milestone.objects.visible_to(request.actor).select_related("contract__organisation", "contract__office"),
        contract__number=number,
        position=position,
    )
    if not hands_out_slips(request.actor, milestone.contract):
        raise Http404 if request.actor.is_known else LOG_IN
    with translation.override(settings.LANGUAGE_CODE):  # for those served, whatever language the buyer reads
        addresses = [
            settings.SITE_URL + reverse("contracts:opinion", args=[slip.token])
            for slip in milestone.slips.filter(used_at=None).order_by("pk")[:200]
        ]
    rows = [{"url": address, "qr": qr.picture(address)} for address in addresses]
    return render(
        request, "contracts/slips.html", {"milestone": milestone, "contract": milestone.contract, "slips": rows}
    )


def opinion(request, token):
    """What a person served says: no account, no name, one slip one opinion."""
    slip = OpinionSlip.objects.select_related("milestone__contract__organisation").filter(token=token).first()
    form = OpinionForm(request.POST if request.method == "POST" else None)
    refusal, status = None, 200
    if slip is None:
        refusal, status = (
            Refused("unknown_slip", _("This link is not one of ours. Please check it against your slip."), kind="when"),
            404,
        )
    elif slip.used_at is None and (closed := domain.closed_to_opinions(slip)):
        refusal, status = closed, closed.status
    elif request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                domain.give_opinion(token, **form.cleaned_data)
            except Refused as error:
                refusal, status = error, error.status
            else:
                messages.success(
                    request, _("Thank you. Your opinion is counted and shown to those who accept the service.")
                )
                return redirect("contracts:opinion", token=token)
    return render(request, "contracts/opinion.html", {"slip": slip, "form": form, "refusal": refusal}, status=status)
