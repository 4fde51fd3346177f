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

from . import channels, letters, news, notices
from .models import Mail

AS_GROUP, SILENT = "", "silent"
SINGLE = [
    (AS_GROUP, _("as the group")),
    (Mail.NOW, _("on the desk, and by mail at once")),
    (Mail.DAILY, _("on the desk, and in the daily letter")),
    (Mail.WEEKLY, _("on the desk, and in the weekly letter")),
    (Mail.NEVER, _("on the desk only")),
]


class SettingsForm(forms.Form):
    """Two fields a group (`desk_<group>`, `mail_<group>`), one a kind (`kind_<kind>`), and the quiet hours."""

    def __init__(self, data=None, *, user):
        super().__init__(data)
        self.user = user
        chosen, quiet = channels.choices_of(user), letters.quiet_hours_of(user)
        self.single = channels.single_choices_of(user)
        for code, group in channels.GROUPS.items():
            if not group.bound:
                self.fields[f"desk_{code}"] = forms.BooleanField(
                    label=_("On the desk"), required=False, initial=chosen[code].in_portal
                )
            self.fields[f"mail_{code}"] = forms.ChoiceField(
                label=_("By mail"), choices=Mail.choices, initial=chosen[code].mail
            )
            ways = SINGLE if group.bound else [*SINGLE, (SILENT, _("not at all"))]
            for kind in sorted(news.kinds_in(code)):
                self.fields[f"kind_{kind}"] = forms.ChoiceField(
                    label=notices.sample(kind), choices=ways, required=False, initial=self._single(kind)
                )
        clock_input = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
        self.fields["begins"] = forms.TimeField(
            label=_("No letters from"), initial=quiet.begins, widget=clock_input, input_formats=["%H:%M"]
        )
        self.fields["ends"] = forms.TimeField(
            label=pgettext_lazy("quiet hours", "until"), initial=quiet.ends, widget=clock_input, input_formats=["%H:%M"]
        )

    def _single(self, kind):
        choice = self.single.get(kind)
        if choice is None:
            return AS_GROUP
        return SILENT if choice.is_silent else choice.mail

    def rows(self):
        """What the page draws: [(group, field of the desk or None, field of the letters, fields of its kinds, how many are otherwise)]."""
        for code, group in channels.GROUPS.items():
            desk = self[f"desk_{code}"] if not group.bound else None
            kinds = sorted(news.kinds_in(code))
            yield (
                group,
                desk,
                self[f"mail_{code}"],
                [self[f"kind_{k}"] for k in kinds],
                sum(k in self.single for k in kinds),
            )

    def save(self):
        data = self.cleaned_data
        for code in channels.GROUPS:
            channels.choose(self.user, code, mail=data[f"mail_{code}"], in_portal=data.get(f"desk_{code}", True))
            for kind in news.kinds_in(code):
                self._save_single(kind)
        letters.set_quiet_hours(self.user, data["begins"], data["ends"])

    def _save_single(self, kind):
        """Only what was changed; a page that sends no such field leaves it as it is."""
        name = f"kind_{kind}"
        wanted = self.cleaned_data[name]
        if name not in self.data or wanted == self._single(kind):
            return
        if wanted == AS_GROUP:
            channels.as_its_group(self.user, kind)
        elif wanted == SILENT:
            channels.choose(self.user, kind, mail=Mail.NEVER, in_portal=False)
        else:
            channels.choose(self.user, kind, mail=wanted)


@never_cache
@login_required
def settings(request):
    """By which ways the reader is told, group by group and kind by kind, and when no letters come."""
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
            channels.end_letters(user, code)
    context = {"groups": [channels.GROUPS[code] for code in groups], "done": done, "token": token}
    return render(request, "core/unsubscribe.html", context)
