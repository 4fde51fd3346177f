"""A street with its officers, and experts that reached their state by the verbs."""

from dataclasses import dataclass, field

from orgs.experts import domain
from orgs.experts.models import Expert
from tests.factories import actor, make_office, make_user, person

ENTRY = {
    "kind": "PRACTICE", "fields": ["LAW", "MEDIATION"], "reviews": True, "mentors": False, "unit_zh": "某律所",
    "unit_en": "Some law firm", "title_zh": "律师", "limit": 5,
}  # fmt: skip


@dataclass
class Street:
    office: object
    people: dict = field(default_factory=dict)

    def actor(self, name):
        return actor(self.people[name])


def make_street() -> Street:
    made = Street(make_office())
    for name, role in (("secretary", "SECRETARY"), ("leader", "LEADER"), ("leader2", "LEADER"), ("buyer", "BUYER")):
        made.people[name] = person(role, made.office)
    made.people["other_leader"] = person("LEADER", make_office())
    made.people["anybody"] = make_user()
    return made


def proposed(street, user=None, **fields) -> Expert:
    return domain.enter(street.office, by=street.actor("secretary"), person=user or make_user(), **(ENTRY | fields))


def listed(street, user=None, **fields) -> Expert:
    return domain.admit(proposed(street, user, **fields), by=street.actor("leader"))
