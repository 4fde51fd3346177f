"""The decision: proposed by the secretary, decided by a leader, then what becomes of the waiting list."""

from datetime import datetime, time
from decimal import Decimal

from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from marketplace.core import clock, workdays
from marketplace.core.actors import Actor
from marketplace.core.money import ZERO, figures, yuan
from marketplace.core.refusals import Refused
from marketplace.core.verbs import verb
from marketplace.funds import domain as funds

from ..kinds import Outcome
from ..models import Application, Determination, Round
from ..states_applications import ApplicationState
from .reviewing import ranking

VERBS = {Outcome.AWARD: "award", Outcome.WAIT: "wait", Outcome.REJECT: "reject"}


def proposal(round: Round) -> list[dict]:
    """What the ranking suggests: in order, in full, as long as the money lasts; then the waiting list."""
    rows = []
    for line in ranking(round):
        outcome = Outcome.AWARD if line.funded else Outcome.WAIT
        rows.append({"line": line, "outcome": outcome, "amount": line.application.amount if line.funded else ZERO})
    return rows


def propose(round: Round, *, by: Actor, rows: list[dict]) -> Round:
    """Propose what is decided about each application.

    Args:
        rows: [{"application", "outcome", "amount", "conditions", "reasons"}], one for each that was reviewed.

    Raises:
        Refused: more than the round's money, more than was asked for, an award without a sum, a reason missing, or an
            application passed over by one that is ranked lower, without saying why.
    """
    with verb("propose", round, by=by) as round:
        lines = {line.application.pk: line for line in ranking(round)}
        if set(lines) != {row["application"].pk for row in rows}:
            raise Refused("grants.not_all", _("Say of each reviewed application what becomes of it."))
        for row in rows:
            _check(row)
        spent = sum((yuan(r["amount"]) for r in rows if r["outcome"] == Outcome.AWARD), ZERO)
        if spent > round.budget:
            raise Refused(
                "grants.beyond_budget",
                _("The awards add up to %(sum)s yuan; the round has %(budget)s yuan."),
                values={"sum": figures(spent), "budget": figures(round.budget)},
            )
        Determination.objects.filter(application__round=round).delete()
        for row in rows:
            line = lines[row["application"].pk]
            amount = ZERO if row["outcome"] == Outcome.REJECT else yuan(row["amount"])
            Determination.objects.create(
                application=row["application"], rank=line.rank, score=line.score, outcome=row["outcome"], amount=amount,
                conditions=row.get("conditions", ""), reasons=row["reasons"],
            )  # fmt: skip
        round.proposed_by = by.user
    return round


def _check(row):
    application, amount = row["application"], yuan(row["amount"] or 0)
    field = f"amount_{application.pk}"
    if row["outcome"] == Outcome.AWARD and amount <= ZERO:
        raise Refused("grants.award_empty", _("“%(title)s”: an award needs a sum."), field=field, values={"title": application.title})  # fmt: skip
    if amount > application.amount:
        raise Refused(
            "grants.award_too_high",
            _("“%(title)s” asked for %(asked)s yuan: an award is not higher than that."),
            field=field,
            values={"title": application.title, "asked": figures(application.amount)},
        )
    if not row["reasons"].strip():
        raise Refused("grants.reasons_missing", _("“%(title)s”: say why, the applicant reads it."), field=f"reasons_{application.pk}", values={"title": application.title})  # fmt: skip


def send_back(round: Round, *, by: Actor, reason: str) -> Round:
    with verb("send_proposal_back", round, by=by, note=reason) as round:
        round.state_reason = reason
    return round


def proposed_sum(round) -> Decimal:
    """What the proposed awards add up to."""
    rows = Determination.objects.filter(application__round=round, outcome=Outcome.AWARD)
    return rows.aggregate(n=Sum("amount"))["n"] or ZERO


def decide(round: Round, *, by: Actor) -> Round:
    """Decide as proposed: promise the awards in the fund, publish, begin the objection period.

    Raises:
        Refused: not a second person, a reviewer, somebody with an interest, or the fund does not cover it.
    """
    with verb("decide", round, by=by) as round:
        total = proposed_sum(round)
        if total:
            funds.commit(round.fund, total, cause=round, by=by)
        rows = list(Determination.objects.filter(application__round=round).select_related("application__round"))
        for row in rows:
            row.application.round = round
            with verb(VERBS[Outcome(row.outcome)], row.application, by=by):
                pass
            row.decided_at = clock.now()
            row.save()
        round.decided_by, round.decided_at = by.user, clock.now()
        round.standstill_until = _end_of_day(round.standstill_days)
        round.state_reason = ""
    return round


def _end_of_day(days):
    day = workdays.add_working_days(clock.today(), days).day
    return timezone.make_aware(datetime.combine(day, time(23, 59, 59)), timezone.get_default_timezone())


def reconsider(round: Round, *, by: Actor) -> Round:
    """An objection was upheld: the promise is released, the awards are proposed and decided anew. Part of `objections.uphold`."""
    with verb("reconsider", round, by=by) as round:
        funds.release(round.fund, cause=round, by=by)
        states = [
            ApplicationState.AWARDED,
            ApplicationState.WAITING,
            ApplicationState.NOMINATED,
            ApplicationState.REJECTED,
        ]
        for application in round.applications.filter(state__in=states).order_by("pk"):
            with verb("reconsider", application, by=by):
                pass
        round.decided_by = round.decided_at = round.standstill_until = None
    return round


def conclude(round: Round, *, by: Actor) -> Round:
    """The objection period is over: agreements may be drawn up."""
    with verb("conclude", round, by=by) as round:
        pass
    return round


# ---- the waiting list ---------------------------------------------------------------------------------
def left_in(round) -> Decimal:
    """What the round may still award: its money less what is awarded."""
    rows = Determination.objects.filter(application__round=round, application__state=ApplicationState.AWARDED)
    return round.budget - (rows.aggregate(n=Sum("amount"))["n"] or ZERO)


def decline(application: Application, *, by: Actor) -> Application:
    """The applicant does not want the award: its part of the promise is released."""
    with verb("decline", application, by=by) as application:
        round = application.round
        funds.release(round.fund, cause=round, by=by, amount=application.determination.amount)
    return application


def nominate(application: Application, *, by: Actor, amount: Decimal, reasons: str) -> Application:
    """Propose that the first of the waiting list steps up."""
    with verb("nominate", application, by=by, note=reasons) as application:
        row = application.determination
        _check({"application": application, "outcome": Outcome.AWARD, "amount": amount, "reasons": reasons})
        row.amount, row.reasons = yuan(amount), reasons
        row.save()
        application.nominated_by = by.user
    return application


def step_up(application: Application, *, by: Actor) -> Application:
    """Award from the waiting list (four eyes): promised in the fund."""
    with verb("step_up", application, by=by) as application:
        row = application.determination
        funds.commit(application.round.fund, row.amount, cause=application.round, by=by)
        row.outcome, row.decided_at = Outcome.AWARD, clock.now()
        row.save()
    return application


def send_nomination_back(application: Application, *, by: Actor, reason: str) -> Application:
    with verb("send_nomination_back", application, by=by, note=reason) as application:
        application.nominated_by = None
    return application
