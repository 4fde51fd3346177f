"""The demo's calls: one in every state, told from draft to where it stands."""

from datetime import timedelta
from decimal import Decimal

from marketplace.catalogue.models import ServiceItem
from marketplace.core import workdays
from marketplace.core.demo import story
from marketplace.core.money import yuan

from . import domain
from .domain import Check, Seat, validity
from .models import Call, CommitteeMember, Procedure

CRITERIA = [
    ("服务方案", "Service plan", "0.40"),
    ("人员与记录", "Staff and records", "0.30"),
    ("应急与回访", "Emergencies and call-backs", "0.15"),
]
CONDITIONS = [
    ("登记满一年，章程含相应服务", "Registered for a year, with such services in the charter"),
    ("有固定的项目负责人", "A named project lead"),
]
ANSWERS = {
    "服务方案": "按社区分组，每组一名社工带两名志愿者，每周排班，月末由服务对象确认。",
    "人员与记录": "持证社工不少于两名，每次服务当天登记，记录可随时抽查。",
    "应急与回访": "三十分钟内响应，五个工作日内回访，异常当天上报社区。",
}
EVALUATORS = ("evaluator1", "evaluator2", "evaluator3", "evaluator4", "evaluator5")


def working(world, days: int) -> int:
    """The nearest working day: for days ahead the next one, for days past the one before."""
    step = 1 if days >= 0 else -1
    while not workdays.is_working_day(world.at(days).date()).is_working:
        days += step
    return days


class CallStory:
    """One call and how far it is told. deadline: days from the demo's day; bidders: organisation codes, the winner first."""

    def __init__(
        self,
        world,
        *,
        item,
        quantity,
        budget,
        fund,
        communities,
        deadline,
        titles,
        bidders,
        texts=("", ""),
        procedure="small",
        plan=None,
        provenance="illustrative",
    ):
        self.world, self.item_code, self.quantity, self.budget, self.fund = (
            world,
            item,
            Decimal(quantity),
            yuan(budget),
            fund,
        )
        self.communities, self.deadline, self.titles, self.texts = communities, working(world, deadline), titles, texts
        self.bidders, self.procedure, self.provenance = bidders, procedure, provenance
        self.lead = 12 if procedure == "small" else 26
        self.plan = plan or [("期中交付", "Interim delivery", "0.50", 150), ("期末交付", "Final delivery", "0.50", 330)]
        self.call = None

    def who(self, key):
        return self.world.actor(key)

    def at(self, days, hour=9, minute=0):
        return self.world.at(self.deadline + days, hour, minute)

    def drafted(self):
        """Two days ago at the latest, wherever holidays have moved the deadline to."""
        yield min(self.at(-self.lead - 3, 9, 20), self.world.at(-2, 9, 20))
        call = domain.draft(
            self.world.things["office"], by=self.who("buyer"), procedure=Procedure.objects.get(code=self.procedure), fund=self.world.things[self.fund],
            title_zh=self.titles[0], title_en=self.titles[1], text_zh=self.texts[0], text_en=self.texts[1], budget=self.budget,
            deadline=self.at(0, 14, 30), questions_until=self.at(-6, 12, 0), provenance=self.provenance,
        )  # fmt: skip
        year = self.at(-self.lead - 3).year
        item = (
            ServiceItem.objects.in_force()
            .filter(code=self.item_code, purchase_list__year__lte=max(year, self.world.today.year - 1))
            .latest("purchase_list__year")
        )
        criteria = [{"kind": "QUALITY", "name_zh": zh, "name_en": en, "weight": Decimal(w)} for zh, en, w in CRITERIA]
        self.call = domain.edit(
            call, by=self.who("buyer"), lines=[{"item": item, "quantity": self.quantity}],
            conditions=[{"text_zh": zh, "text_en": en} for zh, en in CONDITIONS],
            criteria=[*criteria, {"kind": "PRICE", "name_zh": "价格", "name_en": "Price", "weight": Decimal("0.15")}],
            text_zh=self.texts[0] or f"{item.description_zh}\n{item.standard_zh}",
            text_en=self.texts[1] or f"{item.description_en}\n{item.standard_en}",
            milestones=[{"title_zh": zh, "title_en": en, "share": Decimal(s), "due_days": d, "demands": kinds, **({"indicators": self.indicators} if self.indicators else {})} for zh, en, s, d, *kinds in self.plan],
            communities=[self.world.things["communities"][c] for c in self.communities],
        )  # fmt: skip

    indicators: list = []

    def in_review(self):
        yield from self.drafted()
        yield min(self.at(-self.lead - 2, 15), self.world.at(-1, 15))
        domain.submit(self.call, by=self.who("buyer"))

    def published(self):
        yield from self.in_review()
        yield self.at(-self.lead - 1, 10)
        domain.publish(self.call, by=self.who("leader"))

    def with_bids(self):
        yield from self.published()
        for number, code in enumerate(self.bidders):
            yield self.at(-4, 9 + number, 12)
            self.bid(code, number)

    def bid(self, code, number):
        """One organisation writes, and seals. The winner offers a little less."""
        writer = self.who(code.lower())
        found = domain.start(self.call, by=writer, organisation=self.world.things[code])
        call = Call.objects.get(pk=self.call.pk)
        ceiling = self.budget / self.quantity
        factor = Decimal("0.97") + Decimal(self.world.random.randrange(0, 250)) / 10000 if number else Decimal("0.96")
        price = (ceiling * factor).quantize(Decimal("0.01"), rounding="ROUND_DOWN")
        content = {
            "lines": [{"line": line.pk, "unit_price": str(price)} for line in call.lines.all()],
            "answers": [{"criterion": c.pk, "text": ANSWERS[c.name_zh]} for c in call.criteria.filter(kind="QUALITY")],
            "conditions": [{"condition": c.pk, "text": "符合，证明见附件。"} for c in call.conditions.all()],
            "contact": "项目负责人，办公电话见登记",
            "statement": True,
        }
        domain.save(found, by=writer, content=content)
        domain.seal(found, by=writer)

    def opened(self):
        yield from self.with_bids()
        yield self.at(0, 15, 0)
        domain.confirm_opening(self.call, by=self.who("opener1"))
        yield self.at(0, 15, 5)
        self.call.refresh_from_db()
        domain.confirm_opening(self.call, by=self.who("opener2"))
        self.call.refresh_from_db()

    def declared(self):
        yield from self.opened()
        yield self.at(0, 16, 0)
        size = 3 if self.procedure == "small" else 5
        names = [n for n in EVALUATORS if n not in ()][:size]
        seats = [Seat(self.world.people[n], i < size - 1, i == 0) for i, n in enumerate(names)]
        domain.appoint(self.call, by=self.who("secretary"), members=seats, score_until=self.at(6, 17))
        yield self.at(1, 9)
        for name in names:
            domain.declare(self.member(name), by=self.who(name), has_conflict=False)
        self.seats = names
        yield self.at(1, 11)
        self.call.refresh_from_db()
        checks = [
            Check(bid, c, True, "")
            for bid in self.call.bids.filter(state="opened").order_by("organisation__code")
            for c in self.call.conditions.all()
        ]
        domain.qualify(self.call, by=self.who("secretary"), checks=checks)

    def member(self, name):
        return CommitteeMember.objects.get(call=self.call, user=self.world.people[name])

    def scored(self):
        yield from self.declared()
        for name in self.seats:
            yield self.at(2, 10, 10 * self.seats.index(name))
            domain.submit_scores(self.member(name), by=self.who(name), cells=self.cells())

    def cells(self):
        found, winner = {}, self.world.things[self.bidders[0]]
        for bid in validity.valid_bids(self.call):
            low = 84 if bid.organisation_id == winner.pk else 66
            for criterion in self.call.criteria.filter(kind="QUALITY"):
                found[bid.pk, criterion.pk] = (Decimal(low + self.world.random.randrange(0, 5)), "")
        return found

    def proposed(self):
        yield from self.scored()
        yield self.at(3, 9, 30)
        domain.propose_award(self.call, by=self.who("secretary"), reason="综合得分第一。")

    def awarded(self):
        yield from self.proposed()
        yield self.at(4, 10)
        self.call.refresh_from_db()
        domain.decide_award(self.call, by=self.who("leader"))
        self.call.refresh_from_db()

    def after_standstill(self):
        """Goes on the working day after the standstill."""
        yield from self.awarded()
        until = self.call.award.standstill_until
        yield until + timedelta(hours=10)


@story(order=40)
def calls_in_every_state(world):
    """Twelve calls that are not contracts yet, each told as far as it has come."""
    return [
        CallStory(world, item="PL-D01", quantity=1200, budget="26400.00", fund="FD04", communities=["CM03"], deadline=13, titles=("寒假四点半课堂", "Half-past-four classroom in winter"), bidders=["OR18"]).drafted(),
        CallStory(world, item="PL-H02", quantity=12, budget="33600.00", fund="FD04", communities=["CM09", "CM12"], deadline=12, titles=("慢性病自我管理小组", "Self-management groups for chronic illness"), bidders=["OR25"]).in_review(),
        closing_soon(world),
        with_question_and_amendment(world),
        CallStory(world, item="PL-F03", quantity=30, budget="24000.00", fund="FD04", communities=["CM10", "CM14"], deadline=8, titles=("防诈骗院坝宣讲", "Talks against fraud in the courtyards"), bidders=["OR21"]).with_bids(),
        CallStory(world, item="PL-I02", quantity=60, budget="30000.00", fund="FD04", communities=["CM04"], deadline=-1, titles=("社区晚间兴趣课", "Evening classes in the community"), bidders=["OR55", "OR53", "OR54"]).with_bids(),
        CallStory(world, item="PL-G04", quantity=60, budget="28800.00", fund="FD04", communities=["CM18"], deadline=-12, titles=("失业青年就业陪跑", "Coaching for young people out of work"), bidders=["OR29"]).opened(),
        CallStory(world, item="PL-C06", quantity=900, budget="40500.00", fund="FD04", communities=["CM05"], deadline=-3, titles=("独居老人结对探访", "Visits to older people living alone"), bidders=["OR16", "OR17", "OR22"]).declared(),
        CallStory(world, item="PL-A01", quantity=50, budget="34000.00", fund="FD04", communities=["CM13"], deadline=-6, titles=("邻里纠纷快速调解", "Quick mediation between neighbours"), bidders=["OR02", "OR03", "OR01"]).proposed(),
        CallStory(world, item="PL-E03", quantity=10, budget="38000.00", fund="FD04", communities=["CM08"], deadline=-7, titles=("孤独症家庭喘息服务", "Respite for families with autistic children"), bidders=["OR28", "OR27", "OR26"]).awarded(),
        challenged(world),
        cancelled(world),
    ]  # fmt: skip


def closing_soon(world):
    plan = CallStory(
        world,
        item="PL-C02",
        quantity=3000,
        budget="48000.00",
        fund="FD04",
        communities=["CM06", "CM10"],
        deadline=2,
        titles=("长者午餐配送", "Lunch brought to older people"),
        bidders=["OR22", "OR16"],
    )
    world.things["call:closing"] = plan
    yield from plan.with_bids()


def with_question_and_amendment(world):
    """The large one, by Order 87: a question, an answer that amends, a deadline that moves."""
    plan = CallStory(
        world, item="PL-C06", quantity=10920, budget="480000.00", fund="FD02", communities=[], deadline=13, procedure="open",
        titles=("高龄独居老人居家探访服务", "Home visits to very old people living alone"), bidders=["OR16", "OR17"],
        texts=("为 19 个社区的高龄独居老人每周上门两次，聊天、看看水电安全、记下需要。", "Two visits a week to very old people living alone in the 19 communities: a talk, a look at water and power, a note of what is needed."),
    )  # fmt: skip
    yield from plan.published()
    yield plan.at(-20, 10)
    first = domain.ask(plan.call, by=world.actor("or16"), text="一位老人住院期间，当周的探访次数怎样计算？")
    yield plan.at(-17, 16)
    domain.answer(
        first, by=world.actor("buyer"), answer="住院期间改为电话问候，不计探访次数，也不扣分；出院后 3 日内恢复。"
    )
    yield plan.at(-16, 11)
    second = domain.ask(plan.call, by=world.actor("or17"), text="探访记录能否用纸质表，每月汇总上传？")
    yield plan.at(-15, 9)
    plan.bid("OR16", 0)
    yield plan.at(-14, 10)
    domain.answer(
        second, by=world.actor("buyer"), answer="可以。记录表已统一格式，见本次澄清。",
        amendment_zh="探访记录表改用统一格式，每月汇总上传。", amendment_en="Visits are recorded on one common form and handed in monthly.", material=True,
    )  # fmt: skip
    yield world.at(-1, 15)
    domain.ask(plan.call, by=world.actor("or22"), text="两家单位能否联合投标？")


def challenged(world):
    plan = CallStory(
        world,
        item="PL-B01",
        quantity=120,
        budget="36000.00",
        fund="FD04",
        communities=["CM15"],
        deadline=-8,
        titles=("家长心理支持", "Counselling for parents"),
        bidders=["OR19", "OR20", "OR18"],
    )
    yield from plan.awarded()
    yield world.at(-2, 10) if plan.call.award.standstill_until > world.at(-2, 10) else plan.at(5, 10)
    domain.challenge(plan.call, by=world.actor("or20"), text="本单位服务方案得分与评分标准不符，请说明理由。")


def cancelled(world):
    plan = CallStory(
        world,
        item="PL-J02",
        quantity=4,
        budget="27200.00",
        fund="FD04",
        communities=["CM11"],
        deadline=-9,
        titles=("老旧院落公约制定", "House rules for old courtyards"),
        bidders=["OR03"],
    )
    yield from plan.published()
    yield plan.at(-6, 9)
    domain.cancel(plan.call, by=world.actor("leader"), reason="两个院落列入改造，先停一停，明年另行安排。")
