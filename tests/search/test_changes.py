"""From a change to the index, on both engines: with the act, at least once, in order, whatever fails in between."""

from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from marketplace.core import clock as core_clock
from marketplace.core import documents
from orgs.models import Assessment, Organisation
from search import changes, rebuilding, tasks
from search.engine import Down, Query
from search.models import Change, Moment
from search.searching import search
from tests import factories
from tests.marketplace.tenders.builders import after_deadline, make_street, open_call
from tests.search.builders import deliver_all
from tests.search.conftest import ELASTIC

pytestmark = pytest.mark.django_db


@pytest.fixture
def ready(engine):
    """An index of what there is: nothing."""
    rebuilding.rebuild(engine)
    return engine


def found(engine, text):
    return [hit.plain_title for hit in search(Query(text), engine).hits]


def test_a_change_is_found_at_the_next_page_and_an_index_has_no_difference(ready):
    organisation = factories.make_organisation(name_zh="南街助餐中心")
    assert found(ready, "助餐中心") == ["南街助餐中心"], "TASKS=inline: the reader's own request brings it in"
    organisation.name_zh = "北街助餐中心"
    organisation.save()
    assert found(ready, "南街助餐中心") == ["北街助餐中心"]
    assert rebuilding.check(ready) == []
    key = organisation.pk
    organisation.documents.all().delete()
    organisation.delete()
    assert found(ready, "助餐中心") == []
    assert Change.objects.count() == 0
    assert rebuilding.check(ready) == [], key


def test_an_act_that_is_undone_changes_nothing():
    with transaction.atomic():
        with suppress(ZeroDivisionError), transaction.atomic():
            organisation = factories.make_organisation()
            assert Change.objects.filter(kind="organisation", key=organisation.pk).count() == 1
            organisation.save()
            assert Change.objects.filter(kind="organisation", key=organisation.pk).count() == 1, "once in a transaction"
            raise ZeroDivisionError
        assert Change.objects.count() == 0
        again = factories.make_organisation()
        assert Change.objects.filter(kind="organisation", key=again.pk).count() == 1


def test_what_belongs_to_a_document_changes_it():
    street = make_street()
    call = open_call(street)
    deliver_marks()
    call.lines.first().save()
    assert [(row.kind, row.key) for row in Change.objects.all()] == [("call", call.pk)]


def deliver_marks():
    """As if all that waits had been delivered: the test's own transaction goes on."""
    Change.objects.all().delete()
    for mark in changes._marks():
        mark.delivered = True


def test_a_draft_moves_to_the_public_shelf_and_its_deadline_passes_by_the_clock(ready):
    street = make_street()
    call = open_call(street)
    hits = search(Query(call.title_zh), ready).hits
    assert [hit.key for hit in hits] == [call.pk]
    assert hits[0].facets["status"] == ("open",)
    assert Moment.objects.get(kind="call").at == call.deadline + timedelta(seconds=1)
    with after_deadline(call), core_clock.moved(timedelta(seconds=5)):
        if core_clock.now() > call.deadline + timedelta(seconds=1):
            assert search(Query(call.title_zh), ready).hits[0].facets["status"] == ("running",)


def test_organisations_are_found_by_the_grade_that_is_valid_today(ready, clock):
    with clock("2026-03-02 09:00"):
        graded = factories.make_organisation(name_zh="评过级的中心")
        Assessment.objects.create(organisation=graded, grade="5A", valid_from="2021-03-10", valid_to="2026-03-09")
        factories.make_organisation(name_zh="没有评级的中心")
        deliver_all(ready)
        assert found(ready, "5A") == found(ready, "评估等级5A") == ["评过级的中心"]
    for moment, still in (("2026-03-09 23:59", ["评过级的中心"]), ("2026-03-10 00:00", [])):
        with clock(moment):
            deliver_all(ready)
            assert found(ready, "5A") == still, moment


def test_a_document_that_cannot_be_read_keeps_no_other_back_and_is_parked(ready, clock, monkeypatch):
    bad, good = factories.make_organisation(name_zh="坏文件中心"), factories.make_organisation(name_zh="好文件中心")
    known = documents.kinds()["organisation"]

    def of(rows):
        if any(row.pk == bad.pk for row in rows):
            raise ValueError("unreadable")
        return known.of(rows)

    monkeypatch.setitem(documents._kinds, "organisation", documents.Kind(**{**known.__dict__, "of": of}))
    moment = core_clock.now()
    waits = []
    for _round in range(len(changes.RETRY_SECONDS) + 1):
        with core_clock.fixed(moment):
            deliver_all(ready)
        row = Change.objects.get()
        waits.append(row.not_before - moment)
        moment = row.not_before
    assert [wait.total_seconds() for wait in waits[:5]] == list(changes.RETRY_SECONDS)
    assert row.parked_at is not None
    assert row.error == "ValueError: unreadable"
    assert found(ready, "好文件中心")[0] == good.name_zh
    monkeypatch.setitem(documents._kinds, "organisation", known)
    bad.save()  # a new change is tried, and takes the parked one away
    with core_clock.fixed(moment):
        deliver_all(ready)
    assert Change.objects.count() == 0
    assert rebuilding.check(ready) == []


def test_every_difference_is_named_and_healed(ready):
    kept, lost = factories.make_organisation(), factories.make_organisation()
    deliver_all(ready)
    Organisation.objects.filter(pk=kept.pk).update(name_zh="改名不说")  # past every verb and signal
    with ready.writing() as writer:
        writer.remove("public", f"organisation:{lost.pk}", changes.next_round())
        assert writer.commit() == {}
    with ready.writing() as writer:
        from search.entries import entry
        from tests.search.builders import doc

        writer.put(entry(doc(999_999, "没有的", kind="organisation"), changes.next_round()))
        assert writer.commit() == {}
    differences = {(d.id, d.what) for d in rebuilding.check(ready)}
    assert differences == {
        (f"organisation:{kept.pk}", "differs"), (f"organisation:{lost.pk}", "missing"), ("organisation:999999", "left over"),
    }  # fmt: skip
    rebuilding.heal(rebuilding.check(ready))
    deliver_all(ready)
    assert rebuilding.check(ready) == []


def test_once_a_night_index_and_database_are_compared_and_set_right(ready, clock, caplog):
    with clock("2026-03-02 09:00"):
        quiet = factories.make_organisation()
        deliver_all(ready)
        tasks.look_after(None)
        assert not caplog.messages
        Organisation.objects.filter(pk=quiet.pk).update(name_zh="改名不说")  # past every verb and signal
    for hour, right in (("2026-03-02 23:50", False), ("2026-03-03 02:59", False), ("2026-03-03 03:00", True)):
        with clock(hour):
            tasks.look_after(None)
            deliver_all(ready)
            assert (found(ready, "改名不说") == ["改名不说"]) is right, hour
    assert caplog.messages == [f"search: index and database differed: differs organisation:{quiet.pk}"]


def test_what_changes_while_they_are_compared_is_no_difference(ready, clock, caplog, monkeypatch):
    organisation = factories.make_organisation()
    deliver_all(ready)
    every = documents.every

    def meanwhile(kind):
        """Another process changes it after the index was read, before the database is."""
        monkeypatch.setattr(documents, "every", every)
        organisation.name_zh = "中途改名"
        organisation.save()
        return every(kind)

    monkeypatch.setattr(documents, "every", meanwhile)
    with clock("2026-03-03 04:00"):
        tasks.look_after(None)
    assert documents.every is every and not caplog.messages
    assert found(ready, "中途改名") == ["中途改名"] and rebuilding.check(ready) == []


def test_what_waits_behind_many_others_is_no_difference(ready, clock, caplog):
    organisation = factories.make_organisation()
    deliver_all(ready)
    with clock("2026-03-03 04:00"):
        changes.queue("organisation", range(10_000, 10_000 + 3 * changes.BATCH))
        organisation.name_zh = "排在后面"
        organisation.save()
        tasks.look_after(None)
    assert not caplog.messages and found(ready, "排在后面") == ["排在后面"]


def test_what_is_older_never_replaces_what_is_newer(ready):
    from search.entries import entry
    from tests.search.builders import doc

    if ready.name == "embedded":
        pytest.skip("one process writes at a time: nothing can be older")
    with ready.writing() as writer:
        writer.put(entry(doc(1, "新的"), 50))
        assert writer.commit() == {}
    with ready.writing() as writer:
        writer.put(entry(doc(1, "旧的"), 49))
        assert list(writer.commit()) == ["call:1"]
    assert found(ready, "新的") == ["新的"]


def test_what_changes_while_an_index_is_rebuilt_is_in_the_new_one(ready, monkeypatch):
    first = factories.make_organisation(name_zh="重建之前的中心")
    deliver_all(ready)
    every = documents.every

    def meanwhile(kind, batch=500):
        for rows in every(kind, batch):
            yield rows
            if kind == "organisation":  # read already, changed now
                first.name_zh = "重建之中改名的中心"
                first.save()
                if ready.name == "elasticsearch":  # the portal goes on beside a rebuild
                    deliver_all(ready)
                    assert found(ready, "改名的中心") == ["重建之中改名的中心"], "no gap for readers"

    monkeypatch.setattr(documents, "every", meanwhile)
    rebuilding.rebuild(ready)
    monkeypatch.setattr(documents, "every", every)
    deliver_all(ready)
    assert found(ready, "改名的中心") == ["重建之中改名的中心"]
    assert rebuilding.check(ready) == []


def test_without_an_index_titles_come_out_of_the_database(engine):
    factories.make_organisation(name_zh="南街助餐中心")
    answer = search(Query("助餐中心"), engine)
    assert answer.fallback
    assert [hit.plain_title for hit in answer.hits] == ["南街助餐中心"]
    assert Change.objects.count() > 0, "what changed waits for an index"


def test_looking_whether_anything_waits_costs_two_queries(ready):
    deliver_all(ready)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        changes.deliver(ready)
    assert len(asked) == 2


@pytest.mark.parametrize("engine", [ELASTIC], indirect=True)  # the embedded engine has one writer at a time
def test_of_two_rebuilds_at_once_the_later_one_wins(engine, monkeypatch):
    """The earlier one says so and leaves nothing behind."""
    for n in range(3):
        factories.make_organisation(name_zh=f"两次重建{n}号")
    rebuilding.rebuild(engine)
    every, begun = documents.every, []

    def meanwhile(kind, batch=1):
        for rows in every(kind, 1):
            yield rows
            if kind == "organisation" and not begun:
                begun.append(True)
                factories.make_organisation(name_zh="两次重建之间")
                rebuilding.rebuild(engine)

    monkeypatch.setattr(documents, "every", meanwhile)
    with pytest.raises(Down, match="began after this one"):
        rebuilding.rebuild(engine)
    monkeypatch.setattr(documents, "every", every)
    deliver_all(engine)
    assert rebuilding.check(engine) == []
    assert "两次重建之间" in found(engine, "两次重建")
    assert len(engine.client.indices.get(index=f"{engine.prefix}-*").body) == 2, "one a shelf"
