"""The demo's stations, places, services and named lists, entered by the editor."""

from datetime import date, time, timedelta
from decimal import Decimal

from marketplace.core.demo import rows, story

from . import domain
from .kinds import Mode, Period

WEEK, LONG_AGO = "12345", -700
NUMBERS = dict(zip(("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"), "1234567", strict=True))
NOON = (time(12), time(13, 30))
# Numbers of the sources and what they are numbers of; quotes as they stand there. Which matters they count, none says.
SETS = [
    ("L72", 72, "C16", "两级市民服务中心承接的服务", "Services of the two-level citizen centres", "柳城街道", "Liucheng",
     "对街道社区两级市民服务中心承接的流动人口、司法、群工、社保、计生、民政、教育、卫生等72项服务,进行系统提升"),
    ("L28", 28, "C12", "节假日服务", "Services on weekends and public holidays", "柳城街道", "Liucheng",
     "通过“一人多岗”综合培训后,轮流在节假日上午9∶00-12∶00正常提供社保、计生等28项政务延伸服务"),
    ("L60", 60, "B02", "社区政务服务事项清单", "Government services that stations assist with", "温江", "Wenjiang",
     "明确了社区服务站协助政府的社区政务服务事项清单60项,综合网格服务事项清单73项"),
    ("L73", 73, "B02", "综合网格服务事项清单", "Services of the comprehensive grid", "温江", "Wenjiang",
     "明确了社区服务站协助政府的社区政务服务事项清单60项,综合网格服务事项清单73项"),
    ("L50", 50, "C01", "社区公共服务站服务事项", "Matters of the community public service stations", "锦江", "Jinjiang",
     "14个部门的6大类50项服务事项"),
    ("L63", 63, "D10", "便民利民服务项目", "Convenience service projects", "长沙", "Changsha",
     "整合了63個家政、養老、托幼、中介、物業管理方面的便民利民服務項目"),
]  # fmt: skip


@story(order=5)
def directory(world):
    """Stations and places open; the services are entered and given at the counters."""
    yield world.at(LONG_AGO, 9)
    counters = [_station(world, row) for row in rows("projects.services", "stations.csv")]
    yield world.at(LONG_AGO, 11)
    for row in rows("projects.services", "spaces.csv"):
        _space(world, row)
    yield world.at(LONG_AGO + 1, 9)
    pack = rows("projects.services", "services.json")
    services = _services(world, pack, counters)
    yield world.at(LONG_AGO + 2, 9)
    _sets(world, services)


@story(order=61)
def lately(world):
    """What is changing these days: other hours ahead, a longer evening, a draft that waits."""
    yield world.at(-12, 10)
    by, station = world.actor("editor"), world.things["station:ST11"]
    domain.add_special(
        station, by=by, first_day=world.today + timedelta(days=2), last_day=world.today + timedelta(days=4),
        reason_zh="大楼改造断电,停办三天;急事请到南街站。", reason_en="No electricity during building works; urgent matters at Nanjie station.",
    )  # fmt: skip
    domain.add_walk(
        station, by=by, community=station.community, minutes=9, walked_on=world.today - timedelta(days=30), note="网格员实地走过。"
    )  # fmt: skip
    domain.add_special(
        world.things["station:ST05"], by=by, first_day=world.today + timedelta(days=5), last_day=world.today + timedelta(days=5),
        opens=time(9), closes=time(12), reason_zh="下午全员培训。", reason_en="Staff training in the afternoon.",
    )  # fmt: skip
    yield world.at(-8, 10)
    domain.add_hours(
        world.things["station:ST03"], by=world.actor("editor"), period=Period.STAGGERED, weekdays="2", opens=time(18),
        closes=time(20), valid_from=world.today - timedelta(days=7), valid_to=world.today + timedelta(days=9),
    )  # fmt: skip
    yield world.at(-3, 15)
    domain.add_station(
        world.things["offices"]["OF-LC-C1"], by=world.actor("editor"), code="ST20", kind="COMMUNITY_STATION",
        community=world.things["communities"]["CM19"], name_zh="新荷农贸市场流动服务点", name_en="Mobile point at the Xinhe market",
        address_zh="新荷农贸市场旁", address_en="beside the Xinhe market", lat=30.7081, lon=103.8702,
        note_zh="周三下午流动办公。", note_en="Mobile office on Wednesday afternoons.", provenance="illustrative", source_ref="C19",
    )  # fmt: skip


def _station(world, row):
    station = domain.add_station(
        world.things["offices"][row["office"]], by=world.actor("editor"), code=row["code"], kind=row["kind"],
        community=world.things["communities"][row["community"]], lat=float(row["lat"]), lon=float(row["lon"]),
        phone=row["phone"], windows=int(row["windows"]), floor_area=int(row["floor_area_m2"]),
        step_free=row["step_free"] == "yes", provenance=row["provenance"], source_ref=row["source_ref"],
        illustrative_fields=row["illustrative_fields"],
        **{name: row[name] for name in ("name_zh", "name_en", "address_zh", "address_en", "note_zh", "note_en")},
    )  # fmt: skip
    extended = [_times(text) for text in row["extended_hours"].split(";") if text]
    breaks = [NOON] if row["noon_break"] == "yes" else []
    for opens, closes in _without(*_times(row["weekday_hours"]), [*extended, *breaks]):
        _add(world, station, Period.REGULAR, WEEK, opens, closes)
    for opens, closes in extended:
        _add(world, station, Period.EXTENDED, WEEK, opens, closes)
    for text in filter(None, row["evening_hours"].split(";")):
        day, span = text.split()
        _add(world, station, Period.EVENING, NUMBERS[day], *_times(span))
    if row["weekend_hours"]:
        _add(world, station, Period.WEEKEND, "67", *_times(row["weekend_hours"]))
    if row["holiday_hours"]:
        _add(world, station, Period.HOLIDAY, "", *_times(row["holiday_hours"]))
    domain.publish_station(station, by=world.actor("editor"), valid_from=_start(world))
    world.things[f"station:{row['code']}"] = station
    return station


def _space(world, row):
    place = domain.add_station(
        world.things["offices"]["OF-LC-C1"], by=world.actor("editor"), code=row["code"], kind=row["kind"],
        community=world.things["communities"][row["community"]], operator=world.things.get(row["operator"]),
        name_zh=row["name_zh"], name_en=row["name_en"], note_zh=row["description_zh"], note_en=row["description_en"],
        lat=float(row["lat"]), lon=float(row["lon"]), floor_area=int(row["area_m2"]), provenance=row["provenance"],
        source_ref=row["source_ref"], illustrative_fields=row["illustrative_fields"],
    )  # fmt: skip
    opens, closes = _times(row["hours"])
    closed = {NUMBERS[day] for day in row["closed_days"].split(";") if day}
    _add(world, place, Period.REGULAR, "".join(n for n in WEEK if n not in closed), opens, closes)
    _add(world, place, Period.WEEKEND, "67", opens, closes)
    _add(world, place, Period.HOLIDAY, "", opens, closes)
    domain.publish_station(place, by=world.actor("editor"), valid_from=_start(world))


def _services(world, pack, counters) -> dict:
    by, papers = world.actor("editor"), {row["code"]: row for row in pack["documents"]}
    categories, made = {}, {}
    for position, row in enumerate(pack["categories"], 1):
        categories[row["code"]] = domain.add_category(
            by=by, code=row["code"], name_zh=row["name_zh"], name_en=row["name_en"], position=position,
            provenance=row["provenance"], source_ref=row["source_ref"] or "",
        )  # fmt: skip
    for row in pack["services"]:
        service = domain.add_service(
            world.things["office"], by=by, code=row["code"], category=categories[row["category"]],
            department=world.things["offices"][row["department"]], name_zh=row["name_zh"], name_en=row["name_en"],
            channels=row["channels"], modes=[m for m in Mode.values if m in row["delivery_modes"]],
            papers_zh="\n".join(papers[c]["name_zh"] for c in row["documents"]),
            papers_en="\n".join(papers[c]["name_en"] for c in row["documents"]), time_limit=row["time_limit_working_days"],
            fee_tier=row["fee_tier"].lower(), fee=Decimal(row["fee_yuan"]), fee_note_zh=row["fee_note_zh"],
            fee_note_en=row["fee_note_en"], on_holidays=row["open_on_holidays"], provenance=row["provenance"],
            source_ref=row["source_ref"], named_elsewhere=row["named_elsewhere_ref"] or "",
        )  # fmt: skip
        domain.set_stations(service, by=by, stations=counters)
        domain.publish_service(service, by=by, valid_from=_start(world))
        made[row["code"]] = service
    return made


def _sets(world, services):
    members = {"L72": list(services.values()), "L28": [s for s in services.values() if s.on_holidays]}
    by = world.actor("editor")
    for position, (code, stated, ref, zh, en, place_zh, place_en, quote) in enumerate(SETS, 1):
        made = domain.add_set(
            by=by, code=code, stated=stated, name_zh=zh, name_en=en, place_zh=place_zh, place_en=place_en, quote_zh=quote,
            position=position, provenance="source", source_ref=ref,
        )  # fmt: skip
        if code in members:
            domain.set_members(made, by=by, services=members[code])


def _add(world, station, period, weekdays, opens, closes):
    domain.add_hours(
        station,
        by=world.actor("editor"),
        period=period,
        weekdays=weekdays,
        opens=opens,
        closes=closes,
        valid_from=_start(world),
    )


def _start(world) -> date:
    return world.today + timedelta(days=LONG_AGO)


def _times(text):
    opens, closes = (time.fromisoformat(part.strip()) for part in text.split("-"))
    return opens, closes


def _without(opens, closes, holes) -> list:
    """What is left of a span without the holes: [(opens, closes)]."""
    left = []
    for start, end in sorted(holes):
        if opens < start:
            left.append((opens, start))
        opens = max(opens, end)
    return [*left, (opens, closes)] if opens < closes else left
