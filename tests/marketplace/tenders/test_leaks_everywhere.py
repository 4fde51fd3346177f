"""No address that the portal answers speaks of a sealed bid: addresses come from the resolver, a new one is asked too."""

import itertools
import re

import pytest
from django.urls import get_resolver

from marketplace.core.models import StoredFile
from marketplace.core.states import TABLES

from .test_leaks import ASCII, PRICE, TOTAL, forms, planted  # noqa: F401
from .test_pages import login

pytestmark = [pytest.mark.once, pytest.mark.django_db]
# What stands in an address, by its name there: values that lead to the call, its bids and what is around them.
HOLES = {
    "form": ["csv", "xlsx"], "kind": ["csv", "json", "xlsx"], "section": ["wagtailpages"], "sha256": None, "verb": ["change"], "year": [2026],
    **dict.fromkeys(("app_label", "app_name", "content_type_app_name"), ["tenders", "cms"]),
    **dict.fromkeys(("model_name", "content_type_model_name"), ["bid", "articlepage"]),
    **dict.fromkeys(("action", "action_name"), ["delete", "publish"]), "session_id": [1],
}  # fmt: skip


def patterns(found=None, before="/"):
    for pattern in get_resolver().url_patterns if found is None else found:
        text = before + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from patterns(pattern.url_patterns, text)
        elif "(" not in text and "logout" not in text:
            yield text


def values(street, call):
    """{name of the hole: values}; an unknown name gets all short values, so that a new room is asked as well."""
    bids = list(call.bids.all())
    texts = [call.code, call.number, *(b.code for b in bids), street.fund.code, "T-ST", "ORG-01", "PL-A01"]
    receipts = [s.sha256 for b in bids for s in b.submissions.all()]
    numbers = sorted({call.pk, street.fund.pk, 1, *(b.pk for b in bids)})
    return texts, {
        **HOLES, "sha256": receipts, "token": [call.code], "pk": numbers, "object_id": numbers, "number": [1, call.number], "position": [1],
        "key": [f.key for f in StoredFile.objects.all()] or ["00000000-0000-0000-0000-000000000000"],
    }  # fmt: skip


def addresses(street, call):
    texts, known = values(street, call)
    for pattern in patterns():
        holes = re.findall(r"<(?:(\w+):)?(\w+)>", pattern)
        if pattern.startswith("/do/"):
            continue
        choices = [known.get(name) or ([1] if kind == "int" else texts) for kind, name in holes]
        for chosen in itertools.product(*choices):
            address = pattern
            for value in chosen:
                address = re.sub(r"<[^>]+>", str(value), address, count=1)
            yield address
    for table, rows in (("tenders.call", [call.pk]), ("tenders.bid", [b.pk for b in call.bids.all()])):
        for pk, verb in itertools.product(rows, TABLES[table].by_verb):
            yield f"/do/{table}/{pk}/{verb}/"


@pytest.mark.parametrize("who", ["w3", "superuser"])
def test_no_address_speaks(planted, street, client, who):  # noqa: F811
    if who == "superuser":
        boss = street.users["stranger"]
        boss.is_superuser = boss.is_staff = True
        boss.save()
        who = "stranger"
    client.raise_request_exception = False
    if who:
        login(client, street, who)
    asked, secret = 0, [*forms(ASCII), PRICE.encode(), TOTAL.encode(), b"41,804.39"]
    for address in addresses(street, planted):
        response = client.get(address)
        asked += response.status_code == 200
        body = response.getvalue() if response.streaming else response.content
        assert [x for x in secret if x in body] == [], address
        assert response.status_code < 500 or address in ("/readyz", "/cms/failwhale/"), (
            address
        )  # these two are meant to
    assert asked > 20
