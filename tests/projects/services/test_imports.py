"""A table of places or services: checked without writing, taken over as it was shown, all of it or nothing."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from marketplace.core.models import AuditEvent
from projects.services import domain
from projects.services.models import OpeningHours, Service, Station

from .builders import login, soup

pytestmark = pytest.mark.django_db
PLACES = "/directory/keep/table/stations/"
HEAD = "code,office,kind,community,name_zh,address_zh,lat,lon,weekday_hours,weekend_hours"
NEW = "ST7,OF-T-C,COMMUNITY_STATION,CM-A,新站,南街7号,30.69,103.85,08:30-12:00;13:30-18:00,09:00-12:00"


def send(client, address, text, name="t.csv"):
    return client.post(address, {"file": SimpleUploadedFile(name, text.encode())})


def checked(answer):
    return soup(answer).select_one("input[name=checked]")["value"]


def test_a_dry_run_writes_nothing_and_what_it_showed_is_done(client, full):
    login(client, full, "editor")
    before = AuditEvent.objects.count()
    known = "ST1,OF-T-C,COMMUNITY_STATION,CM-A,改名,1 Nanjie,30.69,103.85,,"
    answer = send(client, PLACES, f"{HEAD}\n{NEW}\n\n{known}\n")
    assert (answer.status_code, AuditEvent.objects.count()) == (200, before)
    reading = answer.context["reading"]
    assert [row[0] for row in reading.added] == ["ST7"] and [row[0] for row in reading.changed] == ["ST1"]
    assert client.post(PLACES, {"checked": checked(answer)}).status_code == 302
    made = Station.objects.get(code="ST7")
    assert (made.state, made.community, made.name_zh) == ("draft", full.home, "新站")
    assert sorted(h.short for h in made.hours.all()) == [
        "REGULAR 12345 08:30-12:00", "REGULAR 12345 13:30-18:00", "WEEKEND 67 09:00-12:00",
    ]  # fmt: skip
    assert Station.objects.get(code="ST1").name_zh == "改名"
    assert client.post(PLACES, {"checked": checked(answer)}).status_code == 422, "the directory has changed since"


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("ST7,OF-T-C,NOPE,CM-A,x,x,30,103,,", "kind"), ("ST7,OF-U,COMMUNITY_STATION,CM-A,x,x,30,103,,", "office"),
        ("ST7,OF-T-C,COMMUNITY_STATION,CM-X,x,x,30,103,,", "community"), ("ST7,OF-T-C,COMMUNITY_STATION,CM-A,x,x,91,103,,", "lat"),
        ("ST7,OF-T-C,COMMUNITY_STATION,CM-A,x,x,30,103,9-17,", "weekday_hours"),
        ("ST7,OF-T-C,COMMUNITY_STATION,CM-A,x,x,30,103,18:00-09:00,", "weekday_hours"),
        ("ST7,OF-T-C,COMMUNITY_STATION,CM-A,x,x,30,103,09:00-12:00;11:00-13:00,", "weekday_hours"),
        ("ST1,OF-T,COMMUNITY_STATION,CM-A,x,x,30,103,,", "code"), (f"{NEW}\n{NEW}", "code"), ("坏码,OF-T-C,CANTEEN,CM-A,x,x,30,103,,", "code"),
    ],
)  # fmt: skip
def test_a_wrong_cell_is_named_and_nothing_is_taken(client, full, row, column):
    login(client, full, "editor")
    answer = send(client, PLACES, f"{HEAD}\n{row}\n")
    assert answer.status_code == 422 and "checked" not in answer.context
    assert column in {fault.column for fault in answer.context["reading"].faults}
    assert not Station.objects.filter(code="ST7").exists()


@pytest.mark.parametrize(
    "text", ["", "a,b\n1,2\n", f"{HEAD}\n", "code,code,office,name_zh\n1,1,1,1\n", "\x00\x01", "<html>"]
)
def test_what_is_no_such_table_is_refused_with_a_sentence(client, full, text):
    login(client, full, "editor")
    answer = send(client, PLACES, text)
    assert answer.status_code == 422 and soup(answer).select("[role=alert], .error")


def test_services_with_their_places(client, full):
    login(client, full, "editor")
    head = "code,office,category,department,name_zh,channels,time_limit,fee_tier,on_holidays,stations,papers_zh"
    address = "/directory/keep/table/services/"
    answer = send(client, address, f"{head}\nSV7,OF-T,CIVIL,OF-T,新事项,COUNTER;WECHAT,3,free,true,ST1;SC1,身份证\n")
    assert answer.status_code == 200, answer.context["reading"].faults
    assert client.post(address, {"checked": checked(answer)}).status_code == 302
    made = Service.objects.get(code="SV7")
    assert (made.channels, made.on_holidays, {s.code for s in made.stations.all()}) == (
        "|COUNTER|WECHAT|",
        True,
        {"ST1", "SC1"},
    )
    again = send(client, address, f"{head}\nSV7,OF-T,CIVIL,OF-T,新事项,WECHAT;COUNTER,3,free,true,SC1;ST1,身份证\n")
    assert [len(again.context["reading"].same), len(again.context["reading"].changed)] == [1, 0]


def test_who_may_not_keep_may_not_take_tables_over(client, full):
    login(client, full, "editor")
    seen = checked(send(client, PLACES, f"{HEAD}\n{NEW}\n"))
    empty = client.get(f"{PLACES}empty.xlsx")
    assert empty.status_code == 200 and send(client, PLACES, "x").status_code == 422
    assert client.get("/directory/keep/table/nope/").status_code == 404
    for name in ("buyer", "owner", None):
        login(client, full, name)
        assert send(client, PLACES, f"{HEAD}\n{NEW}\n").status_code == 403
        assert client.get(f"{PLACES}empty.xlsx").status_code == (403 if name else 302)
        assert client.post(PLACES, {"checked": seen}).status_code == 403
    login(client, full, "part_editor")
    assert client.post(PLACES, {"checked": seen}).status_code == 422, "another editor's table"
    domain.close_station(Station.objects.get(code="ST2"), by=full.editor, reason="x")
    login(client, full, "editor")
    ended = "ST2,OF-T-C,COMMUNITY_STATION,CM-A,x,x,30,103,,"
    assert send(client, PLACES, f"{HEAD}\n{ended}\n").status_code == 422
    assert OpeningHours.objects.count() == 5
