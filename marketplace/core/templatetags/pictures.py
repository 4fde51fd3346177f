"""{% picture "key" subject %}: a picture on a page of the room that registered it; other rooms' pages have slots."""

from django import template

from .. import pagecache
from ..pictures import addresses, show

register = template.Library()


@register.inclusion_tag("parts/picture.html", takes_context=True)
def picture(context, key, subject=None):
    request = context["request"]
    shown = show(key, request.actor, subject)
    if shown.figures.stale_at:
        pagecache.shorten(request, shown.figures.stale_at)
    return {"shown": shown, "request": request}


@register.inclusion_tag("parts/picture_links.html")
def picture_links(key, subject=None):
    """Where a picture is, on a page that tells the same without it: its page, SVG and CSV."""
    return addresses(key, subject)
