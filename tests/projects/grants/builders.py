"""A street that gives grants, and a round at every stage of its way, made by the verbs."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from marketplace.core import clock
from orgs.models import Membership
from projects.grants import domain
from projects.grants.models import Round
from projects.grants.states_applications import ApplicationState
from tests import factories
from tests.marketplace.funds.builders import make_fund
from tests.support.told import told

START = timezone.make_aware(datetime(2026, 9, 1, 9))
OPEN = START + timedelta(days=2)
DEADLINE = START + timedelta(days=20)
AFTER = DEADLINE + timedelta(minutes=1)
REVIEW_UNTIL = START + timedelta(days=45)
MARKER = "秘密标记XQZ7719"
ROLES = {
    "editor": "EDITOR", "leader": "LEADER", "leader2": "LEADER", "secretary": "SECRETARY", "secretary2": "SECRETARY",
    "finance": "FINANCE", "auditor": "AUDITOR", "buyer": "BUYER", "e1": "EVALUATOR", "e2": "EVALUATOR", "e3": "EVALUATOR",
    "e4": "EVALUATOR",
}  # fmt: skip
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"

DEFINITION = {
    "sections": [
        {"key": "s1", "title_zh": "项目", "title_en": "Project", "help_zh": "", "help_en": "", "fields": [
            {"key": "f1", "type": "LONG", "label_zh": "要解决什么问题", "label_en": "The problem", "required": True, "limit": 500},
            {"key": "f2", "type": "CHOICE", "label_zh": "对象", "label_en": "For whom", "required": True,
             "options": [{"key": "old", "zh": "老人", "en": "the elderly"}, {"key": "young", "zh": "儿童", "en": "children"}]},
            {"key": "f3", "type": "TEXT", "label_zh": "儿童保护措施", "label_en": "Safeguarding", "required": True, "limit": 80,
             "when": {"field": "f2", "is": ["young"]}},
        ]},
        {"key": "s2", "title_zh": "预算", "title_en": "Budget", "help_zh": "", "help_en": "", "fields": [
            {"key": "f4", "type": "BUDGET", "label_zh": "预算表", "label_en": "Budget table", "required": True},
            {"key": "f5", "type": "FILES", "label_zh": "附件", "label_en": "Files", "required": False, "most": 3},
            {"key": "f6", "type": "DECLARATION", "label_zh": "以上属实", "label_en": "All of this is true", "required": True},
        ]},
    ]
}  # fmt: skip


@dataclass
class Street:
    """office, fund, form; organisations A, B, C with owner oN and writer wN. `actor(name)` proves a second factor."""

    office: object
    fund: object = None
    form: object = None
    organisations: list = field(default_factory=list)
    users: dict = field(default_factory=dict)

    def actor(self, name, *, fresh=True):
        return factories.actor(self.users[name], second_factor=fresh)

    def actors(self, *names) -> dict:
        return {name: self.actor(name) for name in names or self.users}


def make_street(organisations=3, budget="100000.00") -> Street:
    with clock.fixed(START - timedelta(days=30)):
        street = Street(factories.make_office("G-ST"))
        for name, role in ROLES.items():
            street.users[name] = factories.person(role, street.office, f"{name}@grants.example")
        for number in range(1, organisations + 1):
            make_applicant(street, number)
        street.users["stranger"] = factories.make_user("stranger@grants.example")
        street.fund = make_fund(_House(street), "GF1", amount=budget)
        street.form = domain.forms.draft(
            street.office,
            by=street.actor("editor"),
            title_zh="申报表",
            title_en="Application form",
            definition=DEFINITION,
        )
    return street


def make_applicant(street, number):
    organisation = factories.make_organisation(
        f"GO{number}", name_zh=f"邻里互助社{number}", name_en=f"Neighbours {number}"
    )
    street.organisations.append(organisation)
    for letter, role in (("o", "OWNER"), ("w", "BID_WRITER")):
        name = f"{letter}{number}"
        street.users[name] = factories.person(role, organisation, f"{name}@grants.example")
    return organisation


@dataclass
class _House:
    street: Street

    @property
    def office(self):
        return self.street.office

    @property
    def finance(self):
        return self.street.actor("finance")

    @property
    def leader(self):
        return self.street.actor("leader")


def drafted(street=None, **fields) -> tuple:
    """(street, round): a complete draft."""
    street = street or make_street()
    values = {
        "fund": street.fund, "form": street.form, "title_zh": "第一届公益创投", "title_en": "First round", "text_zh": "请申报。",
        "text_en": "Please apply.", "budget": Decimal("30000.00"), "least": Decimal("1000.00"), "most": Decimal("20000.00"),
        "opens_at": OPEN, "deadline": DEADLINE, "review_until": REVIEW_UNTIL, "agreement_zh": "协议书", "reporting_zh": "季度报告",
        "reviewers": 2, "sealed": False, "blind": True,
    } | fields  # fmt: skip
    with clock.fixed(START):
        return street, domain.rounds.draft(street.office, by=street.actor("editor"), **values)


def opened(street=None, **fields) -> tuple:
    """(street, round): published; applications from OPEN to DEADLINE."""
    street, round = drafted(street, **fields)
    with clock.fixed(START + timedelta(hours=1)):
        domain.rounds.submit(round, by=street.actor("editor"))
        domain.rounds.publish(round, by=street.actor("leader"))
    return street, round


def content(amount="10000.00", **answers) -> dict:
    """A complete application over `amount`."""
    return {
        "title": "银龄相伴", "summary": "为独居老人送餐。", "amount": amount,
        "answers": {
            "f1": "独居老人吃饭难。", "f2": "old",
            "f4": [{"item": "餐费", "quantity": "10", "price": f"{Decimal(amount) / 10:.2f}", "asked": amount}], "f6": True,
        } | answers,
    }  # fmt: skip


def begun(street, round, number=1, **values):
    """An application that is written but not handed in."""
    by = street.actor(f"w{number}")
    with clock.fixed(OPEN + timedelta(hours=number)):
        application = domain.applications.start(round, by=by, organisation=street.organisations[number - 1])
        return domain.applications.save(application, by=by, content=content() | values)


def applied(street, round, number=1, **values):
    application = begun(street, round, number, **values)
    with clock.fixed(OPEN + timedelta(hours=number, minutes=30)):
        domain.applications.submit(application, by=street.actor(f"w{number}"))
    application.refresh_from_db()
    return application


def called(street=None, applications=3, **fields) -> tuple:
    """(street, round): the call is closed, so many applications wait to be screened. Amounts 10000, 11000, 12000 ..."""
    street, round = opened(street, **fields)
    for number in range(1, applications + 1):
        amount = f"{9000 + 1000 * number}.00"
        applied(street, round, number, **(content(amount) | {"title": f"项目{number}"}))
    with clock.fixed(AFTER):
        domain.rounds.close_call(round, by=street.actor("secretary"))
    return street, fresh(round)


def screened(street=None, applications=3, **fields) -> tuple:
    """(street, round): all passed."""
    street, round = called(street, applications, **fields)
    with clock.fixed(AFTER + timedelta(days=1)):
        for application in round.applications.filter(state=ApplicationState.SUBMITTED):
            domain.screening.pass_(application, by=street.actor("secretary"))
    return street, round


@told
def reviewing(street=None, applications=3, **fields) -> tuple:
    street, round = screened(street, applications, **fields)
    with clock.fixed(AFTER + timedelta(days=2)):
        domain.reviewing.begin_reviews(round, by=street.actor("secretary"))
    return street, fresh(round)


@told
def scored(street=None, applications=3, **fields) -> tuple:
    """(street, round): all reviews are in; project 1 got 80, project 2 got 70, ..."""
    street, round = reviewing(street, applications, **fields)
    with clock.fixed(AFTER + timedelta(days=5)):
        for review in reviews_of(round):
            score(street, review, points=90 - 10 * int(review.application.title.removeprefix("项目")))
    return street, fresh(round)


def proposed(street=None, applications=3, rows=None, **fields) -> tuple:
    street, round = scored(street, applications, **fields)
    with clock.fixed(AFTER + timedelta(days=8)):
        domain.determination.propose(round, by=street.actor("secretary"), rows=rows or suggested(round))
    return street, fresh(round)


@told
def decided(street=None, applications=3, **fields) -> tuple:
    """(street, round): decided; the objection period runs. Of three, 1 and 2 are awarded, 3 waits."""
    street, round = proposed(street, applications, **fields)
    with clock.fixed(AFTER + timedelta(days=9)):
        domain.determination.decide(round, by=street.actor("leader"))
    return street, fresh(round)


@told
def concluded(street=None, applications=3, **fields) -> tuple:
    street, round = decided(street, applications, **fields)
    with clock.fixed(round.standstill_until + timedelta(seconds=1)):
        domain.determination.conclude(round, by=street.actor("secretary"))
    return street, fresh(round)


def suggested(round) -> list:
    return [
        {
            "application": r["line"].application,
            "outcome": r["outcome"],
            "amount": r["amount"],
            "reasons": "按得分排序。",
        }
        for r in domain.determination.proposal(round)
    ]


def reviews_of(round):
    from projects.grants.models import Review

    return list(Review.objects.filter(application__round=round).standing().select_related("application").order_by("pk"))


def name_of(street, user) -> str:
    return next(name for name, known in street.users.items() if known.pk == user.pk)


def score(street, review, points=70, reason="", minutes=30):
    """Declare and hand in with the same points everywhere."""
    by = street.actor(name_of(street, review.reviewer))
    keys = list(review.application.round.criteria.values_list("pk", flat=True))
    if review.state == "assigned":
        domain.reviewing.declare_none(review, by=by)
    domain.reviewing.hand_in(
        review, by=by, points=dict.fromkeys(keys, Decimal(points)), reasons=dict.fromkeys(keys, reason), comment="可行。", minutes=minutes
    )  # fmt: skip
    return review


def fresh(round) -> Round:
    return Round.objects.get(pk=round.pk)


def member(user, organisation, role="BID_WRITER", **days):
    """Another membership of somebody who is here already."""
    return Membership.objects.create(
        user=user, organisation=organisation, role=role, valid_from=START.date() - timedelta(days=400), granted_at=START, **days
    )  # fmt: skip
