"""A centre with staff, a mentor, an organisation with its owner, a group; stays that reached their state by the verbs."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from marketplace.core import clock
from orgs.experts import domain as experts
from orgs.incubation import domain
from orgs.incubation.models import Stay
from tests.factories import actor, make_community, make_office, make_organisation, make_user, person

CENTRE = {"name_zh": "孵化园", "name_en": "The garden", "places": 3, "rolling": True, "helps_target": 2}
TEXT = "互相配合"


@dataclass
class Street:
    office: object
    centre: object
    organisation: object
    mentor: object
    community: object
    people: dict = field(default_factory=dict)

    def actor(self, name):
        return actor(self.people[name])

    def org(self, **fields):
        """Another organisation with an owner; the owner's actor."""
        organisation = make_organisation(**fields)
        return organisation, actor(person("OWNER", organisation))


def make_street() -> Street:
    office = make_office("OF-T")
    people = {
        name: person(role, office)
        for name, role in (("secretary", "SECRETARY"), ("leader", "LEADER"), ("leader2", "LEADER"), ("buyer", "BUYER"))
    }
    people["other_leader"] = person("LEADER", make_office())
    people["anybody"] = make_user()
    organisation = make_organisation("OR-T", staff=6, founded=date(2020, 1, 5))
    people["owner"] = person("OWNER", organisation)
    centre = domain.add_centre(office, by=actor(people["leader"]), code="SC1", **CENTRE)
    made = Street(office, centre, organisation, None, make_community(office), people)
    made.mentor = make_mentor(made)
    people["mentor"] = made.mentor.user
    return made


def make_mentor(street, **fields):
    values = {
        "kind": "PRACTICE",
        "fields": ["LAW"],
        "reviews": False,
        "mentors": True,
        "unit_zh": "所",
        "limit": 5,
    } | fields
    expert = experts.enter(street.office, by=street.actor("secretary"), person=make_user(), **values)
    return experts.admit(expert, by=street.actor("leader"))


def applied(street, organisation=None, by=None, **fields) -> Stay:
    return domain.apply(
        street.centre,
        by=by or street.actor("owner"),
        organisation=organisation or street.organisation,
        motive="成长",
        **fields,
    )


def offered(street, organisation=None, by=None, **fields) -> Stay:
    stay = applied(street, organisation, by)
    domain.invite(stay, by=street.actor("secretary"), interview_at=clock.now() + timedelta(hours=1))
    values = {"until": clock.today() + timedelta(days=700), "agreement": TEXT, "mentor": street.mentor} | fields
    return domain.offer(stay, by=street.actor("leader"), **values)


def inside(street, organisation=None, by=None, **fields) -> Stay:
    stay = offered(street, organisation, by, **fields)
    return domain.sign(stay, by=by or street.actor("owner"))


def asked_group(street, user=None, **fields):
    values = {
        "community": street.community,
        "name_zh": "编织队",
        "org_class": "CULTURE_EDUCATION",
        "members": 9,
        "about_zh": "编织",
    } | fields
    return domain.ask_filing(street.office, by=actor(user or street.people["anybody"]), **values)


def filed_group(street, user=None, **fields):
    return domain.file_group(asked_group(street, user, **fields), by=street.actor("secretary"))


def training(street, publish=True, **fields):
    start = clock.now() + timedelta(days=5)
    values = {
        "title_zh": "项目书",
        "title_en": "Papers",
        "starts": start,
        "ends": start + timedelta(hours=3),
        "hours": 3,
        "places": 2,
        "where_zh": "教室",
    } | fields
    made = domain.draft_training(street.centre, by=street.actor("secretary"), **values)
    return domain.publish_training(made, by=street.actor("secretary")) if publish else made
