"""The engine inside the portal: tantivy, in folders under VAR_DIR/search.

One process writes at a time (a lock of the operating system, let go when the process dies), any number read; a reader
looks at each search whether something was committed, by the time of one file. A rebuild makes a new folder beside the
old one; the file `<shelf>.current` names the folder that is read, and is put in place in one act.
"""

import fcntl
import json
import os
import re
import shutil
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import tantivy
from django.conf import settings
from tantivy import Occur
from tantivy import Query as Q

from marketplace.core import collector
from marketplace.core.documents import FACETS

from . import plan
from .engine import AMOUNT, COUNTED, DEADLINE, RELEVANCE, SHELVES, Answer, Ask, Down, Found
from .entries import SCHEMA

NAMES = ("kind", *FACETS, "language", "audience")
TEXTS = ("title", "words", "body", "pinyin")
NUMBERS = ("newest", "deadline", "amount", "lat", "lon")
WEIGHTS = ("weight_zh", "weight_en")
HEAP, REBUILD_HEAP = 20_000_000, 80_000_000
PATIENCE = 10  # seconds that a writer waits for another one
MOST_VALUES = 200  # of a facet


def _schema():
    builder = tantivy.SchemaBuilder()
    for name in TEXTS:
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="position")
    for name in ("id", "exact"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in NAMES:
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    for name in (*NUMBERS, *WEIGHTS):
        builder.add_float_field(name, fast=True)
    builder.add_bytes_field("stored", stored=True)
    return builder.build()


SCHEMA_OF = _schema()
_open: dict[tuple[str, str], list] = {}  # (folder, shelf): [folder's name, its meta's mark, index, searcher]


@cache
def _beside():
    """Threads in which values are counted while the hits are ordered: tantivy lets other threads work meanwhile."""
    return ThreadPoolExecutor(2, thread_name_prefix="search-counts")


os.register_at_fork(after_in_child=_beside.cache_clear)  # a child has no threads of its parent


class Embedded:
    name = "embedded"

    def __init__(self, folder: Path | None = None):
        self.folder = folder or Path(settings.VAR_DIR) / "search"

    def is_there(self):
        return all((self.folder / f"{shelf}.current").exists() for shelf in SHELVES)

    # ---- reading ---------------------------------------------------------------------------------
    def _current(self, shelf) -> Path:
        try:
            name = (self.folder / f"{shelf}.current").read_text()
        except OSError as error:
            raise Down("There is no index yet: manage.py search rebuild.") from error
        if not name.startswith(f"{shelf}-{SCHEMA}-"):
            raise Down("The index is of another version: manage.py search rebuild.")
        return self.folder / name

    def _searcher(self, shelf):
        current = self._current(shelf)
        try:
            stat = (current / "meta.json").stat()
            mark = (stat.st_mtime_ns, stat.st_ino)
            kept = _open.get((str(self.folder), shelf))
            if kept is None or kept[0] != current.name:
                index = tantivy.Index.open(str(current))
                index.config_reader("manual")
                kept = [current.name, None, index, None]
            if kept[1] != mark:
                kept[2].reload()
                kept = [current.name, mark, kept[2], kept[2].searcher()]
                _open[str(self.folder), shelf] = kept
            return kept[3]
        except (OSError, ValueError, RuntimeError) as error:
            raise Down(str(error)) from error

    def search(self, shelf, ask: Ask) -> Answer:
        searcher = self._searcher(shelf)
        query = _draw(_all(ask.tree, ask.always, ask.filters.values()))
        kw = {"order_by_field": ask.order, "order": tantivy.Order.Asc if ask.order == DEADLINE else tantivy.Order.Desc}
        if ask.order == RELEVANCE:
            kw = {"weight_by_field": ask.weight} if ask.weight else {}
        try:
            counting = _beside().submit(self._counts, searcher, query, ask) if ask.counts else None
            result = searcher.search(query, max(ask.limit, 1), count=True, **kw)
            found = _found(searcher, result.hits[: ask.limit], ask.order)
            return Answer(found, result.count, counting.result() if counting else {})
        except (ValueError, RuntimeError) as error:
            raise Down(str(error)) from error

    def _counts(self, searcher, query, ask):
        plain = [name for name in ask.counts if name not in ask.filters]
        counts = self._aggregate(searcher, query, plain)
        for name in ask.counts:
            others = [node for other, node in ask.filters.items() if other != name]
            if name == "open_now":
                query = _draw(_all(ask.tree, (*ask.always, plan.Named("id", ask.open_ids)), others))
                counts[name] = {"": searcher.search(query, 1, count=True).count}
            elif name in ask.filters:
                counts |= self._aggregate(searcher, _draw(_all(ask.tree, ask.always, others)), [name])
        return counts

    def _aggregate(self, searcher, query, names):
        wanted = {}
        for name in names:
            if name in COUNTED:
                wanted[name] = {"terms": {"field": name, "size": MOST_VALUES}}
            elif name == AMOUNT:
                wanted[name] = {"range": {"field": AMOUNT, "ranges": amount_ranges()}}
        answer = searcher.aggregate(query, wanted) if wanted else {}
        counts = {}
        for name, found in answer.items():
            if name == AMOUNT:
                counts[name] = {
                    str(int(b["from"])): b["doc_count"]
                    for b in found["buckets"]
                    if b.get("from") is not None and b["doc_count"]
                }
            else:
                counts[name] = {b["key"]: b["doc_count"] for b in found["buckets"]}
        return counts

    def titles(self, shelf, tree, always, weight, limit):
        searcher = self._searcher(shelf)
        try:
            query = _draw(_all(tree, always, ()))
            result = searcher.search(query, limit, count=False, weight_by_field=weight or None)
            return _found(searcher, result.hits, RELEVANCE)
        except (ValueError, RuntimeError) as error:
            raise Down(str(error)) from error

    def held(self, shelf):
        searcher = self._searcher(shelf)
        for _score, address in searcher.search(Q.all_query(), max(searcher.num_docs, 1), count=False).hits:
            stored = json.loads(searcher.doc(address)["stored"][0])
            yield stored["id"], stored["digest"]

    # ---- writing ---------------------------------------------------------------------------------
    @contextmanager
    def _alone(self, patience=PATIENCE):
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "writer.lock").open("w") as handle:
            until = time.monotonic() + patience
            while True:
                try:
                    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except OSError as error:
                    if time.monotonic() >= until:
                        raise Down("Another process writes the index.") from error
                    time.sleep(0.02)
            yield

    @contextmanager
    def writing(self, patience=PATIENCE):
        """Raises Down where there is no index, or another process keeps writing it."""
        for shelf in SHELVES:
            self._current(shelf)
        with self._alone(patience):
            yield _Writer({shelf: self._current(shelf) for shelf in SHELVES})

    def rebuild(self, batches, version):
        with self._alone(patience=600), collector.spared():
            folders = {}
            for shelf in SHELVES:
                number = 1 + max((int(p.name.rsplit("-", 1)[1]) for p in self.folder.glob(f"{shelf}-*-*")), default=0)
                folders[shelf] = self.folder / f"{shelf}-{SCHEMA}-{number}"
                folders[shelf].mkdir(parents=True)
                tantivy.Index(SCHEMA_OF, path=str(folders[shelf]))
            writer, count = _Writer(folders, heap=REBUILD_HEAP, fresh=True), 0
            for batch in batches:
                for entry in batch:
                    writer.put(entry)
                    count += 1
            writer.commit()
            for shelf, folder in folders.items():
                waiting = self.folder / f"{shelf}.next"
                waiting.write_text(folder.name)
                waiting.replace(self.folder / f"{shelf}.current")
            self._sweep({folder.name for folder in folders.values()})
            return count

    def _sweep(self, kept):
        """Take away folders that nobody is named to read; who still reads one holds its files open."""
        for path in self.folder.glob("*-*-*"):
            if path.is_dir() and path.name not in kept:
                shutil.rmtree(path, ignore_errors=True)


class _Writer:
    """Gathers changes; everything reaches the folders in `commit`."""

    def __init__(self, folders, heap=HEAP, fresh=False):
        self.folders, self.heap, self.fresh = folders, heap, fresh
        self.writers, self.errors = {}, {}

    def _of(self, shelf):
        if shelf not in self.writers:
            try:
                self.writers[shelf] = tantivy.Index.open(str(self.folders[shelf])).writer(self.heap, 1)
            except (ValueError, OSError) as error:
                raise Down(str(error)) from error
        return self.writers[shelf]

    def put(self, entry):
        try:
            document = _document(entry)
        except (TypeError, ValueError) as error:
            self.errors[entry.id] = f"{type(error).__name__}: {error}"
            return
        writer = self._of(entry.shelf)
        if not self.fresh:
            writer.delete_documents_by_term("id", entry.id)
        writer.add_document(document)

    def remove(self, shelf, id, version):
        self._of(shelf).delete_documents_by_term("id", id)

    def commit(self):
        for writer in self.writers.values():
            writer.commit()
            writer.wait_merging_threads()
        self.writers = {}
        return self.errors


def _document(entry):
    document = tantivy.Document()
    document.add_text("id", entry.id)
    for name, text in entry.fields.items():
        document.add_text(name, text)
    for text in entry.exact:
        document.add_text("exact", text)
    for name, values in entry.names.items():
        for value in values:
            document.add_text(name, value)
    for name, value in entry.numbers.items():
        # tantivy multiplies by log2(2 + weight)
        document.add_float(name, 2**value - 2 if name in WEIGHTS else value)
    document.add_bytes("stored", json.dumps(entry.stored, ensure_ascii=False).encode())
    return document


def _found(searcher, hits, order):
    found = []
    for value, address in hits:
        stored = json.loads(searcher.doc(address)["stored"][0])
        found.append(Found(stored["id"], value if order == RELEVANCE else 0.0, value, stored))
    return found


def amount_ranges():
    from .engine import AMOUNTS

    return [
        {"from": float(low), **({"to": float(high)} if high else {})}
        for low, high in zip(AMOUNTS, (*AMOUNTS[1:], None), strict=True)
    ]


def _all(tree, always, filters):
    more = tuple(plan.Worth(node, 0.0) for node in (*always, *filters))
    return plan.Every(must=(tree, *more)) if more else tree


def _draw(node):
    return _DRAW[type(node)](node)


def _every(node):
    parts = [(Occur.Must, _draw(one)) for one in node.must]
    if node.may:
        may = [(Occur.Should, _draw(one)) for one in node.may]
        parts.append((Occur.Must, may[0][1] if len(may) == 1 else Q.boolean_query(may, max(node.least, 1))))
    parts += [(Occur.Should, _draw(one)) for one in node.plus]
    return Q.boolean_query(parts)


def _between(node):
    return Q.range_query(
        SCHEMA_OF, node.field, tantivy.FieldType.Float, node.low, node.high, include_upper=node.high is None
    )


def _prefix(node):
    if len(node.tokens) > 1:
        return Q.phrase_prefix_query(SCHEMA_OF, node.field, list(node.tokens))
    return Q.regex_query(SCHEMA_OF, node.field, f"{re.escape(node.tokens[0])}.*")


_DRAW = {
    plan.Term: lambda n: Q.term_query(SCHEMA_OF, n.field, n.token, "freq"),
    plan.Phrase: lambda n: Q.phrase_query(SCHEMA_OF, n.field, list(n.tokens)),
    plan.Prefix: _prefix,
    plan.Fuzzy: lambda n: Q.fuzzy_term_query(SCHEMA_OF, n.field, n.token, n.distance),
    plan.Named: lambda n: Q.term_set_query(SCHEMA_OF, n.field, list(n.values)),
    plan.Between: _between,
    plan.Every: _every,
    plan.Best: lambda n: Q.disjunction_max_query([_draw(one) for one in n.of], n.others),
    plan.Times: lambda n: Q.boost_query(_draw(n.node), n.boost),
    plan.Worth: lambda n: Q.const_score_query(_draw(n.node), n.score),
    plan.Everything: lambda n: Q.all_query(),
    plan.Nothing: lambda n: Q.empty_query(),
}
