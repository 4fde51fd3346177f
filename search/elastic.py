"""The engine on an Elasticsearch cluster.

An index belongs to a shelf and a version of the schema; readers and writers name its alias, `<prefix>-<shelf>-v<schema>`.
A rebuild fills a new index under a second alias (`…-next`), into which every change goes as well while it lasts; one
request then moves the first alias. Of two rebuilds at once the later one wins: the earlier one is told, and says so.
Writes carry the number of their round as an external version: what is older never
replaces what is newer, in whatever order it arrives.
"""

import itertools
import logging
import time
import uuid
from contextlib import contextmanager

from django.conf import settings
from elasticsearch import ApiError, Elasticsearch, NotFoundError, TransportError, dsl, helpers

from marketplace.core.documents import FACETS

from . import plan
from .engine import AMOUNT, AMOUNTS, DEADLINE, RELEVANCE, SHELVES, Answer, Ask, Down, Found
from .entries import SCHEMA

log = logging.getLogger(__name__)
NUMBERS = ("newest", "deadline", "amount", "lat", "lon", "weight_zh", "weight_en")
MOST_VALUES = 200
REST_SECONDS = 2  # after a failure nobody waits for the cluster so long
WRITE_SECONDS = 60
CHUNK = 500
FILLING = "-filling"  # the alias under which a rebuild writes its own index


class Row(dsl.Document):
    """The mapping. Texts are tokens of `analysis` joined by blanks; what is shown lies in `stored`, which is not indexed."""

    id = dsl.Keyword()
    exact = dsl.Keyword(ignore_above=500)
    title = dsl.Text(analyzer="whitespace")
    words = dsl.Text(analyzer="whitespace")
    body = dsl.Text(analyzer="whitespace")
    pinyin = dsl.Text(analyzer="whitespace")
    stored = dsl.Object(enabled=False)

    class Meta:
        dynamic = dsl.MetaField("strict")
        source = dsl.MetaField({"includes": ["stored"]})


for _name in ("kind", *FACETS, "language", "audience"):
    Row._doc_type.mapping.field(_name, dsl.Keyword())
for _name in NUMBERS:
    Row._doc_type.mapping.field(_name, dsl.Double())


class Elastic:
    name = "elasticsearch"

    def __init__(self, hosts, prefix=None):
        self.hosts, self.prefix = list(hosts), prefix or settings.SEARCH_PREFIX
        self._client, self._rests_until = None, 0.0

    @property
    def client(self) -> Elasticsearch:
        """Kept: it remembers which hosts did not answer. A request that one host does not answer goes to the next."""
        if self._client is None:
            if not self.hosts:
                raise Down("SEARCH_HOSTS names no cluster.")
            self._client = Elasticsearch(
                self.hosts, retry_on_timeout=True, max_retries=max(2, len(self.hosts)), request_timeout=WRITE_SECONDS
            )
        return self._client

    def alias(self, shelf, suffix="") -> str:
        return f"{self.prefix}-{shelf}-v{SCHEMA}{suffix}"

    def is_there(self):
        """Raises nothing: an unreachable cluster is taken to hold its indexes."""
        try:
            return all(self.client.indices.exists_alias(name=self.alias(shelf)) for shelf in SHELVES)
        except (ApiError, TransportError, Down):
            return True

    # ---- reading -----------------------------------------------------------------------------------
    def _ask(self, shelf, body):
        if time.monotonic() < self._rests_until:
            raise Down("The cluster did not answer a moment ago.")
        # Half of the reader's patience for one host, the other half for another.
        client = self.client.options(request_timeout=settings.SEARCH_TIMEOUT / 2, max_retries=1)
        try:
            return client.search(index=self.alias(shelf), body=body, allow_partial_search_results=False).body
        except NotFoundError as error:
            raise Down("There is no index yet: manage.py search rebuild.") from error
        except (ApiError, TransportError) as error:
            if isinstance(error, TransportError) or error.meta.status >= 500:
                self._rests_until = time.monotonic() + REST_SECONDS
            raise Down(f"{type(error).__name__}: {error}"[:300]) from error

    def search(self, shelf, ask: Ask) -> Answer:
        answer = self._ask(shelf, request(ask))
        found = [_found(hit, ask.order) for hit in answer["hits"]["hits"]]
        return Answer(found, answer["hits"]["total"]["value"], _counts(answer.get("aggregations", {})))

    def titles(self, shelf, tree, always, weight, limit):
        body = request(Ask(tree, always, weight=weight, limit=limit)) | {"track_total_hits": False}
        return [_found(hit, RELEVANCE) for hit in self._ask(shelf, body)["hits"]["hits"]]

    def held(self, shelf):
        try:
            self.client.indices.refresh(index=self.alias(shelf))
            hits = helpers.scan(
                self.client, index=self.alias(shelf), query={"_source": ["stored.id", "stored.digest"]}, size=2_000
            )
            for hit in hits:
                yield hit["_source"]["stored"]["id"], hit["_source"]["stored"]["digest"]
        except NotFoundError as error:
            raise Down("There is no index yet: manage.py search rebuild.") from error
        except (ApiError, TransportError) as error:
            raise Down(f"{type(error).__name__}: {error}"[:300]) from error

    # ---- writing ------------------------------------------------------------------------------------
    @contextmanager
    def writing(self, patience=10):
        with _down():
            for shelf in SHELVES:
                if not self.client.options(request_timeout=patience).indices.exists_alias(name=self.alias(shelf)):
                    raise Down("There is no index yet: manage.py search rebuild.")
        yield _Writer(self)

    def _indexes(self, alias) -> set:
        try:
            return set(self.client.indices.get_alias(name=alias).body)
        except NotFoundError:
            return set()

    def rebuild(self, batches, version):
        with _down():
            fresh = {shelf: self._make(shelf, version) for shelf in SHELVES}
            count = 0
            for batch in batches:
                actions = [_index(entry, f"{fresh[entry.shelf]}{FILLING}") for entry in batch]
                for ok, answer in helpers.streaming_bulk(
                    self.client, actions, chunk_size=CHUNK, raise_on_error=False, max_retries=5, require_alias=True
                ):
                    if not ok and answer["index"]["status"] != 409:  # 409: a change that came meanwhile is newer
                        self._must_be_newest(fresh)
                        raise Down(str(answer["index"].get("error"))[:300])
                count += len(batch)
            self._must_be_newest(fresh)
            for index in fresh.values():
                self.client.indices.put_settings(
                    index=index, settings={"number_of_replicas": settings.SEARCH_REPLICAS, "refresh_interval": None}
                )
                self.client.indices.refresh(index=index)
            self._switch(fresh)
            return count

    def _make(self, shelf, version) -> str:
        index = f"{self.prefix}-{shelf}-{SCHEMA}-{version}-{uuid.uuid4().hex[:6]}"
        self.client.indices.create(
            index=index,
            mappings=Row._doc_type.mapping.to_dict(),
            # A document that was taken out must not come back by a late write of the rebuild.
            settings={"number_of_shards": 1, "number_of_replicas": 0, "refresh_interval": "-1", "gc_deletes": "1h"},
            aliases={f"{index}{FILLING}": {}},  # goes with the index: nothing makes one again by writing to its name
        )
        waiting = self.alias(shelf, "-next")
        moves = [{"remove": {"index": old, "alias": waiting}} for old in self._indexes(waiting)]
        self.client.indices.update_aliases(actions=[*moves, {"add": {"index": index, "alias": waiting}}])
        return index

    def _must_be_newest(self, fresh):
        """Raises Down where another rebuild began after the one that fills these indexes."""
        for shelf, index in fresh.items():
            if self._indexes(self.alias(shelf, "-next")) != {index}:
                for mine in fresh.values():
                    self.client.options(ignore_status=404).indices.delete(index=mine)
                raise Down("Another rebuild began after this one. It goes on; this one has stopped.")

    def _switch(self, fresh):
        """Both shelves in one act; what is older and read by nobody any more is taken away."""
        moves, left = [], set()
        for shelf, index in fresh.items():
            made = self.client.indices.get(index=f"{self.prefix}-{shelf}-{SCHEMA}-*").body
            left |= {other for other in made if _round(other) <= _round(index)} - {index}
            moves.append({"remove": {"index": index, "alias": f"{index}{FILLING}"}})
            for old in self._indexes(self.alias(shelf)) - {index}:
                moves.append({"remove": {"index": old, "alias": self.alias(shelf)}})
            moves.append({"add": {"index": index, "alias": self.alias(shelf)}})
        self.client.indices.update_aliases(actions=moves)
        for index in left:
            self.client.options(ignore_status=404).indices.delete(index=index)


def _round(index) -> int:
    """The number of the round whose rebuild made an index; it stands in its name."""
    return int(index.rsplit("-", 2)[1])


@contextmanager
def _down():
    try:
        yield
    except (ApiError, TransportError) as error:
        raise Down(f"{type(error).__name__}: {error}"[:300]) from error


class _Writer:
    """Gathers changes; `commit` sends them to the live index, and to the one that is being built."""

    def __init__(self, engine):
        self.engine, self.actions = engine, []

    def put(self, entry):
        self.actions.append((entry.shelf, _index(entry, "")))

    def remove(self, shelf, id, version):
        self.actions.append(
            (shelf, {"_op_type": "delete", "_id": id, "version": version, "version_type": "external_gte"})
        )

    def commit(self):
        with _down():
            return self._send() if self.actions else {}

    def _send(self):
        aliases = {}
        for shelf in {shelf for shelf, _action in self.actions}:
            live, waiting = self.engine.alias(shelf), self.engine.alias(shelf, "-next")
            being_built = self.engine._indexes(waiting) - self.engine._indexes(live)
            # By their aliases: if the switch comes first, both lead to the new index.
            aliases[shelf] = [live, *([waiting] if being_built else [])]
        actions = [action | {"_index": alias} for shelf, action in self.actions for alias in aliases[shelf]]
        errors = {}
        answers = helpers.streaming_bulk(
            self.engine.client, actions, raise_on_error=False, max_retries=2, refresh=True, require_alias=True
        )
        for ok, answer in answers:
            (verb, found), *_none = answer.items()
            if not ok and not (verb == "delete" and found.get("result") == "not_found"):
                errors[found["_id"]] = f"{found['status']}: {found.get('error')}"[:500]
        return errors


def _index(entry, index):
    source = {"id": entry.id, "exact": list(entry.exact), "stored": entry.stored, **entry.fields, **entry.numbers}
    source |= {name: list(values) for name, values in entry.names.items()}
    return {
        "_op_type": "index", "_index": index, "_id": entry.id, "version": entry.version, "version_type": "external_gte", "_source": source,
    }  # fmt: skip


def _found(hit, order):
    stored, value = hit["_source"]["stored"], hit["_score"] if order == RELEVANCE else hit["sort"][0]
    return Found(stored["id"], hit["_score"] or 0.0, value if isinstance(value, (int, float)) else None, stored)


# ---- the request ------------------------------------------------------------------------------------
def request(ask: Ask) -> dict:
    """The JSON of one search."""
    query = {"bool": {"must": [draw(ask.tree)], "filter": [draw(node) for node in ask.always]}}
    body = {"size": ask.limit, "track_total_hits": True, "_source": ["stored"]}
    chosen = {name: draw(node) for name, node in ask.filters.items()}
    if ask.counts:
        body["aggs"] = {
            name: _count(name, ask, [one for other, one in chosen.items() if other != name]) for name in ask.counts
        }
        if chosen:
            body["post_filter"] = {"bool": {"filter": list(chosen.values())}}
    else:
        query["bool"]["filter"] += chosen.values()
    if ask.order == RELEVANCE:
        factor = {"field_value_factor": {"field": ask.weight, "missing": 1}}
        body["query"] = (
            {"function_score": {"query": query, "functions": [factor], "boost_mode": "multiply"}}
            if ask.weight
            else query
        )
    else:
        body["query"] = query
        order = "asc" if ask.order == DEADLINE else "desc"
        body["sort"] = [{ask.order: {"order": order, "missing": "_last"}}, {"id": "asc"}]
    return body


def _count(name, ask, others):
    if name == "open_now":
        return {"filter": {"bool": {"filter": [*others, {"terms": {"id": list(ask.open_ids)}}]}}}
    if name == AMOUNT:
        ranges = [
            {"key": str(low), "from": low, **({"to": high} if high else {})}
            for low, high in itertools.zip_longest(AMOUNTS, AMOUNTS[1:])
        ]
        inner = {"range": {"field": AMOUNT, "keyed": False, "ranges": ranges}}
    else:
        inner = {"terms": {"field": name, "size": MOST_VALUES}}
    return {"filter": {"bool": {"filter": others}}, "aggs": {"of": inner}} if others else inner


def _counts(aggregations):
    found = {}
    for name, answer in aggregations.items():
        if name == "open_now":
            found[name] = {"": answer["doc_count"]}
        else:
            buckets = answer.get("of", answer)["buckets"]
            found[name] = {str(b["key"]): b["doc_count"] for b in buckets if b["doc_count"]}
    return found


def draw(node) -> dict:
    return _DRAW[type(node)](node)


def _every(node):
    query = {
        "must": [draw(one) for one in node.must if not _is_filter(one)],
        "filter": [draw(one.node) for one in node.must if _is_filter(one)],
    }
    if node.may:
        may = [draw(one) for one in node.may]
        query["must"].append(
            {"bool": {"should": may, "minimum_should_match": max(node.least, 1)}} if len(may) > 1 else may[0]
        )
    if node.plus:
        query["should"] = [draw(one) for one in node.plus]
        query["minimum_should_match"] = 0
    return {"bool": query}


def _is_filter(node) -> bool:
    return isinstance(node, plan.Worth) and node.score == 0


def _times(node):
    inner = node.node
    if isinstance(inner, plan.Term):
        return {"term": {inner.field: {"value": inner.token, "boost": node.boost}}}
    if isinstance(inner, plan.Phrase):
        return {"match_phrase": {inner.field: {"query": " ".join(inner.tokens), "boost": node.boost}}}
    return {"bool": {"must": [draw(inner)], "boost": node.boost}}


def _between(node):
    return {
        "range": {
            node.field: {key: value for key, value in (("gte", node.low), ("lt", node.high)) if value is not None}
        }
    }


def _prefix(node):
    if len(node.tokens) == 1:
        return {"prefix": {node.field: {"value": node.tokens[0]}}}
    return {"match_phrase_prefix": {node.field: {"query": " ".join(node.tokens), "max_expansions": 50}}}


_DRAW = {
    plan.Term: lambda n: {"term": {n.field: {"value": n.token}}},
    plan.Phrase: lambda n: {"match_phrase": {n.field: {"query": " ".join(n.tokens)}}},
    plan.Prefix: _prefix,
    plan.Fuzzy: lambda n: {"fuzzy": {n.field: {"value": n.token, "fuzziness": n.distance, "max_expansions": 50}}},
    plan.Named: lambda n: {"terms": {n.field: list(n.values)}},
    plan.Between: _between,
    plan.Every: _every,
    plan.Best: lambda n: {"dis_max": {"queries": [draw(one) for one in n.of], "tie_breaker": n.others}},
    plan.Times: _times,
    plan.Worth: lambda n: {"constant_score": {"filter": draw(n.node), "boost": n.score}},
    plan.Everything: lambda n: {"match_all": {}},
    plan.Nothing: lambda n: {"match_none": {}},
}
