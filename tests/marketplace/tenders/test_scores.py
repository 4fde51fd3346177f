"""Scores: alone, hidden, complete, in range."""

from decimal import Decimal

import pytest

from marketplace.core.models import AuditEvent
from marketplace.core.refusals import Refused
from marketplace.tenders import domain
from marketplace.tenders.domain.scores import needs_comment, parse_points
from marketplace.tenders.forms.evaluation import HandInForm, ScoreForm
from marketplace.tenders.models import Score

from .builders_evaluation import MEMBERS, at, awarded, cells, grant, member, ready_to_score, scored

pytestmark = pytest.mark.django_db

BAD_POINTS = [
    "-1",
    "+5",
    "100.01",
    "101",
    "1e2",
    "NaN",
    "Infinity",
    "９０",
    "87.555",
    "1,5",
    "0x10",
    "八十",
    "9" * 30,
    "٩٠",
    "8 0",
    ".5",
    "5.",
]


@pytest.mark.parametrize("text", BAD_POINTS)
def test_what_is_no_points(text):
    with pytest.raises(ValueError):
        parse_points(text)


@pytest.mark.parametrize("text", ["0", "100", "100.00", "87.5", "0.01", "20"])
def test_what_is_points(text):
    assert parse_points(text) == Decimal(text)


def test_a_comment_is_needed_at_the_ends_of_the_scale():
    assert [needs_comment(Decimal(p)) for p in ("0", "20", "20.01", "89.99", "90", "100")] == [
        True,
        True,
        False,
        False,
        True,
        True,
    ]
    assert not needs_comment(None)


def test_a_draft_may_have_gaps_and_leaves_no_trace():
    street, call = ready_to_score()
    before = AuditEvent.objects.count()
    with at(call, hours=3):
        e1 = member(street, call, "e1")
        some = dict(list(cells(call).items())[:2])
        domain.save_scores(e1, by=street.actor("e1"), cells=some)
        assert e1.scores.count() == 2 and AuditEvent.objects.count() == before
        with pytest.raises(Refused) as refused:
            domain.submit_scores(e1, by=street.actor("e1"))
        assert refused.value.code == "tenders.points_missing" and refused.value.field.startswith("p_")
        e1.refresh_from_db()
        assert e1.state == "ready" and e1.scores.count() == 2


def test_a_comment_that_is_missing_is_refused_at_its_field():
    street, call = ready_to_score()
    with at(call, hours=3):
        e1 = member(street, call, "e1")
        bare = {key: (Decimal("95"), "") for key in cells(call)}
        with pytest.raises(Refused) as refused:
            domain.submit_scores(e1, by=street.actor("e1"), cells=bare)
    assert refused.value.code == "tenders.comment_missing" and refused.value.field.startswith("c_")
    assert Score.objects.count() == 0


@pytest.mark.parametrize(
    "points", [Decimal("-0.01"), Decimal("100.01"), Decimal("NaN"), Decimal("Infinity"), Decimal("1.001"), 80.0]
)
def test_points_out_of_range_are_refused_by_the_verb_too(points):
    street, call = ready_to_score()
    with at(call, hours=3):
        e1 = member(street, call, "e1")
        key = next(iter(cells(call)))
        with pytest.raises(Refused) as refused:
            domain.save_scores(e1, by=street.actor("e1"), cells={key: (points, "")})
    assert refused.value.code == "tenders.points"


def test_the_form_refuses_at_the_field_and_keeps_what_was_typed():
    street, call = ready_to_score()
    with at(call, hours=3):
        e1, actor = member(street, call, "e1"), street.actor("e1")
        keys = list(cells(call))
        data = {}
        for (bid, criterion), text in zip(keys, ["９０", "-3", "NaN", "100.5", "80", ""], strict=True):
            data |= {f"p_{bid}_{criterion}": text, f"c_{bid}_{criterion}": "评语"}
        form = ScoreForm(data, obj=e1, actor=actor)
        assert not form.is_valid()
        assert set(form.errors) == {f"p_{b}_{c}" for b, c in keys[:4]}
        assert form.good_cells() == {keys[4]: (Decimal("80"), "评语"), keys[5]: (None, "评语")}
        assert "９０" in str(form[f"p_{keys[0][0]}_{keys[0][1]}"])
        complete = HandInForm(data, obj=e1, actor=actor)
        assert not complete.is_valid()
        assert set(complete.errors) == {f"p_{b}_{c}" for b, c in [*keys[:4], keys[5]]}


def test_only_the_member_scores_and_only_valid_bids():
    street, call = ready_to_score(no=[3])
    with at(call, hours=3):
        e1 = member(street, call, "e1")
        with pytest.raises(Refused) as refused:
            domain.save_scores(e1, by=street.actor("e2"), cells={})
        assert refused.value.code == "tenders.too_few_valid" or refused.value.code == "tenders.member_self"


def visible(street, name, call):
    return Score.objects.visible_to(street.actor(name)).filter(bid__call=call).count()


def test_scores_are_hidden_until_the_last_member_has_handed_in():
    street, call = ready_to_score()
    readers = ["e1", "e2", "secretary", "leader", "buyer", "auditor", "finance", "stranger", "w1", "o1", "e6"]
    with at(call, hours=3):
        for name in MEMBERS[:4]:
            domain.submit_scores(member(street, call, name), by=street.actor(name), cells=cells(call))
        domain.save_scores(member(street, call, "e5"), by=street.actor("e5"), cells=cells(call))
        assert {n: visible(street, n, call) for n in readers} == dict.fromkeys(readers, 0) | {"e1": 6, "e2": 6}
        assert visible(street, "e5", call) == 6
        domain.submit_scores(member(street, call, "e5"), by=street.actor("e5"))
        everything = 5 * 6
        assert {n: visible(street, n, call) for n in readers} == {
            "e1": everything, "e2": everything, "secretary": everything, "leader": everything, "buyer": everything,
            "auditor": everything, "finance": 0, "stranger": 0, "w1": 0, "o1": 0, "e6": 0,
        }  # fmt: skip


def test_a_bidder_sees_its_own_scores_after_the_award_only():
    street, call = scored()
    assert visible(street, "w1", call) == 0
    with at(call, hours=4):
        domain.propose_award(call, by=street.actor("secretary"))
        assert visible(street, "w1", call) == 0
        domain.decide_award(call, by=street.actor("leader2"))
        rows = Score.objects.visible_to(street.actor("w1")).filter(bid__call=call)
        assert rows.count() == 10 and {s.bid.organisation.code for s in rows} == {"ORG-01"}


def test_another_role_opens_no_way_to_the_others_scores():
    """A member who is also a buyer, with own scores still open, sees nobody's; nor does a conflicted one after all are in."""
    street, call = ready_to_score()
    grant(street, "e5", "BUYER")
    with at(call, hours=3):
        for name in MEMBERS[:4]:
            domain.submit_scores(member(street, call, name), by=street.actor(name), cells=cells(call))
        assert visible(street, "e5", call) == 0


def test_scores_given_back_are_hidden_again_and_what_was_handed_in_is_kept():
    street, call = scored()
    with at(call, hours=4):
        e1 = member(street, call, "e1")
        with pytest.raises(Refused) as refused:
            domain.return_scores(e1, by=street.actor("secretary"), ground="MOOD", reason="x")
        assert (refused.value.code, refused.value.field) == ("tenders.ground", "ground")
        domain.return_scores(e1, by=street.actor("secretary"), ground="EXTREME", reason="明显畸低，请复核")
        assert visible(street, "secretary", call) == 0
        with pytest.raises(Refused) as refused:
            domain.propose_award(call, by=street.actor("secretary"))
        assert refused.value.code == "tenders.scores_missing"
        domain.submit_scores(e1, by=street.actor("e1"), cells=cells(call, default="85"))
    score = e1.scores.first()
    assert (score.points, [(o["points"], o["ground"]) for o in score.earlier]) == (
        Decimal("85.00"),
        [("80.00", "EXTREME")],
    )


def test_nothing_of_a_score_reaches_the_audit():
    street, call = awarded(points={1: "77.77"})
    assert not any("77.77" in str(e.changes) for e in AuditEvent.objects.all())
