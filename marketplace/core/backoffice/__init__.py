"""Rooms in the back office (Wagtail's admin): lists, sheets, exports; whatever writes is a verb of the room.

    class Calls(Rooms):
        model, name, title, icon = Call, "calls", _("calls for tenders"), "form"
        columns = (Shown("number", _("number"), sort="number"), ...)

A room's `wagtail_hooks.py` registers its viewsets with `register`. There is no address under which a row could be
created, changed or deleted around its verbs: only `Kept` (master data) draws the forms of verbs.
"""

from wagtail import hooks

from .roles import ENTER, may_enter
from .shown import Shown
from .viewsets import Kept, Rooms


def register(*viewsets):
    """Register viewsets of a room, in this order."""

    @hooks.register("register_admin_viewset")
    def _viewsets():
        return [viewset() for viewset in viewsets]


__all__ = ["ENTER", "Kept", "Rooms", "Shown", "may_enter", "register"]
