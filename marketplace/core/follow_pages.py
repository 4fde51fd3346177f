"""Following from an object's page, without script; the list of what one follows."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.contenttypes.models import ContentType
from django.core.paginator import Paginator
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from . import follows, news
from .models import Follow
from .switches import safe_next


@never_cache
@login_required
def follow(request, name: str, pk: int):
    """What one would be told, with the button (GET); begin to follow (POST)."""
    kind = news.kinds().get(name)
    obj = kind.public(pk) if kind else None
    if obj is None:
        raise Http404
    if request.method == "POST":
        follows.follow(obj, by=request.actor)
        messages.success(request, _("You follow “%(name)s” now. %(promise)s") % {"name": obj, "promise": kind.promise})
        return HttpResponseRedirect(safe_next(request, kind.url(obj)))
    context = {"obj": obj, "kind": kind, "url": kind.url(obj), "mine": follows.following(obj, request.actor)}
    return render(request, "core/follow.html", context)


@login_required
@require_POST
def unfollow(request, name: str, pk: int):
    """Follow it no longer; also what is no longer public."""
    kind = news.kinds().get(name)
    if kind is None:
        raise Http404
    content_type = ContentType.objects.get_for_model(kind.model)
    mine = Follow.objects.filter(user_id=request.actor.user_id, content_type=content_type, object_id=pk).first()
    if mine is not None:
        follows.unfollow(mine, by=request.actor)
        messages.success(request, _("You no longer follow it."))
    return HttpResponseRedirect(safe_next(request, reverse("desk:followed")))


@login_required
def followed(request):
    """Everything the reader follows, newest step first; ?kind= narrows it."""
    entries = follows.followed_by(request.actor)
    counts = {}
    for entry in entries:
        row = counts.setdefault(entry["kind"], {"key": entry["kind"], "label": entry["label"], "count": 0})
        row["count"] += 1
    wanted = request.GET.get("kind", "")
    shown = [entry for entry in entries if not wanted or entry["kind"] == wanted]
    page = Paginator(shown, 50).get_page(request.GET.get("page"))
    context = {
        "entries": page.object_list, "page_obj": page, "total": len(entries), "counts": list(counts.values()),
        "wanted": wanted if wanted in counts else "", "promises": news.kinds().values(),
        "kept_query": f"kind={wanted}&" if wanted in counts else "",
    }  # fmt: skip
    return render(request, "core/followed.html", context)
