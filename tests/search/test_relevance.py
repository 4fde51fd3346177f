"""The measure itself: what nDCG and success say, and that the judged set is whole."""

import csv

from tests.search.relevance import judging


def test_the_best_order_is_one_and_a_worse_one_less():
    grades = {"A": 3, "B": 2, "C": 1}
    assert judging.ndcg(grades, ["A", "B", "C"]) == 1.0
    assert judging.ndcg(grades, ["C", "B", "A"]) < judging.ndcg(grades, ["A", "C", "B"]) < 1.0
    assert judging.ndcg(grades, ["X", "Y"]) == 0.0
    assert judging.ndcg(grades, ["A", "A", "B", "C"]) < 1.0, "a row counts once"


def test_success_is_a_good_hit_among_the_first_three():
    assert judging.succeeds({"A": 2}, ["X", "Y", "A"])
    assert not judging.succeeds({"A": 2}, ["X", "Y", "Z", "A"])
    assert not judging.succeeds({"A": 1}, ["A"])


def test_the_judged_set_covers_what_people_type():
    rows = judging.judged()
    assert len(rows) >= 60
    assert {row.idea for row in rows} >= {"words", "two", "synonyms", "codes", "pinyin", "initials", "typos"}
    assert {row.language for row in rows} == {"zh", "en"}
    with judging.QUERIES.open(encoding="utf-8", newline="") as handle:
        queries = [(row["language"], row["query"]) for row in csv.DictReader(handle)]
    assert len(queries) == len(set(queries))
    assert all(grade in (1, 2, 3) for row in rows for grade in row.grades.values())


def test_what_the_district_has_not_told_is_not_asked_for():
    whole, known = judging.judged(), judging.judged({"SV07"})
    assert known and all(set(row.grades) == {"SV07"} for row in known)
    assert len(known) < len(whole)
