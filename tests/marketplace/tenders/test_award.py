"""Award: proposed as computed, decided by other eyes, published; ties; two at once."""

import threading
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connections
from django.utils import timezone, translation

from marketplace.core import clock, files, workdays
from marketplace.core.models import StoredFile
from marketplace.core.refusals import Refused
from marketplace.tenders import domain
from marketplace.tenders.domain import ranking
from marketplace.tenders.models import Award, Call

from .builders_evaluation import at, awarded, cells, grant, member, proposed, scored, street_with_committee

pytestmark = pytest.mark.django_db


def test_the_first_place_is_proposed_with_its_numbers():
    _street, call = proposed(points={1: "70", 2: "90", 3: "85"})
    award = call.award
    assert (call.state, award.bid.organisation.code, award.price) == ("award_proposed", "ORG-02", Decimal("43451.50"))
    assert [(p["rank"], p["organisation"]["code"], p["total"], p["price_score"]) for p in award.ranking] == [
        (1, "ORG-02", "91.50", "100.00"),
        (2, "ORG-03", "86.27", "93.48"),
        (3, "ORG-01", "73.99", "96.63"),
    ]
    assert award.draw == {} and award.invalid == [] and award.lowest_price == Decimal("43451.50")


def test_invalid_bids_are_not_ranked_and_their_reasons_are_kept_in_both_languages():
    street = street_with_committee(organisations=4)
    _street, call = proposed(street, no=[2], prices=("44.50", "43.00", "46.00", "45.00"))
    award = call.award
    assert [p["organisation"]["code"] for p in award.ranking] == ["ORG-01", "ORG-04", "ORG-03"]
    [row] = award.invalid
    assert row["organisation"]["code"] == "ORG-02"
    assert row["reasons"]["en"][0]["sentence"] == "Condition “Registered for a year” is not met: 证书已过期"
    assert award.lowest_price == Decimal("44967.25")  # the invalid bid's price is no measure


def test_equal_totals_and_prices_are_drawn_and_anybody_can_repeat_it():
    _street, call = proposed(prices=("44.00", "44.00", "46.00"), points={3: "50"})
    award = call.award
    tied = [p for p in award.ranking if p["tied"]]
    assert [p["rank"] for p in award.ranking] == [1, 1, 3] and len(tied) == 2
    # From what was public at the opening alone:
    material = [call.number, *sorted(row["sha256"] for row in call.minutes["bids"])]
    assert award.draw["material"] == material and award.draw["seed"] == ranking.seed_of(material)
    first = min((p["bid"] for p in tied), key=lambda bid: ranking.ticket(award.draw["seed"], bid))
    assert award.bid.code == first == award.ranking[0]["bid"]


def test_nothing_is_proposed_before_everything_is_there():
    street, call = scored()
    with at(call, hours=4):
        grant(street, "e1", "SECRETARY")
        with pytest.raises(Refused) as refused:
            domain.propose_award(call, by=street.actor("e1"))
        assert refused.value.code == "tenders.secretary_not_member"
        with pytest.raises(Refused) as refused:
            domain.propose_award(call, by=street.actor("leader"))
        assert refused.value.code == "tenders.secretary"


def test_the_award_is_decided_by_other_eyes():
    street, call = proposed()
    for name in ("buyer", "e1", "secretary"):
        grant(street, name, "LEADER")
    with at(call, hours=5):
        for name, code in (
            ("buyer", "tenders.not_award_drafter"),
            ("e1", "tenders.not_evaluator"),
            ("secretary", "tenders.not_proposer"),
        ):
            with pytest.raises(Refused) as refused:
                domain.decide_award(call, by=street.actor(name))
            assert refused.value.code == code
        with pytest.raises(Refused) as refused:
            domain.decide_award(call, by=street.actor("leader", fresh=False))
        assert refused.value.code == "second_factor"
        assert Call.objects.get(pk=call.pk).state == "award_proposed"
        award = domain.decide_award(call, by=street.actor("leader"))
    assert award.decided_by.name == "leader"


def test_the_standstill_counts_working_days_to_the_last_second():
    _street, call = awarded()
    award = call.award
    due = workdays.add_working_days(timezone.localdate(award.decided_at), 7)
    assert timezone.localtime(award.standstill_until) == timezone.make_aware(
        datetime.combine(due.day, datetime.max.time().replace(microsecond=0))
    )
    assert award.standstill_days == 7


def test_sent_back_with_reasons_and_proposed_anew():
    street, call = proposed(points={1: "70", 2: "90", 3: "85"})
    with at(call, hours=5):
        with pytest.raises(Refused) as refused:
            domain.send_award_back(call, by=street.actor("leader"), reason=" ")
        assert refused.value.field == "reason"
        call = domain.send_award_back(call, by=street.actor("leader"), reason="请复核第二名")
        assert (call.state, call.state_reason) == ("evaluating", "请复核第二名")
        e1 = member(street, call, "e1")
        domain.return_scores(e1, by=street.actor("secretary"), ground="OBJECTIVE", reason="人数算错")
        domain.submit_scores(e1, by=street.actor("e1"), cells=cells(call, points={1: "70", 2: "60", 3: "85"}))
        award = domain.propose_award(call, by=street.actor("secretary"))
    assert [e["ranking"][0]["total"] for e in award.earlier] == ["91.50"]
    assert award.ranking[0]["total"] == "86.40"  # (4 × 90 + 60) / 5 = 84 × 0.85 + 15


def test_the_report_names_members_only_after_the_award():
    street, call = proposed()
    first = call.award.report
    with translation.override("zh-hans"):
        from marketplace.tenders.domain import report

        assert all(not label.startswith("e1") for label in report.facts(call, named=False).labels)
    with at(call, hours=5):
        domain.decide_award(call, by=street.actor("leader"))
    second = Award.objects.get(call=call).report
    assert first.sha256 != second.sha256
    assert set(StoredFile.objects.filter(purpose="tenders.report").values_list("sha256", flat=True)) == {
        first.sha256,
        second.sha256,
    }
    assert files.open_file(second).read().startswith(b"%PDF-")


def test_a_fixed_price_call_ranks_by_quality_alone():
    from marketplace.tenders.models import Criterion

    street, call = scored(points={1: "70", 2: "72", 3: "71"})
    Criterion.objects.filter(call=call, kind="PRICE").delete()
    first = call.criteria.first()
    first.weight += Decimal("0.15")
    first.save()
    with at(call, hours=4):
        award = domain.propose_award(call, by=street.actor("secretary"))
    assert [(p["organisation"]["code"], p["total"], p["price_score"]) for p in award.ranking] == [
        ("ORG-02", "72.00", None),
        ("ORG-03", "71.00", None),
        ("ORG-01", "70.00", None),
    ]


def test_the_contract_waits_for_the_standstill():
    street, call = awarded()
    until = call.award.standstill_until
    with clock.fixed(until), pytest.raises(Refused) as refused:
        domain.conclude(call, by=street.actor("buyer"))
    assert refused.value.code == "tenders.standstill_runs"
    with clock.fixed(until + timedelta(seconds=1)):
        assert domain.conclude(call, by=street.actor("buyer")).state == "concluded"


def test_who_is_told_of_the_award():
    from marketplace.core import outbox
    from marketplace.core.models import Notification

    _street, call = awarded()
    with at(call, hours=6):
        outbox.deliver()
    told = Notification.objects.filter(kind__in=["tenders.awarded", "tenders.awarded_to_bidders"])
    assert {(n.kind, n.user.name) for n in told} == {
        ("tenders.awarded", "secretary"),
        *(("tenders.awarded_to_bidders", name) for name in ("w1", "o1", "w2", "w3")),
    }


@pytest.mark.django_db(transaction=True)
def test_two_awards_at_once_make_one():
    street, call = proposed()
    moment, barrier, results = call.opened_at + timedelta(hours=5), threading.Barrier(2), []

    def decide(name):
        try:
            with clock.fixed(moment):
                actor = street.actor(name)
                mine = Call.objects.get(pk=call.pk)
                barrier.wait(10)
                domain.decide_award(mine, by=actor)
            results.append("done")
        except Refused as refused:
            results.append(refused.code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=decide, args=(name,)) for name in ("leader", "leader2")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(results) == ["done", "wrong_state"]
    assert Award.objects.filter(call=call).exclude(decided_at=None).count() == 1
    from marketplace.core.models import AuditEvent

    assert AuditEvent.objects.filter(verb="tenders.call.decide_award", object_id=call.pk).count() == 1
