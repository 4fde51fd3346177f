"""What the pages of applications and of concepts have in common: a draft that several people may write at once."""

from django.contrib import messages
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from .. import formdef, merging, papers, sealed
from ..forms import drafts


def written_beside(definition, stored, typed) -> str:
    """The fields that others changed meanwhile and that were kept, in words; "" when there are none."""
    return _named(definition, merging.differing(definition, stored, typed))


def _named(definition, keys) -> str:
    return pgettext("list", ", ").join(f"“{label}”" for label in papers.labels_of(definition, keys))


def say_saved(request, definition, stored, typed):
    """Saved; what others wrote beside it is named."""
    messages.success(request, _("The draft is saved, encrypted. Only your team can read it."))
    if others := written_beside(definition, stored, typed):
        messages.info(request, _("Others changed %(fields)s meanwhile; that is kept too.") % {"fields": others})


def carried(data, form, stored, refusal=None, *, saved=False) -> dict:
    """{"began", "seen", "clashes"} for the page: hidden fields, and both texts where two people changed one field.

    saved: the content was kept, whatever else was refused.
    """
    definition = form.definition
    if data is None:
        return {"began": drafts.after(definition, stored)}
    if saved:
        return {"began": drafts.after(definition, stored, form.content())}
    if not isinstance(refusal, merging.Clash):
        return {"began": data.get("began", "")}
    typed = form.content()
    return {
        "began": drafts.packed(drafts.began(data, definition, typed)),
        "seen": drafts.seen(definition, refusal.keys, stored),
        "clashes": papers.clashing(definition, refusal.keys, stored, typed),
    }


def autosaved(request, thing, form, refusal):
    """The bar under a form that keeps itself while one types. 409 when somebody else changed the same field."""
    definition, stored = form.definition, sealed.read_draft(thing)
    percent = formdef.completeness(definition, stored, least=thing.round.least, most=thing.round.most)
    context = {"thing": thing, "refusal": refusal, "errors": len(form.errors), "percent": percent}
    clash = isinstance(refusal, merging.Clash)
    if clash:
        context["clash"] = _named(definition, refusal.keys)
    elif form.is_valid() and not refusal:
        typed = form.content()
        context |= {"began": drafts.after(definition, stored, typed), "others": written_beside(definition, stored, typed)}  # fmt: skip
    list(messages.get_messages(request))  # said in the bar instead
    return HttpResponse(render_to_string("grants/apply_saved.html", context, request), status=409 if clash else 200)
