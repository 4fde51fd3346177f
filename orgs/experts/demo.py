"""The demo's roster: the evaluators of the street, teachers and practitioners who mentor; one waits, one rests."""

from datetime import timedelta

from marketplace.core.demo import story
from orgs.demo import make_person

from . import domain

# key, kind, fields, reviews, mentors, limit, unit_zh, unit_en, title_zh, title_en; no private person is named
SEATED = [
    ("evaluator1", "THEORY", ["GOVERNANCE", "EVALUATION"], True, False, 12, "示例大学公共管理学院", "School of public administration (sample)", "副教授", "associate professor"),
    ("evaluator2", "PRACTICE", ["FINANCE", "PROCUREMENT"], True, True, 14, "示例会计师事务所", "Accounting firm (sample)", "注册会计师", "certified accountant"),
    ("evaluator3", "PRACTICE", ["SOCIAL_WORK", "ELDERLY"], True, True, 10, "示例社工督导站", "Social work supervision station (sample)", "高级社工师", "senior social worker"),
    ("evaluator4", "PRACTICE", ["LAW", "MEDIATION"], True, False, 8, "示例律师事务所", "Law firm (sample)", "律师", "lawyer"),
    ("evaluator5", "THEORY", ["CHILDREN", "CULTURE"], True, False, 10, "示例师范大学", "Teacher training university (sample)", "讲师", "lecturer"),
]  # fmt: skip
OTHERS = [
    ("expert1", "导师甲", "PRACTICE", ["GOVERNANCE", "VOLUNTEERING"], False, True, 14, "示例社会创新中心", "Social innovation centre (sample)", "主任", "director"),
    ("expert2", "导师乙", "PRACTICE", ["CHARITY", "FINANCE"], True, True, 14, "示例公益支持中心", "Charity support centre (sample)", "项目总监", "programme director"),
    ("expert3", "导师丙", "PRACTICE", ["SOCIAL_WORK", "CHILDREN"], True, True, 14, "示例儿童服务中心", "Children's service centre (sample)", "督导", "supervisor"),
    ("expert4", "专家丁", "THEORY", ["GOVERNANCE", "SOCIAL_WORK", "EVALUATION"], True, False, 10, "示例社会科学院", "Academy of social sciences (sample)", "研究员", "researcher"),
    ("expert5", "专家戊", "PRACTICE", ["ELDERLY", "VOLUNTEERING"], True, False, 10, "示例养老服务协会", "Association for care of the elderly (sample)", "秘书长", "secretary general"),
    ("expert6", "专家己", "THEORY", ["LAW", "CHARITY"], True, False, 8, "示例大学法学院", "School of law (sample)", "教授", "professor"),
    ("expert7", "专家庚", "PRACTICE", ["CULTURE", "CHILDREN"], True, True, 8, "示例文化馆", "Culture centre (sample)", "馆员", "officer"),
]  # fmt: skip


@story(order=6)
def roster(world):
    """The secretary proposes, a leader admits; then ties, days away, marks; one offers themselves and waits."""
    yield world.at(-738, 9)
    for row in SEATED:
        _enter(world, *row)
    for key, name, *rest in OTHERS:
        make_person(world, key, name, hashed=world.things["hash"], second_factor=True)
        world.things[f"expert:{key}"] = _enter(world, key, *rest)
    world.logins.append({"role": "导师甲 mentor", "email": "expert1@linli.example", "password": "linli-demo-2026"})
    yield world.at(-650, 10)
    _histories(world)
    yield world.at(-40, 15)
    by = world.actor("secretary")
    domain.appraise(world.things["expert:evaluator1"], by=by, about="社区服务项目评审", quality=5, punctuality=5)
    domain.appraise(
        world.things["expert:evaluator4"],
        by=by,
        about="社区服务项目评审",
        quality=4,
        punctuality=2,
        comment="评分晚交两天。",
    )
    yield world.at(-6, 9)
    domain.add_away(
        world.things["expert:expert5"], by=world.actor("expert5"), first_day=world.today - timedelta(days=2),
        last_day=world.today + timedelta(days=12),
    )  # fmt: skip
    domain.rest(world.things["expert:expert6"], by=world.actor("expert6"))
    yield world.at(-3, 11)
    make_person(world, "candidate", "自荐专家", hashed=world.things["hash"], second_factor=False)
    domain.offer(
        world.things["office"], by=world.actor("candidate"), kind="PRACTICE", fields=["MEDIATION", "GOVERNANCE"],
        unit_zh="示例调解协会", unit_en="Mediation association (sample)", title_zh="调解员", title_en="mediator",
        about_zh="十五年邻里纠纷调解。", about_en="Fifteen years of neighbourhood mediation.",
    )  # fmt: skip


def _enter(world, key, kind, fields, reviews, mentors, limit, unit_zh, unit_en, title_zh, title_en):
    expert = domain.enter(
        world.things["office"], by=world.actor("secretary"), person=world.people[key], kind=kind, fields=fields, reviews=reviews,
        mentors=mentors, limit=limit, unit_zh=unit_zh, unit_en=unit_en, title_zh=title_zh, title_en=title_en,
    )  # fmt: skip
    domain.admit(expert, by=world.actor("leader"))
    world.things[f"expert:{key}"] = expert
    return expert


def _histories(world):
    """Former employers and declared ties: what a round must find."""
    things = world.things
    domain.add_post(
        things["expert:expert3"], by=world.actor("expert3"), employer=things["OR12"].name_zh, organisation=things["OR12"],
        first_day=world.today - timedelta(days=2600), last_day=world.today - timedelta(days=800),
    )  # fmt: skip
    domain.add_post(
        things["expert:expert2"], by=world.actor("expert2"), employer="示例基金会", first_day=world.today - timedelta(days=4000),
        last_day=world.today - timedelta(days=1900),
    )  # fmt: skip
    domain.declare_tie(
        things["expert:expert4"], by=world.actor("expert4"), organisation=things["OR20"], kind="BOARD", note="监事"
    )
    domain.declare_tie(
        things["expert:expert7"], by=world.actor("expert7"), organisation=things["OR33"], kind="RELATIVE"
    )
