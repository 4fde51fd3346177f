"""The demo's people, offices, communities and organisations."""

import base64
from datetime import date, timedelta

from django.contrib.auth.hashers import make_password
from django.core.files.base import ContentFile

from marketplace.core import notices, pdf
from marketplace.core.actors import system
from marketplace.core.demo import rows, story
from marketplace.core.models import Notification

from . import domain
from .masterdata import load_communities, load_offices
from .models import Membership, User
from .queries import actor_of
from .states import Role

PASSWORD = "linli-demo-2026"
OFFICE = "OF-LC"
# key, roles in the street office, what stands in the table of log-ins
OFFICERS = [
    ("leader", [Role.LEADER], "分管负责人 leader", "街道分管负责人"),
    ("leader2", [Role.LEADER], "第二负责人 second leader", "街道第二负责人"),
    ("buyer", [Role.BUYER], "采购经办人 buyer", "采购经办人"),
    ("acceptor", [Role.BUYER], "验收经办人 buyer who accepts", "验收经办人"),
    ("opener1", [Role.OPENER], "开标人甲 opener", "开标人甲"),
    ("opener2", [Role.OPENER], "开标人乙 second opener", "开标人乙"),
    ("secretary", [Role.SECRETARY], "评审秘书 evaluation secretary", "评审秘书"),
    *[(f"evaluator{n}", [Role.EVALUATOR], f"评审专家{n} evaluator {n}", f"评审专家{n}") for n in range(1, 6)],
    ("finance", [Role.FINANCE], "财务经办人 finance officer", "财务经办人"),
    ("editor", [Role.EDITOR], "编辑 editor", "编辑"),
    ("editor2", [Role.EDITOR], "第二编辑 second editor", "第二编辑"),
    ("auditor", [Role.AUDITOR], "审计 auditor", "审计"),
    ("keeper", [Role.KEEPER], "基础数据管理员 keeper of master data", "基础数据管理员"),
]
# What the rows call the stages, and what the register calls them.
STAGES = {"INTAKE": "IDEA", "INCUBATING": "START", "ACCELERATING": "GROWTH", "GRADUATED": "MATURE"}


def email_of(key: str) -> str:
    return f"{key}@linli.example"


def make_person(world, key: str, name: str, *, hashed: str, second_factor: bool) -> User:
    """A demo person with a confirmed address and, where the role asks for it, a second factor from the seed."""
    from allauth.account.models import EmailAddress
    from allauth.mfa.totp.internal.auth import TOTP

    user = User(email=email_of(key), name=name, password=hashed)
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    if second_factor:
        TOTP.activate(user, base64.b32encode(world.random.randbytes(20)).decode())
    world.people[key] = user
    return user


@story(order=1)
def district(world):
    """Offices, communities, and the officers of the street office."""
    yield world.at(-760, 9)
    world.actor_of = actor_of
    offices = load_offices(rows("orgs", "offices.json")["offices"])
    world.things["communities"] = load_communities(rows("orgs", "communities.csv"), rows("orgs", "communities.geojson"))
    world.things["offices"], office = offices, offices[OFFICE]
    world.things["office"] = office
    world.things["hash"] = hashed = make_password(PASSWORD, salt="linlidemosalt1234")
    for key, roles, label, name in OFFICERS:
        user = make_person(world, key, name, hashed=hashed, second_factor=True)
        for role in roles:
            giver = (
                system("operator")
                if not world.people.get("leader2")
                else world.actor("leader2" if key != "leader2" else "leader")
            )
            domain.grant_role(office, by=giver, user=user, role=role)
        world.logins.append({"role": label, "email": user.email, "password": PASSWORD})
    _deputy(world, office)
    make_person(world, "resident", "居民", hashed=hashed, second_factor=False)
    world.logins.append({"role": "居民 resident (no role)", "email": email_of("resident"), "password": PASSWORD})
    yield world.at(-2, 18)
    notices.read(Notification.objects.all())  # everybody has looked at what is older than two days


def _deputy(world, office):
    """Somebody who stands in for the second leader."""
    deputy = make_person(world, "deputy", "副职代理人", hashed=world.things["hash"], second_factor=True)
    domain.grant_role(office, by=world.actor("leader"), user=deputy, role=Role.OPENER)
    world.logins.append({"role": "副职代理人 deputy of the second leader", "email": deputy.email, "password": PASSWORD})


@story(order=5)
def standing_in(world):
    """The second leader lends their role for two weeks and the deputy records a grade; the secretary's request waits."""
    yield world.at(-6, 9)
    leads = Membership.objects.get(user=world.people["leader2"], role=Role.LEADER)
    lent = domain.delegate(
        leads, by=world.actor("leader2"), deputy=world.people["deputy"], valid_to=world.today + timedelta(days=8)
    )
    yield world.at(-6, 10)
    domain.accept_delegation(lent, by=world.actor("deputy"))
    yield world.at(-5, 10)
    domain.record_incubation(
        world.things["OR07"], by=world.actor("deputy"), stage="MATURE", since=world.today - timedelta(days=5)
    )
    yield world.at(-1, 16)
    keeps = Membership.objects.get(user=world.people["secretary"], role=Role.SECRETARY)
    domain.delegate(
        keeps, by=world.actor("secretary"), deputy=world.people["keeper"], valid_from=world.today + timedelta(days=3),
        valid_to=world.today + timedelta(days=9),
    )  # fmt: skip


@story(order=2)
def organisations(world):
    """The 61 organisations apply with their certificate and are entered in the register, a few a day."""
    table = rows("orgs", "organisations.csv")
    for number, row in enumerate(table):
        yield world.at(-740 + number // 6, 9, 5 + number % 6 * 8)
        _enter(world, row)
    yield world.at(-4, 10)
    _applicants(world)


@story(order=3)
def calendar(world):
    """A Sunday ahead of which somebody asked whether it is made up for: it is not, so no date moves."""
    yield world.at(-20, 10)
    sunday = world.today + timedelta(days=27 - world.today.weekday())
    domain.add_day(by=world.actor("keeper"), day=sunday, is_working=False, source="示例：街道通知，社区开放日不调休")


def _enter(world, row):
    key = row["code"].lower()
    user = make_person(world, key, f"{row['name_zh'][:6]}负责人", hashed=world.things["hash"], second_factor=True)
    organisation = domain.apply_organisation(
        by=world.actor(key), code=row["code"], uscc=row["uscc"], name_zh=row["name_zh"], name_en=row["name_en"],
        legal_form=row["legal_form"], org_class=row["org_class"], founded=date.fromisoformat(row["founded"]),
        community=world.things["communities"][row["community"]], staff=int(row["staff"]), social_workers=int(row["social_workers"]),
        field_zh=row["field_zh"], field_en=row["field_en"], profile_zh=row["profile_zh"], profile_en=row["profile_en"],
        provenance=row["provenance"], certificate=certificate(row), certificate_valid_to=world.today + timedelta(days=600),
    )  # fmt: skip
    domain.verify(organisation, by=world.actor("leader"))
    if row["grade"]:
        start = date.fromisoformat(row["grade_valid_to"]).replace(day=1) - timedelta(days=5 * 365 - 30)
        domain.record_grade(
            organisation,
            by=world.actor("leader"),
            grade=row["grade"],
            valid_from=min(start, world.today - timedelta(days=745)),
        )
    if row["incubation_stage"]:
        domain.record_incubation(
            organisation,
            by=world.actor("leader"),
            stage="HUB" if row["is_hub"] == "yes" else STAGES[row["incubation_stage"]],
            since=world.today - timedelta(days=760),
        )
    if row["is_hub"] == "yes":
        domain.record_hub(organisation, by=world.actor("leader"), is_hub=True)
    domain.grant_role(organisation, by=world.actor(key), user=user, role=Role.BID_WRITER)
    world.things[row["code"]] = organisation
    if row["code"] in ("OR01", "OR02", "OR16"):
        world.logins.append(
            {"role": f"{row['name_zh'][:9]} owner, bid writer", "email": user.email, "password": PASSWORD}
        )


def _applicants(world):
    """Somebody waits for verification, somebody has asked to join."""
    user = make_person(world, "applicant", "新组织申请人", hashed=world.things["hash"], second_factor=False)
    domain.apply_organisation(
        by=world.actor("applicant"), uscc="52510115DEM0000147", name_zh="柳城银杏邻里服务社", name_en="Liucheng Ginkgo Neighbour Service",
        legal_form="PRIVATE_NON_ENTERPRISE", org_class="PUBLIC_SERVICE", founded=world.today - timedelta(days=200),
        community=world.things["communities"]["CM02"], staff=4, provenance="illustrative",
    )  # fmt: skip
    domain.ask_to_join(world.things["OR16"], by=world.actor("resident"), message="我是本组织的志愿者，想帮忙写标书。")
    _two_bodies(world)
    world.logins.append({"role": "新组织申请人 applicant", "email": user.email, "password": PASSWORD})


def _two_bodies(world):
    """An editor of the street office who also coordinates the volunteers of an organisation."""
    user = make_person(world, "both", "编辑兼志愿者协调人", hashed=world.things["hash"], second_factor=True)
    domain.grant_role(world.things["office"], by=world.actor("leader"), user=user, role=Role.EDITOR)
    domain.grant_role(world.things["OR02"], by=world.actor("or02"), user=user, role=Role.VOLUNTEER_COORDINATOR)
    world.logins.append({"role": "两个机构的人 a person with two bodies", "email": user.email, "password": PASSWORD})


def certificate(row) -> ContentFile:
    """A registration certificate that says it is a sample."""
    paper = pdf.document(
        f"{row['name_zh']} 登记证书（示例）",
        [
            ("kv", [("统一社会信用代码", row["uscc"]), ("名称", row["name_zh"]), ("成立", row["founded"])]),
            ("p", "演示数据，无效力。"),
        ],
        footer="SAMPLE",
    )
    return ContentFile(paper, name=f"登记证书-{row['code']}.pdf")
