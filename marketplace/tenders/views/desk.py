"""The officers' list of calls: dense, all states, what to do next in every row, at a constant price."""

from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.translation import gettext as _

from marketplace.core import clock, words
from marketplace.core.pages import RoomList
from marketplace.core.refusals import LOG_IN, Refused

from .. import reads
from ..faces import quick_buttons
from ..forms.acts import DeskFilter
from ..models import Call
from ..states import CallState


@dataclass(frozen=True)
class Row:
    call: object
    tone: str
    state: str
    due_html: str
    buttons: list

    @property
    def url(self):
        return self.call.get_absolute_url()


class DeskList(RoomList):
    """Calls of the reader's offices, two hundred to a page. Buttons ask role and state only; their pages ask the rest."""

    template_name = "tenders/call_desk.html"
    filters = DeskFilter
    paginate_by = 200
    bounded = True

    def rows(self, actor):
        if not actor.is_known:
            raise LOG_IN
        if not actor.is_officer:
            raise Refused("tenders.officers", _("This list is for the people of the offices."), kind="who")
        return (
            Call.objects.of_offices(actor)
            .prefetch_related("office")
            .defer("text_zh", "text_en", "minutes", "identity")
            .order_by("-id")
        )

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        actor = self.request.actor
        # Labels once for the page: a translation per row would cost more than the row.
        labels = {value: str(label) for value, label in CallState.choices}
        closed = _("closed, waiting for the opening")
        context["rows"] = [
            Row(
                call,
                reads.tone(call),
                closed if reads.is_closed(call) else labels[call.state],
                due_words(due(call)),
                quick_buttons(call, actor),
            )
            for call in context["page_obj"].object_list
        ]
        context["total"] = context["paginator"].count
        context["may_draft"] = actor.has("BUYER", body="office")
        return context


def due(call):
    """The next date that counts for a call in this state, or None."""
    return call.deadline if call.state in (CallState.DRAFT, CallState.IN_REVIEW, CallState.OPEN) else None


def due_words(moment):
    """The due date as the desk writes it; drawn here, because an include per row costs more than the row."""
    if moment is None:
        return "–"
    if words.is_past(moment) or words.date_of(moment) == clock.today():
        return format_html('<span class="late">{}</span>', words.days_left(moment))
    return f"{words.short_day(moment)} {words.weekday(moment)}"
