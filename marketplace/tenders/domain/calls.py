"""A call from its draft to its publication, its amendments, its cancellation (M3)."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from marketplace.core import clock, files
from marketplace.core.actors import Actor
from marketplace.core.numbers import next_number
from marketplace.core.refusals import Refused
from marketplace.core.verbs import creating, new_code, verb
from marketplace.funds import domain as funds

from .. import envelopes, procedures
from ..models import Amendment, Call, CallLine, Condition, Criterion, PlannedMilestone
from ..states import COMMITTED, ChallengeState, CriterionKind
from .bids import return_sealed

# Columns of a draft that `edit` writes.
FIELDS = (
    "title_zh", "title_en", "text_zh", "text_en", "budget", "fund", "procedure", "service_months", "score_places",
    "questions_until", "deadline",
)  # fmt: skip


def draft(office, *, procedure, fund, title_zh: str, budget: Decimal, by: Actor, **fields) -> Call:
    """Begin a call. Dates are proposed by the procedure; a price criterion with the least lawful weight stands ready.

    Args:
        fields: further columns of `Call` (title_en, text_zh, ...).
    """
    deadline, questions = procedures.propose_dates(procedure, clock.now())
    fields = {"deadline": deadline.at, "questions_until": questions, "dates_provisional": deadline.provisional} | fields
    call = Call(
        office=office, procedure=procedure, fund=fund, title_zh=title_zh, budget=budget, code=new_code(),
        drafted_by=by.user, created_at=clock.now(), **fields,
    )  # fmt: skip
    with creating(call, by=by, verb="draft") as call:
        call.save()
        least = procedure.switch("price_weight_min").value or "0.10"
        Criterion.objects.create(
            call=call, position=1, kind=CriterionKind.PRICE, name_zh="价格", name_en="Price", weight=Decimal(least)
        )
    return call


def edit(
    call: Call, *, by: Actor, lines=None, conditions=None, criteria=None, milestones=None, communities=None, **fields
) -> Call:
    """Save the draft as far as it is filled in; what is missing is said when approval is asked for.

    Args:
        lines: [{"item", "quantity"}]; conditions: [{"text_zh", "text_en"}]; criteria: [{"kind", "name_zh",
            "name_en", "description_zh", "description_en", "weight"}]; milestones: [{"title_zh", "title_en",
            "share", "due_days", "indicators", "demands"}]. None leaves the part as it is; a list replaces it.
        communities: list of Community.
        fields: any of `FIELDS`.
    """
    unknown = set(fields) - set(FIELDS)
    if unknown:
        raise TypeError(f"not columns of a draft: {sorted(unknown)}")
    with verb("edit", call, by=by) as call:
        for name, value in fields.items():
            setattr(call, name, value)
        _replace(CallLine, call, lines)
        _replace(Condition, call, conditions, numbered=True)
        _replace(Criterion, call, criteria, numbered=True)
        _replace(PlannedMilestone, call, milestones, numbered=True)
        if communities is not None:
            call.communities.set(communities)
        call.dates_provisional = procedures.rests_on_provisional(call.procedure, clock.now(), call.deadline)
    return call


def _replace(model, call, rows, *, numbered=False):
    if rows is None:
        return
    model.objects.filter(call=call).delete()
    for position, row in enumerate(rows, start=1):
        model.objects.create(call=call, **({"position": position} if numbered else {}), **row)


def add_document(call: Call, upload, *, by: Actor):
    """Attach a document to a draft; bidders read it as soon as the call is published."""
    with verb("edit", call, by=by) as call:
        return files.store(upload, purpose="tenders.call_document", by=by, owner=call)


def remove_document(call: Call, key, *, by: Actor):
    """Take a document off a draft."""
    with verb("edit", call, by=by) as call:
        files.files_of(call, "tenders.call_document").filter(key=key).delete()


def submit(call: Call, *, by: Actor) -> Call:
    """Ask the leader to approve the draft."""
    with verb("submit", call, by=by) as call:
        call.state_reason = ""
    return call


def send_back(call: Call, *, by: Actor, reason: str) -> Call:
    """The leader sends the draft back to its drafter."""
    with verb("send_back", call, by=by, note=reason) as call:
        call.state_reason = reason
    return call


def publish(call: Call, *, by: Actor) -> Call:
    """Approve a call and open it for bids.

    Promises the budget in the fund, gives the call its number and its sealing key.

    Raises:
        Refused: wrong state or role, incomplete, unlawful date, budget no longer free. Nothing is changed then.
    """
    with verb("publish", call, by=by) as call:
        call.number = next_number("CALL")
        funds.commit(call.fund, call.budget, cause=call, by=by)
        call.approved_by = by.user
        call.published_at = clock.now()
        call.dates_provisional = procedures.rests_on_provisional(call.procedure, clock.now(), call.deadline)
        call.recipient, call.identity = envelopes.new_key(call.code)
    return call


def amend(
    call: Call, *, by: Actor, text_zh: str, text_en: str = "", material: bool = True, new_deadline=None, upload=None
) -> Amendment:
    """Change an open call: the deadline moves as the rule demands, bidders are told and asked to confirm.

    Args:
        material: whether the change may affect how bids are written.
        new_deadline: None lets the rule decide; never earlier than the old one.
        upload: a new or changed document.
    """
    with verb("amend", call, by=by, public_note=text_zh) as call:
        old = call.deadline
        call.deadline = procedures.amended_deadline(
            call.procedure, now=clock.now(), old=old, wanted=new_deadline, material=material
        )
        moved = call.deadline - old
        if moved and call.questions_until:
            call.questions_until += moved
        call.dates_provisional = procedures.rests_on_provisional(call.procedure, call.published_at, call.deadline)
        changes = {"deadline": [old.isoformat(), call.deadline.isoformat()]} if moved else {}
        if upload:
            stored = files.store(upload, purpose="tenders.call_document", by=by, owner=call)
            changes["document"] = ["", f"{stored.name} {stored.sha256}"]
        return Amendment.objects.create(
            call=call,
            number=call.amendments.count() + 1,
            text_zh=text_zh,
            text_en=text_en,
            material=material,
            old_deadline=old,
            new_deadline=call.deadline,
            clause=call.procedure.switch("clarification_days").clause_zh if moved and new_deadline is None else "",
            changes=changes,
            published_at=clock.now(),
            published_by=by.user,
        )


def cancel(call: Call, *, by: Actor, reason: str) -> Call:
    """Give the call up. The promise in the fund is released; bids that are still sealed go back unopened.

    A challenge that waits for its answer ends with the call; the reason stands as its answer.
    """
    if not reason.strip():
        raise Refused("tenders.reason_missing", _("Say why: the reason is published."), field="reason")
    with verb("cancel", call, by=by, public_note=reason) as call:
        promised = call.state in COMMITTED
        call.state_reason = reason
        if promised:
            funds.release(call.fund, cause=call, by=by)
        return_sealed(call, by=by)
        for found in call.challenges.filter(state=ChallengeState.FILED):
            with verb("end", found, by=by) as found:
                found.answer, found.answered_at, found.answered_by = reason, clock.now(), by.user
        # The private key is of no use any more: destroyed with the reason to have it.
        if not call.opened_at:
            call.identity = ""
    return call
