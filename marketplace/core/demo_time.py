"""The demonstration's clock: who tries the portal need not wait for a deadline. Only with DEMO=1."""

import math
from datetime import timedelta

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from . import clock, demo_clock, pagecache, registry, words

FURTHEST = timedelta(days=366)
SHOWN = 12


class MoveForm(forms.Form):
    """to: the moment to which the clock is moved, later than now and at most a year ahead."""

    to = forms.DateTimeField(
        label=_("Move the clock to"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M:%S"),
    )

    def clean_to(self):
        to, now = self.cleaned_data["to"], clock.now()
        if to <= now:
            raise forms.ValidationError(_("The clock goes forwards only: choose a later moment."))
        if to > now + FURTHEST:
            raise forms.ValidationError(_("At most one year at once."))
        return to


@never_cache
def move(request):
    """What time it is here, the moments that come next with a button each, and a field for any other moment."""
    if not settings.DEMO:
        raise Http404
    form = MoveForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        demo_clock.move(max(0, math.ceil((form.cleaned_data["to"] - clock.now()).total_seconds())))
        pagecache.forget()
        messages.success(request, gettext("It is now %(moment)s here.") % {"moment": words.when(clock.now())})
        return redirect("core:demo_clock")
    now = clock.now()
    coming = [
        {"moment": moment, "what": what, "to": moment + timedelta(minutes=1)}
        for moment, what in registry.coming_moments()
        if now < moment <= now + FURTHEST - timedelta(minutes=2)
    ]
    status = 422 if form.is_bound else 200
    rows = coming[:SHOWN]
    return render(request, "core/demo_clock.html", {"form": form, "rows": rows, "now": now}, status=status)
