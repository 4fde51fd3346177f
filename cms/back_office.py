"""Pages of the back office that are ours: withdrawing a page, the report of broken links."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from wagtail.models import Page

from marketplace.core.refusals import Refused

from . import domain, links, outside, writing


def writes(request) -> bool:
    """The reader is an editor of an office."""
    return request.actor.has("EDITOR", body="office")


def withdraw(request, page_id):
    """Ask why, then take the page down. Shown refusals are those of the verb."""
    page = get_object_or_404(Page, pk=page_id).specific
    refusal, why = None, request.POST.get("why", "")
    if request.method == "POST":
        try:
            domain.withdraw(page, by=request.actor, why=why)
        except Refused as found:
            refusal = found
        else:
            messages.success(request, _("“%(title)s” has been withdrawn.") % {"title": page.title})
            return redirect("wagtailadmin_pages:edit", page.pk)
    context = {"page": page, "refusal": refusal, "why": why}
    return render(request, "cms/admin/withdraw.html", context, status=refusal.status if refusal else 200)


def translate(request, page_id):
    """Begin the text in the other language, and go there."""
    page = get_object_or_404(Page, pk=page_id, depth__gt=1).specific
    if not writes(request):
        raise PermissionDenied
    refusal = None
    if request.method == "POST":
        try:
            made = domain.translate(page, by=request.actor)
        except Refused as found:
            refusal = found
        else:
            return redirect("wagtailadmin_pages:edit", made.pk)
    language = dict(settings.LANGUAGES)[writing.OTHER[page.locale.language_code]]
    context = {"page": page, "refusal": refusal, "language": language}
    return render(request, "cms/admin/translate.html", context, status=refusal.status if refusal else 200)


def broken_links(request):
    if not writes(request):
        raise PermissionDenied
    return render(request, "cms/admin/links.html", {"rows": links.broken(), "outside": outside.summary()})
