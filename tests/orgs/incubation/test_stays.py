"""A stay from the application to the end: what is written, what is refused, who decides."""

from datetime import date, timedelta

import pytest

from marketplace.core import clock as core_clock
from marketplace.core.models import Notification
from orgs.experts import domain as experts
from orgs.experts.conflicts import conflicts_of
from orgs.experts.queries import loads
from orgs.incubation import domain
from orgs.incubation.models import MaturityQuestion, Stay
from orgs.incubation.queries import free_places
from tests.factories import actor, grant

from . import builders as b

pytestmark = pytest.mark.django_db
TODAY = date(2026, 9, 1)


def test_the_whole_way(street, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        stay = b.inside(street)
    assert (stay.state, stay.since, stay.stage) == ("inside", TODAY, "START")
    assert [(r.stage, r.since) for r in stay.stages.all()] == [("START", TODAY)]
    assert stay.mentorings.get().expert == street.mentor
    assert free_places(street.centre) == 2
    kinds = set(Notification.objects.values_list("kind", flat=True))
    assert {"incubation.applied", "incubation.invited", "incubation.offered", "incubation.signed"} <= kinds
    domain.advance(stay, by=street.actor("leader"), stage="GROWTH", exception="试点")
    assert [r.stage for r in street.organisation.incubation.order_by("pk")] == ["START", "GROWTH"]
    domain.graduate(stay, by=street.actor("leader"), reason="能独立承接项目")
    stay.refresh_from_db()
    assert (stay.state, stay.ended_on) == ("graduated", TODAY)
    assert stay.mentorings.get().until == TODAY and free_places(street.centre) == 3


def test_who_may_apply_and_when(street, refused):
    street.centre = domain.change_centre(street.centre, by=street.actor("secretary"), rolling=False)
    refused("incubation.no_intake", b.applied, street)
    round_ = domain.draft_intake(
        street.centre,
        by=street.actor("secretary"),
        title_zh="首批",
        first_day=TODAY,
        last_day=TODAY + timedelta(days=3),
    )
    refused("incubation.no_intake", b.applied, street, intake=round_)  # a draft
    domain.publish_intake(round_, by=street.actor("leader"))
    stay = b.applied(street, intake=round_)
    assert stay.intake == round_
    refused("incubation.open_already", b.applied, street, intake=round_)
    domain.withdraw(stay, by=street.actor("owner"))
    with core_clock.fixed(core_clock.now() + timedelta(days=4)):
        refused("incubation.no_intake", b.applied, street, intake=round_)
    other, owner = street.org(state="suspended")
    refused("incubation.not_fit", b.applied, street, other, owner, intake=round_)
    refused("incubation.side", b.applied, street, other, intake=round_)
    domain.close_centre(street.centre, by=street.actor("leader"), reason="搬迁")
    refused("incubation.closed", b.applied, street, intake=round_)


def test_no_more_desks_than_there_are(street, refused):
    for _n in range(3):
        b.inside(street, *street.org(), mentor=b.make_mentor(street))
    assert refused("incubation.full", b.offered, street).field == "desks"
    stay = Stay.objects.inside().first()
    domain.end(stay, by=street.actor("leader"), reason="长期不开展活动")
    assert b.inside(street, *street.org()).state == "inside"


def test_a_leader_without_a_part_decides(street, refused):
    grant(street.people["leader"], "BID_WRITER", street.organisation)
    stay = b.applied(street)
    domain.invite(stay, by=street.actor("secretary"), interview_at=core_clock.now() + timedelta(hours=1))
    values = {"until": TODAY + timedelta(days=99), "agreement": "约", "mentor": street.mentor}
    refused("incubation.impartial", domain.offer, stay, by=street.actor("leader"), **values)
    refused("incubation.leads", domain.offer, stay, by=street.actor("secretary"), **values)
    refused("incubation.leads", domain.offer, stay, by=street.actor("other_leader"), **values)
    domain.offer(stay, by=street.actor("leader2"), **values)
    refused("incubation.owner", domain.sign, stay, by=street.actor("leader2"))
    refused("second_factor", domain.sign, stay, by=actor(street.people["owner"], second_factor=False))


def test_dates_of_an_agreement(street, refused):
    refused("incubation.until_past", b.offered, street, until=TODAY)
    Stay.objects.all().delete()
    refused("incubation.too_long", b.offered, street, until=date(2029, 9, 2))
    Stay.objects.all().delete()
    stay = b.inside(street, until=date(2027, 9, 1))
    refused("incubation.not_later", domain.prolong, stay, by=street.actor("leader"), until=date(2027, 9, 1), reason="x")
    refused("incubation.too_long", domain.prolong, stay, by=street.actor("leader"), until=date(2029, 9, 2), reason="x")
    assert domain.prolong(stay, by=street.actor("leader"), until=date(2029, 9, 1), reason="还差一年").until == date(
        2029, 9, 1
    )


def test_the_offer_runs_out(street, refused):
    stay = b.offered(street, until=TODAY + timedelta(days=5))
    with core_clock.fixed(core_clock.now() + timedelta(days=5)):
        refused("incubation.offer_over", domain.sign, stay, by=street.actor("owner"))


def test_mentors_come_from_the_roster_without_ties_and_within_their_limit(street, refused):
    tied = b.make_mentor(street, unit_organisation=street.organisation)
    assert refused("incubation.mentor_tied", b.offered, street, mentor=tied).field == "mentor"
    Stay.objects.all().delete()
    away = b.make_mentor(street)
    experts.rest(away, by=actor(away.user))
    refused("incubation.no_mentor", b.offered, street, mentor=away)
    Stay.objects.all().delete()
    busy = b.make_mentor(street, limit=1)
    other, owner = street.org()
    b.inside(street, other, owner, mentor=busy)
    assert loads([busy]) == {busy.pk: 1}
    refused("incubation.mentor_full", b.offered, street, mentor=busy)
    assert [c.code for c in conflicts_of(busy, other)] == ["mentor"]
    assert conflicts_of(busy, street.organisation) == []
    stay = Stay.objects.inside().get()
    domain.set_mentor(stay, by=street.actor("secretary"), mentor=street.mentor)
    assert loads([busy, street.mentor]) == {busy.pk: 0, street.mentor.pk: 1}
    assert [c.code for c in conflicts_of(busy, other)] == ["mentor"]  # for three years
    assert conflicts_of(busy, other, date(2029, 9, 2)) == []


def test_stages_ask_for_what_stands_on_record(street, refused):
    stay = b.inside(street)
    lacking = refused("incubation.criteria", domain.advance, stay, by=street.actor("leader"), stage="GROWTH")
    assert lacking.field == "exception" and "0.0/1.8" in lacking.sentence
    refused("incubation.same_stage", domain.advance, stay, by=street.actor("leader"), stage="START")
    domain.assess(stay, by=street.actor("owner"), answers={q.pk: 2 for q in MaturityQuestion.objects.all()})
    goal = domain.set_goal(stay, by=street.actor("owner"), text="建账", due=TODAY)
    domain.reach_goal(stay, by=street.actor("owner"), goal=goal, outcome="已建")
    domain.advance(stay, by=street.actor("leader"), stage="GROWTH")
    record = stay.stages.first()
    assert record.exception == "" and ["MATURITY", 18, 20] in record.met and ["GOALS", 1, 1] in record.met


def test_nobody_graduates_before_growth(street, refused):
    refused("incubation.too_early", domain.graduate, b.inside(street), by=street.actor("leader"), reason="x")


def test_the_short_way_of_groups(street, refused):
    group = b.asked_group(street)
    speaker = street.actor("anybody")
    refused("incubation.not_fit", domain.apply, street.centre, by=speaker, group=group, motive="x")
    domain.return_group(group, by=street.actor("secretary"), reason="人数不明")
    domain.ask_again(group, by=speaker)
    domain.file_group(group, by=street.actor("secretary"))
    stay = domain.apply(street.centre, by=speaker, group=group, motive="记账", desks=0)
    domain.take_in(stay, by=street.actor("secretary"), mentor=street.mentor)
    assert (stay.stage, stay.until) == ("IDEA", TODAY + timedelta(days=365))
    refused("incubation.not_group", domain.take_in, b.applied(street), by=street.actor("secretary"))
    domain.go(stay, by=speaker, reason="已登记")
    domain.register_group(group, by=street.actor("leader"), organisation=street.organisation)
    assert street.organisation.grew_from.get() == group


def test_nobody_files_their_own_group(street, refused):
    group = b.asked_group(street, street.people["secretary"])
    refused("incubation.not_speaker", domain.file_group, group, by=street.actor("secretary"))


def test_reviews_once_a_quarter_and_told_once_when_due(street, refused, clock, django_capture_on_commit_callbacks):
    from marketplace.core.actors import system
    from orgs.incubation.tasks import reviews

    with clock("2026-04-02 09:00"):
        stay = b.inside(street, until=date(2027, 9, 1))
        refused("incubation.quarter_told", domain.tell_due, stay, by=system("t"))
    with clock("2026-07-01 09:00"):
        for _n in range(2):
            with django_capture_on_commit_callbacks(execute=True):
                reviews(system("t"))
        told = Notification.objects.filter(kind="incubation.review_due").values_list("user", flat=True)
        assert sorted(told) == sorted(street.people[n].pk for n in ("secretary", "leader", "leader2"))
        by = street.actor("secretary")
        refused("incubation.quarter", domain.review, stay, by=by, quarter="2026Q4", result="ON_TRACK", text="x")
        domain.review(stay, by=by, quarter="2026Q2", result="AT_RISK", text="人手不足")
        refused("incubation.reviewed", domain.review, stay, by=by, quarter="2026Q2", result="ON_TRACK", text="x")
        refused("incubation.quarter_told", domain.tell_due, stay, by=system("t"))


def test_rooms_are_booked_once(street, refused):
    stay, now = b.inside(street), core_clock.now()
    room = domain.add_resource(street.centre, by=street.actor("secretary"), kind="ROOM", name_zh="会议室")
    refused(
        "incubation.named_already",
        domain.add_resource,
        street.centre,
        by=street.actor("secretary"),
        kind="ROOM",
        name_zh="会议室",
    )

    def book(start, end, who=stay, by=None):
        return domain.book(
            who,
            by=by or street.actor("owner"),
            resource=room,
            starts=now + timedelta(hours=start),
            ends=now + timedelta(hours=end),
        )

    first = book(2, 4)
    assert refused("incubation.booked", book, 3, 5).field == "starts"
    other, owner = street.org()
    refused("incubation.booked", book, 1, 3, b.inside(street, other, owner), owner)
    book(4, 5)  # one after the other
    refused("incubation.booking_order", book, 7, 6)
    refused("incubation.booking_order", book, -2, 1)
    refused("incubation.booking_long", book, 30, 43)
    refused("incubation.booking_long", book, 24 * 91, 24 * 91 + 1)
    domain.cancel_booking(first, by=street.actor("owner"))
    assert book(2, 4).state == "booked"


def test_requests_for_help(street, refused):
    stay = b.inside(street)
    request = domain.ask_help(stay, by=street.actor("owner"), kind="LEGAL", question="合同怎么写?")
    refused("incubation.looks_after", domain.answer_help, request, by=street.actor("owner"), answer="x")
    domain.answer_help(request, by=street.actor("mentor"), answer="见范本")
    assert domain.close_help(request, by=street.actor("owner")).state == "closed"
