"""What a panel's page and a discussion show to whom. In a blind round those who score read marks, and texts without names."""

from django.utils.translation import gettext as _

from marketplace.core.states import TABLES

from . import blind
from .models import Application, Panel, PanelSlot, Review
from .rules import GIVEN_UP
from .states import RoundState
from .states_panels import TOLD, PanelState


def may_plan(round, actor) -> bool:
    """Whether the reader is to plan the panel of this round: no panel yet, and nothing speaks against it."""
    if round.state != RoundState.REVIEWING or Panel.objects.filter(round=round).exists():
        return False
    return TABLES["grants.panel"].refusal("plan", actor, Panel(round=round)) is None


def slot_of(application) -> dict | None:
    """When this application presents, once it is announced: {"at", "place", "url", "minutes"}."""
    slot = getattr(application, "panel_slot", None)
    if slot is None or slot.panel.state not in TOLD:
        return None
    hours = dict(PanelSlot.hours(slot.panel, slot.panel.slots.all()))
    return {"at": hours[slot], "minutes": slot.minutes, "place": slot.panel.place, "url": slot.panel.get_absolute_url()}


def page_of(panel, actor) -> dict:
    """{"slots": [{number, at, minutes, title, organisation, application, record, gone}], "minutes", "whole"}.

    whole: the reader sees the whole agenda; a team that presents sees its own hour alone.
    """
    round = panel.round
    own = set(Application.objects.of(actor).filter(round=round).values_list("pk", flat=True))
    office = not own and Application.objects.for_office(actor).filter(round=round).exists()
    masked = round.blind and not office
    released = panel.state == PanelState.RELEASED
    slots = list(panel.slots.select_related("application__organisation", "application__round"))
    # What is said of one may name another.
    names = blind.names_of_all([slot.application for slot in slots]) if masked and not own else []

    def plain(text):
        return blind.scrub(text, names) if names else text

    rows = []
    for number, (slot, moment) in enumerate(PanelSlot.hours(panel, slots), 1):
        application = slot.application
        if own and application.pk not in own:
            continue
        hidden = masked and not own
        rows.append({
            "number": number, "at": moment, "minutes": slot.minutes, "slot": slot, "mark": application.mark,
            "title": plain(application.title), "organisation": None if hidden else application.organisation,
            "application": None if hidden else application, "gone": application.state in GIVEN_UP,
            "record": plain(slot.record) if office or released else "",
        })  # fmt: skip
    said = plain(panel.minutes) if office or released and not own else ""
    return {"slots": rows, "minutes": said, "whole": not own, "masked": masked and not own}


def said_about(application, actor) -> list[dict]:
    """[{who, text, at, own}] of a discussion: reviewers by number, for the secretariat by name."""
    reviewers = dict.fromkeys(application.reviews.standing().order_by("id").values_list("reviewer_id", flat=True))
    numbers = {user: n for n, user in enumerate(reviewers, 1)}
    scores = Review.objects.of(actor).filter(application=application, state="handed_in").exists()
    names = blind.names_of(application) if scores and application.round.blind else []
    found = []
    for remark in application.remarks.select_related("author"):
        number = numbers.get(remark.author_id)
        who = _("Reviewer %(n)s") % {"n": number} if number else _("Secretariat")
        text = blind.scrub(remark.text, names) if names else remark.text
        own = actor.is_person(remark.author_id)
        found.append({"who": who if scores else f"{who} · {remark.author}", "text": text, "at": remark.at, "own": own})
    return found
