"""Challenges by bidders: they stop the standstill until answered (Procurement Law, arts 52, 53; Regulation, art. 54)."""

from django.utils.translation import gettext_lazy as _

from marketplace.core import clock, workdays
from marketplace.core.actors import Actor
from marketplace.core.refusals import Refused
from marketplace.core.verbs import act, creating, lock, verb
from marketplace.funds import domain as funds

from ..models import Award, Call, Challenge
from ..states import ChallengeState, MemberState, ReturnGround
from .award import days_left, end_of, run_standstill
from .scores import reopen


def challenge(call: Call, *, by: Actor, text: str) -> Challenge:
    """A bidder of this call challenges the result; the standstill stops with the days that are left.

    Raises:
        Refused: not a bidder, the window is over, challenged already, no text.
    """
    if not text.strip():
        raise Refused("tenders.challenge_empty", _("Write what is challenged, and why."), field="text")
    with verb("challenge", call, by=by) as call:
        mine = by.bodies("organisation", "OWNER", "BID_WRITER")
        bid = call.bids.filter(organisation_id__in=mine, state="opened").order_by("organisation__code").first()
        switch = call.procedure.switch("answer_challenge_days")
        due = workdays.add_days(clock.today(), int(switch.value), switch.days)
        found = Challenge(
            call=call, organisation=bid.organisation, filed_by=by.user, text=text.strip(), filed_at=clock.now(),
            answer_until=end_of(due.day), answer_provisional=due.provisional,
        )  # fmt: skip
        with creating(found, by=by, verb="file"):
            pass
        award = call.award
        award.standstill_days = days_left(award, clock.today())
        award.standstill_until = None  # stopped
        award.save()
    return found


def _answer(found, name, text, by):
    if not text.strip():
        raise Refused("tenders.answer_missing", _("The answer needs its reasons: all bidders read it."), field="answer")
    with verb(name, found, by=by) as found:
        found.answer, found.answered_at, found.answered_by = text.strip(), clock.now(), by.user
    return found


def reject_challenge(found: Challenge, *, by: Actor, answer: str) -> Challenge:
    """Not upheld, with reasons: the standstill goes on with the days that were left."""
    with act():
        call = lock(found.call)
        found = _answer(found, "reject", answer, by)
        with verb("reject_challenge", call, by=by) as call:
            award = Award.objects.get(call=call)
            run_standstill(award, clock.today(), award.standstill_days)
            award.save()
    return found


def uphold_challenge(found: Challenge, *, by: Actor, answer: str) -> Challenge:
    """Upheld, with reasons: the award is set aside, members look at their scores again."""
    with act():
        call = lock(found.call)
        found = _answer(found, "uphold", answer, by)
        with verb("uphold_challenge", call, by=by) as call:
            call.state_reason = answer.strip()
        for member in call.committee.filter(state=MemberState.SUBMITTED):
            reopen(member, by=by, ground=ReturnGround.CHALLENGE, reason=answer.strip())
    return found


def uphold_and_cancel(found: Challenge, *, by: Actor, answer: str) -> Challenge:
    """Upheld, with reasons, and beyond repair: the call is cancelled, the fund's promise released."""
    with act():
        call = lock(found.call)
        found = _answer(found, "uphold", answer, by)
        with verb("uphold_and_cancel", call, by=by, public_note=answer.strip()) as call:
            call.state_reason = answer.strip()
            funds.release(call.fund, cause=call, by=by)
    return found


def open_challenge(call: Call) -> Challenge | None:
    """The challenge that waits for an answer."""
    return call.challenges.filter(state=ChallengeState.FILED).first()
