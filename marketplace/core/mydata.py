"""What the portal holds about a person: shown, handed out as JSON, erased when they ask (PIPL, arts 45, 47).

Rooms add their part with `registry.about_me`; what stands before an erasure they say with `registry.before_erasure`.
"""

from allauth.account.decorators import reauthentication_required
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django import forms
from django.contrib import messages
from django.contrib.auth import get_user_model, logout
from django.contrib.auth.decorators import login_required
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from . import clock, notices, registry, words
from .erasure import erase
from .erasure import refusal as erasure_refusal
from .models import AuditEvent, Notification
from .personal import personal_fields
from .refusals import Refused

FORMAT = "linli-market/my-data/1"


def held(user) -> dict:
    """Everything held about `user`, as plain values: {part: [row, ...]}; no secret and nothing about other people."""
    found = {"account": [_account(user)], "marked": _marked(user)}
    found["addresses"] = list(EmailAddress.objects.filter(user=user).values("email", "verified", "primary"))
    found["second_factors"] = list(Authenticator.objects.filter(user=user).values("type", "created_at", "last_used_at"))
    found["sessions"] = list(
        UserSession.objects.filter(user=user).values("ip", "user_agent", "created_at", "last_seen_at")
    )
    found["told"] = [
        {"at": note.created_at, "kind": note.kind, "text": notices.words(note), "read_at": note.read_at}
        for note in Notification.objects.filter(user=user).order_by("id")
    ]
    acts = AuditEvent.objects.filter(actor=user).order_by("id").values("at", "verb", "roles", "request_id")
    found["acts"] = list(acts)
    for fn in registry.about_me_hooks():
        found.update(fn(user))
    return found


def _account(user) -> dict:
    return {"key": user.pk, "language": user.language, "joined": user.date_joined, "last_log_in": user.last_login}


def _marked(user) -> list:
    rows = []
    for model, field, mark in personal_fields():
        if isinstance(user, model):
            values = [getattr(user, field.name)]
        elif mark.of:
            values = model._base_manager.filter(**{mark.of: user}).values_list(field.name, flat=True)
        else:
            continue
        rows += [{"what": f"{model._meta.label_lower}.{field.name}", "why": mark.why, "value": v} for v in values if v]
    return rows


class EraseForm(forms.Form):
    """An erasure cannot be undone, so the person writes their address once more."""

    email = forms.CharField(label=_("Your e-mail address, to confirm"), max_length=254)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_email(self):
        if self.cleaned_data["email"].strip().lower() != self.user.email.lower():
            raise forms.ValidationError(_("This is not the address of this account."))
        return self.cleaned_data["email"]


@never_cache
@login_required
@reauthentication_required(allow_get=True)
def page(request):
    """What is held, in numbers; the file; the way to be erased (proving anew who one is), or the sentence why not yet."""
    user = get_user_model().objects.get(pk=request.user.pk)
    form, status = EraseForm(request.POST if request.method == "POST" else None, user=user), 200
    refusal = erasure_refusal(user)
    if request.method == "POST":
        status = refusal.status if refusal else 422
        if refusal is None and form.is_valid():
            try:
                erase(user, by=request.actor)
            except Refused as error:
                refusal, status = error, error.status
            else:
                logout(request)
                messages.success(request, _("Your personal data has been taken out. Your account is closed."))
                return redirect("/" if request.LANGUAGE_CODE != "en" else "/en/")
    parts = held(user)
    counts = [
        (_now("Name, addresses, phone and other marked data"), len(parts["marked"]) + len(parts["addresses"])),
        (_now("Second factors"), len(parts["second_factors"])),
        (_now("Sessions"), len(parts["sessions"])),
        (_now("Notifications"), len(parts["told"])),
        (_now("Acts in the records"), len(parts["acts"])),
    ]
    context = {"form": form, "refusal": refusal, "marked": parts["marked"], "counts": counts}
    return render(request, "core/my_data.html", context, status=status)


@never_cache
@login_required
def file(request):
    """The whole of it as one JSON file."""
    content = {"format": FORMAT, "made_at": clock.now(), **held(request.user)}
    answer = JsonResponse(content, json_dumps_params={"ensure_ascii": False, "indent": 1})
    answer["Content-Disposition"] = f'attachment; filename="my-data-{words.date_of(clock.now()):%Y%m%d}.json"'
    return answer
