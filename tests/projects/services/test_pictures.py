"""Coverage of the fifteen-minute circle: the field says what the circles say."""

import csv
import io

from django.db import connection
from django.test.utils import CaptureQueriesContext

from marketplace.core.actors import ANONYMOUS
from marketplace.core.pictures import show
from orgs.models import Community
from projects.services.circle import coverage

from .builders import make_category, make_service, make_station, make_street


def test_the_field_says_what_the_circles_say(db, client):
    street = make_street()
    near = make_station(street)
    make_station(street, "FAR", north=9_000)
    make_station(street, "HIDDEN", publish=False)
    make_service(street, category=make_category(street), stations=[near])
    figures = show("circle-coverage", ANONYMOUS).figures
    rows = coverage()
    assert len(figures.rows) == len(rows[0]["circle"].needs) + len(rows[0]["circle"].categories)
    for n, line in enumerate(figures.rows):
        mine = [(*row["circle"].needs, *row["circle"].categories)[n] for row in rows]
        assert line.cells[1] == sum(one.is_reached for one in mine)
        assert line.cells[2:] == tuple(one.nearest.minutes if one.nearest else None for one in mine)
    marks = figures.draw(False).marks
    full = [m for m in marks if m.paint == "bar"]
    assert len(full) == figures.foot[1] > 0
    assert len([m for m in marks if m.paint == "gap"]) == len(rows) * len(figures.rows) - len(full)
    table = list(csv.reader(io.StringIO(client.get("/charts/circle-coverage.csv").content.decode("utf-8-sig"))))
    assert [row[1] for row in table[1:]] == [str(row.cells[1]) for row in figures.rows]
    tall = [m.words for m in figures.draw(True).marks if m.paint == "t n"]
    assert tall and all(words.endswith(f" / {len(rows)}") for words in tall)
    assert client.get("/directory/circle/coverage/").content.count(b"pic-svg pic-wide") == 1


def test_it_costs_the_same_for_one_three_and_fifty_communities(db):
    street = make_street()
    make_station(street)
    first, costs = Community.objects.exclude(lat=None).first(), []
    Community.objects.exclude(pk=first.pk).update(lat=None, lon=None)
    for more in (0, 2, 47):
        for n in range(more):
            Community.objects.create(
                code=f"P{more}-{n}",
                office=first.office,
                name_zh=f"很长很长很长的社区名字{n}",
                lat=first.lat,
                lon=first.lon,
            )
        with CaptureQueriesContext(connection) as queries:
            figures = show("circle-coverage", ANONYMOUS).figures
        costs.append(len(queries))
        sheet = figures.draw(False)
        assert all(0 <= float(m.attributes["x"]) <= sheet.width for m in sheet.marks if m.tag == "rect")
    assert len(set(costs)) == 1 and len(figures.head) == 52
