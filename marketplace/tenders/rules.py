"""Who may do what in a call and in a bid, and what must hold; each with its sentence.

Roles are asked of the actor's grants in the call's own office (or the bid's own organisation). Rules of the
evaluation are in `rules_evaluation`. Nothing here imports models or states when it is loaded.
"""

from django.utils.translation import gettext_lazy as _

from marketplace.core import clock
from marketplace.core.rules import requirement, rule

GIVEN_UP = ("withdrawn", "returned")  # bids that are out of the race


def call_of(obj):
    """The call that a call, bid, question or challenge belongs to."""
    return getattr(obj, "call", obj)


def _office(actor, obj, *roles) -> bool:
    return actor.has(*roles, body="office", body_id=call_of(obj).office_id)


# ---- roles of the office -------------------------------------------------------------------
@rule("tenders.buyer", _("Only a buyer of this office may do this."))
def buyer(actor, obj):
    return _office(actor, obj, "BUYER")


@rule("tenders.drafter", _("Only the buyer who drafted the call may do this."))
def drafter(actor, call):
    return actor.is_person(call.drafted_by_id)


@rule("tenders.leader", _("Only the leader of this office may do this."))
def leader(actor, obj):
    return _office(actor, obj, "LEADER")


@rule("tenders.not_drafter", _("Who drafted the call does not approve it: somebody else decides."))
def not_drafter(actor, call):
    return actor.is_known and not actor.is_same_eyes(call.drafted_by_id)


@rule("tenders.opener", _("Only an opener of this office may do this."))
def opener(actor, call):
    return _office(actor, call, "OPENER")


@rule("tenders.secretary", _("Only the evaluation secretary of this office may do this."))
def secretary(actor, obj):
    return _office(actor, obj, "SECRETARY")


@rule("tenders.opener_or_system", _("Only an opener of this office, or the portal itself, may do this."))
def opener_or_system(actor, call):
    return bool(actor.system) or _office(actor, call, "OPENER")


@rule("tenders.buyer_or_system", _("Only a buyer of this office, or the portal itself, may do this."))
def buyer_or_system(actor, obj):
    return bool(actor.system) or _office(actor, obj, "BUYER")


@rule("tenders.not_evaluator", _("Who evaluates does not decide the award."))
def not_evaluator(actor, call):
    return actor.is_known and not call.committee.filter(user_id__in=actor.all_eyes).exists()


@rule("tenders.not_proposer", _("Who proposed the award does not decide it."))
def not_proposer(actor, call):
    award = getattr(call, "award", None)
    return actor.is_known and (award is None or not actor.is_same_eyes(award.proposed_by_id))


@rule("tenders.returns_bids", _("Sealed bids are returned when the call fails or is cancelled."))
def returns_bids(actor, bid):
    return bool(actor.system) or _office(actor, bid, "OPENER", "LEADER")


@rule("tenders.no_interest", _("Whoever belongs to an organisation that bids in this call decides nothing in it."))
def no_interest(actor, obj):
    """Avoidance (Procurement Law, art. 12): an officer may also be a member of an organisation."""
    mine = actor.belongs_to
    return not mine or not call_of(obj).bids.filter(organisation_id__in=mine).exclude(state__in=GIVEN_UP).exists()


# ---- organisations ---------------------------------------------------------------------------
@rule("tenders.asker", _("Questions are asked by members of verified organisations."))
def asker(actor, call):
    return bool(actor.bodies("organisation", "OWNER", "BID_WRITER"))


@rule("tenders.bid_writer", _("Only a bid writer of the organisation may do this."))
def bid_writer(actor, bid):
    return actor.has("BID_WRITER", body="organisation", body_id=bid.organisation_id)


@rule("tenders.bidder", _("Only organisations whose bid was opened in this call may do this."))
def bidder(actor, obj):
    mine = actor.bodies("organisation", "OWNER", "BID_WRITER")
    return bool(mine) and call_of(obj).bids.filter(organisation_id__in=mine, state="opened").exists()


# ---- what must hold of a call ------------------------------------------------------------------
@requirement("tenders.incomplete", _("The draft is not complete yet: %(what)s"))
def is_complete(actor, call):
    from .checks import first_gap

    return first_gap(call)


@requirement("tenders.dates", "%(why)s", field="deadline")
def dates_are_lawful(actor, call):
    from .procedures import dates_refusal

    refusal = dates_refusal(call, clock.now())
    return None if refusal is None else {"why": refusal.sentence, "clause": refusal.clause}


@requirement("tenders.fund", "%(why)s", field="fund")
def fund_fits(actor, call):
    from .checks import fund_gap

    return fund_gap(call)


@requirement("tenders.questions_closed", _("Questions could be asked until %(date)s."))
def questions_open(actor, call):
    if call.questions_until and clock.now() > call.questions_until:
        from .procedures import in_words

        return {"date": in_words(call.questions_until), "clause": call.procedure.switch("question_days").clause}
    return None


@requirement(
    "tenders.still_open", _("Bids may come in until %(date)s; opening is possible %(seconds)s seconds after that.")
)
def may_be_opened(actor, call):
    from .procedures import OPENING_GRACE, in_words

    if call.deadline is None or clock.now() < call.deadline + OPENING_GRACE:
        return {
            "date": in_words(call.deadline),
            "seconds": int(OPENING_GRACE.total_seconds()),
            "clause": call.procedure.switch("sealed_until_opening").clause,
        }
    return None


@requirement("tenders.confirmed_already", _("You have confirmed already. A second opener has to confirm."))
def not_confirmed_yet(actor, call):
    return {} if call.opening_confirmations.filter(opener_id__in=actor.all_eyes).exists() else None


@requirement("tenders.two_openers", _("Two openers have to confirm; %(count)s has so far."))
def two_confirmed(actor, call):
    count = call.opening_confirmations.count()
    return None if count >= 2 else {"count": count}


@requirement("tenders.deadline_passed", _("The deadline has passed (%(date)s)."))
def before_deadline_call(actor, call):
    return _past(call)


# ---- what must hold of a bid ---------------------------------------------------------------------
@requirement("tenders.late", _("Bids were accepted until %(date)s. This one is late and cannot be taken."))
def before_deadline(actor, bid):
    return _past(bid.call)


@requirement("tenders.call_closed", _("This call takes no bids: it is in the state “%(state)s”."))
def call_takes_bids(actor, bid):
    from .states import CallState

    return None if bid.call.state == CallState.OPEN else {"state": bid.call.get_state_display()}


@requirement("tenders.may_not_bid", "%(why)s")
def organisation_may_bid(actor, bid):
    from .checks import bid_blocker

    return bid_blocker(bid.organisation)


@requirement("tenders.no_draft", _("There is no draft to seal: write the bid first."))
def has_draft(actor, bid):
    return None if bid.draft else {}


@requirement("tenders.nothing_to_confirm", _("There is no amendment that you have not confirmed."))
def has_unconfirmed_amendment(actor, bid):
    return None if bid.call.amendments.filter(number__gt=bid.confirmed_amendment).exists() else {}


def _past(call):
    if call.deadline is not None and clock.now() > call.deadline:
        from .procedures import in_words

        return {"date": in_words(call.deadline), "clause": call.procedure.switch("late_bids").clause}
    return None
