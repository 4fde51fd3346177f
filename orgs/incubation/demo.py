"""The demo's centre: all 61 organisations went through it or are inside, groups by the short way, trainings, two hubs at work."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from marketplace.core import clock
from marketplace.core.demo import rows, story
from orgs.demo import STAGES, certificate, make_person
from orgs.domain import add_document

from . import attendance, domain
from .domain import committees
from .models import MaturityQuestion
from .quarters import last_ended

AGREEMENT = "中心提供工位、会议室、导师和培训；入驻方按计划开展工作，每季度接受一次回顾，如实提供资料。"
MENTORS = ("expert1", "expert2", "expert3", "expert7")
LEFT = {"OR43", "OR54"}  # left without graduating
GRADUATED = ("GRADUATED",)


@story(order=7)
def centre(world):
    """The support centre opens; those that are mature today came in first, were seen through and graduated."""
    yield world.at(-735, 9)
    made = domain.add_centre(
        world.things["offices"]["OF-LC-C3"], by=world.actor("leader"), code="SC-LC", community=world.things["communities"]["CM04"],
        name_zh="柳城社区组织孵化园", name_en="Liucheng garden of community organisations", address_zh="社区治理支持中心二楼",
        address_en="Community governance support centre, second floor", places=60, rolling=True, helps_target=2, provenance="illustrative",
        source_ref="F04", about_zh="整合社会工作服务、社会关爱援助、社区工作者培力、社会组织双创等功能。",
        about_en="Brings together social work, care and relief, training of community workers, and innovation by social organisations.",
        services_zh="工位和会议室\n一对一导师\n财务和法律咨询\n每月培训\n项目书辅导",
        services_en="Desks and meeting rooms\nA mentor for each body\nAdvice on books and law\nA training each month\nHelp with project papers",
    )  # fmt: skip
    world.things["centre"] = made
    for kind, zh, en in (
        ("ROOM", "二楼会议室", "Meeting room, second floor"),
        ("EQUIPMENT", "投影仪", "Projector"),
        ("DESK", "洽谈桌", "Table for talks"),
    ):
        domain.add_resource(made, by=world.actor("secretary"), kind=kind, name_zh=zh, name_en=en)
    round_ = domain.draft_intake(
        made, by=world.actor("secretary"), code="IN1", title_zh="首批入驻征集", title_en="First intake", places=30,
        first_day=world.today - timedelta(days=730), last_day=world.today - timedelta(days=690),
    )  # fmt: skip
    domain.publish_intake(round_, by=world.actor("leader"))
    table = rows("orgs", "organisations.csv")
    early = [row for row in table if row["incubation_stage"] in GRADUATED or row["code"] in LEFT]
    for number, row in enumerate(early):
        yield world.at(-725 + number // 3, 10, 10 * (number % 3))
        world.things[f"stay:{row['code']}"] = _come_in(world, row, "GROWTH", round_, number)
    yield world.at(-420, 10)
    for row in early:
        stay = world.things[f"stay:{row['code']}"]
        if row["code"] in LEFT:
            domain.go(stay, by=world.actor(row["code"].lower()), reason="成员年龄偏大，改为以兴趣活动为主。")
    yield world.at(-400, 10)
    for row in early:
        if row["code"] not in LEFT:
            stage = "HUB" if row["is_hub"] == "yes" else "MATURE"
            domain.advance(
                world.things[f"stay:{row['code']}"],
                by=world.actor("leader"),
                stage=stage,
                exception="入驻前已有多年积累，凭登记和评估资料认定。",
            )
            domain.graduate(
                world.things[f"stay:{row['code']}"], by=world.actor("leader"), reason="完成计划目标，能独立承接项目。"
            )


@story(order=8)
def inside(world):
    """Those of today: idea, start, growth; the newest came by a round, one waits for an answer, one for its interview."""
    table = [
        row
        for row in rows("orgs", "organisations.csv")
        if row["incubation_stage"] not in GRADUATED and row["code"] not in LEFT
    ]
    newest = {"OR13", "OR60"}
    for number, row in enumerate(row for row in table if row["code"] not in newest):
        yield world.at(-390 + 3 * number, 10)
        stage = STAGES[row["incubation_stage"]]
        stay = _come_in(world, row, stage, None, number)
        world.things[f"stay:{row['code']}"] = stay
        if number % 4 == 0:
            domain.set_goal(
                stay,
                by=world.actor(row["code"].lower()),
                text="完成一个社区服务项目并结项",
                due=world.today + timedelta(days=60 - number),
            )
    yield world.at(-30, 10)
    domain.apply(
        world.things["centre"],
        by=world.actor("or13"),
        organisation=world.things["OR13"],
        motive="想把河畔议事会做成长期项目。",
        needs="导师、财务辅导",
    )
    stay = domain.apply(
        world.things["centre"],
        by=world.actor("or60"),
        organisation=world.things["OR60"],
        motive="希望学习非遗课程的定价和推广。",
    )
    yield world.at(-3, 10)
    domain.invite(stay, by=world.actor("secretary"), interview_at=_moment(world, 3, 14))


@story(order=9)
def plans(world):
    """The plan of one body in full: maturity twice, goals, meetings, reviews, a booking, a request answered."""
    yield world.at(-300, 15)
    for code, low, high in (("OR05", 1, 2), ("OR34", 1, 3), ("OR21", 2, 3)):
        stay = world.things.get(f"stay:{code}")
        if stay is None:
            yield world.at(-250, 9)
            stay = world.things[f"stay:{code}"]
        domain.assess(
            stay, by=world.actor("secretary"), answers={q.pk: low + q.pk % 2 for q in MaturityQuestion.objects.all()}
        )
        world.things[f"levels:{code}"] = high
    stay = world.things["stay:OR05"]
    yield world.at(-180, 10)
    goal = domain.set_goal(
        stay, by=world.actor("or05"), text="建立财务和档案制度", due=world.today - timedelta(days=60)
    )
    yield world.at(-120, 14)
    mentor = stay.mentorings.get(until=None).expert
    key = next(name for name in MENTORS if world.people[name].pk == mentor.user_id)
    domain.meet(
        stay,
        by=world.actor(key),
        day=clock.today(),
        minutes=90,
        about="一起看了账目和两份项目档案。",
        next_steps="补齐合同编号；下月前写出报销办法。",
    )
    yield world.at(-80, 10)
    domain.reach_goal(stay, by=world.actor("or05"), goal=goal, outcome="理事会通过三项制度，档案补齐。")
    request = domain.ask_help(
        stay, by=world.actor("or05"), kind="LEGAL", question="与场地方的协议里，损坏赔偿怎么写合适？"
    )
    yield world.at(-76, 10)
    domain.answer_help(
        request, by=world.actor("secretary"), answer="按实际损失赔偿，并约定交接清单；附范本一份在中心。"
    )
    yield world.at(-60, 10)
    answers = {q.pk: min(4, world.things["levels:OR05"] + q.pk % 2) for q in MaturityQuestion.objects.all()}
    domain.assess(stay, by=world.actor("secretary"), answers=answers)
    yield world.at(-30, 11)
    quarter = last_ended()
    for code, result, text in (
        ("OR05", "ON_TRACK", "目标完成，财务进步明显。"),
        ("OR34", "BEHIND", "理事会改选推迟，需在年底前完成。"),
    ):
        domain.review(
            world.things[f"stay:{code}"], by=world.actor("secretary"), quarter=quarter, result=result, text=text
        )
    yield world.at(-2, 9)
    room = world.things["centre"].resources.filter(kind="ROOM").get()
    domain.book(
        stay,
        by=world.actor("or05"),
        resource=room,
        starts=_moment(world, 4, 14),
        ends=_moment(world, 4, 17),
        what_for="理事会",
    )
    domain.ask_help(
        world.things["stay:OR34"],
        by=world.actor("or34"),
        kind="BOOKKEEPING",
        question="公益基金会的管理费比例怎么计算?",
    )


@story(order=11)
def groups(world):
    """Community groups: one inside by the short way, one filed, one waits to be filed."""
    yield world.at(-200, 9)
    made = {}
    for key, zh, en, kind, community in (
        ("group1", "南街巧手编织队", "Nanjie knitting circle", "CULTURE_EDUCATION", "CM01"),
        ("group2", "永宁路晨间护学队", "Yongning Road school crossing team", "GOVERNANCE", "CM02"),
    ):
        make_person(world, key, zh[:6] + "召集人", hashed=world.things["hash"], second_factor=False)
        made[key] = domain.ask_filing(
            world.things["office"], by=world.actor(key), community=world.things["communities"][community], name_zh=zh, name_en=en, org_class=kind,
            members=14, about_zh="邻里自发，每周活动一次。", about_en="Started by neighbours, meets once a week.",
        )  # fmt: skip
    yield world.at(-190, 9)
    for group in made.values():
        domain.file_group(group, by=world.actor("secretary"))
    stay = domain.apply(
        world.things["centre"], by=world.actor("group1"), group=made["group1"], motive="想学会记账，再去登记。", desks=0
    )
    domain.take_in(stay, by=world.actor("secretary"))
    yield world.at(-2, 16)
    make_person(world, "group3", "聊吧读书会召集人", hashed=world.things["hash"], second_factor=False)
    domain.ask_filing(
        world.things["office"], by=world.actor("group3"), community=world.things["communities"]["CM05"], name_zh="聊吧读书会", name_en="Chat bar reading circle",
        org_class="CULTURE_EDUCATION", members=9, about_zh="每周三晚读一本书。", about_en="A book each Wednesday evening.",
    )  # fmt: skip
    world.logins.append(
        {"role": "备案团队召集人 speaks for a group", "email": "group1@linli.example", "password": "linli-demo-2026"}
    )


@story(order=12)
def trainings(world):
    """Two trainings were held, one is full with a waiting list, one is open."""
    yield world.at(-100, 9)
    by = world.actor("secretary")
    plan = [
        ("TR1", "项目书怎么写", "How to write a project paper", -90, 20), ("TR2", "民非会计入门", "Books of a non-profit", -45, 20),
        ("TR3", "志愿者管理工作坊", "Workshop on volunteers", 9, 3), ("TR4", "等级评估准备班", "Preparing for the assessment", 24, 30),
    ]  # fmt: skip
    made = {}
    for code, zh, en, days, places in plan:
        made[code] = domain.draft_training(
            world.things["centre"], by=by, code=code, title_zh=zh, title_en=en, starts=_moment(world, days, 14), ends=_moment(world, days, 17), hours=3,
            places=places, where_zh="孵化园培训室", where_en="Training room of the centre", trainer_zh="中心讲师", trainer_en="the centre's trainer",
            about_zh="讲解、案例和练习。", about_en="Talk, cases and exercises.",
        )  # fmt: skip
        domain.publish_training(made[code], by=by)
    for code in ("TR1", "TR2"):
        training = made[code]
        yield training.starts - timedelta(days=3)
        who = ("or05", "or21", "or34", "or20") if code == "TR1" else ("or05", "or21", "or47")
        enrolled = [domain.enrol(training, by=world.actor(key), organisation=world.things[key.upper()]) for key in who]
        yield training.starts + timedelta(minutes=5)
        for key, enrolment in list(zip(who, enrolled, strict=True))[:-1]:
            domain.check_in(enrolment, by=world.actor(key), key=attendance.code(training))
        yield training.ends + timedelta(hours=1)
        domain.hold(training, by=world.actor("secretary"))
        yield training.ends + timedelta(hours=20)
        domain.rate(enrolled[0], by=world.actor(who[0]), stars=5, feedback="案例再多一些。")
        domain.rate(enrolled[1], by=world.actor(who[1]), stars=4)
    yield world.at(-4, 10)
    for key in ("or05", "or34", "or21", "or20"):
        domain.enrol(made["TR3"], by=world.actor(key), organisation=world.things[key.upper()])


@story(order=13)
def hubs(world):
    """Two hubs look after others and report; one holds a function; a third offer waits for an answer."""
    yield world.at(-150, 9)
    pairs = [
        ("OR01", ("OR05", "OR21", "OR12"), "督导和项目书辅导", "supervision and help with project papers"),
        ("OR33", ("OR34", "OR44"), "财务代管咨询和募捐合规", "advice on books and on lawful fundraising"),
    ]  # fmt: skip
    for hub, others, zh, en in pairs:
        for other in others:
            care = domain.propose_care(
                world.things[hub], by=world.actor(hub.lower()), organisation=world.things[other], what_zh=zh, what_en=en
            )
            domain.accept_care(care, by=world.actor(other.lower()))
            world.things[f"care:{other}"] = care
    domain.hand_over(
        world.things["office"],
        by=world.actor("leader"),
        hub=world.things["OR01"],
        name_zh="社区社会组织备案辅导",
        name_en="Help with the filing of community groups",
    )
    yield world.at(-30, 15)
    for other, hours in (("OR05", 12), ("OR21", 8), ("OR34", 10)):
        hub = "or33" if other == "OR34" else "or01"
        domain.report_care(
            world.things[f"care:{other}"],
            by=world.actor(hub),
            quarter=last_ended(),
            hours=hours,
            text="上门督导，一起完成项目书和季度小结。",
        )
    yield world.at(-3, 9)
    domain.propose_care(
        world.things["OR01"],
        by=world.actor("or01"),
        organisation=world.things["OR23"],
        what_zh="督导",
        what_en="supervision",
    )


@story(order=14)
def assessment(world):
    """One organisation has handed in its self-assessment and waits for the visit."""
    yield world.at(-20, 10)
    row = next(row for row in rows("orgs", "organisations.csv") if row["code"] == "OR37")
    organisation, by = world.things["OR37"], world.actor("or37")
    add_document(
        organisation, by=by, kind="ANNUAL_CHECK", file=certificate(row), valid_to=world.today + timedelta(days=200)
    )
    grading = domain.begin_grading(organisation, by=by, office=world.things["office"], wanted="2A")
    points = {"BASE": 120, "GOVERNANCE": 260, "WORK": 290, "TRUST": 110}
    domain.fill_in_grading(
        grading, by=by, points=points, evidence="制度汇编、会议记录、财务报表和服务档案均在办公室第一柜。"
    )
    yield world.at(-18, 16)
    domain.hand_in_grading(grading, by=world.actor("or37"))


# who sits in the assessment committee; expert3 was employed by the organisation and is recused
COMMITTEE = [
    "evaluator1", "evaluator2", "evaluator3", "evaluator4", "expert4", "evaluator5", "secretary", "expert2", "expert3", "expert5",
]  # fmt: skip


@story(order=14)
def noticed(world):
    """Another grade has public notice: the committee has voted, one member was recused, a resident objects and waits."""
    yield world.at(-40, 10)
    row = next(row for row in rows("orgs", "organisations.csv") if row["code"] == "OR12")
    organisation, by = world.things["OR12"], world.actor("or12")
    add_document(
        organisation, by=by, kind="ANNUAL_CHECK", file=certificate(row), valid_to=world.today + timedelta(days=200)
    )
    grading = domain.begin_grading(organisation, by=by, office=world.things["office"], wanted="3A")
    points = {"BASE": 130, "GOVERNANCE": 300, "WORK": 310, "TRUST": 120}
    domain.fill_in_grading(grading, by=by, points=points, evidence="章程、年度报告、审计报告和项目档案均在档案室。")
    domain.hand_in_grading(grading, by=by)
    yield world.at(-20, 15)
    found = {"BASE": 125, "GOVERNANCE": 290, "WORK": 300, "TRUST": 115}
    domain.record_visit(
        grading, by=world.actor("secretary"), visited_on=clock.today(), points=found, findings="档案齐全，财务制度落实到位。",
        visitors=[world.things["expert:evaluator1"], world.things["expert:evaluator3"]],
    )  # fmt: skip
    yield world.at(-3, 10)
    people = {person.pk: person for person in committees.candidates(grading)}
    seats = [people[world.people[key].pk] for key in COMMITTEE]
    tied, said = committees.ties(grading, seats), iter(["IN_FAVOUR"] * 6 + ["AGAINST", "ABSTAINS", "ABSENT", "ABSENT"])
    votes = [{"user": one, "voted": "RECUSED" if one.pk in tied else next(said), "why": ""} for one in seats]
    domain.grant_grade(grading, by=world.actor("leader"), grade="3A", votes=votes)
    yield world.at(-1, 20)
    domain.object_to_grade(grading, by=world.actor("resident"), text="去年的年度报告没有公开，请核实。")


def _come_in(world, row, stage, round_, number):
    """Apply, be interviewed, get the agreement, sign: four acts on four moments would tell nothing more."""
    by = world.actor(row["code"].lower())
    stay = domain.apply(
        world.things["centre"],
        by=by,
        organisation=world.things[row["code"]],
        intake=round_,
        desks=1,
        motive=f"从事{row['field_zh']},希望得到指导。",
        needs="导师、培训",
    )
    domain.invite(stay, by=world.actor("secretary"), interview_at=clock.now() + timedelta(days=1))
    mentor = _mentor(world, world.things[row["code"]])
    domain.offer(
        stay,
        by=world.actor("leader"),
        until=clock.today() + timedelta(days=1000),
        agreement=AGREEMENT,
        mentor=mentor,
        stage=stage,
    )
    return domain.sign(stay, by=by)


def _mentor(world, organisation):
    """Whoever of the mentors has the fewest bodies and no tie to this one."""
    from orgs.experts.conflicts import conflict_map
    from orgs.experts.queries import loads

    experts = [world.things[f"expert:{key}"] for key in MENTORS]
    tied = conflict_map(experts, [organisation.pk])
    free = [expert for expert in experts if (expert.pk, organisation.pk) not in tied]
    load = loads(free)
    return min(free, key=lambda expert: (load[expert.pk] - expert.limit, expert.pk))


def _moment(world, days, hour) -> datetime:
    return timezone.make_aware(datetime.combine(world.today + timedelta(days=days), time(hour)))
