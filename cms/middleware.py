"""The back office speaks the language of its reader: its addresses carry none, so it is the one of the profile."""

from django.utils import translation


class BackOfficeLanguage:
    """Under /cms/ the language that a person chose for pages and letters (Wagtail's own account page may set another)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not request.path.startswith("/cms/") or not request.user.is_authenticated:
            return self.get_response(request)
        with translation.override(request.user.language):
            return self.get_response(request)
