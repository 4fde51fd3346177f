"""The demo's news, guides and policies in both languages."""

from datetime import date

from marketplace.core.demo import rows, story

from . import domain


@story(order=90)
def news(world):
    """The twelve texts of the data pack, as far back from the demo's day as they are from the pack's."""
    pack = rows("cms", "news.json")
    pages = (
        pack["pages"]
        if isinstance(pack, dict) and "pages" in pack
        else next(v for v in pack.values() if isinstance(v, list))
    )
    pack_day = date(2026, 11, 1)
    for row in sorted(pages, key=lambda r: r["published_on"]):
        day = world.at((date.fromisoformat(row["published_on"]) - pack_day).days, 8, 30)
        yield day
        domain.publish_article(
            by=world.actor("editor"), kind=row["kind"], title_zh=row["title_zh"], title_en=row["title_en"], body_zh=row["body_zh"], body_en=row["body_en"],
            day=day.date(), code=row["code"], provenance=row["provenance"],
        )  # fmt: skip
