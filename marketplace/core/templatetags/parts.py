"""Template parts: money, dates, seals, verbs, form controls. Built in: templates need no {% load %}."""

import html

from django import template
from django.core.paginator import Paginator
from django.template.loader import get_template
from django.template.loader_tags import BlockNode
from django.utils.html import format_html, strip_tags
from django.utils.safestring import mark_safe

from .. import audit, changes, clock, controls, faces, follows, frame, links, news, notices, pagecache, registry, words
from ..deskcounts import of as counts_of_desk
from ..pages import kept_query

register = template.Library()
STEPS_A_PAGE = 30

# ---- filters: money and dates as the house writes them -------------------------------------
register.filter("yuan", words.yuan)  # 1234.5 -> 1,234.50
register.filter("money", words.with_unit)  # 1,234.50 元
register.filter("capitals", words.capitals)  # 44.5 -> 肆拾肆元伍角整
register.filter("when", words.when)  # 12 月 7 日 14:30
register.filter("day", words.day)  # 12 月 7 日
register.filter("short_day", words.short_day)  # 12-07, with the year when it is another year
register.filter("short_when", words.short_when)  # 12-07 14:30
register.filter("upright", words.upright)  # 二〇二六 〇一七, for the fold
register.filter("days_left", words.days_left)  # 14 days left | today | 2 days late
register.filter("is_soon", words.is_soon)  # true from three days before
register.filter("is_past", words.is_past)
register.filter("hash4", words.hash4)  # hex in groups of four
register.filter("short_hash", words.short_hash)  # 7c1e…a94f
register.filter("file_size", words.file_size)  # 1.2 MB
register.filter("weekday", words.weekday)
register.filter("short_weekday", words.short_weekday)
register.filter("browser", words.browser)  # Chrome, Windows
register.filter("percent", words.percent)  # Decimal 0.4 -> 40 %


@register.filter
def dict_get(mapping, key):
    """`mapping|dict_get:key`, "" when it is not there."""
    return mapping.get(key, "")


@register.filter
def chosen(form):
    """How many filters of a GET form say something."""
    return sum(bool(value) for value in getattr(form, "cleaned_data", {}).values()) if form.is_bound else 0


# ---- verbs, slots, timeline ------------------------------------------------------------------
@register.simple_tag(takes_context=True)
def verb_buttons(context, obj, *only):
    """The verbs of an object for this reader, for `parts/verbs.html`."""
    return faces.buttons(obj, context["request"].actor, only)


@register.simple_tag(takes_context=True)
def verb_groups(context, obj, *only):
    """The same, sorted for drawing: {"open": [...], "closed": [...], "later": [...]}.

    closed: something stands against it that the reader should see at once; later: only the state does not fit.
    """
    if "sample_groups" in context:  # the gallery's
        return context["sample_groups"]
    groups = {"open": [], "closed": [], "later": []}
    for button in faces.buttons(obj, context["request"].actor, only):
        if button.refusal is None:
            groups["open"].append(button)
        else:
            groups["later" if button.refusal.code == "wrong_state" else "closed"].append(button)
    groups["open"].sort(key=lambda button: button.grave)  # what moves the matter on stands first and is filled
    return groups


@register.simple_tag(takes_context=True)
def follow_state(context, obj):
    """For `parts/follow.html`: {"mine", "on", "off", "promise"}, or None where the object cannot be followed."""
    if "sample_follow" in context:
        return context["sample_follow"]
    if not follows.may_follow(obj, context["request"].actor):
        return None
    kind = news.followable_of(obj)
    return {
        "mine": follows.following(obj, context["request"].actor),
        "on": links.to("desk:follow", kind.name, obj.pk),
        "off": links.to("desk:unfollow", kind.name, obj.pk),
        "promise": kind.promise,
    }


@register.simple_tag(takes_context=True)
def slot_sections(context, name, obj=None):
    """What other rooms add here; draw it with `parts/slots.html`. A section that the clock changes has `stale_at`."""
    request = context["request"]
    sections = registry.sections(name, obj, request.actor)
    for section in sections:
        pagecache.shorten(request, section.context.get("stale_at"))
    return sections


@register.simple_tag(takes_context=True)
def timeline_events(context, obj, own=False):
    """A page of the object's audit events for this reader, newest first, for `parts/timeline.html`; own: it is the reader's."""
    if "sample_steps" in context:  # the gallery's
        return context["sample_steps"]
    request = context["request"]
    steps = Paginator(audit.steps_of(obj, request.actor, own=bool(own)), STEPS_A_PAGE)
    page = steps.get_page(request.GET.get("steps", 1))
    if request.actor.is_officer:
        changes.look_up(page.object_list, request.actor)
        names = registry.place_names({place for event in page.object_list for place in event.in_name_of or ()})
        for event in page.object_list:
            event.bodies = [names[place] for place in event.in_name_of or () if place in names]
    return {"page": page, "kept_query": kept_query(request, "steps")}


@register.simple_tag(takes_context=True)
def waiting_act(context):
    """Address of the act that waited until a second factor was set up, or ""."""
    return faces.waiting_act(context["request"])


# ---- the frame -------------------------------------------------------------------------------
@register.simple_tag(takes_context=True)
def nav_items(context):
    return frame.nav(context["request"].path)


@register.simple_tag(takes_context=True)
def door_of_address(context):
    """The list of the room that an address belongs to, or None: the way on where nothing stands."""
    return next((item for item in frame.nav(context["request"].path) if item["current"]), None)


@register.simple_tag(takes_context=True)
def way_up(context):
    """The page that the page at this address belongs to ("/calls/x/" of "/calls/x/edit/"), or ""."""
    return frame.way_up(context["request"].path)


@register.simple_tag(takes_context=True)
def other_language(context):
    """Where the same page is in the other language: {"code", "label", "url"}."""
    return frame.other_language(context["request"], context.get("page"))


@register.simple_tag(takes_context=True)
def page_addresses(context):
    return frame.addresses(context["request"])


@register.simple_tag(takes_context=True)
def desk_counts(context):
    return counts_of_desk(context["request"])


@register.simple_tag(takes_context=True)
def unread_count(context):
    return frame.unread_count(context["request"])


@register.simple_tag(takes_context=True)
def drawn_part(context, name, values):
    """`{% include %}` with the values of a dict: how the gallery draws its samples."""
    with context.push(**values):
        return get_template(f"parts/{name}.html").template.render(context)


@register.simple_tag(takes_context=True)
def page_block(context, name):
    """What the page says in this block, as plain text in one line; for the head, where it is said again. Not in an include."""
    drawn = BlockNode(name, template.NodeList()).render(context)
    return " ".join(html.unescape(strip_tags(drawn)).split())


@register.simple_tag
def icon(name):
    """A line icon of the house, decoration only (always beside words)."""
    return format_html(
        '<svg class="icon" aria-hidden="true" viewBox="0 0 24 24">{}</svg>', mark_safe(frame.ICONS[name])
    )


@register.simple_tag
def crumb(label, url=""):
    """One step of the path, inside {% block crumbs %}; the last one has no url."""
    if url:
        return format_html('<li><a href="{}">{}</a></li>', url, label)
    return format_html('<li aria-current="page">{}</li>', label)


# ---- forms -----------------------------------------------------------------------------------
@register.simple_tag
def control(field):
    """What `parts/field.html` needs to draw one bound field; see `controls.Control`."""
    return controls.control(field)


@register.simple_tag
def page_numbers(page):
    """Numbers around the current page; None where some are left out."""
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    return [n if isinstance(n, int) else None for n in numbers]


@register.simple_tag
def plate_month(moment):
    """'12 月' or 'Dec', for the head of a date plate."""
    return words.month(moment)


@register.simple_tag
def as_day(value):
    """A date or moment as <time>, text as it is."""
    if hasattr(value, "isoformat"):
        text = words.when(value) if hasattr(value, "hour") else words.day(value)
        return format_html('<time datetime="{}">{}</time>', value.isoformat(), text)
    return value


@register.simple_tag
def home_url():
    return frame.home()


@register.simple_tag
def host_name():
    """The office whose portal this is, in the reader's language."""
    return frame.host_name()


@register.filter
def is_today(moment):
    """Due today and not yet passed."""
    return bool(moment) and not words.is_past(moment) and words.date_of(moment) == clock.today()


@register.simple_tag
def note_words(note):
    return notices.words(note)


@register.simple_tag
def localised(path):
    """A page of another room, by its Chinese address, in the reader's language."""
    return notices.localised_url(path)


@register.simple_tag
def note_url(note):
    return notices.localised_url(note.url)


@register.simple_tag
def event_roles(event):
    """In which roles somebody acted, in words."""
    return frame.role_words(event.roles)


@register.simple_tag
def event_changes(event):
    """[{label, before, after}] of an audit event, in words as far as the model's labels go."""
    return changes.changes(event)


@register.simple_tag
def event_shown(event):
    """Of these changes the ones that everybody reads."""
    return changes.shown(event)
