"""A round from the draft to the decision: what each verb writes, and what it refuses."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from marketplace.core import clock
from marketplace.core.models import AuditEvent, Notification
from marketplace.core.refusals import Refused
from marketplace.funds.queries import committed_for, free_balance
from projects.grants import domain
from projects.grants.models import FormVersion, Round

from . import builders as b

pytestmark = pytest.mark.django_db


def refused(code, call, *args, **kwargs):
    with pytest.raises(Refused) as caught:
        call(*args, **kwargs)
    assert caught.value.code == code, caught.value
    assert caught.value.sentence
    return caught.value


# ---- the round ------------------------------------------------------------------------------------
def test_a_round_is_published_with_number_key_and_form_in_use():
    street, round = b.opened(sealed=True)
    round = b.fresh(round)
    assert (round.state, round.number) == ("open", "2026-001")
    assert round.recipient.startswith("age1") and "AGE-SECRET" not in round.identity
    assert FormVersion.objects.get(pk=round.form_id).state == "in_use"
    assert free_balance(street.fund) == Decimal("100000.00")


def test_a_round_that_the_fund_does_not_cover_is_not_published():
    street, round = b.drafted(b.make_street(budget="1000.00"))
    with clock.fixed(b.START):
        domain.rounds.submit(round, by=street.actor("editor"))
        refused("grants.not_free", domain.rounds.publish, round, by=street.actor("leader"))


@pytest.mark.parametrize(
    ("fields", "part"),
    [
        ({"text_zh": ""}, "正文"),
        ({"most": Decimal("50000.00")}, "金额"),
        ({"deadline": b.REVIEW_UNTIL + timedelta(days=1)}, "日期"),
        ({"agreement_zh": " "}, "协议"),
        ({"tranches": [{"title_zh": "首期", "title_en": "", "share": "0.5"}]}, "50"),
    ],
)
def test_what_is_missing_is_said_when_approval_is_asked_for(fields, part):
    street, round = b.drafted(**fields)
    with clock.fixed(b.START):
        error = refused("grants.incomplete", domain.rounds.submit, round, by=street.actor("editor"))
    assert part in error.sentence


def test_an_unsound_form_keeps_the_round_from_being_published():
    street = b.make_street()
    with clock.fixed(b.START):
        domain.forms.edit(street.form, by=street.actor("editor"), definition={"sections": []})
    street, round = b.drafted(street)
    with clock.fixed(b.START):
        refused("grants.incomplete", domain.rounds.submit, round, by=street.actor("editor"))


def test_whoever_drafted_it_does_not_publish_it():
    street, round = b.drafted()
    from tests import factories

    factories.grant(street.users["editor"], "LEADER", street.office)
    with clock.fixed(b.START):
        domain.rounds.submit(round, by=street.actor("editor"))
        refused("grants.not_drafter", domain.rounds.publish, round, by=street.actor("editor"))


def test_a_form_in_use_is_revised_and_applications_keep_theirs():
    street, round = b.opened()
    application = b.begun(street, round)
    with clock.fixed(b.OPEN):
        form = FormVersion.objects.get(pk=round.form_id)
        refused("wrong_state", domain.forms.edit, form, by=street.actor("editor"), title_zh="新")
        following = domain.forms.revise(form, by=street.actor("editor"))
        refused("grants.newer_draft", domain.forms.revise, form, by=street.actor("editor"))
    assert (following.version, following.state, following.code) == (2, "draft", form.code)
    application.refresh_from_db()
    assert application.form_id == form.pk


def test_copied_from_last_year_takes_all_but_the_dates():
    street, round = b.concluded()
    with clock.fixed(b.START + timedelta(days=365)):
        again = domain.rounds.copy(
            round, by=street.actor("editor"), title_zh="第二届", opens_at=b.OPEN + timedelta(days=365),
            deadline=b.DEADLINE + timedelta(days=365), review_until=b.REVIEW_UNTIL + timedelta(days=365),
        )  # fmt: skip
        domain.rounds.submit(again, by=street.actor("editor"))
    assert (again.budget, again.number, again.copied_from_id) == (round.budget, "", round.pk)
    assert [c.name_zh for c in again.criteria.all()] == [c.name_zh for c in round.criteria.all()]


# ---- applications -----------------------------------------------------------------------------------
def test_handed_in_until_the_second_and_not_later():
    street, round = b.opened()
    one, two = b.begun(street, round, 1), b.begun(street, round, 2)
    with clock.fixed(b.DEADLINE):
        receipt = domain.applications.submit(one, by=street.actor("w1"))
    with clock.fixed(b.DEADLINE + timedelta(seconds=1)):
        refused("grants.late", domain.applications.submit, two, by=street.actor("w2"))
    one.refresh_from_db()
    assert (one.state, receipt.number, len(receipt.sha256)) == ("submitted", 1, 64)


def test_before_the_opening_nobody_begins():
    street, round = b.opened()
    with clock.fixed(b.OPEN - timedelta(seconds=1)):
        refused(
            "grants.late", domain.applications.start, round, by=street.actor("w1"), organisation=street.organisations[0]
        )


def test_who_may_not_apply_is_told_at_the_beginning_and_why():
    street, round = b.opened(least_grade="3A")
    with clock.fixed(b.OPEN):
        error = refused("grants.may_not_apply", domain.applications.start, round, by=street.actor("w1"), organisation=street.organisations[0])  # fmt: skip
    assert "等级" in error.sentence


def test_an_organisation_hands_in_as_many_as_the_round_allows():
    street, round = b.opened()
    b.applied(street, round)
    with clock.fixed(b.OPEN + timedelta(days=1)):
        refused(
            "grants.limit",
            domain.applications.start,
            round,
            by=street.actor("w1"),
            organisation=street.organisations[0],
        )


@pytest.mark.parametrize(
    ("values", "part"),
    [
        ({"title": ""}, "标题"),
        ({"amount": "20000.01"}, "最多"),
        ({"amount": "999.99"}, "最少"),
        ({"answers": b.content()["answers"] | {"f1": ""}}, "要解决什么问题"),
        ({"answers": b.content()["answers"] | {"f2": "young"}}, "儿童保护措施"),
        ({"amount": "10000.01"}, "合不上"),
        ({"answers": b.content()["answers"] | {"f6": False}}, "以上属实"),
    ],
)
def test_an_incomplete_application_says_what_is_missing(values, part):
    street, round = b.opened()
    application = b.begun(street, round, **values)
    with clock.fixed(b.OPEN + timedelta(days=1)):
        error = refused("grants.application_incomplete", domain.applications.submit, application, by=street.actor("w1"))
    assert part in error.sentence
    application.refresh_from_db()
    assert application.draft and application.state == "draft"


def test_answers_to_questions_that_are_not_asked_are_not_handed_in():
    street, round = b.opened()
    application = b.applied(street, round, **b.content(f3="不该留下"))
    assert "f3" not in application.content["answers"]


def test_a_sealed_application_is_read_by_nobody_before_the_call_is_closed():
    street, round = b.opened(sealed=True)
    application = b.begun(street, round, title=b.MARKER)
    with clock.fixed(b.OPEN + timedelta(days=1)):
        domain.applications.add_file(application, "f5", b.PDF, by=street.actor("w1"))
        receipt = domain.applications.submit(application, by=street.actor("w1"))
    application.refresh_from_db()
    assert (application.title, application.amount, application.content, application.draft) == ("", None, None, None)
    assert receipt.path.startswith("sealed/") and receipt.content is None
    with clock.fixed(b.DEADLINE):
        refused("grants.still_open", domain.rounds.close_call, round, by=street.actor("secretary"))
    with clock.fixed(b.AFTER):
        domain.rounds.close_call(round, by=street.actor("secretary"))
    application.refresh_from_db()
    assert (application.title, application.amount) == (b.MARKER, Decimal("10000.00"))
    assert len(application.content["files"]) == 1 and len(application.mark) == 6


def test_a_replaced_application_counts_with_its_last_version():
    street, round = b.opened()
    application = b.applied(street, round)
    with clock.fixed(b.OPEN + timedelta(days=1)):
        domain.applications.save(application, by=street.actor("w1"), content=b.content() | {"title": "第二稿"})
        domain.applications.submit(application, by=street.actor("w1"))
    application.refresh_from_db()
    assert application.title == "第二稿"
    assert [s.content["title"] for s in application.submissions.all()] == ["银龄相伴", "第二稿"]


def test_withdrawn_and_handed_in_again():
    street, round = b.opened()
    application = b.applied(street, round)
    with clock.fixed(b.OPEN + timedelta(days=1)):
        domain.applications.withdraw(application, by=street.actor("o1"))
        domain.applications.submit(application, by=street.actor("w1"))
    application.refresh_from_db()
    assert application.state == "submitted"


# ---- screening ---------------------------------------------------------------------------------------
def test_returned_completed_and_passed():
    street, round = b.called()
    application = round.applications.get(title="项目1")
    with clock.fixed(b.AFTER + timedelta(days=1)):
        domain.screening.return_(application, by=street.actor("secretary"), reason="缺少预算说明。")
        application.refresh_from_db()
        assert application.state == "returned" and application.cure_until > clock.now()
        refused("grants.not_screened", domain.reviewing.begin_reviews, round, by=street.actor("secretary"))
        refused("grants.cure_runs", domain.screening.exclude, application, by=street.actor("secretary"), reason="x")
        domain.applications.save(application, by=street.actor("w1"), content=b.content() | {"title": "项目1"})
        domain.applications.submit(application, by=street.actor("w1"))
    application.refresh_from_db()
    assert application.state == "submitted" and application.submissions.count() == 2
    assert [s.decision for s in application.screenings.all()] == ["returned"]


def test_what_is_not_completed_in_time_is_excluded():
    street, round = b.called()
    application = round.applications.get(title="项目1")
    with clock.fixed(b.AFTER + timedelta(days=1)):
        domain.screening.return_(application, by=street.actor("secretary"), reason="缺少预算说明。")
    application.refresh_from_db()
    with clock.fixed(application.cure_until + timedelta(seconds=1)):
        refused("grants.cure_late", domain.applications.submit, application, by=street.actor("w1"))
        domain.screening.exclude(application, by=street.actor("secretary"), reason="未按期补正。")
    application.refresh_from_db()
    assert application.state == "ineligible"


# ---- reviews -----------------------------------------------------------------------------------------
def test_reviewers_are_assigned_evenly_and_never_in_conflict():
    street = b.make_street()
    b.member(street.users["e1"], street.organisations[0], ended_at=b.START - timedelta(days=100))
    street, round = b.reviewing(street)
    reviews = b.reviews_of(round)
    assert len(reviews) == 6
    loads = {name: sum(r.reviewer_id == street.users[name].pk for r in reviews) for name in ("e1", "e2", "e3", "e4")}
    assert loads == {"e1": 0, "e2": 2, "e3": 2, "e4": 2}
    steps = AuditEvent.objects.filter(verb="grants.review.assign")
    assert {step.object_id for step in steps} == {review.pk for review in reviews}
    assert {step.actor_id for step in steps} == {street.users["secretary"].pk}
    assert steps[0].changes["state"] == [None, "assigned"] and steps[0].in_name_of == [f"office:{street.office.pk}"]


@pytest.mark.django_db(transaction=True)
def test_a_reviewer_of_many_applications_is_told_once():
    street, _round = b.reviewing()
    notes = Notification.objects.filter(kind__in=["grants.reviews_assigned", "grants.review_assigned"])
    told = [b.name_of(street, note.user) for note in notes]
    assert sorted(told) == sorted({b.name_of(street, row.reviewer) for row in b.reviews_of(_round)})


def test_assigning_more_reviews_asks_no_more_of_the_database():
    street = b.make_street(5)
    assert begin_with(street, 2) == begin_with(street, 5)


def begin_with(street, applications) -> int:
    """Statements of the verb in a round with so many applications, which is taken back."""
    with transaction.atomic():
        _street, round = b.screened(street, applications=applications)
        with clock.fixed(b.AFTER + timedelta(days=2)), CaptureQueriesContext(connection) as found:
            domain.reviewing.begin_reviews(round, by=street.actor("secretary"))
        transaction.set_rollback(True)
    return len(found)


def test_too_few_reviewers_assigns_nobody():
    street, round = b.screened(reviewers=5)
    with clock.fixed(b.AFTER + timedelta(days=2)):
        refused("grants.too_few_reviewers", domain.reviewing.begin_reviews, round, by=street.actor("secretary"))
    assert b.reviews_of(round) == [] and b.fresh(round).state == "screening"


def test_a_conflict_is_declared_and_the_reviewer_replaced():
    street, round = b.reviewing()
    review = b.reviews_of(round)[0]
    name = b.name_of(street, review.reviewer)
    with clock.fixed(b.AFTER + timedelta(days=3)):
        domain.reviewing.recuse(review, by=street.actor(name), reason="亲属在该机构任职。")
        refused("wrong_state", domain.reviewing.hand_in, review, by=street.actor(name), points={}, reasons={})
        new = domain.reviewing.replace(review, by=street.actor("secretary"), reason="回避")
    assert new.reviewer_id != review.reviewer_id and new.state == "assigned"


@pytest.mark.parametrize(("points", "reason", "code"), [(101, "", "grants.points_missing"), (95, "好", "grants.reason_missing"), (20, "", "grants.reason_missing")])  # fmt: skip
def test_points_at_the_ends_need_a_reason(points, reason, code):
    street, round = b.reviewing()
    with clock.fixed(b.AFTER + timedelta(days=3)):
        refused(code, b.score, street, b.reviews_of(round)[0], points=points, reason=reason)
        b.score(street, b.reviews_of(round)[1], points=95, reason="方案成熟,已有两年试点数据。")


def test_nothing_is_proposed_before_all_are_in_or_the_date_has_passed():
    street, round = b.reviewing()
    for review in b.reviews_of(round)[:5]:
        with clock.fixed(b.AFTER + timedelta(days=3)):
            b.score(street, review)
    rows = b.suggested(round)
    with clock.fixed(b.REVIEW_UNTIL):
        refused("grants.reviews_out", domain.determination.propose, round, by=street.actor("secretary"), rows=rows)
    with clock.fixed(b.REVIEW_UNTIL + timedelta(seconds=1)):
        domain.determination.propose(round, by=street.actor("secretary"), rows=rows)


# ---- the decision -------------------------------------------------------------------------------------
def test_the_decision_promises_the_awards_and_nothing_more():
    street, round = b.decided()
    assert committed_for(street.fund, round) == Decimal("21000.00")
    assert free_balance(street.fund) == Decimal("79000.00")
    states = dict(round.applications.values_list("title", "state"))
    assert states == {"项目1": "awarded", "项目2": "awarded", "项目3": "waiting"}


def test_whoever_proposed_does_not_decide():
    street, round = b.proposed()
    from tests import factories

    factories.grant(street.users["secretary"], "LEADER", street.office)
    with clock.fixed(b.AFTER + timedelta(days=9)):
        refused("grants.not_proposer", domain.determination.decide, round, by=street.actor("secretary"))


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"amount": Decimal("10000.01")}, "grants.award_too_high"),
        ({"amount": Decimal(0)}, "grants.award_empty"),
        ({"reasons": " "}, "grants.reasons_missing"),
    ],
)
def test_a_proposal_that_does_not_hold_is_refused(change, code):
    street, round = b.scored()
    rows = b.suggested(round)
    rows[0] |= change
    with clock.fixed(b.AFTER + timedelta(days=8)):
        refused(code, domain.determination.propose, round, by=street.actor("secretary"), rows=rows)
        refused("grants.not_all", domain.determination.propose, round, by=street.actor("secretary"), rows=rows[1:])


def test_awards_never_exceed_the_money_of_the_round():
    street, round = b.scored()
    rows = [row | {"outcome": "award", "amount": row["application"].amount} for row in b.suggested(round)]
    with clock.fixed(b.AFTER + timedelta(days=8)):
        refused("grants.beyond_budget", domain.determination.propose, round, by=street.actor("secretary"), rows=rows)


def test_an_upheld_objection_releases_the_promise_and_all_is_decided_again():
    street, round = b.decided()
    with clock.fixed(b.AFTER + timedelta(days=10)):
        objection = domain.objections.file(
            round, by=street.actor("o3"), organisation=street.organisations[2], text="评分有误。"
        )
        refused("grants.objected_once", domain.objections.file, round, by=street.actor("o3"), organisation=street.organisations[2], text="再次")  # fmt: skip
    with clock.fixed(round.standstill_until + timedelta(seconds=1)):
        refused("grants.objection_open", domain.determination.conclude, round, by=street.actor("secretary"))
        domain.objections.uphold(objection, by=street.actor("leader"), reason="确有计算错误。")
        assert committed_for(street.fund, round) == 0
        assert set(round.applications.values_list("state", flat=True)) == {"accepted"}
        again = b.fresh(round)
        domain.determination.propose(again, by=street.actor("secretary"), rows=b.suggested(again))
        domain.determination.decide(again, by=street.actor("leader"))
    assert committed_for(street.fund, round) == Decimal("21000.00")


def test_a_declined_award_lets_the_waiting_list_step_up_with_four_eyes():
    street, round = b.concluded()
    first, third = round.applications.get(title="项目1"), round.applications.get(title="项目3")
    with clock.fixed(round.standstill_until + timedelta(days=1)):
        domain.determination.decline(first, by=street.actor("o1"))
        assert committed_for(street.fund, round) == Decimal("11000.00")
        third = domain.determination.nominate(
            third, by=street.actor("secretary"), amount=Decimal("12000"), reasons="递补。"
        )
        refused("grants.leader", domain.determination.step_up, third, by=street.actor("secretary"))
        domain.determination.step_up(third, by=street.actor("leader"))
    assert committed_for(street.fund, round) == Decimal("23000.00")
    third.refresh_from_db()
    assert third.state == "awarded"


def test_nobody_steps_up_in_a_round_that_is_over():
    street, round = b.concluded()
    first, third = round.applications.get(title="项目1"), round.applications.get(title="项目3")
    with clock.fixed(round.standstill_until + timedelta(days=1)):
        domain.determination.decline(first, by=street.actor("o1"))
        third = domain.determination.nominate(
            third, by=street.actor("secretary"), amount=Decimal("12000"), reasons="递补。"
        )
        Round.objects.filter(pk=round.pk).update(state="closed")
        third = type(third).objects.get(pk=third.pk)
        refused("grants.not_awarding", domain.determination.step_up, third, by=street.actor("leader"))
    assert committed_for(street.fund, round) == Decimal("11000.00")


def test_a_waiting_list_never_steps_up_beyond_the_money():
    street, round = b.concluded()
    third = round.applications.get(title="项目3")
    with clock.fixed(round.standstill_until + timedelta(days=1)):
        third = domain.determination.nominate(
            third, by=street.actor("secretary"), amount=Decimal("12000"), reasons="递补。"
        )
        refused("grants.no_money_left", domain.determination.step_up, third, by=street.actor("leader"))
