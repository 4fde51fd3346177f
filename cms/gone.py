"""What once stood at an address of the told part and was taken away: answered by 410, not by 404."""

from wagtail.models import Locale

from marketplace.core.registry import gone

from . import languages
from .models import HomePage


@gone
def withdrawn(request):
    """The way down the tree leads to a page that was published once and is not now; `up`: the nearest one that is live."""
    slugs = [part for part in request.path.split("/") if part]
    language = "en" if slugs[:1] == ["en"] else languages.SOURCE
    locale = Locale.objects.filter(language_code=language).first()
    page = HomePage.objects.live().filter(locale=locale).first()
    slugs = slugs[1:] if language == "en" else slugs
    if page is None or not slugs or len(slugs) > 6:
        return None
    up = page
    for slug in slugs:
        up = page if page.live else up
        page = page.get_children().filter(slug=slug).first()
        if page is None:
            return None
    if page.live and not _is_over(page) or page.first_published_at is None:
        return None
    return {"up": (up.title, up.url)} if up.depth > 2 else {}


def _is_over(page) -> bool:
    from marketplace.core import clock

    return page.expire_at is not None and page.expire_at <= clock.now()
