"""How well the hits answer, on each engine: the judged queries of tests/search/relevance over the demo district."""

import tempfile
from datetime import date, datetime, time
from functools import cache
from pathlib import Path

from django.core.management import call_command
from django.test import override_settings
from django.utils import timezone

from marketplace.core import clock
from search import rebuilding
from search.elastic import Elastic
from search.embedded import Embedded
from tests.search.relevance import judging

from ._common import figure

DAY = date(2026, 11, 23)


@cache
def _measured() -> dict:
    """{engine: [(judged, codes of the first ten)]}; Elasticsearch is missing where no node can be started. Done once."""
    from tests.elasticsearch import node

    noon = timezone.make_aware(datetime.combine(DAY, time(12)))
    found, cluster = {}, None
    with override_settings(DEMO=True, SEARCH_REPLICAS=0, SEARCH_TIMEOUT=20), clock.fixed(noon):
        call_command("demo", "build", today=DAY, verbosity=0)
        queries = judging.judged(judging.known_codes())
        engines = {"embedded": Embedded(Path(tempfile.mkdtemp(prefix="linli-bench-")) / "index")}
        try:
            if not node.missing():
                cluster = node.Cluster(1)
                engines["elasticsearch"] = Elastic(cluster.hosts, prefix="judged")
            for name, engine in engines.items():
                rebuilding.rebuild(engine)
                found[name] = [(one, judging.asked(one, engine)) for one in queries]
        finally:
            if cluster is not None:
                cluster.stop()
    return found


def _figure(name, engine, value, goal):
    rows = _measured().get(engine)
    if rows is None:
        return figure(
            name, 0.0, goal, "higher", "no Elasticsearch can be started here: see tests/elasticsearch/node.py"
        )
    score = judging.score(rows)
    return figure(name, getattr(score, value), goal, "higher", f"{score.count} judged queries over the demo district")


def relevance_embedded():
    return _figure("search_ndcg10_embedded", "embedded", "ndcg", 0.85)


def success_embedded():
    return _figure("search_success3_embedded", "embedded", "success", 0.9)


def relevance_elasticsearch():
    return _figure("search_ndcg10_elasticsearch", "elasticsearch", "ndcg", 0.85)


def success_elasticsearch():
    return _figure("search_success3_elasticsearch", "elasticsearch", "success", 0.9)


def engines_agree():
    """In how many of the first ten places both engines show the same row, on average."""
    both = _measured()
    if "elasticsearch" not in both:
        return figure("search_engines_agree", 0.0, 9, "higher", "no Elasticsearch can be started here")
    pairs = [(a, b) for (_one, a), (_two, b) in zip(both["embedded"], both["elasticsearch"], strict=True) if a or b]
    same = [10 * len([x for x, y in zip(a, b, strict=False) if x == y]) / max(len(a), len(b)) for a, b in pairs]
    note = f"places of ten, on average of {len(pairs)} queries (fewer hits counted in proportion)"
    return figure("search_engines_agree", sum(same) / len(same), 9, "higher", note)


BENCHES = (relevance_embedded, success_embedded, relevance_elasticsearch, success_elasticsearch, engines_agree)
