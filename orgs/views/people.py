"""People and their roles: asking to join, giving roles, one's own profile."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from marketplace.core import typed
from marketplace.core.faces import to_second_factor
from marketplace.core.refusals import Refused

from .. import domain, forms, queries
from ..models import Delegation, JoinRequest, Membership, Office, Organisation


@login_required
def ask(request, code):
    """Ask to join an organisation that was verified; an application is not shown to who only knows its number."""
    organisation = get_object_or_404(Organisation.objects.visible_to(request.actor), code=code)
    form = forms.JoinForm(request.POST if request.method == "POST" else None)
    refusal, status = None, 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                join = domain.ask_to_join(organisation, by=request.actor, **form.cleaned_data)
            except Refused as error:
                refusal, status = error, error.status
            else:
                messages.success(request, _("The owner has been asked. You will be told the answer."))
                return redirect(join)
    context = {"organisation": organisation, "form": form, "refusal": refusal}
    return TemplateResponse(request, "orgs/ask.html", context, status=status)


@login_required
def join_request(request, pk):
    """One request to join, for whoever asked and whoever answers."""
    rows = JoinRequest.objects.visible_to(request.actor).select_related("organisation", "user")
    join = get_object_or_404(rows, pk=pk)
    return TemplateResponse(request, "orgs/join.html", {"join": join, "organisation": join.organisation})


@login_required
def offices(request):
    """Offices whose roles the reader gives; with only one, straight to its people."""
    rows = list(queries.offices_led_by(request.actor))
    if len(rows) == 1:
        return redirect(rows[0].people_url())
    return TemplateResponse(request, "orgs/offices.html", {"offices": rows})


@login_required
def office_people(request, code):
    """People and roles of an office: officers read it, its leader gives and ends roles."""
    office = get_object_or_404(Office, code=code)
    if not request.actor.is_officer:
        raise Refused("officers", _("This page is for people of the offices."), kind="who")
    return _roles(request, office, reverse("orgs:office_people", args=[office.code]), "orgs/office_people.html")


@login_required
def organisation_roles(request, code):
    """Give a role in an organisation: its owner."""
    organisation = get_object_or_404(Organisation.objects.filed_for(request.actor), code=code)
    return _roles(request, organisation, organisation.file_url(), "orgs/roles.html")


def _roles(request, body, back, template):
    form = forms.GrantForm(request.POST if request.method == "POST" else typed.take(request), body=body)
    kind = "office" if isinstance(body, Office) else "organisation"
    may_grant = (
        queries.offices_led_by(request.actor).filter(pk=body.pk).exists()
        if kind == "office"
        else request.actor.has("OWNER", body=kind, body_id=body.pk)
    )
    refusal, status = None, 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            data = dict(form.cleaned_data)
            try:
                domain.grant_role(body, by=request.actor, user=data.pop("person"), **data)
            except Refused as error:
                if error.code == "second_factor":
                    return to_second_factor(request)
                status = error.status
                if error.field in form.fields:
                    form.add_error(error.field, error.sentence)
                else:
                    refusal = error
            else:
                messages.success(request, _("The role has been given, and the person has been told."))
                return redirect(back)
    delegations = Delegation.objects.visible_to(request.actor).filter(**{f"membership__{kind}": body})
    rows = Membership.objects.filter(**{kind: body}).select_related("user", "granted_by", "office")
    context = {
        "body": body,
        "form": form,
        "refusal": refusal,
        "may_grant": may_grant,
        "memberships": rows.filter(ended_at=None).order_by("user__name", "user__email", "role"),
        "delegations": delegations.with_names().order_by("-pk")[:20],
        "ended": rows.exclude(ended_at=None).order_by("-ended_at")[:20],
    }
    return TemplateResponse(request, template, context, status=status)


@login_required
def profile(request):
    """One's own name and language."""
    user = request.user
    form = forms.ProfileForm(
        request.POST if request.method == "POST" else None, initial={"name": user.name, "language": user.language}
    )
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            domain.change_profile(user, by=request.actor, **form.cleaned_data)
            messages.success(request, _("Your profile has been changed."))
            return redirect("profile")
    memberships = Membership.objects.current().filter(user=user).select_related("office", "organisation")
    context = {"form": form, "memberships": memberships.order_by("role")}
    return TemplateResponse(request, "orgs/profile.html", context, status=status)
