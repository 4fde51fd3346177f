"""The picture of a call's way: its stages with the days that were planned and those that came."""

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from marketplace.core import clock, words
from marketplace.core.models import AuditEvent
from marketplace.core.pictures import Figures, Row, picture
from marketplace.core.pictures.shapes.rail import Stage, rail

from . import reads
from .models import Call
from .states import AWARDED

HEAD = (gettext_lazy("Stage"), gettext_lazy("Planned"), gettext_lazy("Came"), gettext_lazy("How far it is"))


@picture(
    "call-stages",
    title=gettext_lazy("The stages of a call"),
    about=gettext_lazy("Planned: as the notice said, or as the law counts it. Came: when it happened."),
    subjects=lambda actor: Call.objects.visible_to(actor).exclude(published_at=None).order_by("-published_at", "-id"),
    order=50,
)
def call_stages(_actor, call, _asked):
    stages = stages_of(call)
    title = _("The stages of call %(number)s: %(title)s") % {"number": call.number, "title": call.title}
    drawn = [Stage(str(s["label"]), s["state"], _lines(s)) for s in stages]
    here = next((s for s in stages if s["state"] in ("now", "late")), None)
    says = _("The call now stands at: %(stage)s.") % {"stage": here["label"]} if here else _("All stages are done.")
    return Figures(
        HEAD,
        [Row((str(s["label"]), s["planned"], s["came"], s["note"])) for s in stages],
        says=says,
        title=title,
        draw=lambda tall: rail(drawn, tall=tall),
        stale_at=_changes(call),
    )


def stages_of(call) -> list[dict]:
    """{label, state, planned, came, note} of each stage; the days are those that everybody may know."""
    award = getattr(call, "award", None) if call.state in AWARDED else None
    decided = award.decided_at if award else None
    first = call.amendments.order_by("number").first()
    deadline = first.old_deadline if first else call.deadline
    over = call.deadline if call.deadline and clock.now() > call.deadline else None
    standstill = award.standstill_until if award else None
    ended = standstill if standstill and clock.now() > standstill else None
    days = [
        (None, call.published_at), (deadline, over), (deadline, call.opened_at), (None, call.opened_at), (None, decided),
        (standstill, ended), (None, _concluded(call)),
    ]  # fmt: skip
    found = []
    for step, (planned, came) in zip(reads.rail(call), days, strict=True):
        note = step["note"] or {
            "done": pgettext("stage", "done"), "now": pgettext("stage", "now"), "next": pgettext("stage", "to come"),
        }.get(step["state"], "")  # fmt: skip
        came = came if step["state"] != "next" else None
        planned = planned if call.state not in ("failed", "cancelled") or step["state"] != "next" else None
        found.append(
            {"label": step["label"], "state": step["state"], "planned": planned, "came": came, "note": str(note)}
        )
    return found


def _concluded(call):
    """When the contract was drawn from it, as its timeline says."""
    kind = ContentType.objects.get_for_model(Call)
    events = AuditEvent.objects.filter(content_type=kind, object_id=call.pk, verb="tenders.call.conclude", public=True)
    return events.values_list("at", flat=True).order_by("-id").first() if call.state == "concluded" else None


def _changes(call):
    """The next moment at which the clock alone moves a stage."""
    award = getattr(call, "award", None) if call.state in AWARDED else None
    moments = [reads.keep_until(call), award.standstill_until if award else None]
    return min((m for m in moments if m and m >= clock.now()), default=None)


def _lines(stage) -> tuple:
    """What came first; what was planned beside it where it differs; else what is planned; at last the state."""
    came, planned = (words.iso_day(stage[name]) for name in ("came", "planned"))
    late = _("planned %(day)s") % {"day": planned} if planned and planned != came else ""
    first = came or (late if planned else "")
    lines = [first, late if came else "", stage["note"]]
    return tuple(line for line in lines if line)
