"""What an editor can begin, where it goes, and where one text stands on its way to publication in both languages."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Locale, PageLogEntry, WorkflowState

from marketplace.core import words

from . import languages, review

OTHER = {"zh-hans": "en", "en": "zh-hans"}
KINDS = (
    ("ArticlePage", gettext_lazy("A piece of news"), "doc-full"),
    ("EventPage", gettext_lazy("An event"), "date"),
    ("GuidePage", gettext_lazy("A guide to a procedure"), "list-ol"),
    ("PolicyPage", gettext_lazy("A policy paper"), "doc-full-inverse"),
    ("PublicationPage", gettext_lazy("A publication with files"), "download"),
    ("PressMentionPage", gettext_lazy("A press mention"), "openquote"),
    ("SectionPage", gettext_lazy("Any other page"), "folder-open-1"),
)


def beginnings() -> list[dict]:
    """[{label, icon, ways: [{language, url}]}]: what can be written, under the page where such pages stand."""
    from . import models

    found, locales = [], {row.language_code: row for row in Locale.objects.all()}
    for name, label, icon in KINDS:
        model, ways = getattr(models, name), []
        for code, tongue in settings.LANGUAGES:
            parent = _parent(model, locales[code])
            if parent is not None:
                url = reverse("wagtailadmin_pages:add", args=["cms", model._meta.model_name, parent.pk])
                ways.append({"language": tongue, "url": url})
        found.append({"label": label, "icon": icon, "ways": ways})
    return found


def _parent(model, locale):
    """Where pages of this kind stand in a language: beside the newest of them, or under what may hold them."""
    from .models import HomePage, NewsIndexPage, SectionPage

    home = HomePage.objects.filter(locale=locale).first()
    if model is SectionPage:
        return home
    newest = model.objects.filter(locale=locale).order_by("-pk").first()
    if newest is not None:
        return newest.get_parent()
    allowed = NewsIndexPage if NewsIndexPage in model.allowed_parent_page_models() else HomePage
    return allowed.objects.filter(locale=locale).first()


# ---- one text on its way -------------------------------------------------------------------------
@dataclass(frozen=True)
class Way:
    """sentence: where this text stands and what is next; note: what the reader of it wrote; tone: "", "wait", "done".

    other: {label, url, sentence} of the text in the other language, changed: address of the comparison of what was
    changed in the source since, or "".
    """

    sentence: str
    tone: str = ""
    note: str = ""
    other: dict | None = None
    changed: str = ""


def way(page, user) -> Way:
    """The way of a page that is being edited (unsaved: it begins)."""
    if not page.pk:
        return Way(_("What you write is saved by itself. When it is done, press “Submit” at the foot: another editor reads and publishes it."))  # fmt: skip
    sentence, tone, note = _standing(page, user)
    return Way(sentence, tone, note, other_language(page), changed_since(page))


def _standing(page, user):
    state = page.current_workflow_state
    if state is not None and state.status == WorkflowState.STATUS_IN_PROGRESS:
        task = page.current_workflow_task_state
        asked = {"name": str(state.requested_by or "–"), "when": words.when(task.started_at) if task else ""}
        if review.submitted_by(page, user):
            return _("You submitted this text on %(when)s. Another editor reads and publishes it.") % asked, "wait", ""
        if review.wrote_last(page, user):
            return _("You changed this text after %(name)s submitted it: a third editor has to read it, or it is sent back.") % asked, "wait", ""  # fmt: skip
        return _("%(name)s submitted this text on %(when)s. Read it (the preview stands on the right), then approve it at the foot, or send it back.") % asked, "wait", ""  # fmt: skip
    if state is not None and state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        task = state.current_task_state
        return (
            _("Another editor sent this text back. Mend it and submit it again."),
            "due",
            getattr(task, "comment", ""),
        )
    if page.live and not page.has_unpublished_changes:
        return _("Published on %(when)s. A change becomes public when another editor has approved it.") % {"when": words.when(page.last_published_at)}, "done", ""  # fmt: skip
    if page.live:
        return _("The page is public; what was changed since is not. When it is done, press “Submit” at the foot."), "", ""  # fmt: skip
    return _("A draft: only editors see it. When it is done, press “Submit” at the foot: another editor reads and publishes it."), "", ""  # fmt: skip


def other_language(page) -> dict | None:
    """The same text in the other language, or how to begin it; None for a page that has none (the root)."""
    code = OTHER.get(page.locale.language_code)
    if code is None or page.depth < 2:
        return None
    tongue = dict(settings.LANGUAGES)[code]
    twin = page.get_translations().filter(locale__language_code=code).first()
    if twin is None:
        return {"sentence": "", "label": _("Write it in %(language)s") % {"language": tongue}, "url": reverse("cms_translate", args=[page.pk])}  # fmt: skip
    state = twin.current_workflow_state
    if state is not None and state.status == WorkflowState.STATUS_IN_PROGRESS:
        sentence = _("waits to be read")
    elif twin.live:
        sentence = _("public, with changes that are not") if twin.has_unpublished_changes else _("public")
    else:
        sentence = _("draft")
    return {"sentence": f"{tongue}: {sentence}", "label": twin.get_admin_display_title(), "url": reverse("wagtailadmin_pages:edit", args=[twin.pk])}  # fmt: skip


def changed_since(page) -> str:
    """Where an editor of a translation sees what was changed in its source since; "" when it is in step."""
    other = page.get_translations().live().filter(locale__language_code=languages.SOURCE).first()
    if other is None or languages.behind_since(page, other) is None:
        return ""
    published = PageLogEntry.objects.filter(page=other.pk, action="wagtail.publish", revision__isnull=False)
    known = published.filter(timestamp__lte=page.last_published_at + languages.SAME_TIME).order_by("-timestamp").first()
    known = known or published.order_by("timestamp").first()
    if known is None or other.live_revision_id in (None, known.revision_id):
        return ""
    return reverse("wagtailadmin_pages:revisions_compare", args=[other.pk, known.revision_id, other.live_revision_id])
