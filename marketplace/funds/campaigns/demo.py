"""The demo's campaigns: one open under Chinese law (gifts on a designated platform, read back from its statement, answered by a pot),
one that ran elsewhere and is settled, one that was missed and gave everything back, one still being planned."""

import csv
import io
from datetime import timedelta
from decimal import Decimal

from django.core.files.base import ContentFile

from marketplace.core import clock, pdf, rowcodes
from marketplace.core.actors import system
from marketplace.core.demo import rows, story

from ..giving import domain as giving
from ..giving.gate import licence_of
from ..giving.kinds import PermitKind, Way
from ..giving.models import Gift
from . import domain
from .kinds import CampaignKind, Need, Rule, Where

PORTAL = system("campaigns")
READY = ("FD09", "FD14")


@story(order=46)
def campaigns(world):
    table = {row["code"]: row for row in rows("marketplace.funds.campaigns", "campaigns.json")["campaigns"]}
    return [stair_climber(world, table["CA01"]), corner_kitchen(world, table["CA02"]), missed(world), planned(world)]


def _costs(row):
    return [{"name_zh": c["name_zh"], "name_en": c["name_en"], "amount": Decimal(c["amount_yuan"]), "need": Need.MINIMUM} for c in row["budget"]]  # fmt: skip


def _draft(world, row, key, *, opens, closes, **fields):
    values = {
        "rule": row["rule"], "title_zh": row["name_zh"], "title_en": row["name_en"], "story_zh": row["story_zh"], "story_en": row["story_en"],
        "organiser": world.things[row["organiser"]], "office": world.things["office"], "opens_at": opens, "closes_at": closes,
        "costs": _costs(row), "provenance": row["provenance"],
    }  # fmt: skip
    campaign = domain.draft_campaign(by=world.actor(key), **values | fields)
    if "code" in row:
        rowcodes.keep(campaign, row["code"])
    return campaign


def _paper(title) -> ContentFile:
    return ContentFile(pdf.document(title, [("p", "演示数据，无效力。")], footer="SAMPLE"), name="sample.pdf")


def _license(world, fund):
    """The host's licence on record, by one person and put in force by another, unless it is there."""
    if licence_of(fund.host):
        return
    permit = giving.record_permit(
        by=world.actor("finance"), kind=PermitKind.LICENCE, office=world.things["office"], organisation=fund.host, number="DEMO-LICENCE-0001",
        issuer="成都市民政局（示例）", valid_from=clock.today() - timedelta(days=300),
    )  # fmt: skip
    giving.approve_permit(permit, by=world.actor("leader"))


def _file(world, campaign, number, *, starts, ends, target):
    """The plan of Charity Law, art. 24, filed for this campaign alone."""
    collection = giving.plan_collection(
        campaign.fund, by=world.actor("finance"), cause=campaign, title_zh=campaign.title_zh, title_en=campaign.title_en,
        purpose_zh=campaign.story_zh, starts=starts, ends=ends, area_zh="柳城街道", manager="基金会专职项目官员",
        office_address="柳城街道示例路 1 号", ways_zh="指定互联网平台", bank_account="示例银行 000-0000", target=target,
        beneficiaries_zh="老院子里上下楼不便的居民", use_zh="按众筹页面所列费用使用", costs_zh="不从捐赠中列支", surplus_zh="用于同一资金的同类用途",
    )  # fmt: skip
    giving.file_collection(
        collection, by=world.actor("finance"), filing_number=number, filed_on=clock.today(), platform_name="指定平台（演示）",
        platform_url="https://platform.example/demo",
    )  # fmt: skip
    return collection


def stair_climber(world, row):
    """CA01: open, all or nothing, answered by a pot of the community foundation."""
    begins, ends = world.at(-69, 8), world.at(7, 23, 59)
    yield world.at(-95, 9, 20)
    while any(code not in world.things for code in READY):
        yield clock.now() + timedelta(hours=6)
    fund = world.things["FD09"]
    _license(world, fund)
    campaign = _draft(
        world, row, "or27", opens=begins, closes=ends, fund=fund, surplus_zh="转入桂花巷老院子微更新基金的同类用途", surplus_en="kept in the same fund for the same purpose",
        communities=[world.things["communities"]["CM06"]],
        thanks=[{"from_amount": Decimal("50.00"), "text_zh": "在院子公告栏致谢", "text_en": "thanked on the courtyard’s board"}],
    )  # fmt: skip
    world.things["CA01"] = campaign
    collection = _file(
        world,
        campaign,
        row["filing_number"],
        starts=begins.date(),
        ends=ends.date(),
        target=Decimal(row["target_yuan"]),
    )
    yield world.at(-84, 10)
    domain.file_campaign(campaign, by=world.actor("or27"))
    yield world.at(-80, 11)
    domain.open_campaign(campaign, by=world.actor("leader"))
    matching = row["matching"]
    pot = domain.draft_pot(
        by=world.actor("finance"), campaigns=[campaign], fund=world.things[matching["by"]], name_zh="老院子配捐", name_en="Match for the old courtyards",
        amount=Decimal(matching["cap_yuan"]), factor=Decimal(matching["ratio"]), per_giver=Decimal(matching["per_person_cap_yuan"]),
    )  # fmt: skip
    yield world.at(-79, 9)
    domain.activate_pot(pot, by=world.actor("leader"))
    yield world.at(-69, 9)
    giving.open_collection(collection, by=world.actor("leader"))
    yield world.at(-60, 15)
    domain.tell_news(campaign, by=world.actor("or27"), text_zh="两名志愿者完成了操作培训。", text_en="Two volunteers have finished their training.")  # fmt: skip
    yield world.at(-50, 20)
    domain.ask(campaign, by=world.actor("resident"), text="爬楼机以后坏了谁来修？")
    yield world.at(-49, 9)
    question = campaign.questions.get()
    domain.answer(question, by=world.actor("or27"), answer="预算里有两年保养，之后由服务社承担。")
    parts = _parts(Decimal(row["raised_yuan"]), 24, world)
    yield world.at(-30, 9, 30)
    _import(world, campaign, parts[:14], days=30, serial="P1")
    yield world.at(-6, 9, 30)
    _import(world, campaign, parts[14:], days=5, serial="P2")


def _parts(total, count, world) -> list[Decimal]:
    """So many sums of whole yuan, and the rest in the last one, that add up to the total."""
    weights = [world.random.randint(2, 40) for _n in range(count)]
    parts = [Decimal(int(total * w / sum(weights))) for w in weights]
    parts[-1] += total - sum(parts)
    return parts


def _import(world, campaign, amounts, *, days, serial):
    """The platform's statement, read by finance and booked by a leader: each line is a gift of this campaign."""
    target = io.StringIO()
    writer = csv.writer(target)
    writer.writerow(["捐赠时间", "捐赠金额", "订单号", "留言"])
    for number, amount in enumerate(amounts, 1):
        day = clock.today() - timedelta(days=days * number // (len(amounts) + 1) + 1)
        writer.writerow([day.isoformat(), f"{amount:.2f}", f"{campaign.code}-{serial}-{number:03d}", "支持老院子"])
    file = ContentFile(target.getvalue().encode(), name=f"platform-{serial}.csv")
    statement = giving.read_statement(campaign.fund, by=world.actor("finance"), file=file, way=Way.PLATFORM, cause=campaign)  # fmt: skip
    giving.book_statement(statement, by=world.actor("leader"))


def corner_kitchen(world, row):
    """CA02: something in return, so it ran elsewhere; tracked by hand, settled."""
    begins, ends = world.at(-95, 8), world.at(-23, 23, 59)
    yield world.at(-110, 9, 20)
    campaign = _draft(world, row, "or22", opens=begins, closes=ends, kind=CampaignKind.REWARD, where=Where.ELSEWHERE, page_url="https://elsewhere.example/kitchen")  # fmt: skip
    domain.file_campaign(campaign, by=world.actor("or22"))
    yield world.at(-108, 11)
    domain.open_campaign(campaign, by=world.actor("leader"))
    for share, moment in ((Decimal("0.4"), world.at(-60, 10)), (Decimal(1), world.at(-22, 10))):
        yield moment
        seen = domain.record_sighting(
            campaign, by=world.actor("or22"), day=clock.today(), raised=(Decimal(row["raised_yuan"]) * share).quantize(Decimal("0.01")),
            supporters=int(row["supporters"] * share), evidence=_paper("众筹页面打印件（示例）"),
        )  # fmt: skip
        yield moment + timedelta(hours=5)
        domain.confirm_sighting(seen, by=world.actor("finance"))
    yield world.at(-21, 9)
    domain.turn(by=PORTAL)


def missed(world):
    """All or nothing, not reached: every gift goes back the way it came, and the books say so."""
    begins, ends = world.at(-150, 8), world.at(-120, 20)
    yield world.at(-172, 9)
    while any(code not in world.things for code in READY):
        yield clock.now() + timedelta(hours=6)
    fund = world.things["FD09"]
    _license(world, fund)
    campaign = domain.draft_campaign(
        by=world.actor("or27"), rule=Rule.ALL_OR_NOTHING, title_zh="院子里的遮雨长廊", title_en="A covered walk in the courtyard",
        story_zh="下雨天，院子里没有能坐的地方。想搭一条二十米的遮雨长廊。", story_en="When it rains nobody can sit outside. A covered walk of twenty metres.",
        organiser=world.things["OR27"], office=world.things["office"], fund=fund, opens_at=begins, closes_at=ends,
        costs=[{"name_zh": "长廊材料与安装", "name_en": "material and work", "amount": Decimal("36000.00"), "need": Need.MINIMUM}],
        communities=[world.things["communities"]["CM06"]],
    )  # fmt: skip
    collection = _file(world, campaign, "DEMO-FILING-2026-000", starts=begins.date(), ends=ends.date(), target=Decimal("36000.00"))  # fmt: skip
    domain.file_campaign(campaign, by=world.actor("or27"))
    yield world.at(-160, 9)
    domain.open_campaign(campaign, by=world.actor("leader"))
    yield world.at(-150, 9)
    giving.open_collection(collection, by=world.actor("leader"))
    yield world.at(-125, 9)
    _import(world, campaign, [Decimal("200.00"), Decimal("66.00"), Decimal("500.00")], days=10, serial="P0")
    yield world.at(-119, 9)
    domain.turn(by=PORTAL)
    yield world.at(-118, 10)
    for gift in Gift.objects.for_cause(campaign).booked().order_by("pk"):
        giving.refund(gift, by=world.actor("finance"), reason="众筹未达成，原路退回")
    yield world.at(-118, 11)
    domain.turn(by=PORTAL)


def planned(world):
    """Being planned."""
    yield world.at(-4, 16)
    if "FD09" not in world.things:
        return
    domain.draft_campaign(
        by=world.actor("or22"), rule=Rule.KEEP, title_zh="给院子添几条长凳", title_en="Benches for the courtyards", story_zh="院子里坐的地方不够。",
        story_en="There are too few places to sit.", organiser=world.things["OR22"], office=world.things["office"], fund=world.things["FD09"],
        opens_at=world.at(20, 8), closes_at=world.at(60, 20), communities=[world.things["communities"]["CM06"]],
        costs=[{"name_zh": "长凳六条", "name_en": "six benches", "amount": Decimal("4800.00"), "need": Need.MINIMUM}],
    )  # fmt: skip
