"""Both engines, each real: tantivy in a folder, Elasticsearch as one node for the whole run."""

import pytest

from search import engines, synonyms
from search.elastic import Elastic
from search.embedded import Embedded
from search.models import SynonymGroup
from tests.conftest import _missing
from tests.elasticsearch import node

# One node serves the run: its tests stay in one worker, and the second database need not repeat them.
ELASTIC = pytest.param("elasticsearch", marks=[pytest.mark.xdist_group("elasticsearch"), pytest.mark.once])


@pytest.fixture(scope="session")
def cluster():
    """One node."""
    if lacks := node.missing():
        _missing(lacks, node.HOW)
    running = node.Cluster(1)
    yield running
    running.stop()


def sweep(engine):
    for index in engine.client.indices.get(index=f"{engine.prefix}-*").body:
        engine.client.indices.delete(index=index)


@pytest.fixture(params=["embedded", ELASTIC])
def engine(request, settings, tmp_path, monkeypatch):
    """An engine without an index; the settings name it."""
    settings.SEARCH_REPLICAS, settings.SEARCH_TIMEOUT = 0, 20
    if request.param == "elasticsearch":
        settings.SEARCH_HOSTS = request.getfixturevalue("cluster").hosts
        made = Elastic(settings.SEARCH_HOSTS, prefix="each")
    else:
        made = Embedded(tmp_path / "index")
    monkeypatch.setattr(engines, "named", lambda name: made)
    yield made
    if request.param == "elasticsearch":
        sweep(made)


@pytest.fixture(scope="module", params=["embedded", ELASTIC])
def kept(request, tmp_path_factory):
    """An engine that a module fills once and only reads."""
    if request.param == "embedded":
        yield Embedded(tmp_path_factory.mktemp("index"))
        return
    made = Elastic(request.getfixturevalue("cluster").hosts, prefix="kept")
    yield made
    sweep(made)


@pytest.fixture(autouse=True)
def own_synonyms(request):
    """The base list would answer for a test's own words."""
    if request.node.get_closest_marker("django_db"):
        request.getfixturevalue("_django_db_helper")
        SynonymGroup.objects.all().delete()
    synonyms.forget()
    yield
    synonyms.forget()
