"""Verbs of the purchase list: what they write, what they refuse, that a published version cannot be changed."""

from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from marketplace.catalogue import domain, queries
from marketplace.catalogue.models import PurchaseList, ServiceItem
from marketplace.catalogue.states import ListState
from marketplace.core.actors import ANONYMOUS
from marketplace.core.models import AuditEvent, Notification, OutboxEvent
from marketplace.core.refusals import Refused

from .builders import item_values, make_item, make_list, people

pytestmark = pytest.mark.django_db


def refused(expected, fn, *args, **kwargs):
    with pytest.raises(Refused) as found:
        fn(*args, **kwargs)
    assert found.value.code == expected
    assert found.value.sentence
    return found.value


def test_the_whole_way(office):
    who = people(office)
    new = domain.draft_list(
        office, by=who["buyer"], year=2026, title_zh="2026年服务购买清单", title_en="Purchase list 2026"
    )
    assert (new.state, new.version, new.drafted_by) == (ListState.DRAFT, 1, who["buyer"].user)
    item = domain.add_item(new, by=who["buyer"], **item_values(buyer=office))
    assert (item.position, item.reference_price, item.groups) == (1, Decimal("680.00"), "|EVERYBODY|")
    domain.change_item(item, by=who["buyer"], **item_values(buyer=office, reference_price=Decimal("700.00")))
    domain.submit(new, by=who["buyer"])
    domain.return_list(new, by=who["leader"], reason="标准写得不清楚")
    new.refresh_from_db()
    assert (new.state, new.state_reason) == (ListState.DRAFT, "标准写得不清楚")
    domain.submit(new, by=who["buyer"])
    domain.publish(new, by=who["leader"])
    new.refresh_from_db()
    assert (new.state, new.state_reason) == (ListState.PUBLISHED, "")
    assert new.published_at is not None and new.valid_from is not None
    assert queries.current_list(ANONYMOUS) == new
    verbs = list(AuditEvent.objects.order_by("id").values_list("verb", "public"))
    assert verbs == [
        ("catalogue.list.draft", False),
        ("catalogue.item.add", False),
        ("catalogue.list.add_item", False),
        ("catalogue.item.change", False),
        ("catalogue.list.change_item", False),
        ("catalogue.list.submit", False),
        ("catalogue.list.return", False),
        ("catalogue.list.submit", False),
        ("catalogue.list.publish", True),
    ]
    assert AuditEvent.objects.get(verb="catalogue.item.change").changes == {"reference_price": ["680.00", "700.00"]}


def test_who_is_told(office, django_capture_on_commit_callbacks):
    who = people(office)
    new = make_list(office, state="draft", drafted_by=who["buyer"].user)
    with django_capture_on_commit_callbacks(execute=True):
        domain.submit(new, by=who["buyer"])
    with django_capture_on_commit_callbacks(execute=True):
        domain.return_list(new, by=who["leader"], reason="再看一遍")
    told = set(Notification.objects.values_list("kind", "user__email"))
    assert told == {
        ("catalogue.list_submitted", who["leader"].user.email),
        ("catalogue.list_submitted", who["leader2"].user.email),
        ("catalogue.list_returned", who["buyer"].user.email),
    }
    assert OutboxEvent.objects.filter(kind="catalogue.list_published").count() == 0


def test_publishing_supersedes_the_version_before(office):
    who = people(office)
    old = make_list(office, drafted_by=who["buyer"].user)
    new = domain.revise(old, by=who["buyer"])
    assert (new.year, new.version, new.based_on) == (2026, 2, old)
    assert list(new.items.values_list("code", "reference_price")) == list(
        old.items.values_list("code", "reference_price")
    )
    domain.submit(new, by=who["buyer"])
    domain.publish(new, by=who["leader"])
    old.refresh_from_db()
    assert (old.state, old.superseded_at is not None) == (ListState.SUPERSEDED, True)
    assert list(PurchaseList.objects.in_force()) == [new]
    assert set(ServiceItem.objects.in_force()) == set(new.items.all())


def test_a_new_year_does_not_supersede_the_old_one_but_follows_it(office):
    who = people(office)
    old = make_list(office, year=2025, drafted_by=who["buyer"].user)
    new = domain.revise(old, by=who["buyer"], year=2026)
    assert (new.year, new.version, new.title_en) == (2026, 1, "Purchase list 2026")
    domain.submit(new, by=who["buyer"])
    domain.publish(new, by=who["leader"])
    old.refresh_from_db()
    assert old.state == ListState.PUBLISHED
    assert list(PurchaseList.objects.in_force()) == [new]


def test_a_list_of_next_year_waits_for_its_day(office):
    who = people(office)
    now = make_list(office, year=2026, drafted_by=who["buyer"].user)
    new = domain.revise(now, by=who["buyer"], year=2027)
    domain.submit(new, by=who["buyer"])
    domain.publish(new, by=who["leader"])
    assert str(new.valid_from) == "2027-01-01"
    assert list(PurchaseList.objects.in_force()) == [now]


def test_four_eyes(office):
    who = people(office)
    mine = make_list(office, state="in_review", drafted_by=who["leader"].user)
    refused("four_eyes", domain.publish, mine, by=who["leader"])
    domain.publish(mine, by=who["leader2"])


def test_refusals(office):
    who = people(office)
    refused("office:BUYER|LEADER", domain.draft_list, office, by=who["finance"], year=2026, title_zh="清单")
    draft = domain.draft_list(office, by=who["buyer"], year=2026, title_zh="清单")
    again = refused("draft_exists", domain.draft_list, office, by=who["buyer"], year=2026, title_zh="清单")
    assert again.field == "year"
    refused("list_is_empty", domain.submit, draft, by=who["buyer"])
    domain.add_item(draft, by=who["buyer"], **item_values(buyer=office))
    taken = refused("code_taken", domain.add_item, draft, by=who["buyer"], **item_values(buyer=office))
    assert taken.field == "code"
    assert draft.items.count() == 1
    domain.submit(draft, by=who["buyer"])
    refused("wrong_state", domain.add_item, draft, by=who["buyer"], **item_values(buyer=office, code="PL-A02"))
    refused("wrong_state", domain.remove_item, draft.items.get(), by=who["buyer"])
    missing = refused("reason_missing", domain.return_list, draft, by=who["leader"], reason="  ")
    assert missing.field == "reason"
    refused("office:BUYER|LEADER", domain.revise, make_list(office, year=2025), by=who["stranger"])


@pytest.mark.parametrize("state", ["published", "superseded"])
def test_the_database_refuses_changes_of_a_published_list(office, state):
    done = make_list(office, state=state)
    item = done.items.first()
    forbidden = {
        "insert": lambda: make_item(done, "PL-Z99"),
        "update": lambda: ServiceItem.objects.filter(pk=item.pk).update(reference_price="1.00"),
        "delete": lambda: ServiceItem.objects.filter(pk=item.pk).delete(),
        "move away": lambda: ServiceItem.objects.filter(pk=item.pk).update(
            purchase_list=make_list(office, year=2024, state="draft")
        ),
        "title": lambda: PurchaseList.objects.filter(pk=done.pk).update(title_zh="改过"),
        "back to draft": lambda: PurchaseList.objects.filter(pk=done.pk).update(state="draft"),
        "delete list": lambda: PurchaseList.objects.filter(pk=done.pk)._raw_delete("default"),
    }
    for name, act in forbidden.items():
        with pytest.raises(DatabaseError) as found, transaction.atomic():
            act()
        assert "a published purchase list is not changed" in str(found.value), name
    item.refresh_from_db()
    assert item.reference_price == Decimal("100.00")


def test_a_service_may_not_be_slipped_into_a_published_list(office):
    done, draft = make_list(office), make_list(office, year=2027, state="draft")
    with pytest.raises(DatabaseError), transaction.atomic():
        ServiceItem.objects.filter(pk=draft.items.first().pk).update(purchase_list=done, code="PL-Z01")
