"""My desk: what waits for me, by due date; what I have been told; my account."""

import re
from datetime import timedelta

from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from . import clock, deskcounts, follows, notices, registry, words
from .desk_folds import folded
from .models import Notification
from .switches import safe_next

FOLLOWED = 6  # on the desk; all of them have a page
DRAFTS = "drafts"  # in the place of a kind
DUE = (
    ("", _("at any time")),
    ("late", _("late")),
    ("today", _("today")),
    ("week", _("within a week")),
    ("fortnight", _("within two weeks")),
    ("none", _("without a date")),
)


class DeskFilter(forms.Form):
    """Filters of the desk; they are part of the address, so a view can be kept as a bookmark."""

    q = forms.CharField(
        label=_("Find"), required=False, max_length=80, widget=forms.TextInput(attrs={"type": "search"})
    )
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    due = forms.ChoiceField(label=_("Due"), required=False, choices=DUE)

    def __init__(self, *args, kinds=(), **kwargs):
        super().__init__(*args, **kwargs)
        named = [(k["key"], k["kind"]) for k in kinds]
        self.fields["kind"].choices = [("", _("all kinds")), (DRAFTS, _("my drafts")), *named]

    def narrow(self, entries) -> list:
        """The entries that fit; a value that cannot be read narrows nothing."""
        data = self.cleaned_data if self.is_bound and self.is_valid() else {}
        text = data.get("q", "").casefold()
        return [
            e
            for e in entries
            if (not text or text in f"{e.number} {e.what} {e.about}".casefold())
            and (not data.get("kind") or e.key == data["kind"] or (data["kind"] == DRAFTS and e.is_draft))
            and fits(e.due, data.get("due", ""))
        ]


def fits(due, wanted: str) -> bool:
    """Whether a due moment (or None) falls under a choice of DUE."""
    if not wanted:
        return True
    if due is None:
        return wanted == "none"
    days = (words.date_of(due) - clock.today()).days
    return {
        "late": words.is_past(due),
        "today": days == 0 and not words.is_past(due),
        "week": days <= 7,
        "fortnight": days <= 14,
        "none": False,
    }[wanted]


def week(entries) -> list[dict]:
    """The next five days and how many things are due on each; what is late counts today."""
    today = clock.today()
    days = [today + timedelta(days=n) for n in range(5)]
    dates = [max(words.date_of(e.due), today) for e in entries if e.due]
    return [{"day": d, "count": dates.count(d), "now": d == today, "soon": d == days[1]} for d in days]


def queues(entries) -> list[dict]:
    """What waits, counted by kind, in the order of the first thing due."""
    found = {}
    for entry in entries:
        queue = found.setdefault(entry.key, {"key": entry.key, "kind": entry.kind, "count": 0})
        queue["count"] += 1
    return list(found.values())


@login_required
def home(request):
    """Everything that waits for the reader. One query per room, whatever the number of entries."""
    entries = registry.desk_entries(request.actor)
    request._desk_counts = deskcounts.keep(request.actor, entries)
    waiting = registry.waiting_entries(request.actor)
    kinds = queues(entries)
    form = DeskFilter(request.GET or None, kinds=kinds)
    shown = form.narrow(entries)
    page = Paginator(shown if form.is_bound else folded(shown), 100).get_page(request.GET.get("page"))
    kept = request.GET.copy()
    kept.pop("page", None)
    context = {
        "entries": page.object_list,
        "page_obj": page,
        "kept_query": kept.urlencode() + "&" if kept else "",
        "shown_count": len(shown),
        "form": form,
        "total": len(entries),
        "queues": kinds,
        "late": sum(words.is_past(e.due) for e in entries),
        "drafts": sum(e.is_draft for e in entries),
        "today": sum(fits(e.due, "today") for e in entries if e.due),
        "week": week(entries),
        "waiting": queues(waiting),
        "waiting_entries": waiting,
        "notes": told(request.actor)[:5],
        "followed": follows.followed_by(request.actor)[:FOLLOWED],
        "ways": [way for part in registry.sections("desk.ways", None, request.actor) for way in part.context["rows"]],
        "needs_second_factor": needs_second_factor(request.actor),
        "day": clock.today(),
    }
    return render(request, "core/desk.html", context)


def needs_second_factor(actor) -> bool:
    """Holds a role whose acts bind, but has no second factor yet."""
    roles = registry.second_factor_roles()
    return actor.has(*roles) and not actor.extra.get("has_second_factor")


def told(actor):
    """The reader's notifications, newest first."""
    return Notification.objects.filter(user_id=actor.user_id, in_portal=True).order_by("-id")


@login_required
def notifications(request):
    """All that the reader has been told, in the reader's language."""
    page = Paginator(told(request.actor), 30).get_page(request.GET.get("page"))
    notes = [{"note": n, "words": notices.words(n), "url": notices.localised_url(n.url)} for n in page.object_list]
    return render(request, "core/notifications.html", {"notes": notes, "page_obj": page, "kept_query": ""})


def one_note(notes, key: str):
    """Of these notifications the one with the key; without a key all of them."""
    if not key:
        return notes
    return notes.filter(key=key) if re.fullmatch(r"[0-9a-f-]{36}", key) else notes.none()


@login_required
@require_POST
def mark_read(request):
    """Mark one notification (`note`) or all as read; then on to the page it is about, or back."""
    notes = told(request.actor)
    key = request.POST.get("note", "")
    notices.read(one_note(notes, key))
    return HttpResponseRedirect(safe_next(request, "")) if request.POST.get("next") else redirect("desk:notifications")


@login_required
def account(request):
    """What belongs to the account: e-mail, password, second factor, sessions."""
    context = {"needs_second_factor": needs_second_factor(request.actor), "login_services": settings.LOGIN_SERVICES}
    return render(request, "core/account.html", context)
