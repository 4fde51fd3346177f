"""The evaluation committee: appointed, declared, replaced (Order 87, arts 45, 47, 49; Implementing Regulation, art. 9)."""

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from django.utils.translation import gettext_lazy as _

from marketplace.core import clock
from marketplace.core.actors import Actor
from marketplace.core.money import yuan
from marketplace.core.refusals import Refused
from marketplace.core.verbs import act, creating, lock, verb
from orgs.models import User
from orgs.queries import actors_of

from ..models import Call, CommitteeMember
from ..states import MemberState
from . import roster


@dataclass(frozen=True)
class Seat:
    """Who is to sit, and as what; a member who is no expert represents the buyer."""

    user: User
    is_expert: bool
    is_chair: bool = False


def size_needed(call: Call) -> tuple[int, str]:
    """Fewest members and the clause; large budgets need more."""
    large = call.procedure.switch("large_value").value
    switch = call.procedure.switch("committee_large" if large and call.budget >= yuan(large) else "committee_size")
    return int(switch.value), switch.clause


def composition_refusal(call: Call, seats: list[tuple[bool, bool]]) -> Refused | None:
    """What is wrong with these seats [(is expert, is chair)], or None."""
    least, clause = size_needed(call)
    count, experts = len(seats), sum(1 for expert, _chair in seats if expert)
    if count < least:
        return Refused(
            "tenders.committee_small", _("The committee needs at least %(least)s members; there are %(count)s."),
            clause=clause, field="members", values={"least": least, "count": count},
        )  # fmt: skip
    odd = call.procedure.switch("committee_odd")
    if odd.value and count % 2 == 0:
        return Refused(
            "tenders.committee_even", _("The number of members must be odd; there are %(count)s."),
            clause=odd.clause, field="members", values={"count": count},
        )  # fmt: skip
    share = call.procedure.switch("expert_share")
    if experts < Fraction(str(share.value)) * count:
        return Refused(
            "tenders.experts_few", _("At least %(share)s of the members must be experts; %(experts)s of %(count)s are."),
            clause=share.clause, field="members", values={"share": share.value, "experts": experts, "count": count},
        )  # fmt: skip
    chairs = [expert for expert, chair in seats if chair]
    if len(chairs) != 1:
        return Refused("tenders.one_chair", _("The committee has one chair."), clause=share.clause, field="chair")
    if not chairs[0]:
        return Refused(
            "tenders.chair_expert", _("A representative of the buyer does not take the chair: it goes to an expert."),
            clause=_("Order 87, art. 45"), field="chair",
        )  # fmt: skip
    return None


def seat_refusals(call: Call, users, by: Actor) -> dict[int, Refused]:
    """{person's key: why they may not sit on this committee}: their part in the call, the roster, ties to a bidder."""
    found, facts = roster.objections(call, users), _Facts(call)
    people = actors_of(users)  # with the roles that they hold as somebody's deputy
    return found | {user.pk: refusal for user in users if (refusal := _part_refusal(facts, user, people[user.pk], by))}


class _Facts:
    """What the call knows of people: keys of who reviews by the roster, attended the opening, has or had a seat."""

    def __init__(self, call):
        self.call = call
        self.experts = set(roster.on_roster(call).values_list("user_id", flat=True))
        self.openers = set(call.opening_confirmations.values_list("opener_id", flat=True))
        self.seated = set(call.committee.values_list("user_id", flat=True))


def _part_refusal(facts, user, person, by) -> Refused | None:
    call, reason, clause = facts.call, None, ""
    roles = {g.role for g in person.grants if g.body == "office" and g.body_id == call.office_id}
    if "EVALUATOR" not in roles and facts.experts.isdisjoint(person.keys):
        reason = _("%(name)s is neither an evaluator of this office nor a reviewer of its expert roster.")
    elif person.is_same_eyes(call.drafted_by_id):
        reason = _("%(name)s drafted the call and does not evaluate it.")
    elif "LEADER" in roles or person.is_same_eyes(call.approved_by_id):
        reason = _("%(name)s decides about the award and does not evaluate.")
    elif by.is_same_eyes(user.pk):
        reason = _("%(name)s runs the secretariat and does not evaluate.")
    elif not facts.openers.isdisjoint(person.all_eyes):
        reason, clause = _("%(name)s attended the opening and does not evaluate."), _("Order 87, art. 40")
    elif not facts.seated.isdisjoint(person.keys):
        reason = _("%(name)s has or had a seat on this committee.")
    if reason is None:
        return None
    return Refused("tenders.may_not_sit", reason, clause=clause, field="members", values={"name": str(user)})


def candidates(call: Call, by: Actor) -> tuple[list[User], list[Refused]]:
    """Evaluators of the office and reviewers of its roster, by name: who may sit; why the others may not."""
    people = list(roster.pool(call))
    refusals = seat_refusals(call, people, by)
    return [user for user in people if user.pk not in refusals], [refusals[u.pk] for u in people if u.pk in refusals]


def appoint(call: Call, *, by: Actor, members: list[Seat], score_until: datetime | None = None) -> Call:
    """Appoint the whole committee; it must be lawful at once.

    Raises:
        Refused: field "members" or "chair", with the clause; nobody is appointed then.
    """
    with verb("appoint", call, by=by) as call:
        _check_until(score_until)
        refusals = seat_refusals(call, [seat.user for seat in members], by)
        if refused := next((refusals[seat.user.pk] for seat in members if seat.user.pk in refusals), None):
            raise refused
        if len({seat.user.pk for seat in members}) != len(members):
            raise Refused("tenders.twice", _("Nobody sits twice."), field="members")
        if refusal := composition_refusal(call, [(s.is_expert, s.is_chair) for s in members]):
            raise refusal
        for seat in members:
            _seat(call, seat, by, score_until)
    return call


def _seat(call, seat, by, score_until) -> CommitteeMember:
    member = CommitteeMember(
        call=call, user=seat.user, is_expert=seat.is_expert, is_chair=seat.is_chair,
        appointed_at=clock.now(), score_until=score_until,
    )  # fmt: skip
    with creating(member, by=by, verb="seat") as member:
        pass
    return member


def _check_until(moment):
    if moment is not None and moment <= clock.now():
        raise Refused("tenders.until_past", _("The date for the scores lies in the past."), field="score_until")


def declare(member: CommitteeMember, *, by: Actor, has_conflict: bool, text: str = "") -> CommitteeMember:
    """Declare a conflict of interest, or none, before any bid is shown; a conflict needs its reason."""
    with act():
        lock(member.call)
        if has_conflict:
            if not text.strip():
                raise Refused("tenders.reason_missing", _("Say in a few words what the conflict is."), field="text")
            with verb("declare_conflict", member, by=by) as member:
                member.has_conflict, member.conflict_text, member.declared_at = True, text.strip(), clock.now()
        else:
            with verb("declare_none", member, by=by) as member:
                member.has_conflict, member.declared_at = False, clock.now()
    return member


def declare_none(member: CommitteeMember, *, by: Actor) -> CommitteeMember:
    """No conflict of interest: the bids may be read from now on."""
    return declare(member, by=by, has_conflict=False)


def declare_conflict(member: CommitteeMember, *, by: Actor, reason: str) -> CommitteeMember:
    """A conflict of interest: nothing is shown, the member is replaced."""
    return declare(member, by=by, has_conflict=True, text=reason)


def replace_member(
    member: CommitteeMember, *, by: Actor, user: User, reason: str, is_expert: bool | None = None
) -> CommitteeMember:
    """Put somebody else on the seat; what the former member scored is void but kept (Order 87, art. 49).

    Args:
        is_expert: None keeps the kind of seat.

    Returns:
        The new member.
    """
    if not reason.strip():
        raise Refused("tenders.reason_missing", _("Say why the member is replaced."), field="reason")
    with act():
        call = lock(member.call)
        with verb("replace", member, by=by, note=reason) as member:
            member.replaced_at, member.replaced_reason = clock.now(), reason.strip()
            if refusal := seat_refusals(call, [user], by).get(user.pk):
                raise Refused(
                    refusal.code, refusal._sentence, clause=refusal.clause, field="user", values=refusal.values
                )
            expert = member.is_expert if is_expert is None else is_expert
            seats = [(m.is_expert, m.is_chair) for m in call.committee.active().exclude(pk=member.pk)]
            if refusal := composition_refusal(call, [*seats, (expert, member.is_chair)]):
                raise Refused(
                    refusal.code, refusal._sentence, clause=refusal.clause, field="user", values=refusal.values
                )
            new = _seat(call, Seat(user, expert, member.is_chair), by, member.score_until)
            member.is_chair = False
    return new


def is_settled(call: Call) -> bool:
    """A committee is there and nobody has to declare or to be replaced."""
    states = set(call.committee.active().values_list("state", flat=True))
    return bool(states) and not states & {MemberState.APPOINTED, MemberState.CONFLICTED}
