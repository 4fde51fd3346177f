"""The demo's gifts besides campaigns: a slip, things and an afternoon; a fund's own collection on a designated platform, read back
from its statement; a member of a fund who was asked directly, promised and kept it by transfer."""

import csv
import io
from datetime import timedelta
from decimal import Decimal

from django.core.files.base import ContentFile

from marketplace.core import clock, pdf
from marketplace.core.demo import story

from . import domain
from .gate import licence_of
from .kinds import Capacity, Display, GiftKind, PermitKind, Way


@story(order=47)
def giving(world):
    return [by_hand(world), collection(world), directed(world)]


def _slip() -> ContentFile:
    return ContentFile(
        pdf.document("收款单据（示例）", [("p", "演示数据，无效力。")], footer="SAMPLE"), name="slip.pdf"
    )


def by_hand(world):
    """FD11: money, things, time; one waits for the second person."""
    yield world.at(-35, 10)
    fund, finance, leader = world.things["FD11"], world.actor("finance"), world.actor("leader")
    for fields in (
        {"way": Way.CASH, "amount": Decimal("300.00"), "giver": world.people["resident"], "giver_name": "罗小琴", "display": Display.INITIALS, "evidence": _slip()},
        {"way": Way.OTHER, "kind": GiftKind.THINGS, "amount": Decimal("960.00"), "what": "儿童绘本 48 册", "giver_name": "街坊书店", "display": Display.NAMED, "evidence": _slip()},
        {"way": Way.OTHER, "kind": GiftKind.TIME, "what": "周末绘本领读", "hours": Decimal("6"), "hour_value": Decimal("30.00")},
    ):  # fmt: skip
        domain.confirm(domain.record(fund, by=finance, **fields), by=leader)
    yield world.at(-1, 15)
    domain.record(fund, by=world.actor("finance"), way=Way.BANK, amount=Decimal("500.00"), giver_name="赵明", reference="回单 20931", evidence=_slip())  # fmt: skip


def collection(world):
    """FD08: filed, open, on a designated platform; its gifts came back by statement."""
    yield world.at(-46, 9)
    fund = world.things["FD08"]
    if not licence_of(fund.host):
        permit = domain.record_permit(
            by=world.actor("finance"), kind=PermitKind.LICENCE, office=world.things["office"], organisation=fund.host, number="DEMO-LICENCE-0002",
            issuer="成都市民政局（示例）", valid_from=clock.today() - timedelta(days=300),
        )  # fmt: skip
        domain.approve_permit(permit, by=world.actor("leader"))
    plan = domain.plan_collection(
        fund, by=world.actor("finance"), title_zh="楼道亮起来", title_en="Light on every staircase",
        purpose_zh="为没有电梯、灯也坏了的老楼换上感应灯。", purpose_en="Sensor lights for old houses without lifts whose lamps are broken.",
        starts=world.at(-34).date(), ends=world.at(58).date(), area_zh="柳城街道", manager="项目官员（专职）", office_address="柳城街道示例路 1 号",
        ways_zh="指定互联网平台", bank_account="示例银行 000-0000", target=Decimal("6000.00"), beneficiaries_zh="老楼住户",
        use_zh="感应灯 60 盏，安装与一年保养", costs_zh="不从捐赠中列支", surplus_zh="用于同一资金的同类用途",
    )  # fmt: skip
    domain.file_collection(
        plan, by=world.actor("finance"), filing_number="DEMO-FILING-LIGHTS-01", filed_on=clock.today(),
        platform_name="指定平台（演示）", platform_url="https://platform.example/lights",
    )  # fmt: skip
    yield world.at(-34, 9)
    domain.open_collection(plan, by=world.actor("leader"))
    yield world.at(-3, 10)
    target = io.StringIO()
    writer = csv.writer(target)
    writer.writerow(["捐赠时间", "捐赠金额", "订单号", "留言"])
    for number, amount in enumerate(("20.00", "50.00", "100.00", "6.60", "200.00"), 1):
        writer.writerow([world.at(-34 + 5 * number).date().isoformat(), amount, f"LIGHTS-{number:03d}", "点亮楼道"])
    writer.writerow([world.at(-5).date().isoformat(), "-3.77", "LIGHTS-FEE", "平台手续费"])
    file = ContentFile(target.getvalue().encode(), name="platform-lights.csv")
    statement = domain.read_statement(
        fund, by=world.actor("finance"), file=file, way=Way.PLATFORM, layout="指定平台（演示）"
    )
    domain.book_statement(statement, by=world.actor("leader"))


def directed(world):
    """FD11: a member is asked on the desk alone, promises, and keeps it by a transfer that names the promise."""
    yield world.at(-16, 9)
    fund = world.things["FD11"]
    domain.name_member(fund, by=world.actor("finance"), email=world.people["fd11-1"].email, capacity=Capacity.DIRECTOR)
    pledge = domain.promise(fund, by=world.actor("fd11-1"), amount=Decimal("200.00"), giver_name="议事会成员1")
    yield world.at(-12, 9)
    gift = domain.record(
        fund, by=world.actor("finance"), way=Way.BANK, amount=Decimal("200.00"), giver=world.people["fd11-1"], giver_name="议事会成员1",
        reference=pledge.reference, evidence=_slip(), pledge=pledge, directed=True,
    )  # fmt: skip
    domain.confirm(gift, by=world.actor("leader"))
