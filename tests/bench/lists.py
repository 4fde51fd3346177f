"""List pages at a hundred calls and at a hundred thousand, on one machine in one run."""

from django.test import override_settings

from ._common import ask, figure, interleaved, portal_handler, session_of

FEW, MANY = 100, 100_000
UNKEPT = {"messages": ""}  # a message waits for the reader: the page is made for them
ROUNDS = 15


def list_latency() -> list[dict]:
    """The same pages of the same code; each page is made anew for every request. The picture under it is a kept one."""
    from django.db import connection

    from marketplace.tenders.views.desk import DeskList
    from tests.marketplace.tenders.builders import make_street

    from ._rows import make_calls

    street = make_street(organisations=0)
    cookies = session_of(street.users["buyer"])
    pages = {
        "public": ("/calls/", UNKEPT),
        "public_second_page": ("/calls/?page=2", UNKEPT),
        "public_filtered_second_page": ("/calls/?state=awarded&page=2", UNKEPT),
        "public_category_second_page": ("/calls/?category=A&page=2", UNKEPT),
        "officers": ("/calls/manage/", cookies),
    }
    times = []
    # At a hundred calls the officers' page would hold half the rows: both times a hundred to a page.
    kept, DeskList.paginate_by = DeskList.paginate_by, FEW
    with override_settings(PAGE_CACHE_SECONDS=60):
        for count in (FEW, MANY - FEW):
            make_calls(street, count)
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
            handler = portal_handler()
            times.append(
                interleaved({name: lambda u=u, c=c: ask(handler, u, c) for name, (u, c) in pages.items()}, ROUNDS)  # noqa: B023
            )
    DeskList.paginate_by = kept
    few, many = times
    return [
        figure(
            f"list_{name}_at_100k", many[name] / few[name], 1.5, "lower",
            f"{pages[name][0]}: {many[name] * 1000:.1f} ms at {MANY:,} calls, {few[name] * 1000:.1f} ms at {FEW}; median of {ROUNDS}, {connection.vendor}",
        )
        for name in pages
    ]  # fmt: skip


BENCHES = (list_latency,)
