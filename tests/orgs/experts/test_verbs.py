"""The roster: who enters it and how, what is refused, what is written, who is told."""

from datetime import date, timedelta

import pytest

from marketplace.core.models import Notification
from marketplace.core.refusals import Refused
from orgs.experts import domain, queries
from orgs.experts.models import Expert
from tests.factories import actor, grant, make_user

from .builders import ENTRY, listed, proposed

pytestmark = pytest.mark.django_db
TODAY = date(2026, 9, 1)


def refused(code, do, *args, **kwargs):
    with pytest.raises(Refused) as caught:
        do(*args, **kwargs)
    assert caught.value.code == code
    return caught.value


def test_a_secretary_proposes_and_a_leader_admits(street, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        expert = proposed(street)
    assert (expert.state, expert.fields, expert.code) == ("proposed", "|LAW|MEDIATION|", "EX2026001")
    told = Notification.objects.filter(kind="experts.proposed").values_list("user", flat=True)
    assert set(told) == {street.people["leader"].pk, street.people["leader2"].pk}
    with django_capture_on_commit_callbacks(execute=True):
        domain.admit(expert, by=street.actor("leader"))
    assert Expert.objects.get().state == "listed"
    assert Notification.objects.filter(kind="experts.admitted").values_list("user", flat=True)[0] == expert.user_id


def test_nobody_stands_there_twice(street):
    expert = proposed(street)
    assert refused("experts.there_already", proposed, street, expert.user).field == "person"
    refused("experts.there_already", domain.offer, street.office, by=actor(expert.user), **ENTRY)


def test_whoever_merged_accounts_does_not_stand_there_twice(street):
    old, new = make_user(), make_user()
    proposed(street, old)
    new.earlier = [old.pk]
    new.save()
    refused("experts.there_already", proposed, street, new)


def test_an_entry_serves_something(street):
    refused("experts.serves_nothing", proposed, street, reviews=False, mentors=False)
    expert = listed(street)
    refused("experts.serves_nothing", domain.change, expert, by=street.actor("secretary"), reviews=False)
    expert.refresh_from_db()
    assert expert.reviews


def test_four_eyes_and_oneself(street):
    mine = domain.enter(street.office, by=street.actor("leader"), person=make_user(), **ENTRY)
    refused("four_eyes", domain.admit, mine, by=street.actor("leader"))
    assert domain.admit(mine, by=street.actor("leader2")).state == "listed"
    offered = domain.offer(street.office, by=street.actor("leader2"), **ENTRY)
    refused("four_eyes", domain.admit, offered, by=street.actor("leader2"))
    assert domain.decline(offered, by=street.actor("leader"), reason="本街道领导不入库").state == "declined"
    refused("oneself", domain.enter, street.office, by=street.actor("leader"), person=street.people["leader"], **ENTRY)
    refused("oneself", domain.appraise, listed(street, street.people["buyer"]),
            by=actor(grant(street.people["buyer"], "SECRETARY", street.office).user), about="x", quality=5, punctuality=5)  # fmt: skip


def test_the_person_keeps_ties_employers_and_days_away(street):
    from tests.factories import make_organisation

    expert, organisation = listed(street), make_organisation()
    self_ = actor(expert.user)
    tie = domain.declare_tie(expert, by=self_, organisation=organisation, kind="BOARD")
    assert tie.since == TODAY
    refused("experts.not_yet", domain.declare_tie, expert, by=self_, organisation=organisation, kind="BOARD",
            since=TODAY + timedelta(days=1))  # fmt: skip
    refused("experts.dates_reversed", domain.end_tie, expert, by=self_, tie=tie, until=TODAY - timedelta(days=1))
    assert domain.end_tie(expert, by=self_, tie=tie, until=TODAY).until == TODAY
    refused("experts.dates_reversed", domain.add_post, expert, by=self_, employer="某社", first_day=TODAY,
            last_day=TODAY - timedelta(days=3))  # fmt: skip
    refused("experts.past", domain.add_away, expert, by=self_, first_day=TODAY - timedelta(days=9),
            last_day=TODAY - timedelta(days=8))  # fmt: skip
    away = domain.add_away(expert, by=self_, first_day=TODAY, last_day=TODAY + timedelta(days=2))
    assert list(queries.available(street.office)) == []
    domain.remove_away(expert, by=self_, away=away)
    assert list(queries.available(street.office)) == [expert]
    refused("experts.self_or_keeper", domain.rest, expert, by=street.actor("buyer"))
    refused("experts.self_or_keeper", domain.rest, expert, by=street.actor("other_leader"))


def test_availability_by_field_and_state(street):
    lawyer, teacher = listed(street), listed(street, fields=["CHILDREN"], mentors=True, reviews=False)
    assert list(queries.available(street.office, fields=["LAW"])) == [lawyer]
    assert list(queries.available(street.office, mentors=True)) == [teacher]
    assert list(queries.available(street.office, reviews=True)) == [lawyer]
    domain.rest(lawyer, by=actor(lawyer.user))
    assert list(queries.available(street.office)) == [teacher]
    domain.resume(lawyer, by=actor(lawyer.user))
    domain.leave(teacher, by=actor(teacher.user))
    assert list(queries.available(street.office)) == [lawyer]


def test_low_marks_need_a_reason_and_stand_in_the_average(street):
    expert = listed(street)
    by = street.actor("secretary")
    assert (
        refused("experts.why_low", domain.appraise, expert, by=by, about="评审", quality=2, punctuality=5).field
        == "comment"
    )
    domain.appraise(expert, by=by, about="评审", quality=2, punctuality=5, comment="不看材料")
    domain.appraise(expert, by=by, about="评审", quality=5, punctuality=4)
    row = Expert.objects.with_grades().get()
    assert (row.quality, row.punctuality) == (3.5, 4.5)


def test_what_the_entry_says_is_in_ones_own_file_and_goes_with_erasure(street):
    from marketplace.core import erasure
    from orgs.experts.receivers import entry

    expert = listed(street)
    domain.add_post(expert, by=actor(expert.user), employer="秘密单位", first_day=date(2020, 1, 1))
    assert entry(expert.user)["expert_posts"][0]["employer"] == "秘密单位"
    refused("experts.leave_first", erasure.erase, expert.user, by=actor(expert.user))
    domain.leave(expert, by=actor(expert.user))
    erasure.erase(expert.user, by=actor(expert.user))
    row = Expert.objects.get()
    assert (row.unit_zh, row.posts.get().employer) == ("", "")
