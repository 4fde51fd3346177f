"""The demo's rounds: one closed, one in delivery (after concepts and a panel), one being reviewed (its panel is planned), one
open, one that takes concepts now, one that waits for approval; told by the verbs.
"""

from decimal import Decimal

from marketplace.core import workdays
from marketplace.core.demo import rows, story
from marketplace.core.money import yuan
from marketplace.funds import domain as funds

from . import demo_delivery, domain, reviewers
from .demo_texts import (
    AGREEMENT,
    APPLICATIONS,
    CONCEPT,
    CONCEPTS_NOW,
    DEFINITION,
    LAST_YEAR,
    NOT_INVITED,
    PANEL,
    PLACES,
    REPORTING,
    SECOND,
    THIRD,
)
from .kinds import StageKind
from .models import Review

FUND = "FD06"


@story(order=40)
def rounds(world):
    """The fund of the street's rounds, its form, then the rounds in the order of time."""
    yield world.at(-330, 9)
    fund = world.things.get(FUND) or _fund(world)
    yield world.at(-329, 9)
    form = domain.forms.draft(
        world.things["office"], by=world.actor("editor"), title_zh="公益创投项目申报表", title_en="Application form of the rounds",
        definition=DEFINITION,
    )  # fmt: skip
    world.things["round form"] = form
    yield from _last_year(world, fund, form)
    yield from _in_review(world, fund, form)
    yield from _open(world, fund, form)


@story(order=41)
def projects(world):
    """After the decision of the first round: what became of its projects."""
    return demo_delivery.finished(world, -177)


@story(order=42)
def second_round(world):
    """A smaller round that is in delivery: short concepts first, and a panel before the awards."""
    yield world.at(-206, 8)
    close = _working(world, -170)
    short = domain.forms.draft(
        world.things["office"], by=world.actor("editor"), title_zh="项目概念表", title_en="Short concept form", definition=CONCEPT,
    )  # fmt: skip
    world.things["short form"] = short
    round = yield from _published(
        world, world.things[FUND], world.things["round form"], deadline=close, review=close + 10, budget=70_000, most=40_000, reviewers=1,
        concept_form=short, concept_until=world.at(close - 20, 17), concept_by=world.at(close - 14, 17),
        stages={StageKind.PANEL: world.at(close + 12, 14)}, **SECOND,
    )  # fmt: skip
    yield from _concepts(world, round, close, ("quarrels", "repair", "rain"))
    for number, key in enumerate(("quarrels", "repair")):
        yield from _apply(world, round, key, close - 6 + number, 14)
    yield from _decided(world, round, close, panel=True)
    yield from demo_delivery.delivering(world, round, close + 60)


@story(order=43)
def concepts_now(world):
    """A round that takes short concepts now: one is handed in, one is being written."""
    yield world.at(-12, 9)
    round = yield from _published(
        world, world.things[FUND], world.things["round form"], deadline=24, review=40, budget=60_000, most=30_000, reviewers=2,
        concept_form=world.things["short form"], concept_until=world.at(6, 17), concept_by=world.at(11, 17), **THIRD,
    )  # fmt: skip
    for number, (code, hand_in, content) in enumerate(CONCEPTS_NOW):
        yield world.at(-3 + number, 10)
        by = world.actor(code.lower())
        concept = domain.concepts.start(round, by=by, organisation=world.things[code])
        domain.concepts.save(concept, by=by, content=content)
        if hand_in:
            domain.concepts.submit(concept, by=by)


def _fund(world):
    row = next(r for r in rows("marketplace.funds", "funds.json")["funds"] if r["code"] == FUND)
    fund = funds.create_fund(
        by=world.actor("finance"), code=FUND, kind=row["kind"], office=world.things["office"], year=world.today.year,
        name_zh=row["name_zh"].replace("2026", str(world.today.year)), name_en=row["name_en"].replace("2026", str(world.today.year)),
        purpose_zh=row["purpose_zh"], purpose_en=row["purpose_en"], rules_zh="\n".join(row["rules_zh"]), rules_en="\n".join(row["rules_en"]),
        provenance=row["provenance"],
    )  # fmt: skip
    funds.activate(fund, by=world.actor("leader"))
    funds.grant_budget(fund, by=world.actor("finance"), amount=Decimal(row["budget_yuan"]), text=f"{fund.year} 年预算")
    world.things[FUND] = fund
    return fund


def _working(world, days: int) -> int:
    """The working day at or before this one."""
    while not workdays.is_working_day(world.at(days).date()).is_working:
        days -= 1
    return days


def _published(world, fund, form, *, deadline, review, titles, theme, budget, most, **fields):
    """A generator that drafts, asks for approval and publishes; returns the round."""
    yield world.at(deadline - 34, 10)
    by = world.actor("editor")
    round = domain.rounds.draft(
        world.things["office"], by=by, fund=fund, form=form, title_zh=titles[0], title_en=titles[1], theme_zh=theme[0], theme_en=theme[1],
        text_zh=theme[2], text_en=theme[3], budget=yuan(budget), least=yuan(5000), most=yuan(most), opens_at=world.at(deadline - 30, 9),
        deadline=world.at(deadline, 17), review_until=world.at(review, 17), agreement_zh=AGREEMENT, reporting_zh=REPORTING[0],
        reporting_en=REPORTING[1], line_share=Decimal("0.10"), **fields,
    )  # fmt: skip
    yield world.at(deadline - 33, 11)
    domain.rounds.submit(round, by=world.actor("editor"))
    yield world.at(deadline - 32, 9)
    domain.rounds.publish(round, by=world.actor("leader"))
    return round


def _apply(world, round, key, day, hour, *, hand_in=True):
    """One organisation writes, and hands in."""
    code, title, summary, amount, field, problem, target, lines = APPLICATIONS[key]
    yield world.at(day, hour)
    by = world.actor(code.lower())
    application = domain.applications.start(round, by=by, organisation=world.things[code])
    content = {
        "title": title, "summary": summary, "amount": str(yuan(amount)), "field": field,
        "answers": {
            "f1": problem, "f2": target, "f3": [str(world.at(day + 60).date()), str(world.at(day + 300).date())],
            "f4": [{"name": "服务人数", "unit": "人", "target": "60"}, {"name": "活动场次", "unit": "场", "target": "24"}],
            "f5": [{"item": i, "quantity": str(q), "price": f"{p}.00", "asked": f"{a}.00"} for i, q, p, a in lines], "f7": True,
        },
    }  # fmt: skip
    if key in PLACES:
        content["answers"]["f9"] = dict(zip(("text", "lat", "lon"), PLACES[key], strict=True))
    domain.applications.save(application, by=by, content=content)
    if hand_in:
        yield world.at(day, hour, 40)
        domain.applications.submit(application, by=by)
    return application


def _concepts(world, round, close, keys):
    """Each hands in a short concept; all but the last are invited to apply."""
    handed = []
    for number, key in enumerate(keys):
        yield world.at(close - 25 + number, 10)
        code, title, summary, amount, field, problem, target, _lines = APPLICATIONS[key]
        by = world.actor(code.lower())
        concept = domain.concepts.start(round, by=by, organisation=world.things[code])
        content = {"title": title, "summary": summary, "amount": str(yuan(amount)), "field": field, "answers": {"c1": problem, "c2": target}}  # fmt: skip
        domain.concepts.save(concept, by=by, content=content)
        handed.append(domain.concepts.submit(concept, by=by))
    yield world.at(close - 18, 10)
    for concept in handed[:-1]:
        domain.concepts.invite(concept, by=world.actor("secretary"), reason="请在申报书里写清人手安排。")
    domain.concepts.decline(handed[-1], by=world.actor("secretary"), reason=NOT_INVITED)


def _planned(world, round, day, hour):
    """The panel: the leader and those who have reviewed and have no tie sit, twenty minutes for each application."""
    sitting = set(Review.objects.filter(application__round=round, state="handed_in").values_list("reviewer", flat=True))
    sitting -= reviewers.tied(round, sorted(sitting))
    people = [world.people["leader"], *(user for user in world.people.values() if user.pk in sitting)]
    slots = [(application, 20) for application in round.applications.filter(state="accepted").order_by("title")]
    return domain.panels.plan(
        round, by=world.actor("secretary"), place=PANEL["place"], starts_at=world.at(day, hour), seats=people, slots=slots
    )  # fmt: skip


def _panel(world, round, day):
    """Planned, announced, held, its minutes released; a reviewer writes in the discussion."""
    yield world.at(day, 10)
    panel = _planned(world, round, day + 3, 14)
    domain.panels.announce(panel, by=world.actor("secretary"))
    yield world.at(day + 2, 16)
    review = Review.objects.filter(application__round=round, state="handed_in").order_by("pk").first()
    domain.panels.say(review.application, by=_reviewer(world, review), text=PANEL["remark"])
    yield world.at(day + 4, 9)
    records = {slot.pk: PANEL["record"] for slot in panel.slots.all()}
    domain.panels.write_minutes(panel, by=world.actor("secretary"), minutes=PANEL["minutes"], records=records)
    domain.panels.release(panel, by=world.actor("secretary"))


def _last_year(world, fund, form):
    """Decided: two awards, one on the waiting list, one not awarded, one that did not meet the conditions."""
    close = _working(world, -230)
    round = yield from _published(
        world, fund, form, deadline=close, review=close + 25, budget=120_000, most=50_000, reviewers=3, **LAST_YEAR
    )
    for number, key in enumerate(("meals", "library", "quarrels", "repair", "rain")):
        yield from _apply(world, round, key, close - 10 + number, 10)
    yield from _decided(world, round, close)
    world.things["first round"] = round


def _decided(world, round, close, *, panel=False):
    """From the close of the call to the end of the objection period."""
    yield world.at(close + 1, 9)
    domain.rounds.close_call(round, by=world.actor("secretary"))
    yield world.at(close + 2, 10)
    for application in round.applications.filter(state="submitted").order_by("title"):
        if application.organisation.code == APPLICATIONS["rain"][0]:
            domain.screening.exclude(
                application, by=world.actor("secretary"), reason="项目在申报前已经完成，不在资助范围内。"
            )
        else:
            domain.screening.pass_(application, by=world.actor("secretary"))
    yield world.at(close + 4, 10)
    domain.reviewing.begin_reviews(round, by=world.actor("secretary"))
    reviews = list(
        Review.objects.filter(application__round=round).select_related("application", "reviewer").order_by("pk")
    )
    for number, review in enumerate(reviews):
        yield world.at(close + 6 + number, 15)
        _score(world, review, number)
    if panel:
        yield from _panel(world, round, close + 6 + len(reviews) + 1)
    yield world.at(close + 6 + len(reviews) + 9, 10)
    round.refresh_from_db()
    proposal = domain.determination.proposal(round)
    given = [
        {
            "application": r["line"].application,
            "outcome": r["outcome"],
            "amount": r["amount"],
            "conditions": "",
            "reasons": _why(n, r),
        }
        for n, r in enumerate(proposal, 1)
    ]
    domain.determination.propose(round, by=world.actor("secretary"), rows=given)
    yield world.at(close + 6 + len(reviews) + 11, 9)
    domain.determination.decide(round, by=world.actor("leader"))
    yield world.at(close + 50, 9)
    domain.determination.conclude(round, by=world.actor("secretary"))


def _why(number, row):
    if row["outcome"] == "award":
        return f"评审得分第 {number} 名，资金范围内全额资助。"
    return f"评审得分第 {number} 名，资金已用完；前面有人放弃时递补。"


def _reviewer(world, review):
    """Who it is assigned to, acting."""
    return world.actor(next(key for key, user in world.people.items() if user.pk == review.reviewer_id))


def _score(world, review, number):
    by = _reviewer(world, review)
    domain.reviewing.declare_none(review, by=by)
    base = {"meals": 86, "library": 81, "quarrels": 74, "repair": 66}
    title = next(k for k, row in APPLICATIONS.items() if row[1] == review.application.title)
    points = {
        c.pk: Decimal(base.get(title, 70) + (number * 7 + c.position * 3) % 5 - 2)
        for c in review.application.round.criteria.all()
    }
    domain.reviewing.hand_in(
        review, by=by, points=points, reasons={}, comment="需求讲得清楚，指标可以核对；请补充志愿者的培训安排。", minutes=35 + number % 4 * 10,
    )  # fmt: skip


def _in_review(world, fund, form):
    """Screened; one was returned and completed; reviewers are at work, one has stepped back; the panel is planned."""
    close = _working(world, -16)
    theme = (
        "一老一小",
        "Old and young",
        "资助照顾老人和儿童的社区项目。",
        "For projects that look after the old and the young.",
    )
    round = yield from _published(
        world, fund, form, deadline=close, review=9, budget=100_000, most=40_000, reviewers=3, theme=theme,
        stages={StageKind.PANEL: world.at(12, 14)},
        titles=("“一老一小”公益创投", "Round “Old and young”"), classes=["PUBLIC_SERVICE", "CHARITY_RELIEF", "CULTURE_EDUCATION"],
    )  # fmt: skip
    for number, key in enumerate(("digital", "afterschool", "walks")):
        yield from _apply(world, round, key, close - 6 + number, 11)
    yield world.at(close + 1, 9)
    domain.rounds.close_call(round, by=world.actor("secretary"))
    yield world.at(close + 2, 10)
    first, *rest = round.applications.filter(state="submitted").order_by("title")
    for application in rest:
        domain.screening.pass_(application, by=world.actor("secretary"))
    first = domain.screening.return_(
        first, by=world.actor("secretary"), reason="预算里没有写志愿者保险，请补一行并说明来源。"
    )
    yield world.at(close + 3, 16)
    domain.applications.submit(first, by=world.actor(first.organisation.code.lower()))
    yield world.at(close + 4, 9)
    first.refresh_from_db()
    domain.screening.pass_(first, by=world.actor("secretary"), reason="已补正。")
    domain.reviewing.begin_reviews(round, by=world.actor("secretary"))
    reviews = list(
        Review.objects.filter(application__round=round).select_related("application", "reviewer").order_by("pk")
    )
    for number, review in enumerate(reviews[:4]):
        yield world.at(close + 6 + number, 15)
        if number:
            _score(world, review, number)
        else:
            domain.reviewing.recuse(review, by=_reviewer(world, review), reason="去年给该机构做过培训。")
    _planned(world, round, 12, 14)


def _open(world, fund, form):
    """Open for some days more: one handed in, one draft. Another round waits for approval."""
    close = 14
    theme = (
        "邻里自治",
        "Neighbours decide",
        "资助居民自己商量、自己动手的小项目。",
        "For small projects that neighbours agree on and do themselves.",
    )
    round = yield from _published(
        world, fund, form, deadline=close, review=40, budget=80_000, most=20_000, reviewers=2, theme=theme,
        titles=("“邻里自治”小额创投", "Small round “Neighbours decide”"), limit=2,
    )  # fmt: skip
    yield from _apply(world, round, "council", -4, 10)
    yield from _apply(world, round, "garden", -2, 15, hand_in=False)
    yield world.at(-1, 14)
    waiting = domain.rounds.copy(
        round, by=world.actor("editor"), title_zh="“邻里自治”小额创投（第二批）", opens_at=world.at(20, 9), deadline=world.at(50, 17), review_until=world.at(75, 17),
    )  # fmt: skip
    domain.rounds.submit(waiting, by=world.actor("editor"))
