"""What stands around every page: navigation, language switch, icons."""

from django.conf import settings
from django.urls import Resolver404, resolve, translate_url
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from . import registry

NAV = (
    ("/catalogue/", _("Services")),
    ("/calls/", _("Calls")),
    ("/organisations/", _("Organisations")),
    ("/funds/", _("Funds")),
    ("/outcomes/", _("Outcomes")),
)

ICONS = {
    "arrow": '<path d="M4 12h16M14 6l6 6-6 6"/>',
    "back": '<path d="M20 12H4M10 6l-6 6 6 6"/>',
    "file": '<path d="M6 3h8l5 5v13H6zM14 3v5h5M9 13h7M9 17h7"/>',
    "warning": '<path d="M12 3 22 20H2zM12 9.5v5M12 17v1"/>',
    "search": '<circle cx="10.5" cy="10.5" r="6.5"/><path d="m15.5 15.5 5.5 5.5"/>',
    "place": '<path d="M12 22s7-7.5 7-12.5A7 7 0 0 0 5 9.5C5 14.5 12 22 12 22z"/><circle cx="12" cy="9.5" r="2.5"/>',
    "check": '<path d="m4 12.5 5.5 5.5L20 6.5"/>',
    "print": '<path d="M7 8V3h10v5M7 17H3V8h18v9h-4M7 14h10v7H7z"/>',
    "phone": '<path d="M5 3h4l2 5-2.5 2a12 12 0 0 0 5.5 5.5L16 13l5 2v4c0 1-1 2-2 2C10 21 3 14 3 5c0-1 1-2 2-2z"/>',
    "bell": '<path d="M5 17h14l-2-3v-4a5 5 0 0 0-10 0v4zM10 20.5h4M12 3v2"/>',
    "lock": '<path d="M5 10.5h14V21H5zM8 10.5V7a4 4 0 0 1 8 0v3.5M12 14.5v3"/>',
    "calendar": '<path d="M4 5h16v16H4zM4 10h16M8 2.5V7M16 2.5V7"/>',
    "clock": '<circle cx="12" cy="12" r="9"/><path d="M12 6.5V12l4 3"/>',
    "download": '<path d="M12 3v12M7 10l5 5 5-5M4 20h16"/>',
    "key": '<circle cx="8" cy="15" r="4.5"/><path d="m11.5 11.5 8-8M16 7l3 3"/>',
}


def _prefix():
    return "/en" if get_language() == "en" else ""


def nav(path: str) -> list[dict]:
    """The header menu in the reader's language; `current` for the line the reader is behind.

    The five doors of the portal, unless editors made a menu of their own (slot "nav": rows of {label, url}).
    """
    prefix = _prefix()
    chosen = [row for part in registry.sections("nav", None, None) for row in part.context["rows"]]
    rows = chosen or [{"label": label, "url": prefix + url} for url, label in NAV]
    return [row | {"current": _is_behind(path, row["url"], prefix + "/")} for row in rows]


def _is_behind(path: str, url: str, home: str) -> bool:
    return path == url if url == home else path.startswith(url.partition("?")[0])


def other_language(request, page=None) -> dict:
    """The same page in the other language; a Wagtail page goes to its translation, else it is shown there with a note."""
    code, label = ("en", "English") if get_language() != "en" else ("zh-hans", "中文")
    if page is not None and hasattr(page, "get_translations"):
        twin = page.get_translations().filter(locale__language_code=code).first()
        if twin is not None and (twin.live or twin.first_published_at):  # withdrawn: only that language's home is left
            url = twin.get_url(request) if twin.live else ("/en/" if code == "en" else "/")
        else:
            url = in_language(request.path, code)
    else:
        url = in_language(request.get_full_path(), code)
    return {"code": code, "label": label, "url": url}


def in_language(path: str, code: str) -> str:
    """A local address, with its query, in another language; also for addresses that lead nowhere."""
    translated = translate_url(path, code)
    if translated != path or code == get_language():
        return translated
    if code == "en":
        return "/en" + path if not path.startswith("/en/") else path
    return path.removeprefix("/en") if path.startswith("/en/") else path


def way_up(path: str) -> str:
    """The nearest address above one that a room answers, home and Wagtail's tree not counted; "" when there is none."""
    while path.strip("/").count("/"):
        path = path.rstrip("/").rpartition("/")[0] + "/"
        try:
            if resolve(path).url_name != "wagtail_serve":
                return path
        except Resolver404:
            continue
    return ""


def addresses(request) -> dict:
    """{"canonical", "alternates": [{"tag", "url"}]}: without what only filters; a page of a list keeps its number."""
    number = request.GET.get("page", "")
    query = f"?page={number}" if number.isascii() and number.isdigit() and number != "1" else ""
    rows = [(tag, in_language(request.path, code)) for tag, code in (("zh-Hans", "zh-hans"), ("en", "en"))]
    return {
        "canonical": settings.SITE_URL + request.path + query,
        "alternates": [{"tag": tag, "url": settings.SITE_URL + path + query} for tag, path in rows],
    }


def unread_count(request) -> int:
    """How many notifications the reader has not read; asked once per request."""
    if not hasattr(request, "_unread"):
        from .models import Notification

        actor = request.actor
        request._unread = (
            Notification.objects.filter(user_id=actor.user_id, in_portal=True, read_at=None).count()
            if actor.is_known
            else 0
        )
    return request._unread


def home() -> str:
    """Address of the home page in the reader's language."""
    return _prefix() + "/"


def host_name() -> str:
    """The office whose portal this is, in the reader's language."""
    return (settings.OFFICE_NAME_EN if get_language() == "en" else "") or settings.OFFICE_NAME_ZH


def role_words(roles) -> str:
    """Roles of an audit event in words; the room of people registers the labels."""
    labels = registry.role_labels()
    return ", ".join(str(labels.get(role, "")) or _system_words(role) for role in roles)


def _system_words(role: str) -> str:
    if role == "PERSON":
        return gettext("a person without a role")
    return gettext("by itself") if role.startswith("SYSTEM") else role
