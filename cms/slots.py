"""What the told part adds to the home page and to the footer of all pages."""

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from marketplace.catalogue.models import ServiceItem
from marketplace.core.actors import ANONYMOUS
from marketplace.core.backoffice import may_enter
from marketplace.core.registry import DeskEntry, Section, desk, slot

from . import furniture, gone, state  # noqa: F401  (gone: what was taken away)
from .queries import articles_in, news_index


@slot("home.words", order=20)
def words_to_search(page, actor):
    """Under the search box: services that a source names."""
    rows = ServiceItem.objects.visible_to(ANONYMOUS).in_force().filter(provenance="source").order_by("position")[:4]
    return Section("", {"rows": [{"text": item.name, "url": item.get_absolute_url()} for item in rows]})


@slot("home", order=70)
def news(page, actor):
    """The newest three."""
    language = "en" if get_language() == "en" else "zh-hans"
    rows = list(articles_in(language)[:3])
    return Section("cms/home_news.html", {"rows": rows, "index": news_index(language)}) if rows else None


@slot("notices", order=10)
def notices(_page, actor):
    """On top of every page: what editors say to everybody, from one moment to another."""
    rows, stale_at = furniture.notices()
    return Section("cms/notices.html", {"rows": rows, "stale_at": stale_at}) if rows or stale_at else None


@slot("nav", order=10)
def header(_page, actor):
    """The header menu as editors have it; without a line of theirs the five doors stay."""
    lines = furniture.columns().get("header", ())
    return Section("", {"rows": [{"label": line.label, "url": line.url} for line in lines]}) if lines else None


@slot("footer", order=10)
def footer(_page, actor):
    """In the foot of every page: lines chosen by editors, contact data, the list of all pages."""
    lines = furniture.columns()
    return Section(
        "cms/footer.html",
        {"about": lines.get("about", ()), "help": lines.get("help", ()), "contact": furniture.contact()},
    )


@desk
def waiting(actor):
    """Editors: what others wrote and submitted, and what was sent back to its writer."""
    if not actor.has("EDITOR", body="office"):
        return
    for page in state.sent_back_to(actor.user):
        yield DeskEntry(
            number="–",
            kind=_("page"),
            what=_("Mend what another editor sent back, and submit it again"),
            about=page.get_admin_display_title(),
            url=reverse("cms:text", args=[page.pk]),
            label=_("mend"),
            tone="due",
            state=_("sent back"),
            draft=True,
        )
    for page in state.drafts_of(actor.user):
        yield DeskEntry(
            number="–",
            kind=_("page"),
            what=_("Go on with the draft and submit it"),
            about=page.get_admin_display_title(),
            url=reverse("wagtailadmin_pages:edit", args=[page.pk]),
            label=_("Edit the draft"),
            tone="draft",
            state=_("draft"),
        )
    for task_state in state.waiting_for(actor.user):
        page = task_state.revision.content_object
        yield DeskEntry(
            number="–",
            kind=_("page"),
            what=_("Read what another editor wrote, and publish it"),
            about=page.get_admin_display_title(),
            url=reverse("cms:text", args=[page.pk]),
            label=_("read"),
            tone="wait",
            state=_("to be read"),
        )


@slot("desk.ways", order=60)
def ways(_page, actor):
    """On the desk of those who come in: the back office."""
    if not may_enter(actor):
        return None
    writes = actor.has("EDITOR", body="office")
    text = _("Write and edit pages") if writes else _("Back office: look things up, export, keep master data")
    rows = [{"url": reverse("wagtailadmin_home"), "text": text}]
    if writes:
        rows.insert(0, {"url": reverse("cms:new_text"), "text": _("Write a short piece of news")})
    return Section("", {"rows": rows})
