"""Applications to a fund: asked, weighed by the stewards, decided, paid against evidence, reported."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from marketplace.core import clock, files
from marketplace.core.numbers import next_number
from marketplace.core.refusals import Refused
from marketplace.core.verbs import act, creating, lock, verb

from .. import queries_lives
from ..models import Disbursement, Fund, FundApplication, Opinion
from .books import commit, committed_for, pay, release


def apply_to_fund(fund: Fund, *, by, **fields) -> FundApplication:
    """Ask a fund for money. fields: purpose, community, organisation, group, people, text, amount.

    Raises:
        Refused: the fund takes none, a sum outside its limits, a purpose of another fund, an organisation not one's own.
    """
    application = FundApplication(fund=fund, asked_by=by.user, asked_at=clock.now(), number="", **fields)
    with creating(application, by=by, verb="ask"):
        application.number = f"FA{next_number('FUND_APPLICATION')}"
        application.save()
    return application


def withdraw_application(application: FundApplication, *, by) -> FundApplication:
    with verb("withdraw", application, by=by):
        pass
    return application


def give_opinion(application: FundApplication, *, by, verdict: str, reason: str) -> FundApplication:
    """One steward's opinion with reasons; it may be changed until the decision."""
    with verb("give_opinion", application, by=by):
        steward = queries_lives.steward_of(application.fund_id, by)
        Opinion.objects.update_or_create(
            application=application, steward=steward, defaults={"verdict": verdict, "reason": reason, "at": clock.now()}
        )
    return application


def step_out(application: FundApplication, *, by, reason: str) -> FundApplication:
    """A steward with an interest of their own steps out: their opinion does not count."""
    with verb("step_out", application, by=by):
        steward = queries_lives.steward_of(application.fund_id, by)
        Opinion.objects.update_or_create(
            application=application, steward=steward,
            defaults={"verdict": "", "reason": reason, "stepped_out": True, "at": clock.now()},
        )  # fmt: skip
    return application


def approve_application(
    application: FundApplication, *, by, granted: Decimal, reason: str, public_zh: str, public_en: str = ""
) -> FundApplication:
    """Approve with reasons: the sum is promised in the books. public_*: what everybody reads; it names nobody.

    Raises:
        Refused: too few opinions, no majority, more than asked for (field "granted"), not covered or bound otherwise.
    """
    with verb("approve", application, by=by, public_note=reason):
        if not 0 < granted <= application.amount:
            raise Refused("granted", _("Grant more than 0.00 and at most what was asked for."), field="granted")
        application.granted, application.reason = granted, reason
        application.public_zh, application.public_en = public_zh, public_en
        application.decided_by, application.decided_at = by.user, clock.now()
        application.save()
        commit(application.fund, granted, cause=application, by=by)
    return application


def decline_application(application: FundApplication, *, by, reason: str) -> FundApplication:
    with verb("decline", application, by=by):
        application.reason, application.decided_by, application.decided_at = reason, by.user, clock.now()
    return application


def pay_application(application: FundApplication, *, by, amount: Decimal, file, key: str = "") -> FundApplication:
    """Pay out of the promise, in one or more parts, each against evidence. The same key pays once.

    Raises:
        Refused: beyond the promise ("not_covered"), or a file that is not accepted (field "file").
    """
    with act():
        lock(application)
        number = application.payments.count() + 1
        key = f"application:{application.number}:{key or number}"
        if key and Disbursement.objects.filter(entry__idempotency_key=key).exists():
            return application
        with verb("pay", application, by=by):
            evidence = files.store(file, purpose="funds.evidence", by=by, owner=application)
            entry = pay(application.fund, amount, cause=application, text=application.number, key=key, by=by)
            Disbursement.objects.create(
                application=application, entry=entry, amount=amount, evidence=evidence, paid_by=by.user, paid_at=clock.now()
            )  # fmt: skip
            application.paid_at = clock.now()
            application.save()
        if not committed_for(application.fund, application):
            finish_paying(application, by=by)
    return application


def finish_paying(application: FundApplication, *, by) -> FundApplication:
    """Nothing more is paid: what is left of the promise is free again, the report is due."""
    with verb("finish", application, by=by):
        release(application.fund, cause=application, by=by)
    return application


def take_back_approval(application: FundApplication, *, by, reason: str) -> FundApplication:
    """Before anything was paid: the promise is given back."""
    with verb("take_back", application, by=by):
        application.reason = reason
        release(application.fund, cause=application, by=by)
    return application


def report_use(application: FundApplication, *, by, report: str, reached: int) -> FundApplication:
    """Tell what the money became; public, so it names nobody."""
    with verb("report", application, by=by):
        application.report, application.reached, application.reported_at = report, reached, clock.now()
    return application


def ask_for_better_report(application: FundApplication, *, by, reason: str) -> FundApplication:
    with verb("ask_again", application, by=by):
        application.reason = reason
    return application


def accept_report(application: FundApplication, *, by) -> FundApplication:
    with verb("close", application, by=by):
        pass
    return application
