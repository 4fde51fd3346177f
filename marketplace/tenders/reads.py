"""What a call's page shows, put together once for page, API, feed and calendar."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from marketplace.core import clock, files, money, words
from marketplace.core.states import TABLES
from marketplace.funds import queries_proofs

from .domain import records
from .models import Bid, Call
from .states import AWARDED, BidState, CallState

S = CallState
TONES = {
    S.DRAFT: "draft", S.IN_REVIEW: "wait", S.OPEN: "open", S.FAILED: "refused", S.EVALUATING: "sealed",
    S.AWARD_PROPOSED: "wait", S.STANDSTILL: "wait", S.CHALLENGED: "due", S.CONCLUDED: "done", S.CANCELLED: "refused",
}  # fmt: skip
STEMS = "甲乙丙丁戊己庚辛壬癸"


def tone(call) -> str:
    """Seal of a call: an open call past its deadline waits for its opening."""
    return "wait" if is_closed(call) else TONES[call.state]


def is_closed(call) -> bool:
    """No more bids are taken, but nothing is opened yet."""
    return call.state == S.OPEN and call.deadline is not None and clock.now() > call.deadline


def state_label(call) -> str:
    """The state in words, correct to the second at the deadline."""
    return _("closed, waiting for the opening") if is_closed(call) else call.get_state_display()


def big_label(call) -> str:
    """Two by two characters for the big seal (a word or two in English)."""
    if is_closed(call):
        return pgettext("seal", "awaiting opening")
    return {
        S.DRAFT: pgettext("seal", "draft"), S.IN_REVIEW: pgettext("seal", "in review"), S.OPEN: pgettext("seal", "open"), S.FAILED: pgettext("seal", "failed"),
        S.EVALUATING: pgettext("seal", "evaluating"), S.AWARD_PROPOSED: pgettext("seal", "proposed"), S.STANDSTILL: pgettext("seal", "standstill"),
        S.CHALLENGED: pgettext("seal", "challenged"), S.CONCLUDED: pgettext("seal", "concluded"), S.CANCELLED: pgettext("seal", "cancelled"),
    }[call.state]  # fmt: skip


# ---- questions without their askers ------------------------------------------------------------
@dataclass(frozen=True)
class PublicQuestion:
    """A question as everybody reads it. asker: "A", "B" (甲、乙): the same party has the same letter in one call."""

    key: int
    text: str
    asker: str
    nth: int
    asked_at: datetime
    answer: str
    answered_at: datetime | None
    amendment: int | None
    state: str


def public_questions(call) -> list[PublicQuestion]:
    """All questions of a call, oldest first, askers replaced by letters."""
    letters, counts, found = {}, {}, []
    for q in call.questions.select_related("amendment").order_by("id"):
        party = q.organisation_id
        letters.setdefault(party, letter(len(letters)))
        counts[party] = counts.get(party, 0) + 1
        amendment = q.amendment.number if q.amendment else None
        found.append(
            PublicQuestion(
                q.pk, q.text, letters[party], counts[party], q.asked_at, q.answer, q.answered_at, amendment, q.state
            )
        )
    return found


def letter(position: int) -> str:
    """0 -> 甲 or A; after the tenth: 甲2, A2 and so on."""
    if get_language() == "en":
        stem, turn = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[position % 26], position // 26
    else:
        stem, turn = STEMS[position % 10], position // 10
    return stem if not turn else f"{stem}{turn + 1}"


# ---- the way of a call --------------------------------------------------------------------------
def rail(call) -> list[dict]:
    """Steps for `parts/rail.html`."""
    award = getattr(call, "award", None) if call.state in AWARDED | {S.CANCELLED} else None
    here = {
        S.DRAFT: -1, S.IN_REVIEW: -1, S.OPEN: 2 if is_closed(call) else 1, S.FAILED: 2, S.EVALUATING: 3, S.AWARD_PROPOSED: 3,
        S.STANDSTILL: 5, S.CHALLENGED: 5, S.CONCLUDED: 7, S.CANCELLED: _reached(call),
    }[call.state]  # fmt: skip
    rows = [
        (pgettext("step", "Notice"), _date(call.published_at)),
        (pgettext("step", "Bids and questions"), _date(call.deadline)),
        (pgettext("step", "Opening"), call.opened_at or call.deadline),
        (pgettext("step", "Evaluation"), _date(call.opened_at)),
        (pgettext("step", "Result"), _date(award.decided_at) if award else None),
        (pgettext("step", "Standstill"), _date(award.standstill_until) if award else None),
        (pgettext("step", "Contract"), None),
    ]
    stopped = call.state in (S.FAILED, S.CANCELLED)
    steps = []
    for position, (label, when) in enumerate(rows):
        state = "done" if position < here else "now" if position == here else "next"
        note = ""
        if stopped and position == here:
            state, note = "late", call.get_state_display()
        steps.append(
            {"label": label, "state": state, "when": when if not stopped or position <= here else None, "note": note}
        )
    return steps


def _date(moment):
    """The day alone: only the opening is told to the minute."""
    return words.date_of(moment)


def _reached(call) -> int:
    if call.opened_at:
        return 3
    return 1 if call.published_at else 0


def keep_until(call):
    """The next moment at which the call's page reads differently by the clock alone."""
    now = clock.now()
    return min((m for m in (call.questions_until, call.deadline) if m and m >= now), default=None)


# ---- the reader's own side of a call ---------------------------------------------------------------
@dataclass(frozen=True)
class MySide:
    """One of the reader's organisations in this call: its bid and receipt, or why it may not begin."""

    organisation: Any
    bid: Any = None
    receipt: Any = None
    refusal: Any = None
    unconfirmed: bool = False
    writes: bool = False


def my_sides(call, actor) -> list[MySide]:
    """For every organisation of which the actor is owner or bid writer."""
    from orgs.models import Organisation

    keys = actor.bodies("organisation", "OWNER", "BID_WRITER")
    if not keys or call.state in (S.DRAFT, S.IN_REVIEW):
        return []
    bids = {
        b.organisation_id: b
        for b in Bid.objects.filter(call=call, organisation_id__in=keys).select_related("organisation")
    }
    latest = max((a.number for a in call.amendments.all()), default=0)
    sides = []
    for organisation in Organisation.objects.filter(pk__in=keys).order_by("code"):
        bid = bids.get(organisation.pk)
        writes = actor.has("BID_WRITER", body="organisation", body_id=organisation.pk)
        if bid is None:
            refusal = TABLES["tenders.bid"].refusal("start", actor, Bid(call=call, organisation=organisation))
            sides.append(MySide(organisation, refusal=refusal, writes=writes))
        else:
            bid.call = call
            sealed = bid.state in (BidState.SEALED, BidState.OPENED, BidState.RETURNED)
            receipt = bid.submissions.order_by("-number").first() if sealed else None
            unconfirmed = bid.state == BidState.SEALED and bid.confirmed_amendment < latest and not is_closed(call)
            sides.append(MySide(organisation, bid, receipt, unconfirmed=unconfirmed, writes=writes))
    return sides


def documents(call):
    """The call's documents, oldest first."""
    return files.files_of(call, "tenders.call_document")


def estimated(line):
    """What a line costs at the list's reference price, in yuan."""
    from .bidding import line_total

    return line_total(line.quantity, line.item.reference_price)


def similar_calls(item, actor, limit=20):
    """The published calls in which an item (in any version of the list) was bought, newest first."""
    return (
        Call.objects.visible_to(actor)
        .exclude(published_at=None)
        .filter(lines__item__code=item.code)
        .select_related("award__bid__organisation", "office")
        .order_by("-published_at")
        .distinct()[:limit]
    )


def receipt_of(sha256: str):
    """What anybody may know of a fingerprint: call and time, never the bidder. None when it is unknown."""
    from .models import SealedSubmission

    found = SealedSubmission.objects.filter(sha256=sha256).select_related("bid__call").first()
    if found is None:
        return None
    call = found.bid.call
    return {
        "sha256": sha256,
        "received_at": found.received_at,
        "size": found.size,
        "call": call,
        "url": call.get_absolute_url(),
    }


def proof_of_receipt(sha256: str):
    """How the receipt of this fingerprint stands in the transparency log; None: no checkpoint holds it yet.

    Whoever knows a fingerprint is its bidder, or everybody after the opening.
    """
    return queries_proofs.proof_of_receipt(records.receipt_of(sha256))


def calendar_events(call) -> list[dict]:
    """Dates of a published call for iCalendar: {"uid", "start", "summary", "url"}."""
    url = call.get_absolute_url()
    events = []
    for key, moment, summary in (
        ("questions", call.questions_until, _("Last questions: %(call)s")),
        ("deadline", call.deadline, _("Bids until, and opening: %(call)s")),
    ):
        if moment:
            events.append(
                {"uid": f"{call.code}-{key}", "start": moment, "summary": summary % {"call": str(call)}, "url": url}
            )
    return events


def minutes_context(call) -> dict:
    """The minutes of the opening for the page: names in the reader's language, moments as moments, prices as Decimal."""
    minutes = call.minutes
    if not minutes:
        return {}
    english = get_language() == "en"
    rows = [
        {
            **row,
            "name": (row["organisation"]["en"] or row["organisation"]["zh"]) if english else row["organisation"]["zh"],
            "price": money.yuan(row["price"]) if row["price"] else None,
            "received_at": datetime.fromisoformat(row["received_at"]),
            "unconfirmed": row["confirmed_amendment"] < minutes.get("amendments", 0),
        }
        for row in minutes.get("bids", [])
    ]
    clause = minutes.get("clause_en" if english else "clause_zh", "")
    return {"minutes_rows": rows, "minutes_at": datetime.fromisoformat(minutes["at"]), "failed_clause": clause}
