"""Buttons of verbs, what happened, what was told."""

from types import SimpleNamespace as Thing

from django.contrib.contenttypes.models import ContentType
from django.core.paginator import Paginator
from django.utils.translation import pgettext_lazy

from .. import notices
from ..faces import Button
from ..models import AuditEvent, Notification
from .sample import DIRTY, Sample, refused


def acts(now) -> dict:
    open_ones = [
        Button("publish", pgettext_lazy("gallery", "Submit the bid"), "/calls/", None, hint=pgettext_lazy("gallery", "It can be replaced until the deadline.")),
        Button("save", pgettext_lazy("gallery", "Save draft"), "/calls/", None),
        Button("withdraw", pgettext_lazy("gallery", "Withdraw"), "/calls/", None, grave=True),
    ]  # fmt: skip
    closed = Button("open", pgettext_lazy("gallery", "Open the bids"), "/calls/", refused())
    one, two, three = Thing(pk="g1"), Thing(pk="g2"), Thing(pk="g3")
    kind = next(iter(sorted(notices.tells())), "")
    page = Paginator(
        [_event(now, pgettext_lazy("gallery", "Notice")), _event(now, pgettext_lazy("gallery", "Bids and questions"))],
        30,
    ).page(1)
    return {
        "verbs": [
            Sample(pgettext_lazy("gallery", "open"), {"obj": one, "sample_groups": {"open": open_ones}, "heading": ""}),
            Sample(pgettext_lazy("gallery", "closed"), {"obj": one, "sample_groups": {"closed": [closed]}, "heading": ""}),
            Sample(
                pgettext_lazy("gallery", "another state, folded"), {"obj": two, "sample_groups": {"later": [closed]}, "heading": ""}
            ),
        ],
        "closed_button": [
            Sample(pgettext_lazy("gallery", "usual"), {"obj": three, "button": closed}),
            Sample(pgettext_lazy("gallery", "wide"), {"obj": Thing(pk="g4"), "button": closed, "wide": True}),
        ],
        "refusal": [Sample(pgettext_lazy("gallery", "with its clause"), {"refusal": refused(), "id": "x", "key": "g"})],
        "timeline": [Sample(pgettext_lazy("gallery", "usual"), {"sample_steps": {"page": page}, "id": "timeline-g", "heading": pgettext_lazy("gallery", "What happened")})],
        "follow": [
            Sample(pgettext_lazy("gallery", "usual"), {"sample_follow": _follow(mine=False)}),
            Sample(pgettext_lazy("gallery", "followed"), {"sample_follow": _follow(mine=True), "wide": True}),
        ],
        "note": [
            Sample(pgettext_lazy("gallery", "new"), {"note": Notification(kind=kind, created_at=now)}),
            Sample(pgettext_lazy("gallery", "read"), {"note": Notification(kind=kind, created_at=now, read_at=now)}),
        ],
    }  # fmt: skip


def _follow(mine) -> dict:
    promise = pgettext_lazy("gallery", "You are told when the deadline moves and when the result is out.")
    return {"mine": mine, "on": "/desk/followed/", "off": "/desk/followed/", "promise": promise}


def _event(now, words) -> AuditEvent:
    """Of no object, by nobody: what the part shows of an act of the portal itself."""
    kind = ContentType.objects.get_for_model(AuditEvent)
    return AuditEvent(verb=str(words), content_type=kind, at=now, public_note=DIRTY)
