"""The page of all pictures, and of one: page, SVG, CSV."""

from hashlib import sha256

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header, quote_etag
from django.views.decorators.http import require_safe

from .. import exports, pagecache
from ..actors import ANONYMOUS
from . import shelf

OFFERED = 6  # subjects of one picture on the page of all


def _shown(request, key, code):
    """(form or None, Shown, status) of what the address asks for; 422 when the query is not understood."""
    one = shelf.find(key)
    subject = one.subject(request.actor, code)
    form, asked, status = None, {}, 200
    if one.asks is not None:
        form = one.asks(request.GET or QueryDict())
        if form.is_valid():
            asked = {name: value for name, value in form.cleaned_data.items() if value}
        else:
            status = 422
    shown = shelf.show(key, request.actor, subject, asked)
    if not request.actor.is_known and status == 200:
        pagecache.until(request, shown.figures.stale_at)
    return form, shown, status


@require_safe
def index(request):
    """All pictures: drawn as everybody sees them; those of one fund or call as a choice."""
    rows = []
    for one in shelf.all_pictures():
        if one.subjects is None:
            rows.append({"picture": one, "shown": shelf.show(one.key, ANONYMOUS)})
        else:
            subjects = list(one.subjects(ANONYMOUS)[:OFFERED])
            rows.append({"picture": one, "ways": [(str(row), one.address(row)) for row in subjects]})
    if not request.actor.is_known:
        stale = [row["shown"].figures.stale_at for row in rows if "shown" in row]
        pagecache.until(request, min((moment for moment in stale if moment), default=None))
    return render(request, "core/pictures.html", {"rows": rows})


@require_safe
def page(request, key, code=""):
    """A picture with its table."""
    form, shown, status = _shown(request, key, code)
    return render(request, "core/picture.html", {"shown": shown, "filter_form": form}, status=status)


@require_safe
def svg_file(request, key, code=""):
    """The drawing as a file of its own; 404 while there is nothing to draw."""
    _form, shown, _status = _shown(request, key, code)
    if not shown.is_drawn:
        raise Http404
    return _file(request, shown, "svg", str(shown.alone()).encode(), "image/svg+xml; charset=utf-8")


@require_safe
def csv_file(request, key, code=""):
    """The table as a file that spreadsheets open, also in Chinese."""
    _form, shown, _status = _shown(request, key, code)
    streamed = exports.csv_response("", shown.figures.head, shown.figures.table)
    return _file(request, shown, "csv", streamed.getvalue(), streamed["Content-Type"])


def _file(request, shown, form, body, kind):
    """A download that a browser asks about again and gets anew only when a figure has changed."""
    tag = quote_etag(sha256(body).hexdigest()[:32])
    whole = HttpResponse(body, content_type=kind)
    name = shown.key if shown.subject is None else f"{shown.key}-{getattr(shown.subject, shown.picture.code)}"
    whole["Content-Disposition"] = content_disposition_header(True, f"{name}.{form}")
    whole["ETag"] = tag
    whole["Cache-Control"] = "private, no-cache" if request.actor.is_known else "public, no-cache"
    whole["Vary"] = "Cookie"
    return get_conditional_response(request, etag=tag, response=whole)
