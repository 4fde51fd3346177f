"""How well hits answer: the judged queries, nDCG@10 and success@3.

`queries.csv`: language, idea, query, and what answers it: codes of rows of the demo data with a grade (3: this is it,
2: helps, 1: touches it). Hits are documents; a document answers as the row whose code it carries. Where two documents
show the same row, the first counts and the second takes a place for nothing.
"""

import csv
import math
from dataclasses import dataclass
from pathlib import Path

QUERIES = Path(__file__).parent / "queries.csv"
DEPTH, FIRST = 10, 3
GOOD = 2  # a hit of this grade is what one looked for


@dataclass(frozen=True)
class Judged:
    language: str
    idea: str
    query: str
    grades: dict[str, int]


def judged(known=None, path=QUERIES) -> list[Judged]:
    """The queries; known: codes that the district has on its day: what it has not told yet is not asked for."""
    found = []
    with path.open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            pairs = (pair.split("=") for pair in row["judged"].split())
            grades = {code: int(grade) for code, grade in pairs if known is None or code in known}
            if any(grade >= GOOD for grade in grades.values()):
                found.append(Judged(row["language"], row["idea"], row["query"], grades))
    return found


def ndcg(grades: dict[str, int], codes: list[str]) -> float:
    """Of the first ten codes, against the best order there is. 1 is perfect."""
    seen, gained = set(), 0.0
    for place, code in enumerate(codes[:DEPTH]):
        if code and code not in seen:
            gained += (2 ** grades.get(code, 0) - 1) / math.log2(place + 2)
        seen.add(code)
    best = sorted(grades.values(), reverse=True)[:DEPTH]
    ideal = sum((2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(best))
    return gained / ideal if ideal else 1.0


def succeeds(grades: dict[str, int], codes: list[str]) -> bool:
    """One of the first three is what one looked for."""
    return any(grades.get(code, 0) >= GOOD for code in codes[:FIRST])


@dataclass(frozen=True)
class Score:
    ndcg: float
    success: float
    count: int


def score(rows) -> Score:
    """rows: [(Judged, codes)]"""
    rows = list(rows)
    return Score(
        sum(ndcg(one.grades, codes) for one, codes in rows) / len(rows),
        sum(succeeds(one.grades, codes) for one, codes in rows) / len(rows),
        len(rows),
    )


def asked(one: Judged, engine=None) -> list[str]:
    """Codes of the first ten hits of an anonymous reader."""
    from search.engine import Query
    from search.searching import search

    found = search(Query(one.query, language=one.language, size=DEPTH, facets=False), engine)
    return [hit.row or hit.code for hit in found.hits]


def known_codes() -> set[str]:
    """Codes of everything that everybody may find."""
    from marketplace.core import documents

    return {
        document.row or document.code
        for kind in documents.kinds()
        for batch in documents.every(kind)
        for document in batch
        if document.is_public
    }
