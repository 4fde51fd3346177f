"""Figures of the search: both engines through the portal's code against the bare call, pages, the index, how soon a change is found."""

import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import quote

from django.db import connections
from django.test import override_settings

from search import embedded, engines, rebuilding
from search.elastic import Elastic, request
from search.engine import PUBLIC_SHELF, Query
from search.plan import understand
from search.searching import _ask, search

from ._common import ask, figure, portal_handler
from ._documents import fill, filled

FEW, MANY, CLUSTER = 1_000, 100_000, 20_000
ROUNDS = 120
QUESTIONS = (
    "助餐",
    "社区养老",
    "法律援助",
    "志愿服务 老人",
    "心理支持 儿童",
    "家庭医生",
    "zhucan",
    "CA00042",
    "院落自治",
    "elderly meals",
    "健康课堂",
    "互助",
)


def _p95(times):
    return sorted(times)[int(len(times) * 0.95)]


def _taking_turns(ours, raw, rounds=ROUNDS):
    """(p95, p95) of the two sides in milliseconds; each round both do the same question, in turn first."""
    took = ([], [])
    for n in range(rounds + len(QUESTIONS)):
        text = QUESTIONS[n % len(QUESTIONS)]
        sides = ((0, ours), (1, raw))
        for side, work in sides if n % 2 else reversed(sides):
            began = time.perf_counter()
            work(text)
            if n >= len(QUESTIONS):  # the first time round warms both up
                took[side].append((time.perf_counter() - began) * 1000)
    return _p95(took[0]), _p95(took[1])


def embedded_search():
    """100,000 documents: query, counts of all facets and excerpts by our code; the same query and counts by tantivy alone."""
    with override_settings(TASK_MODE="worker"):
        engine = filled(MANY)
        drawn = {}
        for text in QUESTIONS:
            asked = _ask(Query(text), understand(text))
            names = [name for name in asked.counts if name != "open_now"]
            wanted = {n: {"terms": {"field": n, "size": embedded.MOST_VALUES}} if n != "amount" else {"range": {"field": n, "ranges": embedded.amount_ranges()}} for n in names}  # fmt: skip
            drawn[text] = embedded._draw(embedded._all(asked.tree, (), ())), wanted, asked.limit

        def raw(text):
            query, wanted, limit = drawn[text]
            searcher = engine._searcher(PUBLIC_SHELF)
            hits = searcher.search(query, limit, weight_by_field="weight_zh").hits
            searcher.aggregate(query, wanted)
            return [searcher.doc(address) for _score, address in hits]

        mine, bare = _taking_turns(lambda text: search(Query(text), engine), raw)
    note = f"p95 of {ROUNDS} over {len(QUESTIONS)} questions: {mine:.1f} ms ours, {bare:.1f} ms tantivy's own call with the same counts"
    return figure("search_embedded_ratio", mine / bare, 1.5, "lower", note)


def elasticsearch_search():
    """The same through Elasticsearch, against the same JSON sent to the same node."""
    from tests.elasticsearch import node

    if lacks := node.missing():
        return figure("search_elasticsearch_ratio", float("inf"), 1.3, "lower", f"{lacks}: {node.HOW}")
    import urllib3

    cluster = node.Cluster(1)
    try:
        with override_settings(TASK_MODE="worker", SEARCH_REPLICAS=0, SEARCH_TIMEOUT=20):
            engine = fill(Elastic(cluster.hosts, prefix="bench"), CLUSTER)
            pool, url = urllib3.PoolManager(), f"{cluster.hosts[0]}/{engine.alias(PUBLIC_SHELF)}/_search"
            bodies = {text: json.dumps(request(_ask(Query(text), understand(text)))) for text in QUESTIONS}

            def raw(text):
                answer = pool.request("POST", url, body=bodies[text], headers={"Content-Type": "application/json"})
                return json.loads(answer.data)["hits"]["hits"]

            mine, bare = _taking_turns(lambda text: search(Query(text), engine), raw)
    finally:
        cluster.stop()
    note = f"{CLUSTER:,} documents, one node; p95 of {ROUNDS}: {mine:.1f} ms ours, {bare:.1f} ms the raw request"
    return figure("search_elasticsearch_ratio", mine / bare, 1.3, "lower", note)


def pages():
    """The results page and the suggestions at 100,000 documents, with the page at 1,000."""
    kept, took = engines.named, {}
    typed = ("助", "社区", "法律", "zhuc", "flyz", "elder", "CA000", "心理支")
    try:
        with override_settings(TASK_MODE="worker", PAGE_CACHE_SECONDS=0):
            handler = portal_handler()
            for count in (FEW, MANY):
                engine = filled(count)
                engines.named = lambda name, engine=engine: engine
                took[count] = []
                for n in range(ROUNDS + len(QUESTIONS)):
                    seconds = ask(handler, f"/search/?q={quote(QUESTIONS[n % len(QUESTIONS)])}")[1]
                    if n >= len(QUESTIONS):
                        took[count].append(seconds * 1000)
            lines = [
                ask(handler, f"/search/suggest/?q={quote(typed[n % len(typed)])}")[1] * 1000 for n in range(ROUNDS)
            ]
    finally:
        engines.named = kept
    few, many, line = _p95(took[FEW]), _p95(took[MANY]), _p95(lines[len(typed) :])
    return [
        figure(
            "search_page_at_100k",
            many / few,
            1.5,
            "lower",
            f"p95: {many:.1f} ms at {MANY:,} documents, {few:.1f} ms at {FEW:,}",
        ),
        figure(
            "search_suggestions_ms",
            line,
            10,
            "lower",
            f"p95 of {ROUNDS} in the whole view at {MANY:,} documents, embedded",
        ),
    ]


def index_100k():
    """A fresh process indexes 100,000 documents; its time, and the most memory it held."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench._index_run"], capture_output=True, text=True, timeout=900, check=True
    )
    took, most, before = json.loads(done.stdout.splitlines()[-1])
    note = f"made into entries, cut into tokens and indexed in {took:.1f} s; {most:.0f} MB resident at most ({before:.0f} MB before)"
    return [
        figure("search_index_100k_seconds", took, 30, "lower", note),
        figure("search_index_100k_mb", most, 400, "lower", note),
    ]


def change_to_findable():
    """A worker runs beside; an organisation is changed, and searched for until it is found."""
    from django.core.management import call_command

    from tests import factories

    engine = embedded.Embedded(Path(tempfile.mkdtemp(prefix="linli-bench-")) / "index")
    kept = engines.named
    engines.named = lambda name: engine
    connections.close_all()
    try:
        with override_settings(TASK_MODE="worker"):
            rebuilding.rebuild(engine)
            connections.close_all()
            child = os.fork()
            if child == 0:
                call_command("worker")
                os._exit(0)
            times = []
            for n in range(40):
                organisation = factories.make_organisation(name_zh=f"量一量第{n}中心")
                began = time.perf_counter()
                text = organisation.uscc
                while not search(Query(text, facets=False), engine).hits and time.perf_counter() - began < 10:
                    time.sleep(0.01)
                times.append(time.perf_counter() - began)
                time.sleep(random.Random(n).random() / 2)
    finally:
        engines.named = kept
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    return figure(
        "search_change_to_findable_s",
        _p95(times),
        2,
        "lower",
        f"p95 of {len(times)} changes with a worker beside; {max(times):.2f} s at most",
    )


BENCHES = (embedded_search, elasticsearch_search, pages, index_100k, change_to_findable)
