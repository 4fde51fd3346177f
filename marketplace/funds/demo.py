"""The demo's fourteen funds in their kinds and states: six of the office, a foundation's, seven micro-funds (`demo_lives`)."""

from datetime import date
from decimal import Decimal

from marketplace.core.demo import rows, story

from . import demo_lives, domain  # noqa: F401  its stories register themselves
from .states import IncomeSource

TAKEN = ("FD01", "FD02", "FD03", "FD04", "FD05", "FD06")
# Who put how much into the pool: departments' lines, for demonstration.
POOL = (("民政条线", "620000.00"), ("卫健条线", "500000.00"), ("群团和共建单位", "400000.00"))
SEVERAL = Decimal("480000.00")  # what the pool adds to the guarantee fund for work in several communities


def table() -> dict:
    return {row["code"]: row for row in rows("marketplace.funds", "funds.json")["funds"]}


def columns(row, year) -> dict:
    """What a row of the data says of a fund, with the demo's year in place of the data's."""
    return {
        "name_zh": row["name_zh"].replace("2026", str(year)), "name_en": row["name_en"].replace("2026", str(year)),
        "purpose_zh": row["purpose_zh"], "purpose_en": row["purpose_en"], "rules_zh": "\n".join(row["rules_zh"]),
        "rules_en": "\n".join(row["rules_en"]), "provenance": row["provenance"],
    }  # fmt: skip


@story(order=20)
def funds(world):
    """Drafted by finance, put in force by the leader, money booked. FD05 begins a year earlier: it is carried over."""
    found = table()
    for number, code in enumerate(TAKEN):
        row = found[code]
        yield world.at(-420 + number, 9, 30)
        year = world.today.year - (code == "FD05")
        fund = domain.create_fund(
            by=world.actor("finance"), code=code, kind=row["kind"], office=world.things["office"], year=year, **columns(row, year)
        )  # fmt: skip
        world.things[code] = fund
        yield world.at(-418 + number, 14)
        domain.activate(fund, by=world.actor("leader"))
        yield world.at(-417 + number, 10)
        if code == "FD04":
            for giver, amount in POOL:
                domain.grant_budget(
                    fund, by=world.actor("finance"), amount=Decimal(amount), text=f"{fund.year} 年奖补资金和工作经费", giver=giver,
                    source=IncomeSource.DEPARTMENT,
                )  # fmt: skip
        else:
            domain.grant_budget(
                fund, by=world.actor("finance"), amount=Decimal(row["budget_yuan"]), text=f"{fund.year} 年预算"
            )


@story(order=21)
def guarantee(world):
    """The pool adds to the guarantee fund by two persons; each community has its baseline in a plan."""
    yield world.at(-410, 10)
    moved = domain.propose_transfer(
        world.things["FD04"], by=world.actor("finance"), to=world.things["FD02"], amount=SEVERAL, text="跨社区项目统筹"
    )
    yield world.at(-409, 9)
    domain.approve_transfer(moved, by=world.actor("leader"))
    yield world.at(-406, 10)
    fund = world.things["FD02"]
    plan = domain.draft_plan(
        fund, by=world.actor("finance"), year=fund.year, basis="每个社区按人口和小组数分配基数，跨社区项目另列（演示）"
    )
    for row in table()["FD02"]["allocations"]:
        domain.set_line(
            plan, by=world.actor("finance"), community=world.things["communities"][row["community"]], amount=Decimal(row["amount_yuan"])
        )  # fmt: skip
    domain.set_line(plan, by=world.actor("finance"), amount=SEVERAL)
    domain.submit_plan(plan, by=world.actor("finance"))
    yield world.at(-405, 15)
    domain.decide_plan(plan, by=world.actor("leader"))
    yield world.at(-4, 11)
    newer = domain.draft_plan(fund, by=world.actor("finance"), year=fund.year, basis="按最新人口调整（演示）")
    domain.submit_plan(newer, by=world.actor("finance"))


@story(order=22)
def moves(world):
    """A transfer that was declined, one that waits; the rest of a year carried over and returned."""
    yield world.at(-120, 10)
    first = domain.propose_transfer(
        world.things["FD01"], by=world.actor("finance"), to=world.things["FD05"], amount=Decimal("30000.00"), text="窗口运行经费缺口"
    )  # fmt: skip
    yield world.at(-119, 10)
    domain.decline_transfer(first, by=world.actor("leader"), reason="购买资金本季度已有安排，暂不调剂。")
    yield world.at(-2, 11)
    domain.propose_transfer(
        world.things["FD01"], by=world.actor("finance"), to=world.things["FD05"], amount=Decimal("12000.00"), text="窗口运行经费补充"
    )  # fmt: skip


@story(order=23)
def year_end(world):
    """After New Year: what is left of FD05 is decided; before the sixth of January it is still to come."""
    yield world.at((date(world.today.year, 1, 6) - world.today).days, 10)
    carry = domain.propose_carryover(
        world.things["FD05"], by=world.actor("finance"), carried=Decimal("400000.00"), returned=Decimal("56000.00"),
        text="考评未完成的部分结转，其余上缴",
    )  # fmt: skip
    yield world.at((date(world.today.year, 1, 8) - world.today).days, 10)
    domain.approve_carryover(carry, by=world.actor("leader"))


@story(order=24)
def incentive(world):
    """A round paid by stars, and one whose shares wait for the leader."""
    yield world.at(-75, 10)
    fund_code, places = "FD03", world.things["communities"]
    one = domain.draft_round(
        world.things[fund_code], by=world.actor("finance"), title_zh="社区年度星级激励", title_en="Incentive for the stars of the year",
        measure="STARS", pot=Decimal("260000.00"), table=[(3, 1), (4, 2), (5, 3)], appraisal="年度考评结果（演示）",
    )  # fmt: skip
    for code, stars in (("CM01", 5), ("CM02", 5), ("CM03", 3), ("CM05", 4), ("CM06", 4), ("CM09", 2), ("CM15", 4)):
        domain.set_result(one, by=world.actor("finance"), community=places[code], value=Decimal(stars))
    domain.close_appraisal(one, by=world.actor("finance"))
    yield world.at(-72, 15)
    domain.decide_round(one, by=world.actor("leader"))
    yield world.at(-70, 10)
    domain.pay_round(one, by=world.actor("finance"))
    yield world.at(-3, 10)
    two = domain.draft_round(
        world.things[fund_code], by=world.actor("finance"), title_zh="服务目标达成激励", title_en="Incentive for targets reached",
        measure="TARGETS", pot=Decimal("90000.00"), table=[(80, 1), (95, 2)], appraisal="第三季度目标核对（演示）",
    )  # fmt: skip
    for code, reached in (("CM04", 96), ("CM08", 88), ("CM12", 79), ("CM18", 100)):
        domain.set_result(two, by=world.actor("finance"), community=places[code], value=Decimal(reached))
    domain.close_appraisal(two, by=world.actor("finance"))
    yield world.at(-2, 16)
    domain.draft_round(
        world.things[fund_code], by=world.actor("finance"), title_zh="群众满意率激励", title_en="Incentive for satisfaction",
        measure="RATINGS", pot=Decimal("60000.00"), table=[(85, 1), (95, 2)], appraisal="第四季度评价（演示）",
    )  # fmt: skip


@story(order=25)
def figures(world):
    """The keeper proposes another figure from next month on."""
    yield world.at(-5, 10)
    domain.propose_figure(
        by=world.actor("keeper"), key="OPENING_LEAST", value=Decimal("2000"), valid_from=date(world.today.year + 1, 1, 1),
        clause_zh="街道拟调整（演示）", clause_en="proposed by the street office (demo)",
    )  # fmt: skip


@story(order=95)
def checkpoints(world):
    """The log is signed week by week at first, then every evening; the worker does it day by day."""
    for days in (*range(-410, -30, 7), *range(-30, 0)):
        yield world.at(days, 23, 50)
        if domain.checkpoint_is_due():
            domain.make_checkpoint()
