"""Pages against the bare view: the public list and a call's page, and the officers' list with 200 rows."""

from django.test import override_settings
from django.test.utils import CaptureQueriesContext

from ._common import ask, bare_handler, figure, interleaved, portal_handler, session_of

LIST, DESK = "/calls/", "/calls/manage/"
ROUNDS = 60
UNKEPT = {"messages": ""}  # somebody for whom a message waits: the page is made for them, its picture is the kept one
BARE = "the bare view: a table of 132 rows in 20 kB, no query, Django's default middleware"


def _public():
    """A street with a hundred calls; the address of the page of one that takes bids."""
    from tests.marketplace.tenders.builders import make_street, open_call

    from ._rows import make_calls

    street = make_street(organisations=0)
    call = open_call(street)
    make_calls(street, 100)
    return street, call.get_absolute_url()


def anonymous_pages() -> list[dict]:
    """Requests a second of the list and of a call's page for readers without a session, with and without kept pages."""
    _street, page = _public()
    found = []
    for cookies, goal, how in ((None, 0.6, "kept"), (UNKEPT, 0.15, "made")):
        with override_settings(PAGE_CACHE_SECONDS=60):
            ours, theirs = portal_handler(), bare_handler()
            times = interleaved(
                {
                    "list": lambda: ask(ours, LIST, cookies),  # noqa: B023
                    "call": lambda: ask(ours, page, cookies),  # noqa: B023
                    "bare": lambda: ask(theirs, "/bare/rows/"),  # noqa: B023
                    "text": lambda: ask(theirs, "/bare/text/"),  # noqa: B023
                },
                ROUNDS,
            )
            for what, url in (("list", LIST), ("call", page)):
                size = len(ask(ours, url, cookies)[0]) / 1000
                note = (
                    f"{1 / times[what]:,.0f} requests/s of {size:.0f} kB against {1 / times['bare']:,.0f}; {BARE}."
                    f" Against 20 kB of text without variables: {times['text'] / times[what]:.2g}"
                )
                found.append(figure(f"anonymous_{what}_{how}", times["bare"] / times[what], goal, "higher", note))
    return found


def officers_list() -> list[dict]:
    """An officer's list with 200 rows: time, size, queries."""
    from django.db import connection

    from tests.marketplace.tenders.builders import make_street

    from ._rows import MIX, make_calls

    street = make_street(organisations=0)
    # What an office has on its desk: half of it waits for somebody.
    make_calls(street, 300, mix=MIX[60:] + ["in_review", "draft", "open"] * 10)
    cookies = session_of(street.users["buyer"])
    ours, theirs = portal_handler(), bare_handler()
    times = interleaved(
        {"desk": lambda: ask(ours, DESK, cookies), "bare": lambda: ask(theirs, "/bare/rows/")}, ROUNDS // 2
    )
    connection.force_debug_cursor = True
    try:
        with CaptureQueriesContext(connection) as queries:
            html = _inside(DESK, street.users["buyer"])
    finally:
        connection.force_debug_cursor = False
    rows = html.count(b"<tr") - 1
    if rows != 200:
        raise RuntimeError(f"{rows} rows, not 200")
    note = f"200 of 300 rows with filters, states, due dates and buttons: p50 {times['desk'] * 1000:.1f} ms against {times['bare'] * 1000:.1f} ms; {BARE}"
    return [
        figure("officers_list_p50", times["desk"] / times["bare"], 12, "lower", note),
        figure("officers_list_kb", len(html) / 1000, 150, "lower", "HTML before compression, 1 kB = 1000 bytes"),
        figure("officers_list_queries", len(queries), 15, "lower", "session and person included"),
    ]


def _inside(url, user) -> bytes:
    """The page without the end-of-request signals that would close the connection whose queries are counted."""
    from django.test import Client

    client = Client()
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    from django.db import connection

    connection.queries_log.clear()
    return client.get(url).content


BENCHES = (anonymous_pages, officers_list)
