"""How one is told: the settings, and ending letters from a letter, without log-in."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from . import channels, letters
from .models import Mail


class SettingsForm(forms.Form):
    """Two fields a group (`desk_<group>`, `mail_<group>`) and the quiet hours."""

    def __init__(self, data=None, *, user):
        super().__init__(data)
        self.user = user
        chosen, quiet = channels.choices_of(user), letters.quiet_hours_of(user)
        for code, group in channels.GROUPS.items():
            if not group.bound:
                self.fields[f"desk_{code}"] = forms.BooleanField(
                    label=_("On the desk"), required=False, initial=chosen[code].in_portal
                )
            self.fields[f"mail_{code}"] = forms.ChoiceField(
                label=_("By mail"), choices=Mail.choices, initial=chosen[code].mail
            )
        clock_input = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
        self.fields["begins"] = forms.TimeField(
            label=_("No letters from"), initial=quiet.begins, widget=clock_input, input_formats=["%H:%M"]
        )
        self.fields["ends"] = forms.TimeField(
            label=pgettext_lazy("quiet hours", "until"), initial=quiet.ends, widget=clock_input, input_formats=["%H:%M"]
        )

    def rows(self):
        """What the page draws: [(group, field of the desk or None, field of the letters)]."""
        for code, group in channels.GROUPS.items():
            desk = self[f"desk_{code}"] if not group.bound else None
            yield group, desk, self[f"mail_{code}"]

    def save(self):
        data = self.cleaned_data
        for code in channels.GROUPS:
            channels.choose(self.user, code, mail=data[f"mail_{code}"], in_portal=data.get(f"desk_{code}", True))
        letters.set_quiet_hours(self.user, data["begins"], data["ends"])


@never_cache
@login_required
def settings(request):
    """By which ways the reader is told, group by group, and when no letters come."""
    form, status = SettingsForm(request.POST if request.method == "POST" else None, user=request.user), 200
    if request.method == "POST":
        if form.is_valid():
            form.save()
            messages.success(request, _("From now on you are told in this way."))
            return redirect("desk:notice_settings")
        status = 422
    context = {"form": form, "rows": list(form.rows()), "digest_hour": letters.DIGEST_HOUR}
    return render(request, "core/notice_settings.html", context, status=status)


@csrf_exempt  # the signed address is the proof; mail programs post to it without a page (RFC 8058)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request, token: str):
    """End the letters that `token` names. GET changes nothing: programs that look at links in letters end nothing."""
    found = letters.read_token(token)
    if found is None:
        return render(request, "core/unsubscribe.html", {"bad": True}, status=404)
    user, groups = found
    done = request.method == "POST"
    if done:
        for code in groups:
            channels.choose(user, code, mail=Mail.NEVER, in_portal=channels.choices_of(user)[code].in_portal)
    context = {"groups": [channels.GROUPS[code] for code in groups], "done": done, "token": token}
    return render(request, "core/unsubscribe.html", context)
