"""The demo's grants after the decision: one round to its published end, one in delivery with two tranches paid."""

from decimal import Decimal

from marketplace.core import clock
from marketplace.core.money import yuan

from . import domain
from .demo_texts import BESIDE, CLOSING, DONE, REPORTS
from .models import Agreement, Recovery


def _paper(text):
    return f"{text}(演示)\n".encode()


def _signed(world, application, day):
    """A generator: drawn up, offered, signed by both sides within three days; returns the agreement."""
    owner = application.organisation.code.lower()
    yield world.at(day, 10)
    agreement = domain.agreements.draw(application, by=world.actor("secretary"))
    domain.agreements.offer(agreement, by=world.actor("secretary"))
    yield world.at(day + 1, 15)
    domain.agreements.sign_organisation(agreement, by=world.actor(owner))
    domain.agreements.sign_office(agreement, by=world.actor("leader"))
    yield world.at(day + 3, 9)
    domain.ending.pay(agreement.tranches.get(position=1), by=world.actor("finance"))
    return agreement


def _reported(world, agreement, position, day, share):
    """A generator: the report handed in and accepted, and the tranche after it paid."""
    owner = agreement.organisation.code.lower()
    yield world.at(day, 16)
    report = agreement.reports.get(position=position)
    figures = {n: Decimal(int(Decimal(row["target"]) * share)) for n, row in enumerate(report.indicators)}
    domain.delivery.hand_in_report(
        report,
        by=world.actor(owner),
        text=REPORTS[position - 1],
        people_served=int(Decimal(60) * share),
        actuals=figures,
    )
    yield world.at(day + 2, 10)
    domain.delivery.accept_report(report, by=world.actor("secretary"), reason="数字与签到表相符。")
    yield world.at(day + 4, 9)
    domain.ending.pay(agreement.tranches.get(position=position + 1), by=world.actor("finance"))


def _spent(world, agreement, share, less=0):
    """So much of every line, with a voucher each; `less` of the last one is left over."""
    owner = agreement.organisation.code.lower()
    lines = list(agreement.lines.order_by("position"))
    for line in lines:
        amount = yuan(line.amount * share) - (less if line == lines[-1] else 0)
        domain.delivery.enter_expense(
            agreement, by=world.actor(owner), line=line, day=clock.today(), amount=amount, text=line.name,
            voucher=_named(f"{line.name}.txt", _paper("发票")),
        )  # fmt: skip


def _named(name, data):
    from django.core.files.base import ContentFile

    return ContentFile(data, name=name)


def finished(world, day) -> list:
    """Both projects of the first round, side by side: delivered, one gives back what it did not spend; then the round is closed."""
    return [_one_finished(world, n, day + n) for n in (0, 1)] + [_closed(world, day + 150)]


def _awarded(round, n):
    rows = round.applications.filter(state="awarded").select_related("organisation").order_by("determination__rank")
    return rows[n] if n < len(rows) else None


def _closed(world, day):
    yield world.at(day, 15)
    round = world.things["first round"]
    round.refresh_from_db()
    domain.ending.close_round(round, by=world.actor("leader"), closing_zh=CLOSING[0], closing_en=CLOSING[1])


def _one_finished(world, n, day):
    yield world.at(day, 8)
    application, left = _awarded(world.things["first round"], n), yuan(1200) if n else 0
    agreement = yield from _signed(world, application, day)
    owner = application.organisation.code.lower()
    domain.delivery.tell_contribution(agreement, by=world.actor(owner), **BESIDE[bool(left)])
    yield from _reported(world, agreement, 1, day + 60, Decimal("0.5"))
    yield from _reported(world, agreement, 2, day + 120, Decimal("1.1"))
    yield world.at(day + 126, 14)
    _spent(world, agreement, Decimal(1), left)
    if left:
        claim = domain.ending.claim(
            agreement, by=world.actor("secretary"), ground="UNSPENT", amount=left, why="带读培训少开一次，结余退回。"
        )
        yield world.at(day + 127, 9)
        domain.ending.demand(claim, by=world.actor("leader"), due=world.at(day + 140).date())
        yield world.at(day + 133, 9)
        domain.ending.book(Recovery.objects.get(pk=claim.pk), by=world.actor("finance"))
    yield world.at(day + 135, 10)
    worth, evaluation, zh, en, people = DONE[bool(left)]
    domain.ending.evaluate(
        agreement,
        by=world.actor("secretary"),
        worth=worth,
        evaluation=evaluation,
        result_zh=zh,
        result_en=en,
        people_served=people,
    )
    yield world.at(day + 137, 10)
    domain.ending.close(Agreement.objects.get(pk=agreement.pk), by=world.actor("leader"))


def delivering(world, round, day):
    """Two projects at work: one with two tranches paid, one with a visit, a budget change asked for, a report due."""
    first = yield from _signed(world, _awarded(round, 0), day)
    yield from _reported(world, first, 1, day + 55, Decimal("0.6"))
    _spent(world, first, Decimal("0.7"))
    second = yield from _signed(world, _awarded(round, 1), day + 62)
    by, owner = world.actor("secretary"), world.actor(second.organisation.code.lower())
    visit = domain.delivery.plan_visit(second, by=by, at=world.at(day + 70, 10), what="修理摊现场")
    domain.delivery.tell_contribution(second, by=owner, **BESIDE[False])
    lines = list(second.lines.order_by("position"))
    domain.delivery.move_budget(
        second, by=owner, source=lines[1], target=lines[0], amount=yuan(2000), why="扳手和电烙铁要多备一套。"
    )
    yield world.at(day + 70, 16)
    domain.delivery.record_visit(
        visit, by=world.actor("secretary"), found="REMARKS", record="摊位有序，建议登记维修的电器种类。", people_met=23
    )
