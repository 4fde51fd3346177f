"""Every list of the portal costs the same however many rows a page draws: the addresses come from the resolver.

The rooms' own tests hold their lists at 1, 3 and 50 rows to one number of queries. This one needs no table of lists,
so that a new one is measured on the day it is mounted: the demo district's rows are drawn 1, 3 and 50 to a page.
"""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver

from marketplace.catalogue.models import PurchaseList
from marketplace.core.pages import RoomList
from tests.support.district import logged_in

pytestmark = pytest.mark.xdist_group("district")  # see test_books_on_pages.py
ROWS = (1, 3, 50)
# What a nested prefetch may add where the few rows of a short page have nothing to fetch. One query a row is more:
MORE = 3
ENOUGH = 8  # a page with fewer rows would not show it, so lists that the demo has fewer rows of are named here.
SHORT = {
    "GiftList": 0,
    "CollectionList": 0,
    "CampaignList": 3,
    "PotList": 1,
    "TransferList": 3,
    "Versions": 2,
    "FundList": 6,
    "Sets": 6,
    "OutcomeList": 4,
    "Check": 0,
    "Delegations": 1,
    "LogIns": 0,
    "Centres": 1,
    "Groups": 2,
    "Hubs": 3,
    "Calendar": 4,
    "Gradings": 1,
    "RoundList": 4,
    "AgreementList": 4,
    "ConceptList": 0,
    "FormList": 1,
    "MyApplications": 1,
    "MyReviews": 1,
}
# Who sees most of a list.
READERS = {
    "GiftList": "finance",
    "TransferList": "finance",
    "FundApplications": "or33",
    "MicroList": "leader",
    "Check": "leader",
    "Delegations": "leader2",
    "LogIns": "leader",
    "DeskList": "buyer",
    "Roster": "secretary",
    "Desk": "secretary",
    "Gradings": "secretary",
    "KeepStations": "editor",
    "KeepServices": "editor",
    "Versions": "leader",
    "ListPage": "leader",
    "ApplicationList": "secretary",
    "ConceptList": "secretary",
    "FormList": "editor",
    "MyApplications": "or22",
    "MyReviews": "evaluator3",
}
# Pages that are cut without being a RoomList, and where they are measured.
CUT = {
    "marketplace/core/pages.py": "here",
    "marketplace/core/api.py": "tests/marketplace/core/test_desk_api.py",
    "marketplace/core/desk.py": "tests/marketplace/core/test_frame_pages.py",
    "marketplace/core/follow_pages.py": "tests/marketplace/core/test_follows.py",
    "marketplace/core/gallery/acts.py": "two events",
    "marketplace/core/gallery/words.py": "drawn from a range of numbers",
    "marketplace/core/templatetags/parts.py": "tests/marketplace/core/test_frame_timeline.py",
    "marketplace/funds/queries.py": "tests/marketplace/funds/test_pages.py",
    "cms/models/news.py": "tests/cms/test_pages.py",
    "cms/queries.py": "tests/cms/test_demo_pages.py",
    "search/views.py": "drawn from a range of numbers",
}


def lists(patterns=None, before="/"):
    """(address with holes, view class) of every list; one address a class."""
    found = {}
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        text = before + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            found = {**lists(pattern.url_patterns, text), **found}
        elif issubclass(getattr(pattern.callback, "view_class", object), RoomList):
            found.setdefault(pattern.callback.view_class, text)
    return found


@pytest.mark.parametrize("view", sorted(lists(), key=lambda view: view.__qualname__), ids=lambda view: view.__name__)
def test_a_list_costs_the_same_whatever_it_draws(district, db, monkeypatch, view):
    address = lists()[view].replace("<int:pk>", str(PurchaseList.objects.order_by("pk").last().pk))
    assert "<" not in address, f"{address}: say here what fills its holes"
    client, costs, drawn = logged_in(READERS.get(view.__name__, "")), {}, {}
    for rows in (50, *ROWS):  # the first time fills what is remembered
        monkeypatch.setattr(view, "paginate_by", rows)
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(address)
        assert answer.status_code == 200, address
        costs[rows], drawn[rows] = len(queries), len(answer.context["page_obj"])
    assert drawn[50] >= SHORT.get(view.__name__, ENOUGH), drawn
    assert max(costs.values()) <= costs[1] + MORE, costs
    assert costs[50] <= 25, costs


def test_every_page_that_is_cut_is_measured_somewhere():
    root = Path(settings.BASE_DIR)
    ours = [
        path for room in ("marketplace", "orgs", "projects", "cms", "search") for path in (root / room).rglob("*.py")
    ]
    cutting = {str(p.relative_to(root)) for p in ours if re.search(r"\b(Paginator|Bounded)\)?\(", p.read_text())}
    assert cutting == set(CUT)
