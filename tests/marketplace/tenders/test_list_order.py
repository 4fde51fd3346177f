"""The public list in its order, page by page, and counted no further than it has to be."""

from datetime import timedelta

import pytest

from marketplace.core import clock, pages
from marketplace.core.actors import ANONYMOUS
from marketplace.tenders.models import Call
from tests.bench._rows import make_calls

from .builders import make_street

pytestmark = pytest.mark.django_db


@pytest.fixture
def calls():
    """Sixty calls: three drafts, forty over, ten that take bids and seven that are closed, not yet opened."""
    street = make_street(organisations=0)
    make_calls(street, 60, mix=["draft"] * 3 + ["concluded"] * 40 + ["open"] * 17)
    now = clock.now()
    for n, call in enumerate(Call.objects.filter(state="open").order_by("pk")):
        Call.objects.filter(pk=call.pk).update(deadline=now + timedelta(days=(7 * n) % 10 + 1 if n < 10 else -1 - n))
    return now


def expected(now):
    """What takes bids by its deadline, then the rest by the day of its publication, newest first."""
    public = list(Call.objects.exclude(published_at=None))
    taking = [c for c in public if c.state == "open" and c.deadline >= now]
    rest = [c for c in public if c not in taking]
    return sorted(taking, key=lambda c: (c.deadline, c.pk)) + sorted(rest, key=lambda c: (c.published_at, c.pk))[::-1]


@pytest.mark.parametrize("size", [1, 7, 10, 11, 57, 100])
def test_the_pages_together_are_the_list(calls, size):
    rows = Call.objects.visible_to(ANONYMOUS).exclude(published_at=None).with_figures().in_public_order(calls)
    paginator = pages.Bounded(rows, size)
    shown = [call for number in paginator.page_range for call in paginator.page(number).object_list]
    assert [c.pk for c in shown] == [c.pk for c in expected(calls)]
    assert (paginator.count, paginator.more) == (57, False)


def test_a_long_list_says_that_there_are_more(calls, client, monkeypatch):
    monkeypatch.setattr(pages, "MOST", 40)
    page = client.get("/en/calls/")
    assert "more than 40 calls" in page.content.decode()
    assert page.context["page_obj"].paginator.num_pages == 2
    assert client.get("/en/calls/?page=2").context["page_obj"].number == 2
    monkeypatch.setattr(pages, "MOST", 57)
    assert "57 calls" in client.get("/en/calls/").content.decode()
    assert "more than" not in client.get("/en/calls/").content.decode()


@pytest.mark.parametrize("page", ["0", "-1", "1000000000", "x", "３", ""])
def test_odd_page_numbers_lead_to_a_page(calls, client, page):
    assert client.get("/calls/", {"page": page}).status_code == 200
