"""An assessment by the Measures: who may begin and when, what the committee needs, what follows from a lowered grade."""

from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from marketplace.core import clock as core_clock
from marketplace.core.actors import system
from marketplace.core.models import Notification
from marketplace.core.refusals import Refused
from orgs import domain as orgs
from orgs.experts import domain as experts
from orgs.incubation import domain
from orgs.incubation.domain.committees import candidates
from orgs.incubation.models import Grading, Vote
from orgs.incubation.tasks import notices
from tests.factories import actor, grant, make_user, person
from tests.support.district import prove

from . import builders as b

pytestmark = pytest.mark.django_db
TODAY = date(2026, 9, 1)
POINTS = {"BASE": 100, "GOVERNANCE": 300, "WORK": 300, "TRUST": 100}
SYSTEM = system("incubation.notices")


def checked(organisation, valid_to=date(2027, 6, 30)):
    organisation.documents.create(kind="ANNUAL_CHECK", valid_to=valid_to, added_at=core_clock.now())


@pytest.fixture
def told(django_capture_on_commit_callbacks):
    """`with told() as news:` the notifications that come of it."""

    @contextmanager
    def during():
        Notification.objects.all().delete()
        found = []
        with django_capture_on_commit_callbacks(execute=True):
            yield found
        found.extend(Notification.objects.all())

    return during


def begun(street, **fields):
    return domain.begin_grading(
        street.organisation, by=street.actor("owner"), office=street.office, **({"wanted": "3A"} | fields)
    )


def visitor(street, **fields):
    return b.make_mentor(street, reviews=True, **fields)


def visited(street):
    grading = begun(street)
    domain.fill_in_grading(grading, by=street.actor("owner"), points=POINTS, evidence="档案第三柜")
    domain.hand_in_grading(grading, by=street.actor("owner"))
    return domain.record_visit(
        grading,
        by=street.actor("secretary"),
        visited_on=TODAY,
        visitors=[visitor(street)],
        points=POINTS,
        findings="属实",
    )


def sitting(street, favour=5, against=1, abstains=0, absent=3):
    """Votes of a committee of the roster, made for it."""
    said = {"IN_FAVOUR": favour, "AGAINST": against, "ABSTAINS": abstains, "ABSENT": absent}
    return [
        {"user": visitor(street).user, "voted": how, "why": ""} for how, count in said.items() for _n in range(count)
    ]


def noticed(street, grade="3A", **votes):
    return domain.grant_grade(visited(street), by=street.actor("leader"), grade=grade, votes=sitting(street, **votes))


def later(days=7, minutes=1):
    """Just after the notice of a decision of today."""
    return core_clock.fixed(core_clock.midnight(TODAY + timedelta(days=days + 1)) + timedelta(minutes=minutes))


def test_the_whole_way_ends_in_the_register(street, refused):
    checked(street.organisation)
    grading = visited(street)
    leader = street.actor("leader")
    for code, votes in (
        ("incubation.committee", sitting(street, 5, 0, 0, 0)),
        ("incubation.committee", sitting(street, 20, 0, 0, 6)),
        ("incubation.quorum", sitting(street, 5, 0, 0, 4)),
        ("incubation.majority", sitting(street, 5, 3, 0, 2)),
        ("incubation.majority", sitting(street, 4, 0, 4, 1)),
    ):
        refused(code, domain.grant_grade, grading, by=leader, grade="3A", votes=votes)
    assert not Vote.objects.exists() and grading.sitting == 0
    votes = sitting(street, 5, 1, 0, 3)
    proofless = actor(street.people["leader"], second_factor=False)
    refused("second_factor", domain.grant_grade, grading, by=proofless, grade="3A", votes=votes)
    domain.grant_grade(grading, by=leader, grade="3A", votes=votes)
    assert (grading.state, grading.members, grading.present, grading.in_favour) == ("notice", 9, 6, 5)
    assert Vote.objects.filter(grading=grading, sitting=1, voted="ABSENT", expert__isnull=False).count() == 3
    assert not street.organisation.assessments.exists(), "nothing enters before the notice has passed"
    assert "9 月 8 日" in refused("incubation.notice_runs", domain.confirm_grade, grading, by=leader).sentence
    with later(days=6):
        notices(SYSTEM)
        assert not street.organisation.assessments.exists()
    with later():
        notices(SYSTEM)
        notices(SYSTEM)
    now = street.organisation.assessments.get()
    assert (now.grade, now.valid_from, now.valid_to) == ("3A", date(2026, 9, 9), date(2031, 9, 8))
    grading.refresh_from_db()
    assert grading.state == "granted"


def test_whoever_is_tied_is_recused_and_counts_among_all(street, refused):
    checked(street.organisation)
    grading, leader = visited(street), street.actor("leader")
    votes = sitting(street, 5, 1, 0, 2)
    tied = visitor(street)
    experts.add_post(
        tied, by=street.actor("secretary"), employer="x", organisation=street.organisation, first_day=date(2020, 1, 1),
        last_day=TODAY - timedelta(days=600),
    )  # fmt: skip
    error = refused(
        "incubation.must_be_recused", domain.grant_grade, grading, by=leader, grade="3A",
        votes=[*votes, {"user": tied.user, "voted": "IN_FAVOUR", "why": ""}],
    )  # fmt: skip
    assert error.field == f"vote_{tied.user_id}" and str(tied) in error.sentence and "十九" in str(error.clause)
    free = visitor(street)
    error = refused(
        "incubation.why_recused", domain.grant_grade, grading, by=leader, grade="3A",
        votes=[*votes, {"user": free.user, "voted": "RECUSED", "why": " "}],
    )  # fmt: skip
    assert error.field == f"why_{free.user_id}"
    recused = [{"user": e.user, "voted": "RECUSED", "why": ""} for e in (tied,)]
    full = [*votes, *recused, {"user": free.user, "voted": "RECUSED", "why": "亲属"}]
    refused("incubation.quorum", domain.grant_grade, grading, by=leader, grade="3A", votes=full)
    domain.grant_grade(grading, by=leader, grade="3A", votes=[*votes, *recused])
    assert (grading.members, grading.present) == (9, 6), "a recused member is one of all and not present"
    assert Vote.objects.get(user=tied.user).why


def test_people_of_the_office_sit_and_strangers_do_not(street, refused):
    checked(street.organisation)
    grading, leader = visited(street), street.actor("leader")
    votes = sitting(street, 5, 0, 0, 1)
    stranger = {"user": street.people["anybody"], "voted": "IN_FAVOUR", "why": ""}
    refused("incubation.no_member", domain.grant_grade, grading, by=leader, grade="3A", votes=[*votes, stranger])
    refused("incubation.votes_twice", domain.grant_grade, grading, by=leader, grade="3A", votes=[*votes, votes[0]])
    member = street.people["secretary"]
    grant(member, "BID_WRITER", street.organisation)
    chosen = {"user": member, "voted": "IN_FAVOUR", "why": ""}
    refused("incubation.must_be_recused", domain.grant_grade, grading, by=leader, grade="3A", votes=[*votes, chosen])
    chosen["user"] = street.people["leader2"]
    domain.grant_grade(grading, by=leader, grade="3A", votes=[*votes, chosen])
    assert (grading.members, grading.in_favour) == (7, 6)


def test_the_form_counts_and_loses_nothing(client, street):
    checked(street.organisation)
    grading = visited(street)
    votes, tied = sitting(street), visitor(street, unit_organisation=street.organisation)
    client.force_login(street.people["leader"])
    prove(client, street.people["leader"])
    address = f"/do/incubation.grading/{grading.pk}/grant/"
    page = client.get(address).content.decode()
    assert f'name="vote_{tied.user_id}"' in page and "有利害关系" in page
    data = {"grade": "3A", **{f"vote_{v['user'].pk}": v["voted"] for v in votes}}
    answer = client.post(address, data | {f"vote_{tied.user_id}": "IN_FAVOUR"})
    page = answer.content.decode()
    assert answer.status_code == 422 and f'id="id_vote_{tied.user_id}-e"' in page
    assert page.count('value="IN_FAVOUR" selected') == 5, "nothing chosen is lost"
    answer = client.post(address, data | {f"vote_{votes[0]['user'].pk}": "RECUSED"})
    assert answer.status_code == 422 and f'id="id_why_{votes[0]["user"].pk}-e"' in answer.content.decode()
    assert client.post(address, data).status_code == 302
    grading.refresh_from_db()
    assert (grading.state, grading.members, grading.present, grading.in_favour) == ("notice", 9, 6, 5)
    again = candidates(grading)
    assert {p.pk for p in again if p.sat} == {v["user"].pk for v in votes} and again[0].sat, (
        "the last committee comes first"
    )


def test_after_a_visit_a_refusal_is_voted_too(street, refused):
    checked(street.organisation)
    grading, leader = visited(street), street.actor("leader")
    refused("incubation.committee", domain.refuse_grade, grading, by=leader, reason="差距大")
    error = refused("incubation.in_favour", domain.refuse_grade, grading, by=leader, reason="x", votes=sitting(street))
    assert error.values["favour"] == 5 and grading.state == "visited"
    domain.refuse_grade(grading, by=street.actor("leader"), reason="差距大", votes=sitting(street, 2, 5, 0, 2))
    assert (grading.state, grading.in_favour, grading.votes.count()) == ("refused", 2, 9)
    vote = grading.votes.first()
    vote.voted = "IN_FAVOUR"
    with pytest.raises(DatabaseError), transaction.atomic():
        vote.save()
    with pytest.raises(DatabaseError), transaction.atomic():
        vote.delete()
    made = domain.object_to_grade(grading, by=street.actor("owner"), organisation=street.organisation, text="计分有误")
    with pytest.raises(Refused):
        domain.object_to_grade(grading, by=street.actor("anybody"), text="x")
    domain.uphold_objection(made, by=street.actor("leader2"), reason="重新计分")
    grading.refresh_from_db()
    assert grading.state == "review"
    domain.grant_grade(grading, by=street.actor("leader"), grade="2A", votes=sitting(street, 3, 2, 0, 0))
    assert (grading.state, grading.sitting, grading.members) == ("notice", 2, 5)


def test_an_objection_holds_the_grade_and_leads_to_another_decision(street, refused, told):
    checked(street.organisation)
    grading, leader = noticed(street), street.actor("leader")
    somebody = street.actor("anybody")
    with told() as news:
        made = domain.object_to_grade(grading, by=somebody, text="年检材料不实")
    assert {n.user_id for n in news if n.kind == "incubation.grade_objected"} >= {street.people["secretary"].pk}
    refused("incubation.objected_once", domain.object_to_grade, grading, by=somebody, text="再说一次")
    other = domain.object_to_grade(grading, by=street.actor("owner"), organisation=street.organisation, text="应为4A")
    refused("incubation.objected_once", domain.object_to_grade, grading, by=street.actor("owner"), text="x")
    refused("incubation.leads", domain.reject_objection, made, by=street.actor("secretary"), reason="x")
    with told() as news:
        domain.reject_objection(other, by=leader, reason="分数不足")
    assert [n.user_id for n in news if n.kind == "incubation.objection_rejected"] == [street.people["owner"].pk]
    with later():
        notices(SYSTEM)
        assert not street.organisation.assessments.exists(), "an open objection holds it"
        refused("incubation.notice_over", domain.object_to_grade, grading, by=street.actor("mentor"), text="迟了")
        assert refused("incubation.objections_open", domain.confirm_grade, grading, by=leader).values["count"] == 1
        leader = street.actor("leader")  # the second factor is of now
        domain.uphold_objection(made, by=leader, reason="属实")
        grading.refresh_from_db()
        assert grading.state == "review"
        refused(
            "incubation.committee",
            domain.grant_grade,
            grading,
            by=leader,
            grade="2A",
            votes=sitting(street, 9, 1, 0, 0),
        )
        domain.grant_grade(grading, by=leader, grade="2A", votes=sitting(street, 4, 1, 0, 0))
        assert grading.sitting == 2
        domain.object_to_grade(grading, by=somebody, text="仍有异议")
        domain.reject_objection(grading.objections.get(sitting=2), by=leader, reason="已核实")
    with later(days=16):
        notices(SYSTEM)
    assert street.organisation.assessments.get().grade == "2A"


def test_who_objected_does_not_answer(street, refused):
    checked(street.organisation)
    grading = noticed(street)
    made = domain.object_to_grade(grading, by=street.actor("leader"), text="程序问题")
    refused("incubation.answers_objection", domain.reject_objection, made, by=street.actor("leader"), reason="x")
    domain.reject_objection(made, by=street.actor("leader2"), reason="程序无误")


def test_names_are_for_staff_and_auditors_numbers_for_everybody(client, street):
    checked(street.organisation)
    grading = noticed(street)
    made = domain.object_to_grade(grading, by=street.actor("anybody"), text="材料不实之处")
    names = {str(vote.user) for vote in grading.votes.all()}
    street.people["auditor"] = person("AUDITOR", street.office)
    street.people["buyer2"] = person("BUYER", street.office)
    street.people["stranger"] = make_user()

    def page(name):
        if name:
            client.force_login(street.people[name])
        else:
            client.logout()
        answer = client.get(grading.get_absolute_url())
        assert answer.status_code == 200
        return answer.content.decode()

    for name, reads_names, reads_text, reads_evidence in (
        ("leader", True, True, True), ("secretary", True, True, True), ("auditor", True, True, True), ("buyer2", False, False, True),
        ("owner", False, False, True), ("anybody", False, True, False), ("stranger", False, False, False), (None, False, False, False),
    ):  # fmt: skip
        text = page(name)
        assert all(n in text for n in names) is reads_names and any(n in text for n in names) is reads_names, name
        assert (made.text in text) is reads_text and ("档案第三柜" in text) is reads_evidence, name
        assert "委员 9 名，到会 6 名，同意 5 票" in text
    assert grading.get_absolute_url() in client.get("/incubation/assessments/").content.decode()
    assert "/incubation/assessments/" in client.get("/incubation/").content.decode(), "a stranger finds the way"


def test_objecting_in_the_browser(client, street):
    checked(street.organisation)
    grading = noticed(street)
    address = f"/incubation/assessments/{grading.pk}/object/"
    assert address in client.get(grading.get_absolute_url()).content.decode()
    assert client.get(address).status_code == 302, "to the log-in"
    client.force_login(street.people["anybody"])
    assert client.post(address, {"text": ""}).status_code == 422
    assert client.post(address, {"text": "不实"}).status_code == 302
    answer = client.post(address, {"text": "留下的字"})
    assert answer.status_code == 422 and "留下的字" in answer.content.decode()
    assert grading.objections.get().organisation is None
    client.force_login(street.people["owner"])
    assert client.post(address, {"text": "不实"}).status_code == 302
    assert grading.objections.filter(organisation=street.organisation).count() == 1
    client.force_login(street.people["anybody"])
    with later():
        page = client.get(address).content.decode()
        assert "aria-disabled" in page and address not in client.get(grading.get_absolute_url()).content.decode()


def test_numbers_of_old_decisions_stay_readable(client, street):
    checked(street.organisation)
    grading = visited(street)
    Grading.objects.filter(pk=grading.pk).update(
        state="granted", grade="3A", members=11, present=8, in_favour=7, decided_at=core_clock.now()
    )
    assert "委员 11 名，到会 8 名，同意 7 票" in client.get(grading.get_absolute_url()).content.decode()


def test_what_the_measures_ask_for(street, refused):
    refused("incubation.no_annual_check", begun, street)
    checked(street.organisation, TODAY - timedelta(days=1))
    refused("incubation.no_annual_check", begun, street)
    street.organisation.documents.filter(kind="ANNUAL_CHECK").delete()
    checked(street.organisation)
    street.organisation.founded = date(2024, 9, 2)
    street.organisation.save()
    assert "2026-09-02" in refused("incubation.too_young", begun, street).sentence
    street.organisation.founded = date(2024, 9, 1)
    street.organisation.save()
    begun(street)
    refused("incubation.assessed_now", begun, street)


def test_a_grade_is_renewed_from_two_years_before(street, refused):
    checked(street.organisation)
    orgs.record_grade(street.organisation, by=street.actor("leader"), grade="2A", valid_from=date(2023, 9, 3))
    assert "2026-09-02" in refused("incubation.too_soon", begun, street).sentence


@pytest.mark.parametrize(("grade", "years"), [("1A", 2), ("", 3)])
def test_a_lowered_grade_bars_a_new_one(street, refused, grade, years):
    checked(street.organisation, date(2030, 1, 1))
    orgs.record_grade(street.organisation, by=street.actor("leader"), grade="3A", valid_from=date(2025, 1, 1))
    refused("not_lower", orgs.lower_grade, street.organisation, by=street.actor("leader"), grade="3A", reason="x")
    orgs.lower_grade(street.organisation, by=street.actor("leader"), grade=grade, reason="财务不公开")
    now = street.organisation.grade_on(TODAY)
    assert (now.grade if now else "") == grade and (not now or now.valid_to == date(2029, 12, 31))
    for days, code in ((365 * years - 2, "incubation.barred"), (365 * years + 2, "")):
        with core_clock.fixed(core_clock.now() + timedelta(days=days)):
            if code:
                assert begin_refusal(street) == code
            else:
                assert begin_refusal(street) != "incubation.barred"


def begin_refusal(street):
    from orgs.incubation.models import Grading
    from orgs.incubation.states_gradings import GRADING_STEPS

    blank = Grading(organisation=street.organisation, office=street.office, wanted="3A")
    codes = [need.code for need in GRADING_STEPS.by_verb["begin"].needs if need.failing(None, blank) is not None]
    return "incubation.barred" if "incubation.barred" in codes else ""


def test_visitors_have_no_tie(street, refused):
    checked(street.organisation)
    grading = begun(street)
    refused("incubation.incomplete", domain.hand_in_grading, grading, by=street.actor("owner"))
    assert (
        refused(
            "incubation.points",
            domain.fill_in_grading,
            grading,
            by=street.actor("owner"),
            points=POINTS | {"BASE": 151},
            evidence="x",
        ).field
        == "BASE"
    )
    domain.fill_in_grading(grading, by=street.actor("owner"), points=POINTS, evidence="档案")
    domain.hand_in_grading(grading, by=street.actor("owner"))
    tied = visitor(street, unit_organisation=street.organisation)
    values = {"visited_on": TODAY, "points": POINTS, "findings": "x"}
    assert (
        refused(
            "incubation.visitor_tied",
            domain.record_visit,
            grading,
            by=street.actor("secretary"),
            visitors=[tied],
            **values,
        ).field
        == "visitors"
    )
    domain.hand_back_grading(grading, by=street.actor("secretary"), reason="缺会议记录")
    assert grading.state == "self"


def test_pages(client, street):
    checked(street.organisation)
    grading = visited(street)
    for name, status in (("owner", 200), ("secretary", 200), ("anybody", 404)):
        client.force_login(street.people[name])
        assert client.get(grading.get_absolute_url()).status_code == status
        assert client.get("/incubation/assessments/").status_code == 200
    client.force_login(street.people["owner"])
    assert str(grading.visitors.get()) not in client.get(grading.get_absolute_url()).content.decode()
    client.force_login(make_user())
    assert client.get(f"/incubation/assessments/{street.organisation.code}/begin/").status_code == 404
    client.force_login(street.people["leader"])
    page = client.get(f"/do/incubation.grading/{grading.pk}/grant/")
    assert page.status_code in (200, 302)


def test_each_step_waits_for_whoever_may_take_it(street):
    from marketplace.core.registry import desk_entries

    def waits(*names):
        kind = [str(e.what) for name in names for e in desk_entries(street.actor(name)) if str(e.kind) == "评估等级"]
        return sorted(kind)

    checked(street.organisation)
    grading = begun(street)
    assert waits("owner") == ["填写并提交自评"]
    domain.fill_in_grading(grading, by=street.actor("owner"), points=POINTS, evidence="档案第三柜")
    domain.hand_in_grading(grading, by=street.actor("owner"))
    assert waits("owner") == [] and len(waits("leader", "secretary")) == 2
    domain.hand_back_grading(grading, by=street.actor("secretary"), reason="佐证不全")
    assert waits("owner") == ["填写并提交自评"] and waits("leader", "secretary") == []
    domain.hand_in_grading(grading, by=street.actor("owner"))
    domain.record_visit(
        grading,
        by=street.actor("secretary"),
        visited_on=TODAY,
        visitors=[visitor(street)],
        points=POINTS,
        findings="属实",
    )
    assert len(waits("leader")) == 1 and waits("secretary") == [], "the grade is given by a leader"
