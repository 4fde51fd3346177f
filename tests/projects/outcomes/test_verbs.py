"""Outcomes: drafted on acceptance and on closing, written by who delivered, approved by an editor."""

from copy import copy
from datetime import timedelta
from decimal import Decimal
from functools import partial

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from marketplace.contracts import domain as contracts
from marketplace.core import clock, outbox
from marketplace.core.actors import ANONYMOUS, system
from marketplace.core.models import AuditEvent, Notification, StoredFile
from marketplace.core.refusals import Refused
from marketplace.core.states import matrix
from projects.outcomes import domain
from projects.outcomes.models import Outcome, Picture
from projects.outcomes.queries import totals
from projects.outcomes.slots import waiting
from projects.outcomes.states import OutcomeState
from tests.marketplace.contracts.builders import accept, at, deliver, in_state, milestone, running, settled
from tests.support.races import at_once

from .builders import PICTURE, drafted, published, submitted, three, written

pytestmark = pytest.mark.django_db


def refusal(act) -> str:
    with pytest.raises(Refused) as caught:
        act()
    assert caught.value.sentence
    return caught.value.code


def told(kind):
    with clock.fixed(clock.now() + timedelta(days=3000)):  # after every act of these tests
        outbox.deliver()
    return set(Notification.objects.filter(kind=kind).values_list("user__name", flat=True))


# ---- drafting ----------------------------------------------------------------------------------
def test_drafted_when_a_delivery_is_accepted():
    street, contract, outcome = drafted()
    assert (outcome.state, outcome.contract, outcome.people_served) == ("draft", contract, 42)
    assert (outcome.story_zh, outcome.drafted_by.name) == ("已上门探访。", "owner")
    assert [(i.key, i.target, i.actual) for i in outcome.indicators.all()] == [
        ("visits", Decimal("500"), Decimal("480")),
        ("people", Decimal("60"), None),
    ]
    assert set(outcome.communities.all()) == set(contract.call.communities.all())
    with at(contract, hours=4):
        assert {"owner", street.writer} <= told("outcomes.drafted")


def test_drafted_when_a_part_is_accepted_and_only_once():
    street, contract, row = in_state("delivered")
    with at(contract, hours=3):
        contracts.accept_partly(row, by=street.actor("acceptor"), amount=Decimal("1.00"), reason="x")
        outbox.deliver()
        first = Outcome.objects.get(milestone=row)
        assert domain.draft_for(row, by=system("outcomes")) == first
    assert Outcome.objects.count() == 1


def test_not_drafted_when_a_delivery_is_sent_back():
    _street, contract, _row = in_state("returned")
    with at(contract, hours=3):
        outbox.deliver()
    assert Outcome.objects.count() == 0


def test_the_whole_contract_gets_one_when_it_closes():
    street, contract = running()
    with at(contract, hours=2):
        settled(street, contract, 1, 2)
        contracts.close(contract, by=street.actor("buyer"))
        outbox.deliver()
        whole = Outcome.objects.get(contract=contract, milestone=None)
        assert domain.draft_for_contract(contract, by=system("outcomes")) == whole
    assert Outcome.objects.count() == 3
    assert (whole.title_zh, whole.story_zh, whole.people_served) == (contract.title_zh, "", None)
    # Two milestones measured the same keys: nobody knows whether they add up, so the writer says it.
    assert [(i.key, i.actual) for i in whole.indicators.all()] == [("visits", None), ("people", None)]


# ---- writing and approving ---------------------------------------------------------------------
def test_matrix():
    street, contract, outcome = drafted()
    written(street, contract, outcome)
    with at(contract, hours=4):
        domain.add_picture(outcome, by=street.actor("owner"), picture=PICTURE, alt_zh="探访")
        objects = {}
        for state in OutcomeState.values:
            objects[state] = copy(outcome)
            objects[state].state = state
        found = {}
        actors = street.roles() | {"anonymous": ANONYMOUS}
        for (verb, who, state), answer in matrix("outcomes.outcome", actors, objects).items():
            if answer == "yes":
                found.setdefault(verb, {}).setdefault(state, set()).add(who)
    organisation = {"owner", street.writer} | ({"o1"} if street.writer == "w1" else set())
    writers = organisation | {"buyer", "buyer2", "acceptor", "editor"}
    assert found == {
        "draft": dict.fromkeys(OutcomeState.values, writers),
        **{verb: {"draft": writers} for verb in ("edit", "add_picture", "remove_picture", "submit")},
        "send_back": {"in_review": {"editor"}},
        "publish": {"in_review": {"editor"}},
        "take_up": {"set_aside": {"editor"}},
    }  # "set_aside" is refused to all: the only outcome of its contract


def test_the_whole_way():
    street, contract, outcome = submitted()
    assert told("outcomes.submitted") == {"editor"}
    with at(contract, hours=6):
        domain.send_back(outcome, by=street.actor("editor"), reason="请写清人数")
        outcome.refresh_from_db()
        assert (outcome.state, outcome.state_reason) == ("draft", "请写清人数")
        assert "owner" in told("outcomes.sent_back")
        domain.submit(outcome, by=street.actor("owner"))
        domain.publish(outcome, by=street.actor("editor"))
        assert {"owner", "buyer"} <= told("outcomes.published")
    outcome.refresh_from_db()
    assert (outcome.state, outcome.state_reason, outcome.published_at) == ("published", "", outcome.published_at)
    assert outcome.published_at is not None


def test_submitting_asks_for_story_and_figures():
    street, contract, outcome = drafted()
    with at(contract, hours=4):
        assert refusal(lambda: domain.submit(outcome, by=street.actor("owner"))) == "figures_missing"
        written(street, contract, outcome, story_zh=" ")
        assert refusal(lambda: domain.submit(outcome, by=street.actor("owner"))) == "story_missing"


def test_whoever_hands_in_does_not_publish():
    street, contract, outcome = drafted()
    written(street, contract, outcome)
    with at(contract, hours=5):
        domain.submit(outcome, by=street.actor("editor"))
        assert refusal(lambda: domain.publish(outcome, by=street.actor("editor"))) == "four_eyes"


def test_what_is_published_stays():
    street, contract, outcome = published()
    with at(contract, hours=7):
        assert refusal(lambda: written(street, contract, outcome)) == "wrong_state"
        assert refusal(lambda: domain.submit(outcome, by=street.actor("owner"))) == "wrong_state"


# ---- what nobody needs -------------------------------------------------------------------------
def on_desk(street, who):
    return {entry.number for entry in waiting(street.actor(who))}


def test_a_draft_that_nobody_needs_is_set_aside_and_taken_up_again():
    street, contract, whole, rest = three()
    assert whole.code in on_desk(street, "owner")
    with at(contract, hours=3):
        domain.set_aside(whole, by=street.actor("editor"), reason="期末成效已写明")
        whole.refresh_from_db()
        assert (whole.state, whole.state_reason) == ("set_aside", "期末成效已写明")
        assert on_desk(street, "owner") == {row.code for row in rest}
        assert refusal(lambda: written(street, contract, whole)) == "wrong_state"
        assert refusal(lambda: domain.submit(whole, by=street.actor("owner"))) == "wrong_state"
        assert domain.draft_for_contract(contract, by=system("outcomes")) == whole  # heard again: it stays set aside
        assert "owner" in told("outcomes.set_aside")
    with at(contract, hours=5):
        domain.take_up(whole, by=street.actor("editor"))
        assert "owner" in told("outcomes.taken_up")
    whole.refresh_from_db()
    assert (whole.state, whole.state_reason, whole.story_zh) == ("draft", "", "")
    assert whole.code in on_desk(street, "owner")
    events = AuditEvent.objects.filter(object_id=whole.pk, verb__startswith="outcomes.outcome.").order_by("pk")
    assert [(e.verb.rpartition(".")[2], e.actor and e.actor.name, e.note, e.public) for e in events] == [
        ("draft", None, "", False),
        ("set_aside", "editor", "期末成效已写明", False),
        ("take_up", "editor", "", False),
    ]


def test_the_last_outcome_of_a_contract_is_not_set_aside():
    street, contract, whole, (first, second) = three()
    with at(contract, hours=3):
        domain.set_aside(first, by=street.actor("editor"), reason="x")
        domain.set_aside(whole, by=street.actor("editor"), reason="x")
        assert refusal(lambda: domain.set_aside(second, by=street.actor("editor"), reason="x")) == "told_nowhere"
        domain.take_up(first, by=street.actor("editor"))
        domain.set_aside(second, by=street.actor("editor"), reason="x")


@pytest.mark.django_db(transaction=True)
def test_two_drafts_set_aside_at_once_leave_one():
    street, contract, whole, (first, second) = three()
    with at(contract, hours=3):
        domain.set_aside(whole, by=street.actor("editor"), reason="x")
        jobs = [partial(domain.set_aside, row, by=street.actor("editor"), reason="x") for row in (first, second)]
        results = at_once(jobs)
    assert sorted(getattr(r, "code", "done") for r in results if isinstance(r, Refused)) == ["told_nowhere"]
    assert Outcome.objects.filter(state="draft").count() == 1


# ---- pictures ----------------------------------------------------------------------------------
def test_a_picture_comes_and_goes():
    street, contract, outcome = drafted()
    with at(contract, hours=4):
        domain.add_picture(outcome, by=street.actor("owner"), picture=PICTURE, alt_zh="两位志愿者在门口", alt_en="Two")
        picture = outcome.pictures.get()
        assert (picture.alt_zh, picture.file.media_type) == ("两位志愿者在门口", "image/png")
        domain.remove_picture(outcome, by=street.actor("owner"), picture=picture)
    assert (Picture.objects.count(), StoredFile.objects.filter(purpose="outcomes.picture").count()) == (0, 0)


def test_a_picture_of_another_outcome_is_not_removed():
    street, contract, outcome = drafted()
    with at(contract, hours=4):
        deliver(street, contract, 2)
        accept(street, contract, 2)
        outbox.deliver()
        other = Outcome.objects.get(milestone=milestone(contract, 2))
        for one in (outcome, other):
            domain.add_picture(one, by=street.actor("owner"), picture=PICTURE, alt_zh="门口")
        foreign = other.pictures.get()
        assert refusal(lambda: domain.remove_picture(outcome, by=street.actor("owner"), picture=foreign)) == "not_here"
    assert Picture.objects.count() == 2


@pytest.mark.parametrize("content", [b"MZ\x90\0\0", b"<svg onload=alert(1)>", b"%PDF-1.4"])
def test_only_pictures_are_pictures(content):
    street, contract, outcome = drafted()
    upload = SimpleUploadedFile("photo.png", content)
    with at(contract, hours=4):
        code = refusal(lambda: domain.add_picture(outcome, by=street.actor("owner"), picture=upload, alt_zh="x"))
    assert (code, Picture.objects.count()) == ("wrong_type", 0)


# ---- figures -----------------------------------------------------------------------------------
def test_people_are_counted_once():
    """Where the whole contract tells its people, its milestones' figures are the same people."""
    street, contract = running()
    with at(contract, hours=2):
        settled(street, contract, 1, 2)
        contracts.close(contract, by=street.actor("buyer"))
        outbox.deliver()
    rows = Outcome.objects.order_by("pk")
    rows.filter(milestone__isnull=False).update(state="published", people_served=40)
    assert totals() == {"outcomes": 2, "people": 80}
    rows.filter(milestone=None).update(state="published", people_served=55)
    assert totals() == {"outcomes": 3, "people": 55}
