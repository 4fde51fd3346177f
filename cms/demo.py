"""The demo's pages, news, guides and policies in both languages."""

from datetime import date

from marketplace.core.demo import rows, story

from . import demo_pages, domain


@story(order=90)
def news(world):
    """The twelve texts of the data pack, as far back from the demo's day as they are from the pack's; a later one the day before."""
    pack = rows("cms", "news.json")
    pack_day = date.fromisoformat(pack["as_of"])
    for row in sorted(pack["pages"], key=lambda r: r["published_on"]):
        day = world.at(min((date.fromisoformat(row["published_on"]) - pack_day).days, -1), 8, 30)
        yield day
        domain.publish_article(
            by=world.actor("editor"), approved_by=world.actor("editor2"), kind=row["kind"], title_zh=row["title_zh"],
            title_en=row["title_en"], body_zh=row["body_zh"], body_en=row["body_en"], day=day.date(), code=row["code"],
            provenance=row["provenance"],
        )  # fmt: skip


@story(order=91)
def pages(world):
    """A page of every type; one text waits for its second reader, one is not translated yet."""
    yield world.at(-3, 9)
    world.things["pages"] = demo_pages.tell(world)
    yield world.at(-2, 15)
    demo_pages.unfinished(world)
