"""A small street: two communities, a counter in each, an editor; made by the verbs where hours matter."""

from dataclasses import dataclass, field
from datetime import time

from bs4 import BeautifulSoup

from marketplace.core.actors import ANONYMOUS
from orgs.states import OFFICE_ROLES
from projects.services import domain
from projects.services.models import Service, Station
from tests.factories import actor, make_community, make_office, make_organisation, person
from tests.support.told import told

LAT, LON = 30.69, 103.85
METRE = 1 / 111_195  # degrees of latitude
TEXTS = {"name_zh": "南街站", "name_en": "Nanjie station", "address_zh": "南街1号", "address_en": "1 Nanjie"}


@dataclass
class Street:
    """street: the office; centre: a part of it; people: {role in lower case: User}."""

    street: object
    centre: object
    home: object
    far: object
    people: dict = field(default_factory=dict)

    def actor(self, name):
        return actor(self.people[name])

    @property
    def editor(self):
        return self.actor("editor")

    def actors(self) -> dict:
        return {name: self.actor(name) for name in self.people} | {"anonymous": ANONYMOUS}


@told
def make_street() -> Street:
    street = make_office("OF-T")
    centre = make_office("OF-T-C", kind="STREET_CENTRE", parent=street, buys=False)
    square = [
        [LON - 0.005, LAT - 0.005],
        [LON + 0.005, LAT - 0.005],
        [LON + 0.005, LAT + 0.005],
        [LON - 0.005, LAT + 0.005],
    ]
    home = make_community(street, "CM-A", lat=LAT, lon=LON, population=900, polygon=square)
    far = make_community(street, "CM-B", lat=LAT + 3000 * METRE, lon=LON, population=100)
    made = Street(street, centre, home, far)
    for role in OFFICE_ROLES:
        made.people[role.lower()] = person(role, street, f"{role.lower()}@example.org")
    other = make_office("OF-U")
    made.people["other_editor"] = person("EDITOR", other, "other@example.org")
    made.people["part_editor"] = person("EDITOR", centre, "part@example.org")
    organisation = make_organisation("OR-T")
    made.people["owner"] = person("OWNER", organisation, "owner@example.org")
    return made


def make_station(street, code="ST1", *, hours=(("REGULAR", "12345", 9, 17),), publish=True, north=0, **values):
    """A place `north` metres from the middle of the first community, with hours (period, days, opens, closes)."""
    by = street.editor
    fields = {
        "kind": "COMMUNITY_STATION", "community": street.home, "lat": LAT + north * METRE, "lon": LON, **TEXTS,
        "name_zh": f"站点{code}", "name_en": f"Station {code}",
    } | values  # fmt: skip
    station = domain.add_station(street.centre, by=by, code=code, **fields)
    for period, days, opens, closes in hours:
        domain.add_hours(
            station, by=by, period=period, weekdays=days, opens=clock_time(opens), closes=clock_time(closes)
        )
    return domain.publish_station(station, by=by) if publish else station


def make_category(street, code="CIVIL", **values):
    return domain.add_category(
        by=street.editor, code=code, **{"name_zh": f"类{code}", "name_en": f"Category {code}"} | values
    )


def make_service(street, code="SV1", *, category, stations=(), publish=True, **values):
    fields = {
        "category": category, "department": street.street, "name_zh": f"事项{code}", "name_en": f"Matter {code}",
        "channels": ["COUNTER", "WECHAT"], "modes": ["ONE_STOP"], "papers_zh": "身份证\n户口簿", "papers_en": "identity card",
        "time_limit": 3,
    } | values  # fmt: skip
    service = domain.add_service(street.street, by=street.editor, code=code, **fields)
    if stations:
        domain.set_stations(service, by=street.editor, stations=stations)
    return domain.publish_service(service, by=street.editor) if publish else service


def clock_time(hour):
    return time(int(hour), int(hour % 1 * 60))


def copies(row, first, last):
    """More rows like this one (numbers from `first`, before `last`), with its hours or places."""
    hours = list(row.hours.all()) if isinstance(row, Station) else []
    stations = list(row.stations.all()) if isinstance(row, Service) else []
    for number in range(first, last):
        twin = type(row).objects.get(pk=row.pk)
        twin.pk, twin.code = None, f"COPY-{number:04d}"
        twin._state.adding = True
        twin.save()
        for hour in hours:
            hour.pk, hour.station = None, twin
            hour._state.adding = True
            hour.save()
        if stations:
            twin.stations.set(stations)


KEPT = (
    "/directory/keep/", "/directory/keep/services/", "/directory/keep/new/", "/directory/keep/services/new/",
    "/directory/keep/categories/new/", "/directory/services/lists/new/",
)  # fmt: skip


def login(client, street, name):
    if name is None:
        client.logout()
    else:
        client.force_login(street.people[name])
    return client


def soup(response):
    return BeautifulSoup(response.content, "html.parser")
