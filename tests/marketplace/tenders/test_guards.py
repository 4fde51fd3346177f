"""Facts of a purchase stay as they are: the database refuses, not only the verbs. Erasure still reaches what is personal."""

from decimal import Decimal

import pytest
from django.db import Error, connection, transaction

from marketplace.core import clock
from marketplace.core.actors import system
from marketplace.core.erasure import erase
from marketplace.tenders import domain
from marketplace.tenders.models import Award, Challenge, CommitteeMember, Score

from . import builders
from .builders_evaluation import appointed, at, awarded, cells, member, scored

pytestmark = pytest.mark.django_db


def run(sql):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.rowcount


def refused(table, *acts):
    """Every act is refused, as raw SQL, and leaves the table as it is."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} ORDER BY id")
        before = cursor.fetchall()
    assert before
    for act in acts:
        with pytest.raises(Error, match="is a fact|is append-only"):
            run(act)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} ORDER BY id")
        assert cursor.fetchall() == before


def sets(table, *columns):
    """Statements that would change each column to another value of its type, and one that removes the rows."""
    fields = {f.column: f for f in _model(table)._meta.concrete_fields}
    for column in columns:
        kind = fields[column].get_internal_type()
        yield f"UPDATE {table} SET {column} = {VALUES.get(kind, NUMBER).format(column=column)}"
    yield f"DELETE FROM {table}"


NUMBER = "COALESCE({column}, 0) + 1"
VALUES = {
    "CharField": "'x'", "TextField": "'other words'", "JSONField": "'[\"other\"]'", "DateTimeField": "'2001-01-01 00:00:00'",
    "BooleanField": "NOT {column}",
}  # fmt: skip


def _model(table):
    from django.apps import apps

    return next(m for m in apps.get_models() if m._meta.db_table == table)


@pytest.fixture
def decided(db):
    """(street, call): awarded, nothing challenged."""
    return awarded(points={1: "92.50"})


def test_confirmations_and_minutes(decided):
    refused("tenders_openingconfirmation", *sets("tenders_openingconfirmation", "at", "opener_id"))
    refused(
        "tenders_call", *sets("tenders_call", "minutes", "opened_at", "deadline", "number", "published_at", "recipient")
    )


def test_opened_bids(decided):
    refused(
        "tenders_bid",
        *sets("tenders_bid", "content", "price", "opened_at", "sealed_at", "state", "organisation_id", "code"),
    )


def test_handed_in_scores(decided):
    street, call = decided
    refused("tenders_score", *sets("tenders_score", "points", "comment", "bid_id", "earlier"))
    one = Score.objects.filter(bid__call=call).first()
    values = f"SELECT member_id, bid_id, criterion_id + 1000, 99, '', earlier FROM tenders_score WHERE id = {one.pk}"
    refused(
        "tenders_score",
        f"INSERT INTO tenders_score (member_id, bid_id, criterion_id, points, comment, earlier) {values}",
    )
    # Nor by way of the member: what was handed in must stand beside the score first.
    refused(
        "tenders_committeemember",
        "UPDATE tenders_committeemember SET submitted_at = NULL, state = 'ready'",
        *sets("tenders_committeemember", "submitted_at", "state", "user_id", "has_conflict"),
    )


def test_scores_go_back_only_with_what_they_were():
    street, call = scored()
    seat = member(street, call, "e1")
    with at(call, hours=4):
        domain.return_scores(seat, by=street.actor("secretary"), ground="SUM", reason="请核对")
        domain.submit_scores(seat, by=street.actor("e1"), cells=cells(call, default="85"))
    score = Score.objects.filter(member=seat).first()
    assert (score.points, [old["points"] for old in score.earlier]) == (Decimal("85.00"), ["80.00"])
    refused("tenders_score", "UPDATE tenders_score SET earlier = '[]' WHERE earlier <> '[]'")


def test_a_draft_of_scores_is_free():
    street, call = appointed()
    seat = member(street, call, "e1")
    assert run(f"UPDATE tenders_committeemember SET score_until = NULL WHERE id = {seat.pk}") == 1
    refused("tenders_committeemember", "UPDATE tenders_committeemember SET user_id = user_id + 1")


def test_checks_after_the_evaluation(decided):
    refused("tenders_qualification", *sets("tenders_qualification", "met", "reason", "by_id"))


def test_decided_awards(decided):
    street, call = decided
    refused(
        "tenders_award",
        *sets(
            "tenders_award", "price", "ranking", "lowest_price", "draw", "invalid", "reason", "proposed_by_id", "proposed_at",
            "decided_by_id", "decided_at", "call_id",
        ),
        "UPDATE tenders_award SET decided_at = NULL",
        "UPDATE tenders_award SET decided_at = NULL, earlier = '[{}]'",
    )  # fmt: skip
    assert run("UPDATE tenders_award SET standstill_provisional = standstill_provisional") == 1


def test_challenges_and_a_new_award(decided):
    street, call = decided
    with at(call, hours=6):
        found = domain.challenge(call, by=street.actor("w2"), text="评分有误")
    refused("tenders_challenge", *sets("tenders_challenge", "text", "filed_at", "organisation_id"))
    first = Award.objects.get(call=call)
    with at(call, hours=7):
        domain.uphold_challenge(found, by=street.actor("leader2"), answer="成立，重新评审")
        refused("tenders_challenge", *sets("tenders_challenge", "answer", "answered_at", "answered_by_id", "state"))
        for seat in CommitteeMember.objects.filter(call=call):
            domain.submit_scores(seat, by=street.actor(_name(street, seat)), cells=cells(call, {2: "95"}))
        call.refresh_from_db()
        domain.propose_award(call, by=street.actor("secretary"))
    again = Award.objects.get(call=call)
    kept = again.earlier[0]
    assert (again.bid == first.bid, again.decided_at) == (False, None)
    assert (kept["bid"], kept["ranking"], kept["decided_by"]) == (first.bid.code, first.ranking, first.decided_by_id)
    refused("tenders_award", "UPDATE tenders_award SET earlier = '[]'", "DELETE FROM tenders_award")
    assert Challenge.objects.get().answer == "成立，重新评审"


def _name(street, seat):
    return next(name for name, user in street.users.items() if user.pk == seat.user_id)


def test_answers_to_questions(street):
    call = builders.open_call(street)
    with clock.fixed(call.published_at):
        question = domain.ask(call, by=street.actor("w1"), text="几点送餐？")
        refused("tenders_question", *sets("tenders_question", "text", "asked_by_id"))
        domain.answer(question, by=street.actor("buyer"), answer="十一点。")
    refused("tenders_question", *sets("tenders_question", "answer", "answered_at", "state"))


def test_erasure_reaches_the_reason_of_a_conflict():
    street, call = appointed()
    seat = member(street, call, "e1")
    with at(call, hours=2):
        domain.declare_conflict(seat, by=street.actor("e1"), reason="配偶在该机构任职")
        domain.replace_member(seat, by=street.actor("secretary"), user=street.users["e6"], reason="回避")
        street.users["e1"].memberships.update(ended_at=clock.now())
        erase(street.users["e1"], by=system("test"))
    seat.refresh_from_db()
    assert (seat.conflict_text, seat.has_conflict, seat.state) == ("", True, "replaced")
    refused("tenders_committeemember", f"UPDATE tenders_committeemember SET has_conflict = NULL WHERE id = {seat.pk}")


@pytest.mark.postgres
def test_truncate_is_refused(decided):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for table in ("tenders_score", "tenders_award", "tenders_challenge", "tenders_openingconfirmation"):
        with pytest.raises(Error, match="is a fact|is append-only"):
            run(f"TRUNCATE {table} CASCADE")
