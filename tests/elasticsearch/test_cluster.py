"""Three real nodes: a rebuild under writes, a node killed under readers and a writer, a cluster that cannot be reached."""

import threading
import time

import pytest
from django.db import connection

from marketplace.core import documents
from search import engines, rebuilding
from search.elastic import Elastic
from search.engine import SHELVES, Query
from search.entries import entry
from search.searching import search
from tests import factories
from tests.conftest import _missing
from tests.elasticsearch import node
from tests.search.builders import deliver_all, doc

pytestmark = [pytest.mark.once, pytest.mark.xdist_group("elasticsearch"), pytest.mark.django_db]


@pytest.fixture(scope="module")
def three():
    if lacks := node.missing():
        _missing(lacks, node.HOW)
    running = node.Cluster(3)
    yield running
    running.stop()


@pytest.fixture
def engine(three, settings, monkeypatch):
    settings.SEARCH_REPLICAS, settings.SEARCH_TIMEOUT, settings.TASK_MODE = 2, 10, "worker"
    settings.SEARCH_HOSTS = three.hosts
    made = Elastic(three.hosts, prefix="three")
    monkeypatch.setattr(engines, "named", lambda name: made)
    rebuilding.rebuild(made)
    three.wait(3)
    return made


class Readers:
    """So many threads that search all the time; errors: what a reader would have seen of a failure."""

    def __init__(self, engine, text, count=4):
        self.engine, self.text, self.errors, self.asked = engine, text, [], 0
        self.stop = threading.Event()
        self.threads = [threading.Thread(target=self._read) for _ in range(count)]

    def _read(self):
        while not self.stop.is_set():
            try:
                answer = self.engine.search("public", _ask(self.text))
                if not answer.found:
                    self.errors.append("nothing found")
            except Exception as error:
                self.errors.append(repr(error))
            self.asked += 1
            time.sleep(0.05)

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.stop.set()
        for thread in self.threads:
            thread.join(30)


def _ask(text):
    from search import plan
    from search.engine import Ask

    return Ask(plan.understand(text).tree, weight="weight_zh", limit=5)


def test_a_rebuild_under_writes_loses_and_doubles_nothing(engine, monkeypatch):
    made = [factories.make_organisation(name_zh=f"重建测试{n}号") for n in range(30)]
    deliver_all(engine)
    every = documents.every

    def meanwhile(kind, batch=10):
        for n, rows in enumerate(every(kind, batch)):
            yield rows
            if kind == "organisation" and n < 3:  # each write is one more row for the walk to find
                made[n].name_zh = f"重建测试改名{n}"
                made[n].save()
                late = factories.make_organisation(name_zh=f"重建测试新来{n}")
                gone = made.pop()
                gone.documents.all().delete()
                gone.delete()
                assert deliver_all(engine) >= 3
                hits = [hit.plain_title for hit in search(Query("重建测试新来", size=50), engine).hits]
                assert late.name_zh in hits, "findable while the rebuild runs"

    monkeypatch.setattr(documents, "every", meanwhile)
    with Readers(engine, "重建测试", count=2) as readers:
        rebuilding.rebuild(engine)
    monkeypatch.setattr(documents, "every", every)
    assert readers.asked > 0
    assert readers.errors == []
    assert rebuilding.check(engine) == []
    for shelf in SHELVES:
        ids = [id for id, _digest in engine.held(shelf)]
        assert len(ids) == len(set(ids))


def test_a_killed_node_is_no_error_for_readers_and_loses_nothing(engine, three):
    made = [factories.make_organisation(name_zh=f"三节点测试{n}号") for n in range(20)]
    deliver_all(engine)
    three.wait(3)
    with Readers(engine, "三节点测试") as readers:
        for n, organisation in enumerate(made):
            if n == 7:
                three.nodes[1].kill()
            organisation.name_zh = f"三节点测试改名{n}"
            organisation.save()
            deliver_all(engine)
    assert readers.errors == []
    assert readers.asked > 20
    assert rebuilding.check(engine) == []
    three.nodes[1].start_again()
    three.wait(3)
    assert rebuilding.check(engine) == []


def test_an_unreachable_cluster_is_said_within_a_second_and_heals_by_itself(engine, three, settings):
    settings.SEARCH_TIMEOUT = 0.9
    organisation = factories.make_organisation(name_zh="够不着测试中心")
    deliver_all(engine)
    connection.queries_log.clear()
    for one in three.nodes:
        one.stand_still()
    try:
        for _again in range(3):
            began = time.perf_counter()
            answer = search(Query("够不着测试"), engine)
            assert time.perf_counter() - began < 1.5, "0.9 seconds of waiting, and the answer out of the database"
            assert answer.fallback
            assert [hit.plain_title for hit in answer.hits] == [organisation.name_zh]
    finally:
        for one in three.nodes:
            one.go_on()
    three.wait(3)
    settings.SEARCH_TIMEOUT = 10
    time.sleep(2.1)  # nobody waits for it so long after a failure
    answer = search(Query("够不着测试"), engine)
    assert not answer.fallback
    assert rebuilding.check(engine) == []


def test_an_older_write_does_not_replace_a_newer_one_on_any_node(engine):
    with engine.writing() as writer:
        writer.put(entry(doc(7, "三节点新"), 900))
        assert writer.commit() == {}
    with engine.writing() as writer:
        writer.put(entry(doc(7, "三节点旧"), 899))
        assert list(writer.commit()) == ["call:7"]
