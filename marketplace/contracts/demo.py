"""The demo's thirteen purchased projects: from the call to the contract and its deliveries."""

import json
from datetime import date, timedelta
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile

from marketplace.core import pdf, rowcodes
from marketplace.core.demo import rows, story
from marketplace.tenders.demo import CallStory

from . import domain
from .models import Milestone

PACK_DAY = date(2026, 11, 1)
RIVALS = {
    "GOVERNANCE": ("OR13", "OR05", "OR11"),
    "PUBLIC_SERVICE": ("OR24", "OR31", "OR23"),
    "CULTURE_EDUCATION": ("OR57", "OR60", "OR56"),
}
OPINIONS = [
    ("VERY_GOOD", "来得准时，说话和气。"),
    ("GOOD", ""),
    ("GOOD", "希望周末也有。"),
    ("VERY_GOOD", ""),
    ("FAIR", "有一次改期没有提前说。"),
    ("GOOD", ""),
]


class ProjectStory(CallStory):
    """One purchased project. After `signed` the contract runs; deliveries follow."""

    def __init__(self, world, row):
        shift = world.today - PACK_DAY
        self.row, self.code = row, row["code"]
        self.starts, self.ends = date.fromisoformat(row["starts"]) + shift, date.fromisoformat(row["ends"]) + shift
        self.indicators = json.loads(row["indicator_targets"])
        winner = world.things[row["organisation"]]
        rivals = [c for c in RIVALS.get(winner.org_class, RIVALS["PUBLIC_SERVICE"]) if c != row["organisation"]][:2]
        term = (self.ends - self.starts).days
        super().__init__(
            world, item=row["item"], quantity=row["quantity"], budget=row["budget"], fund=row["fund"], communities=row["communities"].split(";"),
            deadline=(self.starts - world.today).days - 45, titles=(row["name_zh"], row["name_en"]), texts=(row["description_zh"], row["description_en"]),
            bidders=[row["organisation"], *rivals], provenance=row["provenance"],
            plan=[("期中交付", "Interim delivery", "0.50", term // 2), ("期末交付", "Final delivery", "0.50", term, "FILES", "INDICATORS")],
        )  # fmt: skip

    @property
    def owner(self):
        return self.row["organisation"].lower()

    def signed(self):
        yield from self.after_standstill()
        self.contract = contract = domain.draw(self.call, by=self.who("buyer"))
        for made in (self.call, contract):
            rowcodes.keep(made, self.code)
        domain.edit(
            contract,
            by=self.who("buyer"),
            starts=self.starts,
            ends=self.ends,
            text_zh=contract_text(self.row),
            text_en=self.row["description_en"],
        )
        domain.offer(contract, by=self.who("buyer"))
        yield self.next_day(10)
        domain.sign_organisation(contract, by=self.who(self.owner))
        yield self.next_day(15)
        domain.sign_office(contract, by=self.who("leader"))

    def next_day(self, hour):
        from marketplace.core import clock

        return self.world.at((clock.today() - self.world.today).days + 1, hour)

    def milestone(self, position) -> Milestone:
        return Milestone.objects.select_related("contract__organisation", "contract__fund", "contract__office").get(
            contract=self.contract, position=position
        )

    def day_of(self, position) -> int:
        return (self.milestone(position).due - self.world.today).days

    def delivered(self, position, *, share=1, late=0, voices=6, actuals=None):
        """Slips are made, people served use some, the organisation delivers.

        share: how far the indicators were reached; actuals: the figures themselves, where they are told.
        """
        day = self.day_of(position) + late
        yield self.world.at(day - 20, 9)
        domain.issue_slips(self.milestone(position), by=self.who("acceptor"), number=10)
        for number, slip in enumerate(list(self.milestone(position).slips.order_by("pk"))[:voices]):
            yield self.world.at(day - 10 + number, 17, number)
            degree, text = OPINIONS[number % len(OPINIONS)]
            domain.give_opinion(slip.token, degree=degree, text=text)
        yield self.world.at(day - 2, 16)
        milestone = self.milestone(position)
        reached = {row["key"]: Decimal(str(row["target"])) * share for row in milestone.indicators}
        reached = {k: v.quantize(Decimal("1")) for k, v in reached.items()} | (actuals or {})
        domain.deliver(
            milestone,
            by=self.who(self.owner),
            report=self.row["description_zh"],
            attendance=people_of(milestone.indicators, reached),
            actuals={k: v for k, v in reached.items() if k in {row["key"] for row in milestone.indicators}},
            evidence=[record_of(milestone, reached)] if "FILES" in milestone.demands else [],
        )

    def accepted(self, position, **more):
        yield from self.delivered(position, **more)
        yield self.next_day(11)
        domain.accept(self.milestone(position), by=self.who("acceptor"), reason="抽查记录与服务对象意见相符。")

    def paid(self, position, **more):
        yield from self.accepted(position, **more)
        yield self.next_day(14)
        domain.pay(self.milestone(position), by=self.who("finance"))


def people_of(indicators, reached):
    """People reached, where an indicator counts people; no figure beside it that could say something else."""
    counted = [row["key"] for row in indicators if row.get("unit_zh") in ("人", "名")]
    return int(reached[counted[0]]) if counted else None


def record_of(milestone, reached):
    """What the organisation hands in as a file: its figures on one sheet."""
    figures = [[row["name_zh"], f"{reached[row['key']]:f}", row.get("unit_zh", "")] for row in milestone.indicators]
    sheet = pdf.document(
        milestone.title_zh, [("table", ["指标", "实际", "单位"], figures)], footer=milestone.contract.number
    )
    return SimpleUploadedFile("服务记录汇总.pdf", sheet)


def contract_text(row) -> str:
    """Plain terms of the demo's contracts."""
    return "\n".join(
        [
            row["description_zh"],
            "一、乙方按清单标准提供服务，逐次登记，接受甲方和服务对象查验。",
            "二、甲方在里程碑验收通过后付款，付款记入公开账。",
            "三、变更须双方书面同意，追加不超过合同价的百分之十。",
            "四、一方违约的，另一方可以按登记的程序终止合同，已验收的部分照付。",
        ]
    )


def projects(world):
    """{code: row} of the data pack."""
    return {row["code"]: row for row in rows("marketplace.contracts", "projects.csv")}


@story(order=50)
def running_projects(world):
    """Projects whose end is told here; the ones with published outcomes are told by the outcomes room."""
    table = projects(world)
    return [
        late_one(world, table["PJ12"]),
        returned_one(world, table["PJ04"]),
        waiting_for_payment(world, table["PJ02"]),
        waiting_for_acceptance(world, table["PJ10"]),
        just_signed(world, table["PJ06"]),
    ]


def late_one(world, row):
    yield world.at(-600, 8)
    plan = ProjectStory(world, row)
    yield from plan.signed()


def returned_one(world, row):
    yield world.at(-600, 8)
    plan = ProjectStory(world, row)
    yield from plan.signed()
    yield from plan.delivered(1, share=Decimal("0.4"), voices=3)
    yield plan.next_day(10)
    domain.return_(
        plan.milestone(1),
        by=world.actor("acceptor"),
        reason="12 个院落只交了 7 个的公约文本，请补齐。",
        again_by=max(world.today + timedelta(days=9), plan.milestone(1).due + timedelta(days=20)),
    )


def waiting_for_payment(world, row):
    yield world.at(-600, 8)
    plan = ProjectStory(world, row)
    yield from plan.signed()
    yield from plan.accepted(1, share=Decimal("0.5"))


def waiting_for_acceptance(world, row):
    yield world.at(-600, 8)
    plan = ProjectStory(world, row)
    yield from plan.signed()
    yield from plan.delivered(1, share=Decimal("0.5"), voices=5)


def just_signed(world, row):
    yield world.at(-600, 8)
    plan = ProjectStory(world, row)
    yield from plan.signed()
    yield from plan.paid(1, share=Decimal("0.5"))
