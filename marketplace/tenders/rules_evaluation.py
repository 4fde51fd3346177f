"""Who may do what after the opening, and what must hold: committee, qualification, scores, award, challenge.

Like `rules`: nothing here imports models or states when it is loaded.
"""

from django.utils.translation import gettext_lazy as _

from marketplace.core import clock
from marketplace.core.rules import requirement, rule

from .rules import call_of

REPLACED, SUBMITTED, READY = "replaced", "submitted", "ready"


# ---- who -------------------------------------------------------------------------------------
@rule("tenders.member_self", _("Only the member of the committee may do this."))
def member_self(actor, member):
    return actor.is_known and actor.is_person(member.user_id) and _evaluates(actor, member.call)


def _evaluates(actor, call) -> bool:
    """An evaluator of the office, or a reviewer of its expert roster."""
    from .domain.roster import serves

    return actor.has("EVALUATOR", body="office", body_id=call.office_id) or serves(call, actor.keys)


@rule("tenders.secretary_not_member", _("Whoever sits on the committee does not run its secretariat."))
def secretary_not_member(actor, obj):
    mine = call_of(obj).committee.filter(user_id__in=actor.all_eyes)
    return actor.is_known and not mine.exclude(state=REPLACED).exists()


@rule("tenders.own_bidder", _("Only the organisation that was asked may answer."))
def own_bidder(actor, inquiry):
    return actor.has("OWNER", "BID_WRITER", body="organisation", body_id=inquiry.bid.organisation_id)


@rule("tenders.not_award_drafter", _("Who drafted the call does not decide the award."))
def not_drafter(actor, call):
    return actor.is_known and not actor.is_same_eyes(call.drafted_by_id)


@rule("tenders.not_on_committee", _("Members of the committee do not attend the opening (Order 87, art. 40)."))
def not_on_committee(actor, call):
    mine = call.committee.filter(user_id__in=actor.all_eyes)
    return actor.is_known and not mine.exclude(state=REPLACED).exists()


@rule("tenders.leader_or_secretary", _("Only the leader or the evaluation secretary of this office may do this."))
def leader_or_secretary(actor, obj):
    return actor.has("LEADER", "SECRETARY", body="office", body_id=call_of(obj).office_id)


# ---- committee -------------------------------------------------------------------------------
@requirement("tenders.committee_there", _("A committee is appointed already. A member who cannot serve is replaced."))
def no_committee_yet(actor, call):
    return {} if call.committee.exclude(state=REPLACED).exists() else None


@requirement(
    "tenders.not_evaluating", _("This is possible while the call is being evaluated; it is in the state “%(state)s”.")
)
def call_is_evaluating(actor, obj):
    call = call_of(obj)
    return None if call.state == "evaluating" else {"state": call.get_state_display()}


@requirement(
    "tenders.may_replace", _("Members are replaced until the award is proposed; the call is in the state “%(state)s”.")
)
def call_takes_members(actor, member):
    return None if member.call.state in ("open", "evaluating") else {"state": member.call.get_state_display()}


@requirement(
    "tenders.tied_by_records",
    _("By the records you have to do with the bidder %(organisation)s: %(why)s Please declare the conflict."),
)
def no_tie_in_records(actor, member):
    from .domain.roster import CLAUSE, ties

    organisation, why = ties(member.call, [member.user]).get(member.user_id, (None, ""))
    return {"organisation": organisation.name, "why": str(why), "clause": CLAUSE} if organisation else None


# ---- qualification and prices ----------------------------------------------------------------
@requirement("tenders.qualified_first", _("The qualification check comes first: it is not complete yet."))
def qualification_is_complete(actor, obj):
    from .domain.validity import is_complete

    call = call_of(obj)
    return None if is_complete(call) else {"clause": call.procedure.switch("qualification").clause}


@requirement(
    "tenders.too_few_valid",
    _("Only %(count)s bids are valid, the rule asks for at least %(least)s: they are not evaluated."),
)
def enough_valid_bids(actor, obj):
    from .domain.validity import is_complete, valid_bids

    call = call_of(obj)
    if not is_complete(call):
        return None
    least, count = call.procedure.switch("min_bids"), len(valid_bids(call))
    return (
        {"count": count, "least": least.value, "clause": call.procedure.switch("qualification").clause}
        if count < least.value
        else None
    )


@requirement(
    "tenders.enough_valid", _("%(count)s bids are valid and the rule asks for %(least)s: the evaluation goes on.")
)
def too_few_valid_bids(actor, call):
    from .domain.validity import valid_bids

    least, count = call.procedure.switch("min_bids"), len(valid_bids(call))
    return None if count < least.value else {"count": count, "least": least.value}


@requirement("tenders.low_price_open", _("An abnormally low price must be asked about and decided first: %(names)s."))
def low_prices_are_settled(actor, call):
    from .domain.low_price import unsettled

    names = [str(bid.organisation.name) for bid in unsettled(call)]
    return {"names": ", ".join(names), "clause": call.procedure.switch("low_price_share").clause} if names else None


@requirement("tenders.no_low_price", _("No valid bid has an abnormally low price that was not asked about yet."))
def has_low_price(actor, call):
    from .domain.low_price import to_ask

    return None if to_ask(call) else {}


@requirement("tenders.answer_late", _("The answer was due by %(date)s."))
def answer_in_time(actor, inquiry):
    if clock.now() > inquiry.answer_until:
        return _until(inquiry.answer_until, inquiry.bid.call.procedure.switch("low_price_share"))
    return None


@requirement("tenders.answer_not_due", _("The bidder has until %(date)s to answer."))
def answered_or_due(actor, inquiry):
    if inquiry.state == "asked" and clock.now() <= inquiry.answer_until:
        return _until(inquiry.answer_until, inquiry.bid.call.procedure.switch("low_price_share"))
    return None


# ---- scores and award ------------------------------------------------------------------------
@requirement("tenders.scores_missing", _("%(count)s members have not handed in their scores yet."))
def all_scores_are_in(actor, call):
    active = call.committee.exclude(state=REPLACED)
    missing = active.exclude(state=SUBMITTED).count()
    return {"count": missing} if missing else None


@requirement("tenders.no_committee", _("There is no committee as the rule asks for: %(why)s"))
def committee_is_lawful(actor, call):
    from .domain.committee import composition_refusal

    refusal = composition_refusal(call, [(m.is_expert, m.is_chair) for m in call.committee.exclude(state=REPLACED)])
    return {"why": refusal.sentence, "clause": refusal.clause} if refusal else None


@requirement("tenders.no_award", _("No award has been proposed."))
def has_award(actor, call):
    return None if getattr(call, "award", None) else {}


# ---- standstill and challenge -----------------------------------------------------------------
@requirement("tenders.challenge_late", _("The result could be challenged until %(date)s."))
def before_standstill_ends(actor, call):
    award = getattr(call, "award", None)
    if award is None or award.standstill_until is None:
        return {"date": ""}
    return (
        _until(award.standstill_until, call.procedure.switch("challenge_days"))
        if clock.now() > award.standstill_until
        else None
    )


@requirement(
    "tenders.challenged_once",
    _("Your organisation has challenged this result already; the answer stands on this page."),
)
def not_challenged_yet(actor, call):
    mine = actor.bodies("organisation", "OWNER", "BID_WRITER")
    since = call.award.decided_at
    return {} if call.challenges.filter(organisation_id__in=mine, filed_at__gte=since).exists() else None


@requirement("tenders.standstill_runs", _("The standstill runs until %(date)s; the contract is drawn after that."))
def standstill_is_over(actor, call):
    award = getattr(call, "award", None)
    if award is None or award.standstill_until is None:
        return {"date": ""}
    return (
        _until(award.standstill_until, call.procedure.switch("standstill_days"))
        if clock.now() <= award.standstill_until
        else None
    )


def _until(moment, switch):
    from .procedures import in_words

    return {"date": in_words(moment), "clause": switch.clause}
