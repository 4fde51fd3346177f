"""The search in the back office: what people look for and do not find, and words that mean the same."""

from django.utils.translation import gettext_lazy as _

from marketplace.core.backoffice import Kept, Rooms, Shown, register
from marketplace.core.faces import Face

from . import domain
from .forms import GroupForm
from .models import Change, SynonymGroup, Wanted


class Wants(Rooms):
    """Counted by month without who asked; words of three searches and more."""

    model, name, title, icon = Wanted, "wanted", _("What people look for and do not find"), "search"
    columns = (
        Shown("text", _("words of the group"), sort="text"),
        Shown("month", _("month"), sort="month"),
        Shown("language", _("language")),
        Shown("asked", _("times asked"), sort="asked"),
        Shown("empty", _("nothing found"), sort="empty"),
        Shown("opened", _("a hit was opened"), sort="opened"),
    )
    filters, search = ("month", "language"), ("text",)
    order = ("-month", "-empty", "-asked", "pk")
    explains = _(
        "Words that were asked for at least three times in a month; who asked is not known. Words that find nothing "
        "can be put into a group of synonyms."
    )


class Groups(Kept):
    model, name, title, icon = SynonymGroup, "synonyms", _("Words that mean the same"), "resubmit"
    columns = (
        Shown("words", _("words of the group")),
        Shown("note", _("note")),
        Shown("get_state_display", _("state of the matter"), sort="state"),
    )
    filters, search = ("state",), ("words", "note")
    order = ("pk",)
    readers = ("EDITOR", "LEADER", "AUDITOR")
    adds = Face(domain.add, form=GroupForm)


class Waiting(Rooms):
    """Documents that the index has still to hear of, and those that it did not take, with the error."""

    model, name, title, icon = Change, "unindexed", _("Search: what is not findable yet"), "warning"
    columns = (
        Shown("__str__", _("document")),
        Shown("at", _("changed"), sort="at"),
        Shown("attempts", _("attempts"), sort="attempts"),
        Shown("parked_at", _("given up"), sort="parked_at"),
        Shown("error", _("error")),
        Shown("not_before", _("next attempt"), listed=False),
    )
    filters, search = ("kind",), ("kind", "error")
    filter_labels = {"kind": _("kind")}
    order = ("-parked_at", "-pk")
    explains = _(
        "What waits is tried again by itself, later and later; after the sixth time it is given up and stands here with its "
        "error. A change of the object tries it anew, and so does: manage.py search parked --again."
    )


register(Wants, Groups, Waiting)
