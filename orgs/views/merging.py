"""Making two accounts of one person one: the other is proved, then what will move is shown, then it is done."""

from datetime import datetime

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from marketplace.core import clock
from marketplace.core.faces import to_second_factor
from marketplace.core.models import Follow
from marketplace.core.refusals import Refused

from .. import domain, forms_merging, rules_merging
from ..models import User

PROVED = "merge_proved"


@sensitive_post_parameters("password", "code")
@login_required
def merge(request):
    """First the proof; with a proof in the session, the preview and the button that does it."""
    if request.method == "POST" and "again" in request.POST:
        request.session.pop(PROVED, None)
        return redirect("merge_accounts")
    other, proved_at = _proved(request)
    if other is None:
        return _prove(request)
    refusal = rules_merging.in_the_way(request.user, other, request.actor)
    if refusal and refusal.code == "second_factor":
        return to_second_factor(request)
    if request.method == "POST" and "merge" in request.POST:
        try:
            domain.merge_accounts(
                User.objects.get(pk=request.user.pk), by=request.actor, other=other, proved_at=proved_at
            )
        except Refused as error:
            refusal = error
        else:
            request.session.pop(PROVED, None)
            messages.success(request, _("The two accounts are one. The other log-in is closed."))
            return redirect("desk:account")
    context = {
        "other": other,
        "refusal": refusal,
        "roles": rules_merging.open_roles(other),
        "followed": Follow.objects.filter(user=other).count(),
        "told": other.notifications.count(),
    }
    return TemplateResponse(request, "orgs/merge.html", context, status=refusal.status if refusal else 200)


def _proved(request):
    """(the other account, when it was proved) of this session; (None, None) when there is none or it is too long ago."""
    kept = request.session.get(PROVED)
    if not kept:
        return None, None
    proved_at = datetime.fromisoformat(kept["at"])
    other = User.objects.filter(pk=kept["pk"], is_active=True).first()
    if other is None or clock.now() - proved_at > domain.PROVED_FOR:
        request.session.pop(PROVED, None)
        return None, None
    return other, proved_at


def _prove(request):
    form = forms_merging.ProveForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        address = form.cleaned_data["email"].lower()
        if not ratelimit.consume(request, action="login_failed", key=address):
            form.add_error(None, _("Too many attempts. Please wait a few minutes."))
            return TemplateResponse(request, "orgs/merge_prove.html", {"form": form}, status=429)
        try:
            other = domain.prove_other(**form.cleaned_data)
        except Refused as error:
            form.add_error(error.field, error.sentence)
        else:
            refusal = rules_merging.in_the_way(request.user, other, request.actor)
            if refusal is None or refusal.code != "merge.same":
                request.session[PROVED] = {"pk": other.pk, "at": clock.now().isoformat()}
                return redirect("merge_accounts")
            form.add_error("email", refusal.sentence)
    return TemplateResponse(request, "orgs/merge_prove.html", {"form": form}, status=422 if form.is_bound else 200)
