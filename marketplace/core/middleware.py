"""Request id, cached pages for readers who are not logged in, refusals as pages, no NUL in addresses."""

import uuid

from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.http import urlencode

from . import registry
from .pagecache import answer_from_cache, keep
from .refusals import Refused


class RequestId:
    """Gives each request a number that stands in the audit, the log and on error pages."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.id = uuid.uuid4().hex[:12]
        response = self.get_response(request)
        response["X-Request-Id"] = request.id
        return response


class AnonymousPageCache:
    """Whole pages for readers without a session; see `pagecache`."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        cached = answer_from_cache(request)
        if cached is not None:
            return cached
        response = self.get_response(request)
        if response.get("Content-Type", "").startswith("text/html"):
            patch_vary_headers(response, ("Cookie",))  # care view and dark pages: caches on the way must know
        return keep(request, response)


class NoNul:
    """PostgreSQL's texts know no NUL: an address with one leads nowhere, and the API answers a query with one by 400.

    Queries of pages are read by forms, which say so at the field.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if "\0" in request.path_info:
            raise Http404
        if request.path.startswith("/api/") and "%00" in request.META.get("QUERY_STRING", ""):
            return JsonResponse({"detail": "a query holds no NUL"}, status=400)
        return self.get_response(request)


class BackOfficePolicy:
    """Wagtail's back office writes inline script, so the strict policy leaves it out; nothing from elsewhere runs there either."""

    POLICY = (
        "script-src 'self' 'unsafe-inline' 'unsafe-eval'; object-src 'none'; base-uri 'self'; frame-ancestors 'self'"
    )

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.path.startswith("/cms/"):
            response.headers.setdefault("Content-Security-Policy", self.POLICY)
        return response


class Gone:
    """An address at which something public once stood answers 410 and says so; where nothing ever stood stays 404."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code != 404 or request.method not in ("GET", "HEAD"):
            return response
        found = registry.taken_away(request)
        return response if found is None else render(request, "410.html", found, status=410)


class Refusals:
    """A refusal that no view caught becomes a page (or JSON for the API) with its sentence and the way on."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if not isinstance(exception, Refused):
            return None
        if request.path.startswith("/api/"):
            return JsonResponse(exception.as_json(), status=exception.status)
        if exception.code == "log_in" and request.method == "GET":
            return redirect(f"{reverse('account_login')}?{urlencode({'next': request.get_full_path()})}")
        return render(request, "core/refused.html", {"refusal": exception}, status=exception.status)
