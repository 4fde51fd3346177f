"""Committee: who may sit, how many, declared before anything is seen, replaced."""

from datetime import timedelta

import pytest

from marketplace.core import clock
from marketplace.core.refusals import Refused
from marketplace.tenders import domain
from marketplace.tenders.domain import Seat
from marketplace.tenders.domain.committee import candidates
from marketplace.tenders.models import Bid, CommitteeMember

from .builders import open_call, opened_call
from .builders_evaluation import (
    MEMBERS,
    appointed,
    at,
    cells,
    declare_all,
    grant,
    member,
    ready_to_score,
    seats,
    street_with_committee,
)

pytestmark = pytest.mark.django_db


def appoint(street, call, members, **values):
    return domain.appoint(call, by=street.actor("secretary"), members=members, **values)


def test_a_lawful_committee_is_appointed_and_told():
    street, call = appointed()
    rows = [(m.user.name, m.is_expert, m.is_chair, m.state) for m in call.committee.all()]
    assert rows == [
        ("e1", True, True, "appointed"),
        ("e2", True, False, "appointed"),
        ("e3", True, False, "appointed"),
        ("e4", True, False, "appointed"),
        ("e5", False, False, "appointed"),
    ]


@pytest.mark.parametrize(
    ("names", "experts", "code", "clause"),
    [
        (("e1", "e2", "e3"), 3, "tenders.committee_small", "财政部令第 87 号第四十七条"),
        (("e1", "e2", "e3", "e4", "e5", "e6"), 6, "tenders.committee_even", "财政部令第 87 号第四十七条"),
        (MEMBERS, 3, "tenders.experts_few", "财政部令第 87 号第四十七条"),
    ],
)
def test_an_unlawful_composition_is_refused_with_its_clause(names, experts, code, clause):
    street = street_with_committee()
    call = opened_call(street)
    with at(call, hours=1), pytest.raises(Refused) as refused:
        appoint(street, call, seats(street, names, experts))
    assert (refused.value.code, refused.value.clause, refused.value.field) == (code, clause, "members")
    assert CommitteeMember.objects.count() == 0


def test_the_chair_goes_to_one_expert():
    street = street_with_committee()
    call = opened_call(street)
    people = [street.users[n] for n in MEMBERS]
    for chairs, code in (({4}, "tenders.chair_expert"), (set(), "tenders.one_chair"), ({0, 1}, "tenders.one_chair")):
        with at(call, hours=1), pytest.raises(Refused) as refused:
            appoint(street, call, [Seat(u, i < 4, i in chairs) for i, u in enumerate(people)])
        assert (refused.value.code, refused.value.field) == (code, "chair")


def test_a_large_budget_needs_seven():
    street = street_with_committee(budget="30000000.00")
    call = opened_call(street, budget="10000000.00")
    with at(call, hours=1), pytest.raises(Refused) as refused:
        appoint(street, call, seats(street))
    assert refused.value.code == "tenders.committee_small" and refused.value.values == {"least": 7, "count": 5}


@pytest.mark.parametrize("who", ["buyer", "leader", "leader2", "opener", "secretary", "stranger", "w1"])
def test_who_may_not_sit(who):
    """Drafter, deciding leaders, who attended the opening, the secretariat itself; and who is no evaluator."""
    street = street_with_committee()
    call = opened_call(street)
    if who not in ("stranger", "w1"):
        grant(street, who, "EVALUATOR")
    with at(call, hours=1), pytest.raises(Refused) as refused:
        appoint(street, call, seats(street, (*MEMBERS[:4], who), 5))
    assert (refused.value.code, refused.value.field) == ("tenders.may_not_sit", "members")
    assert street.users[who] not in candidates(call, street.actor("secretary"))[0]


def test_nobody_sits_twice_and_a_second_committee_is_refused():
    street, call = appointed()
    with at(call, hours=2), pytest.raises(Refused) as refused:
        appoint(street, call, seats(street))
    assert refused.value.code == "tenders.committee_there"
    other = opened_call(street)
    with at(other, hours=1), pytest.raises(Refused) as refused:
        appoint(street, other, seats(street, ("e1", "e1", "e2", "e3", "e4"), 5))
    assert refused.value.code == "tenders.twice"


def test_members_do_not_attend_the_opening():
    street = street_with_committee()
    grant(street, "e1", "OPENER")
    call = open_call(street)
    appoint(street, call, seats(street))
    with clock.fixed(call.deadline + timedelta(minutes=1)), pytest.raises(Refused) as refused:
        domain.confirm_opening(call, by=street.actor("e1"))
    assert refused.value.code == "tenders.not_on_committee"


def test_nothing_of_the_bids_is_shown_before_the_declaration():
    street, call = appointed()
    grant(street, "e5", "BUYER")  # another role of the office opens no back door
    with at(call, hours=2):
        for name in ("e1", "e5"):
            assert list(Bid.objects.visible_to(street.actor(name)).filter(call=call)) == []
            domain.declare_none(member(street, call, name), by=street.actor(name))
            assert Bid.objects.visible_to(street.actor(name)).filter(call=call).count() == 3
        domain.declare_conflict(member(street, call, "e2"), by=street.actor("e2"), reason="去年受聘于该组织")
        assert list(Bid.objects.visible_to(street.actor("e2")).filter(call=call)) == []
        assert list(Bid.objects.visible_to(street.actor("e6")).filter(call=call)) == []  # an evaluator without a seat
    e2 = member(street, call, "e2")
    assert (e2.state, e2.has_conflict, e2.conflict_text) == ("conflicted", True, "去年受聘于该组织")


def test_a_conflict_needs_words_and_nobody_declares_for_another():
    street, call = appointed()
    with at(call, hours=2):
        with pytest.raises(Refused) as refused:
            domain.declare(member(street, call, "e2"), by=street.actor("e2"), has_conflict=True)
        assert refused.value.code == "tenders.reason_missing"
        with pytest.raises(Refused) as refused:
            domain.declare_none(member(street, call, "e2"), by=street.actor("e1"))
        assert refused.value.code == "tenders.member_self"


def test_no_declaration_before_the_opening():
    street = street_with_committee()
    call = open_call(street)
    appoint(street, call, seats(street))
    with pytest.raises(Refused) as refused:
        domain.declare_none(member(street, call, "e1"), by=street.actor("e1"))
    assert refused.value.code == "tenders.not_evaluating"


def test_a_conflict_text_is_not_in_the_audit():
    from marketplace.core.models import AuditEvent

    street, call = appointed()
    with at(call, hours=2):
        domain.declare_conflict(member(street, call, "e2"), by=street.actor("e2"), reason="配偶MARK7是其负责人")
    assert not any("MARK7" in f"{e.changes}{e.note}{e.public_note}" for e in AuditEvent.objects.all())


def test_replaced_scores_are_void_but_kept():
    street, call = ready_to_score()
    with at(call, hours=3):
        e1 = member(street, call, "e1")
        domain.save_scores(e1, by=street.actor("e1"), cells=cells(call, default="33"))
        new = domain.replace_member(e1, by=street.actor("secretary"), user=street.users["e6"], reason="生病")
        e1.refresh_from_db()
        assert (e1.state, e1.is_chair, new.is_chair, new.is_expert, new.state) == (
            "replaced",
            False,
            True,
            True,
            "appointed",
        )
        assert e1.scores.count() == 6  # kept
        with pytest.raises(Refused):
            domain.submit_scores(e1, by=street.actor("e1"), cells=cells(call))
        declare_all(street, call, ("e6",))
        for name in ("e2", "e3", "e4", "e5", "e6"):
            domain.submit_scores(member(street, call, name), by=street.actor(name), cells=cells(call))
        award = domain.propose_award(call, by=street.actor("secretary"))
    assert {p["means"][key] for p in award.ranking for key in p["means"]} == {"80.00"}  # void: 33 counts nowhere


def test_who_has_handed_in_is_not_replaced():
    street, call = ready_to_score()
    with at(call, hours=3):
        e1 = domain.submit_scores(member(street, call, "e1"), by=street.actor("e1"), cells=cells(call))
        with pytest.raises(Refused) as refused:
            domain.replace_member(e1, by=street.actor("secretary"), user=street.users["e6"], reason="生病")
    assert refused.value.code == "wrong_state"


def test_a_replacement_must_keep_the_committee_lawful():
    street, call = appointed()
    with at(call, hours=2):
        e1 = member(street, call, "e1")
        with pytest.raises(Refused) as refused:
            domain.replace_member(
                e1, by=street.actor("secretary"), user=street.users["e6"], reason="生病", is_expert=False
            )
        assert refused.value.code == "tenders.experts_few" or refused.value.code == "tenders.chair_expert"
        with pytest.raises(Refused) as refused:
            domain.replace_member(e1, by=street.actor("secretary"), user=street.users["e2"], reason="生病")
        assert (refused.value.code, refused.value.field) == ("tenders.may_not_sit", "user")
    assert member(street, call, "e1").state == "appointed"


def test_a_conflict_blinds_for_good_even_after_the_replacement():
    street, call = appointed()
    grant(street, "e5", "BUYER")
    with at(call, hours=2):
        e5 = domain.declare_conflict(member(street, call, "e5"), by=street.actor("e5"), reason="曾任理事")
        domain.replace_member(e5, by=street.actor("secretary"), user=street.users["e6"], reason="有利害关系")
        assert list(Bid.objects.visible_to(street.actor("e5")).filter(call=call)) == []


def test_two_accounts_that_sit_in_one_running_evaluation_stay_apart():
    from orgs.domain import merge_accounts

    street, call = appointed()
    with at(call, hours=2):
        kept, other = street.users["e1"], street.users["e2"]
        with pytest.raises(Refused) as refused:
            merge_accounts(kept, by=street.actor("e1"), other=other, proved_at=clock.now())
        assert refused.value.code == "tenders.two_seats" and call.number in refused.value.sentence
        merge_accounts(kept, by=street.actor("e1"), other=street.users["e6"], proved_at=clock.now())
        # the seat of the account that was closed is still the same person's
        kept = type(kept).objects.get(pk=kept.pk)
        assert kept.earlier == [street.users["e6"].pk]
