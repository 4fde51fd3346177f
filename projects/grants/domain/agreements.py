"""The agreement: drawn up from an award, signed by both sides, changed by another version that both sign."""

from datetime import date, timedelta
from decimal import ROUND_DOWN, Decimal

from django.utils.translation import gettext_lazy as _

from marketplace.core import clock, files, verbs
from marketplace.core.actors import Actor, system
from marketplace.core.money import FEN, ZERO, yuan
from marketplace.core.numbers import next_number
from marketplace.core.refusals import Refused
from marketplace.core.verbs import act, creating, verb
from marketplace.funds import domain as funds

from .. import rules_agreements, terms
from ..document import agreement_pdf
from ..kinds_delivery import ReportKind, Side
from ..models import Agreement, AgreementSignature, AgreementVersion, Application, BudgetLine, Report, Round, Tranche

PURPOSE = "grants.agreement"


def draw(application: Application, *, by: Actor) -> Agreement:
    """Draw the agreement up from the round's template and the decision; the fund's promise moves from the round to it.

    Budget, term, place and indicators come from the application; a partial award shortens every line alike.

    Raises:
        Refused: not awarded, the objection period runs, there is one already, or no right to.
    """
    with act():
        verbs.lock(Round.objects.get(pk=application.round_id))
        application = Application.objects.select_related("round__fund", "round__office", "organisation", "form").get(
            pk=application.pk
        )
        round, row = application.round, getattr(application, "determination", None)
        said = terms.of_application(application)
        agreement = Agreement(
            number="", application=application, round=round, organisation=application.organisation, title=application.title,
            amount=row.amount if row else ZERO, text_zh=round.agreement_zh, text_en=round.agreement_en, drafted_by=by.user,
            created_at=clock.now(), provenance=application.provenance, indicators=said.indicators, place=said.place, lat=said.lat,
            lon=said.lon, community=round.communities.first() if round.communities.count() == 1 else None,
        )  # fmt: skip
        with creating(agreement, by=by, verb="draw"):
            agreement.number = next_number("GRANT")
            agreement.starts, agreement.ends = said.term(clock.today())
            agreement.save()
            _lines(agreement, said.lines)
            _tranches(agreement)
            _promise(agreement, by)
    return agreement


def _promise(agreement, by):
    funds.recommit(
        agreement.round.fund, old_cause=agreement.round, new_cause=agreement, amount=agreement.amount, by=by, part=True
    )


def shares_of(amount: Decimal, weights: list) -> list[Decimal]:
    """`amount` divided by weight in whole fen; what rounding leaves goes to the last."""
    whole = sum(weights, Decimal(0))
    parts = [(amount * weight / whole).quantize(FEN, ROUND_DOWN) for weight in weights]
    parts[-1] += amount - sum(parts, ZERO)
    return parts


def _lines(agreement, asked):
    """Lines of the budget: [(name, asked)]; what was asked for is shortened to the award."""
    asked = [row for row in asked if row[1] > ZERO] or [(str(_("Costs of the project")), agreement.amount)]
    for position, ((name, _sum), amount) in enumerate(
        zip(asked, shares_of(agreement.amount, [row[1] for row in asked]), strict=True), 1
    ):
        BudgetLine.objects.create(
            agreement=agreement, position=position, name=name[:120], granted=amount, amount=amount
        )


def _tranches(agreement):
    """By the round's rule: the first when signed, each other after a report; the last report is the final one."""
    rule = agreement.round.tranches or [{"title_zh": "一次拨付", "title_en": "At once", "share": "1"}]
    amounts = shares_of(agreement.amount, [Decimal(row["share"]) for row in rule])
    count = max(len(rule) - 1, 1)
    days = (agreement.ends - agreement.starts).days
    reports = [
        Report.objects.create(
            agreement=agreement, position=n, kind=ReportKind.FINAL if n == count else ReportKind.INTERIM,
            due=agreement.ends + timedelta(days=terms.FINAL_DAYS) if n == count else agreement.starts + timedelta(days=days * n // count),
            indicators=[{**row, "actual": ""} for row in agreement.indicators],
        )
        for n in range(1, count + 1)
    ]  # fmt: skip
    for n, (row, amount) in enumerate(zip(rule, amounts, strict=True)):
        Tranche.objects.create(
            agreement=agreement, position=n + 1, title_zh=row["title_zh"], title_en=row.get("title_en", ""), amount=amount,
            report=reports[n - 1] if n else None,
        )  # fmt: skip


def edit(
    agreement: Agreement, *, by: Actor, starts: date, ends: date, text_zh: str, text_en: str = "", place: str = "", community=None,
    lat: float | None = None, lon: float | None = None, lines: dict | None = None,
) -> Agreement:  # fmt: skip
    """Change the draft. lines: {position: amount}; what they add up to is checked when it is offered. Reports move with the term."""
    with verb("edit", agreement, by=by):
        if ends <= starts:
            raise Refused("grants.term_wrong", rules_agreements.term_is_right.sentence, field="ends")
        agreement.starts, agreement.ends, agreement.text_zh, agreement.text_en = starts, ends, text_zh, text_en
        agreement.place, agreement.community, agreement.lat, agreement.lon = place, community, lat, lon
        reports = list(agreement.reports.order_by("position"))
        for n, report in enumerate(reports, 1):
            last = n == len(reports)
            report.due = (
                ends + timedelta(days=terms.FINAL_DAYS) if last else starts + (ends - starts) * n // len(reports)
            )
            report.save(update_fields=["due"])
        for line in agreement.lines.all():
            if line.position in (lines or {}):
                line.granted = line.amount = yuan(lines[line.position])
                line.save(update_fields=["granted", "amount"])
    return agreement


def offer(agreement: Agreement, *, by: Actor) -> Agreement:
    """Fix the text: the document is made, its SHA-256 is what both sides sign."""
    with verb("offer", agreement, by=by):
        _version(agreement, by, agreement.starts, agreement.ends, agreement.text_zh, agreement.text_en)
    return agreement


def _version(agreement, by, starts, ends, text_zh, text_en, reason=""):
    number = agreement.versions.count() + 1
    content = {"starts": starts, "ends": ends, "text_zh": text_zh, "text_en": text_en, "reason": reason}
    document = files.store(
        agreement_pdf(agreement, number=number, **content), purpose=PURPOSE, by=by, name=f"agreement-{agreement.number}-{number}.pdf", owner=agreement
    )  # fmt: skip
    return AgreementVersion.objects.create(
        agreement=agreement, number=number, document=document, made_by=by.user, made_at=clock.now(), **content
    )


def recall(agreement: Agreement, *, by: Actor, reason: str) -> Agreement:
    """Take the text back to change it; what was signed counts for that version only."""
    with verb("recall", agreement, by=by, note=reason):
        agreement.state_reason = reason
    return agreement


def call_off(agreement: Agreement, *, by: Actor, reason: str) -> Agreement:
    """It is not concluded: the promise goes back to the round."""
    with verb("call_off", agreement, by=by, note=reason):
        agreement.state_reason = reason
        funds.recommit(
            agreement.round.fund,
            old_cause=agreement,
            new_cause=agreement.round,
            amount=agreement.amount,
            by=by,
            part=True,
        )
    return agreement


def take_up(agreement: Agreement, *, by: Actor) -> Agreement:
    """Draw it up again after all."""
    with verb("take_up", agreement, by=by):
        agreement.state_reason, agreement.drafted_by = "", by.user
        _promise(agreement, by)
    return agreement


def sign_office(agreement: Agreement, *, by: Actor) -> Agreement:
    """The office signs (leader, not the drafter, fresh second factor)."""
    with act():
        with verb("sign_office", agreement, by=by):
            _sign(agreement, Side.OFFICE, by)
        _take_effect(agreement)
    return agreement


def sign_organisation(agreement: Agreement, *, by: Actor) -> Agreement:
    """The grantee signs (its owner, fresh second factor)."""
    with act():
        with verb("sign_organisation", agreement, by=by):
            _sign(agreement, Side.ORGANISATION, by)
        _take_effect(agreement)
    return agreement


def _sign(agreement, side, by):
    version = agreement.pending
    digest = version.document.sha256
    AgreementSignature.objects.create(version=version, side=side, user=by.user, sha256=digest, at=clock.now())


def _take_effect(agreement):
    """With the second signature the version is in force."""
    if rules_agreements.unsigned_sides(agreement):
        return
    with verb("take_effect", agreement, by=system("grants")):
        version = agreement.pending
        version.effective_at = clock.now()
        version.save(update_fields=["effective_at"])
        if agreement.ends != version.ends:
            agreement.reports.filter(kind=ReportKind.FINAL).exclude(state="accepted").update(
                due=version.ends + timedelta(days=terms.FINAL_DAYS)
            )
        agreement.starts, agreement.ends = version.starts, version.ends
        agreement.text_zh, agreement.text_en = version.text_zh, version.text_en
        agreement.signed_at = agreement.signed_at or clock.now()
        agreement.state_reason = ""


def amend(agreement: Agreement, *, by: Actor, ends: date, text_zh: str, reason: str, text_en: str = "") -> Agreement:
    """Offer another version with another end or text; the sum never changes."""
    with verb("amend", agreement, by=by, note=reason):
        if not 0 < (ends - agreement.starts).days <= rules_agreements.LONGEST_DAYS:
            raise Refused("grants.term_wrong", rules_agreements.term_is_right.sentence, field="ends")
        _version(agreement, by, agreement.starts, ends, text_zh, text_en, reason)
    return agreement


def drop_amendment(agreement: Agreement, *, by: Actor) -> Agreement:
    """Take the change back: the version in force stays."""
    with verb("drop_amendment", agreement, by=by):
        pass
    return agreement
