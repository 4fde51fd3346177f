"""What the back office needs around Wagtail's own pages: the reader's language, and a note of what is taken out."""

from django.utils import translation

from marketplace.core.backoffice import taken

from .models import Export


class BackOfficeLanguage:
    """Under /cms/ the language that a person chose for pages and letters (Wagtail's own account page may set another)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not request.path.startswith("/cms/") or not request.user.is_authenticated:
            return self.get_response(request)
        with translation.override(request.user.language):
            return self.get_response(request)


class WagtailsExports:
    """Wagtail's own lists and reports under /cms/, taken out as tables, stand in the audit like the rooms' lists."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        answer = self.get_response(request)
        kind = request.GET.get("export", "")
        taken_out = answer.get("Content-Disposition", "").startswith("attachment")
        ours = "viewset" in getattr(getattr(request.resolver_match, "func", None), "view_initkwargs", {})
        if kind and taken_out and not ours and request.path.startswith("/cms/"):
            taken.record(request, request.path[:200], Export, kind[:10])
        return answer
