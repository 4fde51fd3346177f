"""The demo's purchase lists: earlier ones, this year's, and next year's in review; the 57 items of the data pack."""

from datetime import date, timedelta
from decimal import Decimal

from marketplace.core.demo import rows, story
from marketplace.core.money import yuan

from . import domain, imports

NOTE_ZH = "57 项中有 5 项的名称见公开资料；它们的单位、单价和标准，以及另 52 项，都是示例。"
NOTE_EN = "Five of the 57 items are named in the source; their units, prices and standards, and the other 52 items, are illustrative."
OLDEST_CALL = timedelta(days=450)


@story(order=10)
def purchase_lists(world):
    """This year's list with all 57 items, those before it, back to the oldest call, without one and a little cheaper."""
    table = rows("marketplace.catalogue", "purchase_list.csv")
    year, first = world.today.year, (world.today - OLDEST_CALL).year
    yield world.at(-700, 9)
    for earlier in range(first, year):
        lower = [
            dict(row, reference_price=str(yuan(Decimal(row["reference_price"]) * Decimal("0.95") ** (year - earlier))))
            for row in table
            if row["code"] != "PL-J07"
        ]
        begin = (date(earlier, 1, 1) - world.today).days
        yield from _publish(world, earlier, lower, -700 if earlier == first else begin - 20)
    begin = (date(year, 1, 1) - world.today).days
    yield from _publish(world, year, table, min(begin - 20, -40))
    yield world.at(-6, 15)
    nextyear = domain.draft_list(
        world.things["office"], by=world.actor("buyer"), year=year + 1, title_zh=f"{year + 1} 年服务购买清单", title_en=f"Purchase list {year + 1}",
        note_zh=NOTE_ZH, note_en=NOTE_EN,
    )  # fmt: skip
    _fill(world, nextyear, [dict(row, list_year=str(year + 1)) for row in table])
    domain.submit(nextyear, by=world.actor("buyer"))


def _publish(world, year, table, day):
    yield world.at(day, 10)
    lst = domain.draft_list(
        world.things["office"],
        by=world.actor("buyer"),
        year=year,
        title_zh=f"{year} 年服务购买清单",
        title_en=f"Purchase list {year}",
        note_zh=NOTE_ZH,
        note_en=NOTE_EN,
    )
    _fill(world, lst, [dict(row, list_year=str(year)) for row in table])
    yield world.at(day + 3, 16)
    domain.submit(lst, by=world.actor("buyer"))
    yield world.at(day + 8, 11)
    domain.publish(lst, by=world.actor("leader"))
    world.things[f"list:{year}"] = lst


def _fill(world, lst, table):
    reading = imports.read_rows(table, year=lst.year)
    if reading.faults:
        raise ValueError(reading.faults[:3])
    domain.import_rows(lst, by=world.actor("buyer"), rows=reading.rows, seen=imports.fingerprint(lst))
