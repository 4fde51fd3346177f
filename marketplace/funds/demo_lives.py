"""The demo's foundation fund and micro-funds: their lives, stewards and applications, told by the verbs."""

from datetime import timedelta
from decimal import Decimal

from django.core.files.base import ContentFile

from marketplace.core import pdf
from marketplace.core.actors import system
from marketplace.core.demo import rows, story
from orgs.demo import email_of, make_person

from . import domain
from .states import IncomeSource

HOST, FOUNDATION = "OR33", "OR34"
# code, day of the application, opening money, (least, most), fee, [(purpose code, zh, en, group, bound)]
MICRO = (
    ("FD07", -408, "4200.00", ("500.00", "2000.00"), "0", [("AID", "困难群体帮扶", "Aid to people in difficulty", "HARDSHIP", True), ("DAILY", "邻里互助活动", "Neighbours' mutual help", "ALL", False)]),
    ("FD08", -407, "20000.00", (None, "1500.00"), "0", [("ELDERS", "老人应急", "Emergencies of older people", "ELDERS", False), ("LIGHTS", "楼道照明", "Stair lights", "ALL", False)]),
    ("FD09", -406, "12000.00", (None, "3000.00"), "3", [("COURTYARD", "院落微更新", "Courtyard repairs", "ALL", False)]),
    ("FD10", -405, "12300.00", (None, "3000.00"), "0", [("YOUTH", "青年活动", "Young people's activities", "CHILDREN", False)]),
    ("FD11", -404, "15000.00", (None, "2500.00"), "0", [("FAMILY", "亲子成长", "Families", "CHILDREN", False)]),
    ("FD12", -403, "9860.00", (None, "2000.00"), "0", [("NEWCOMERS", "新市民互助", "Newcomers' mutual help", "NEWCOMERS", False)]),
    ("FD13", -712, "15230.00", (None, "2000.00"), "0", [("RIVER", "清河护绿", "Clean banks", "ALL", False)]),
)  # fmt: skip
SEATS = ("RESIDENT", "RESIDENT", "RESIDENT", "COMMITTEE", "SOCIAL_WORKER")


def paper(title, text):
    """A short PDF, as an agreement or a receipt."""
    return ContentFile(pdf.document(title, [("p", text)]), name="paper.pdf")


def _row(code):
    return next(row for row in rows("marketplace.funds", "funds.json")["funds"] if row["code"] == code)


def _columns(code):
    from .demo import columns

    return columns(_row(code), 2026)


def _seat(world, fund, key, name, seat, *, by, day):
    person = world.people.get(key) or make_person(world, key, name, hashed=world.things["hash"], second_factor=False)
    elected = {"elected_on": day - timedelta(days=5), "votes": 61, "voters": 84} if seat == "RESIDENT" else {}
    domain.seat_steward(fund, by=by, person=person, seat=seat, since=day, until=day + timedelta(days=1090), **elected)


@story(order=15)
def foundation(world):
    """The community foundation: board and supervisor seated, its own money booked by itself."""
    yield world.at(-725, 10)
    fund = domain.create_fund(
        by=world.actor("finance"), code="FD14", kind="COMMUNITY_FOUNDATION", office=world.things["office"],
        host=world.things[FOUNDATION], year=world.today.year, asks_open=True, most=Decimal("20000.00"), **_columns("FD14"),
    )  # fmt: skip
    world.things["FD14"] = fund
    day = world.at(-724).date()
    yield world.at(-724, 10)
    _seat(world, fund, "or34", "", "CHAIR", by=world.actor("or34"), day=day)
    for n, seat in enumerate(("BOARD", "BOARD", "BOARD", "BOARD", "SUPERVISOR"), 1):
        _seat(world, fund, f"fd14-{n}", f"理事{n}", seat, by=world.actor("or34"), day=day)
    world.logins.append(
        {"role": "社区基金会理事 board member", "email": email_of("fd14-1"), "password": "linli-demo-2026"}
    )
    yield world.at(-723, 10)
    domain.activate(fund, by=world.actor("leader"))
    domain.add_purpose(
        fund,
        by=world.actor("or34"),
        code="SMALL",
        name_zh="居民小项目资助",
        name_en="Small projects of residents",
        group="ALL",
    )
    yield world.at(-722, 10)
    domain.record_receipt(
        fund,
        by=world.actor("or34"),
        amount=Decimal("310000.00"),
        text="非限定捐赠收入",
        source=IncomeSource.JOINT,
        giver="发起单位",
    )


@story(order=16)
def micro_funds(world):
    return [_life(world, *one) for one in MICRO]


def _life(world, code, day, opening, limits, fee, purposes):
    """From the application to the first money."""
    row, least, most = _row(code), *(Decimal(x) if x else None for x in limits)
    yield world.at(day, 9)
    place = world.things["communities"][row["community"]]
    micro = domain.apply_micro_fund(
        by=world.actor("resident"), office=world.things["office"], community=place, host=world.things[HOST], opening=Decimal(opening),
        least=least, most=most, remainder_to=world.things["FD14"], remainder_zh="本社区居民小项目", remainder_en="small projects of the same community",
        **_columns(code),
    )  # fmt: skip
    yield world.at(day + 2, 10)
    domain.agree_to_host(
        micro, by=world.actor("or33"), host_fee=Decimal(fee), file=paper("托管协议", f"{row['name_zh']}（演示）")
    )
    yield world.at(day + 3, 10)
    domain.approve_micro_fund(micro, by=world.actor("leader"), code=code)
    fund = world.things[code] = micro.fund
    world.things[f"micro:{code}"] = micro
    for purpose, zh, en, group, bound in purposes:
        domain.add_purpose(fund, by=world.actor("or33"), code=purpose, name_zh=zh, name_en=en, group=group, bound=bound)
    today = world.at(day + 4).date()
    yield world.at(day + 4, 14)
    for n, seat in enumerate(SEATS, 1):
        _seat(world, fund, f"{code.lower()}-{n}", f"议事会成员{n}", seat, by=world.actor("or33"), day=today)
    if code == "FD07":
        world.logins.append(
            {
                "role": "微基金议事会成员 steward of a micro-fund",
                "email": email_of("fd07-1"),
                "password": "linli-demo-2026",
            }
        )
    yield world.at(day + 6, 10)
    domain.activate_micro_fund(micro, by=world.actor("leader"))
    rest = Decimal(row["budget_yuan"]) - Decimal(opening)
    if code == "FD07":
        yield from _rent(world, fund)
    elif rest:
        yield world.at(-200, 10)
        domain.record_receipt(fund, by=world.actor("or33"), amount=rest, text="居民随手捐", source=IncomeSource.GIFT)
    if fee != "0":
        yield world.at(-100, 10)
        domain.charge_fee(fund, by=world.actor("or33"))


def _rent(world, fund):
    """Farm rent, quarter by quarter, bound to people in difficulty (E05)."""
    aid = fund.purposes.get(code="AID")
    for day in (-395, -300, -210, -120):
        yield world.at(day, 10)
        domain.record_receipt(
            fund, by=world.actor("or33"), amount=Decimal("8600.00"), text="爱心互助农场地块租金", source=IncomeSource.RENT,
            giver="爱心互助农场", purpose=aid,
        )  # fmt: skip
    yield world.at(-30, 9)
    wrong = domain.record_receipt(fund, by=world.actor("finance"), amount=Decimal("120.00"), text="重复登记的一笔收款")
    yield world.at(-29, 9)
    domain.correct(fund, by=world.actor("finance"), number=wrong.number, reason="与前一笔重复，冲正")


@story(order=30)
def ends(world):
    return [_idle(world), _warned(world), _wound_up(world), _new_ones(world)]


def _idle(world):
    """FD12 has spent nothing for a year."""
    yield world.at(-20, 6)
    domain.fall_idle(world.things["micro:FD12"], by=system("funds.lives"))


def _warned(world):
    """FD13 fell idle long ago and was warned."""
    yield world.at(-330, 6)
    domain.fall_idle(world.things["micro:FD13"], by=system("funds.lives"))
    yield world.at(-40, 6)
    domain.warn_micro_fund(world.things["micro:FD13"], by=system("funds.lives"))


def _wound_up(world):
    """FD10: its stewards ask for the end; what is left waits to be handed over."""
    yield world.at(-60, 10)
    micro = world.things["micro:FD10"]
    domain.ask_to_wind_up(micro, by=world.actor("fd10-1"), reason="青年活动已并入社区夜校，议事会同意终止。")
    yield world.at(-50, 10)
    domain.wind_up(micro, by=world.actor("leader"), reason="议事会同意终止，剩余资金用于本社区居民小项目。")


def _new_ones(world):
    """An application that waits for host and leader, one that was returned, one that was refused."""
    yield world.at(-12, 9)
    told = []
    for zh, en, place in (("文翁街老楼互助微基金", "Wenweng Street Old Blocks Micro-fund", "CM05"), ("香榭社区花园微基金", "Xiangxie Garden Micro-fund", "CM04"), ("商户联谊微基金", "Shopkeepers' Micro-fund", "CM08")):  # fmt: skip
        told.append(
            domain.apply_micro_fund(
                by=world.actor("resident"), office=world.things["office"], community=world.things["communities"][place], host=world.things[HOST],
                name_zh=zh, name_en=en, purpose_zh="邻里之间的小急事。", purpose_en="Small emergencies among neighbours.", rules_zh="不是独立法人\n收支每季度公示",
                rules_en="Not a legal person\nIncome and spending are posted each quarter", opening=Decimal("3000.00"), most=Decimal("1000.00"),
                remainder_to=world.things["FD14"], remainder_zh="本社区居民小项目", remainder_en="small projects of the same community",
            )
        )  # fmt: skip
    yield world.at(-9, 10)
    domain.return_micro_fund(told[1], by=world.actor("leader"), reason="请写明议事会怎样产生，规则里要有公示的时间。")
    domain.refuse_micro_fund(told[2], by=world.actor("leader"), reason="用途是商户经营，不属于公益，不能设立微基金。")


# fund, day, purpose, group, people, amount, how far, text, what everybody reads (zh, en)
ASKED = (
    ("FD07", -330, "AID", "ELDERS_ALONE", 2, "1800.00", "closed", "两位独居老人冬季取暖补助。", ("两户空巢老人冬季取暖补助", "Heating aid for two empty-nest elders")),
    ("FD07", -240, "AID", "ORPHANS", 1, "2000.00", "closed", "一名残障儿童的康复交通费。", ("一名残障儿童康复交通补助", "Travel to rehabilitation for a disabled child")),
    ("FD07", -90, "AID", "HARDSHIP", 4, "1600.00", "reported", "火灾后临时安置的一户家庭。", ("一户受灾家庭临时安置", "Shelter for a family after a fire")),
    ("FD07", -45, "DAILY", "ALL", 60, "900.00", "paid", "重阳节邻里长桌宴食材。", ("重阳邻里长桌宴", "Long-table meal on the ninth of the ninth")),
    ("FD07", -25, "AID", "ELDERS_ALONE", 3, "1500.00", "approved", "三户老人更换老化电线。", ("三户空巢老人更换老化电线", "New wiring for three elders")),
    ("FD07", -8, "AID", "HARDSHIP", 1, "1200.00", "asked", "突发重病，自付医药费困难。", None),
    ("FD07", -70, "AID", "ALL", 30, "2000.00", "declined", "广场舞队服装。", None),
    ("FD08", -150, "LIGHTS", "ALL", 48, "1400.00", "closed", "三单元楼道灯更换。", ("三单元楼道灯更换", "New lights on a staircase")),
    ("FD08", -6, "ELDERS", "ELDERS", 1, "800.00", "opened", "老人家中水管爆裂应急维修。", None),
    ("FD09", -180, "COURTYARD", "ALL", 90, "3000.00", "closed", "院落座椅四张，居民出一份，基金配一份。", ("院落座椅四张（居民配一份）", "Four courtyard seats, half paid by residents")),
    ("FD11", -110, "FAMILY", "CHILDREN", 24, "2200.00", "closed", "周末亲子绘本角。", ("周末亲子绘本角", "Weekend picture-book corner")),
    ("FD11", -50, "FAMILY", "CHILDREN", 12, "1000.00", "withdrawn", "亲子采摘活动。", None),
    ("FD14", -60, "SMALL", "ALL", 200, "18000.00", "approved", "居民自建社区厨房的排烟改造。", ("邻里厨房排烟改造", "Ventilation of a neighbourhood kitchen")),
)  # fmt: skip


@story(order=31)
def applications(world):
    return [_asked(world, *one) for one in ASKED]


def _asked(world, code, day, purpose, group, people, amount, far, text, public):
    """One application as far as it is told."""
    keeper = "or34" if code == "FD14" else "or33"
    sits = [f"fd14-{n}" for n in (1, 2, 3)] if code == "FD14" else [f"{code.lower()}-{n}" for n in (1, 2, 5)]
    yield world.at(day, 10)
    fund = world.things[code]
    one = domain.apply_to_fund(
        fund, by=world.actor("resident"), purpose=fund.purposes.get(code=purpose), group=group, people=people, amount=Decimal(amount),
        text=text, community=fund.communities.first(),
    )  # fmt: skip
    if far == "opened":
        return
    yield world.at(day + 2, 10)
    if far == "withdrawn":
        domain.withdraw_application(one, by=world.actor("resident"))
        return
    for n, who in enumerate(sits[:2] if far == "asked" else sits):
        verdict = "AGAINST" if far == "declined" and n else "FOR"
        domain.give_opinion(
            one,
            by=world.actor(who),
            verdict=verdict,
            reason="情况属实，符合用途。" if verdict == "FOR" else "不属于困难帮扶。",
        )
    if far == "asked":
        return
    yield world.at(day + 4, 15)
    if far == "declined":
        domain.decline_application(one, by=world.actor(sits[0]), reason="不属于困难帮扶的用途。")
        return
    domain.approve_application(
        one,
        by=world.actor(sits[0]),
        granted=Decimal(amount),
        reason="三名成员意见一致，符合规则。",
        public_zh=public[0],
        public_en=public[1],
    )
    if far == "approved":
        if code == "FD14":
            yield world.at(day + 20, 10)
            domain.pay_application(one, by=world.actor(keeper), amount=Decimal("9000.00"), file=paper("收据", "演示"))
        return
    yield world.at(day + 8, 10)
    domain.pay_application(one, by=world.actor(keeper), amount=Decimal(amount), file=paper("收据", "演示"))
    if far == "paid":
        return
    yield world.at(day + 25, 10)
    domain.report_use(one, by=world.actor("resident"), report="款项已按用途用完，票据交托管方存档。", reached=people)
    if far == "closed":
        yield world.at(day + 27, 10)
        domain.accept_report(one, by=world.actor(sits[1]))
