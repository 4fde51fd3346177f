"""An organisation's file: for its members and for officers; applying; the officers' list."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from marketplace.core import clock
from marketplace.core.pages import RoomDetail, RoomList
from marketplace.core.refusals import LOG_IN, Refused

from .. import domain, forms, queries
from ..models import Membership, Organisation


@login_required
def apply(request):
    """The application. A code that is in the register already leads to asking that organisation."""
    posted = request.method == "POST"
    form = forms.ApplyForm(request.POST if posted else None, request.FILES if posted else None)
    known, status = None, 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                organisation = domain.apply_organisation(by=request.actor, **form.cleaned_data)
            except Refused as refusal:
                status = refusal.status
                known = queries.known_by(form.cleaned_data["uscc"]) if refusal.code == "already_known" else None
                field = {"file": "certificate"}.get(refusal.field, refusal.field)
                form.add_error(field if field in form.fields else None, refusal.sentence)
            else:
                messages.success(
                    request, _("Your application has been handed in. You will be told when it has been checked.")
                )
                return redirect(organisation.file_url())
    return TemplateResponse(request, "orgs/apply.html", {"form": form, "known": known}, status=status)


@login_required
def mine(request):
    """The reader's organisations; with only one, straight to its file."""
    rows = list(Organisation.objects.filter(pk__in=request.actor.bodies("organisation")).order_by("name_zh"))
    if len(rows) == 1:
        return redirect(rows[0].file_url())
    return TemplateResponse(request, "orgs/mine.html", {"organisations": rows})


class OrganisationFile(RoomDetail):
    """Everything on file: data, documents, members, requests, timeline, and the verbs."""

    template_name = "orgs/file.html"
    slug_field = slug_url_kwarg = "code"
    log_in_first = True

    def rows(self, actor):
        return Organisation.objects.filed_for(actor).select_related("community", "applied_by")

    def get_context_data(self, **kwargs):
        organisation, actor = self.object, self.request.actor
        memberships = Membership.objects.filter(organisation=organisation).select_related("user", "granted_by")
        joins = organisation.join_requests.filter(state="asked").visible_to(actor).select_related("user")
        return super().get_context_data(
            organisation=organisation,
            documents=organisation.documents.current().select_related("file"),
            replaced=organisation.documents.exclude(state="current").select_related("file"),
            memberships=memberships.filter(ended_at=None).order_by("user__name", "role"),
            joins=joins.order_by("id"),
            competing=queries.competing(organisation) if actor.is_officer else (),
            blockers=queries.bid_blockers(organisation),
            is_owner=actor.has("OWNER", body="organisation", body_id=organisation.pk),
            today=clock.today(),
            **kwargs,
        )


class Check(RoomList):
    """The register as officers see it, every state; what waits comes first."""

    filters = forms.CheckFilters
    template_name = "orgs/check.html"
    paginate_by = 50

    def rows(self, actor):
        if not actor.is_known:
            raise LOG_IN
        if not actor.is_officer:
            raise Refused("officers", _("This list is for people of the offices."), kind="who")
        return Organisation.objects.visible_to(actor).waiting_first().select_related("community")
