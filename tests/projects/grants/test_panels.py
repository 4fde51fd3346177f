"""The panel and the discussion: who plans, who sits, who reads what; in a blind round nothing tells who applies."""

from datetime import timedelta

import pytest

from marketplace.core import clock, outbox
from marketplace.core.models import Notification
from projects.grants import domain
from projects.grants.models import Panel, Remark

from . import builders as b
from .test_leaks import named
from .test_pages import get
from .test_verbs import refused

pytestmark = pytest.mark.django_db
LATER = b.AFTER + timedelta(days=6)
SITS = b.AFTER + timedelta(days=7)


def plan(street, round, by="secretary", seats=("leader", "e1"), minutes=(15, 20, 10), **fields):
    slots = list(zip(round.applications.filter(state="accepted").order_by("title"), minutes, strict=False))
    people = [street.users[name] for name in seats]
    values = {"place": "三楼会议室", "starts_at": SITS, "seats": people, "slots": slots} | fields
    return domain.panels.plan(round, by=street.actor(by), **values)


def announced(**fields):
    street, round = b.scored(stages={"PANEL": None}, **fields)
    with clock.fixed(LATER):
        panel = plan(street, round)
        domain.panels.announce(panel, by=street.actor("secretary"))
    return street, round, panel


def held(**fields):
    """Minutes are written, naming applicants as minutes do, and released."""
    street, round, panel = announced(**fields)
    first = panel.slots.select_related("application__organisation").first()
    with clock.fixed(SITS + timedelta(hours=2)):
        domain.panels.write_minutes(
            panel, by=street.actor("secretary"), minutes="邻里互助社2迟到,联系 w2@grants.example。总体SAIDALL。",
            records={first.pk: f"{first.application.organisation.name_zh}答复清楚,ONLYFIRST。"},
        )  # fmt: skip
        domain.panels.release(panel, by=street.actor("secretary"))
    return street, round, panel


def scorer(street, application):
    return b.name_of(street, application.reviews.standing().order_by("id").first().reviewer)


# ---- the panel ------------------------------------------------------------------------------------------
def test_a_panel_is_planned_announced_held_and_only_then_the_awards_are_proposed():
    street, round = b.scored(stages={"PANEL": None})
    by = street.actor("secretary")
    with clock.fixed(LATER):
        refused("grants.panel_open", domain.determination.propose, round, by=by, rows=b.suggested(round))
        panel = plan(street, round)
        refused("grants.panel_there", plan, street, round)
        domain.panels.announce(panel, by=by)
        refused("grants.panel_ahead", domain.panels.write_minutes, panel, by=by, minutes="x")
        outbox.deliver()
    assert round.stages.get(kind="PANEL").ends_at == SITS
    people = {user.pk: name for name, user in street.users.items()}
    told = {kind: {people[pk] for pk in Notification.objects.filter(kind=kind).values_list("user", flat=True)} for kind in ("grants.panel_announced", "grants.panel_for_you")}  # fmt: skip
    assert told["grants.panel_for_you"] == {f"{letter}{n}" for letter in "ow" for n in (1, 2, 3)}
    assert {"leader", "e1"} <= told["grants.panel_announced"] and "secretary2" not in told["grants.panel_announced"]
    with clock.fixed(SITS + timedelta(hours=1)):
        domain.panels.write_minutes(panel, by=by, minutes="记录")
        domain.determination.propose(b.fresh(round), by=by, rows=b.suggested(round))
    assert b.fresh(round).state == "proposed"


def test_called_off_the_awards_are_proposed_without_it_and_nobody_hears_of_what_was_never_announced():
    street, round = b.scored(stages={"PANEL": None})
    by = street.actor("secretary")
    with clock.fixed(LATER):
        panel = plan(street, round)
        domain.panels.call_off(panel, by=by, reason="改为书面")
        outbox.deliver()
        assert not Notification.objects.filter(kind="grants.panel_called_off").exists()
        domain.determination.propose(b.fresh(round), by=by, rows=b.suggested(round))
        refused(
            "grants.not_reviewing", domain.panels.change, panel, by=by, place="x", starts_at=SITS, seats=[], slots=[]
        )


def test_a_round_without_a_panel_has_none_and_an_agenda_is_of_its_own_applications():
    street, round = b.scored()
    with clock.fixed(LATER):
        refused("grants.no_panel", plan, street, round)
    street, other = b.scored(street, stages={"PANEL": None})
    theirs = [(round.applications.first(), 10)]
    with clock.fixed(LATER):
        refused("grants.panel_other", plan, street, other, slots=theirs)
        own = other.applications.first()
        refused("grants.panel_other", plan, street, other, slots=[(own, 10), (own, 10)])
        refused("grants.panel_minutes", plan, street, other, slots=[(own, 0)])
    assert not Panel.objects.exists()


def test_nobody_sits_who_has_a_tie_or_declared_one():
    street, round = b.reviewing(stages={"PANEL": None}, applications=2)
    review = b.reviews_of(round)[0]
    gone = b.name_of(street, review.reviewer)
    b.member(street.users["leader2"], street.organisations[1])
    with clock.fixed(LATER):
        domain.reviewing.recuse(review, by=street.actor(gone), reason="亲属")
        for name in ("leader2", gone):
            assert refused("grants.panel_conflict", plan, street, round, seats=(name,)).field == "seats"
        plan(street, round, seats=("leader",))


def test_in_a_blind_round_it_sits_when_scores_can_change_no_more():
    street, round = b.reviewing(stages={"PANEL": None})
    with clock.fixed(LATER):
        panel = plan(street, round)
        refused("grants.panel_before_reviews", domain.panels.announce, panel, by=street.actor("secretary"))
    _street, round = b.reviewing(street, stages={"PANEL": None}, blind=False)
    with clock.fixed(LATER):
        domain.panels.announce(plan(street, round), by=street.actor("secretary"))


def test_reviewers_and_those_who_sit_read_marks_and_minutes_without_names(client):
    street, round, panel = held()
    address = panel.get_absolute_url()
    others = {scorer(street, application) for application in round.applications.all()} | {"e1"}
    with clock.fixed(SITS + timedelta(hours=3)):
        for name in sorted(others):
            for language in ("", "/en"):
                page = get(client, street, name, address, language=language)
                assert not named(page) and "/grants/applications/" not in page, name
                assert "SAIDALL" in page and "ONLYFIRST" in page and round.applications.first().mark in page
            assert not named(get(client, street, name, "/desk/"))
        page = get(client, street, "secretary", address)
        assert "邻里互助社1" in page and "w2@grants" in page


def test_a_team_sees_its_own_hour_and_record_alone_and_nobody_else_sees_anything(client):
    street, round, panel = held()
    address, marks = panel.get_absolute_url(), dict(round.applications.values_list("title", "mark"))
    with clock.fixed(SITS + timedelta(hours=3)):
        page = get(client, street, "w2", address)
        assert marks["项目2"] in page and not any(marks[title] in page for title in ("项目1", "项目3"))
        assert "ONLYFIRST" not in page and "SAIDALL" not in page and "项目1" not in page
        assert "ONLYFIRST" in get(client, street, "o1", address)
        assert marks["项目2"] in page and "三楼会议室" in get(
            client, street, "w2", round.applications.get(title="项目2").get_absolute_url()
        )
        for name in ("stranger", "finance", "buyer", "editor"):
            get(client, street, name, address, 404)
    from projects.grants import reads_panels

    rows = reads_panels.page_of(panel, street.actor("w2"))["slots"]
    assert [(row["at"], row["minutes"]) for row in rows] == [(SITS + timedelta(minutes=15), 20)]


def test_before_it_is_announced_and_before_release_only_the_secretariat_reads(client):
    street, round = b.scored(stages={"PANEL": None})
    with clock.fixed(LATER):
        panel = plan(street, round)
        for name in ("e1", "w1", scorer(street, round.applications.get(title="项目1"))):
            get(client, street, name, panel.get_absolute_url(), 404)
        get(client, street, "secretary2", panel.get_absolute_url())
        domain.panels.announce(panel, by=street.actor("secretary"))
    with clock.fixed(SITS + timedelta(hours=1)):
        domain.panels.write_minutes(
            panel, by=street.actor("secretary"), minutes="尚未公布HELD", records={panel.slots.first().pk: "RECORD"}
        )
        for name in ("e1", "w1"):
            page = get(client, street, name, panel.get_absolute_url())
            assert "HELD" not in page and "RECORD" not in page


@pytest.mark.parametrize("language", ["", "/en"])
def test_planned_and_written_up_by_pages_alone(client, language):
    street, round = b.scored(stages={"PANEL": None}, applications=2)
    one, two = (round.applications.get(title=f"项目{n}") for n in (1, 2))
    address = f"{language}/grants/{round.code}/panel/"
    data = {
        "place": "会议室", "starts_at": "2026-10-10T09:00", "seats": [street.users["leader"].pk], f"position_{one.pk}": "2", f"position_{two.pk}": "1",
        f"minutes_{one.pk}": "15", f"minutes_{two.pk}": "25",
    }  # fmt: skip
    with clock.fixed(LATER):
        client.force_login(street.users["secretary"])
        assert client.get(f"{language}/grants/{round.code}/").content.decode().count("/panel/") == 1
        assert client.get(address).status_code == 200
        answer = client.post(address, data | {f"minutes_{one.pk}": "999", "place": "会议室A"})
        assert answer.status_code == 422 and "会议室A" in answer.content.decode()
        assert client.post(address, data | {"seats": [street.users["stranger"].pk]}).status_code == 422
        assert client.post(address, data).status_code == 302
        panel = Panel.objects.get()
        assert [(s.application_id, s.minutes) for s in panel.slots.all()] == [(two.pk, 25), (one.pk, 15)]
        do = f"{language}/do/grants.panel/{panel.pk}"
        assert client.get(f"{do}/change/").status_code == 200
        assert client.post(f"{do}/announce/").status_code == 302
        for name in ("secretary", "leader", "w1"):
            get(client, street, name, "/desk/", language=language)
    with clock.fixed(b.AFTER + timedelta(days=30)):
        client.force_login(street.users["secretary"])
        assert client.get(f"{do}/write_minutes/").status_code == 200
        assert client.post(f"{do}/write_minutes/", {"minutes": "记录"}).status_code == 302
        assert client.post(f"{do}/release/").status_code == 302
        client.force_login(street.users["w1"])
        assert client.post(f"{do}/change/", data).status_code in (403, 404)
        client.force_login(street.users["stranger"])
        assert client.get(address).status_code == 404


# ---- the discussion --------------------------------------------------------------------------------------
def test_reviewers_discuss_after_the_release_and_until_the_awards_are_proposed():
    street, round = b.reviewing(applications=2)
    reviews = b.reviews_of(round)
    with clock.fixed(b.AFTER + timedelta(days=3)):
        b.score(street, reviews[0], points=70)
        by, application = street.actor(b.name_of(street, reviews[0].reviewer)), reviews[0].application
        refused("grants.discussion_closed", domain.panels.say, application, by=by, text="x")
        for review in reviews[1:]:
            b.score(street, review, points=70)
        domain.panels.say(application, by=by, text="预算偏高")
        domain.panels.say(application, by=street.actor("secretary"), text="已核对")
        outbox.deliver()
        for name in ("leader", "auditor", "w1", "o1", "editor", "e4", "stranger"):
            if not application.reviews.filter(reviewer=street.users[name]).exists():
                refused("grants.discusser", domain.panels.say, application, by=street.actor(name), text="x")
    people = {user.pk: name for name, user in street.users.items()}
    told = [people[pk] for pk in Notification.objects.filter(kind="grants.remark_said").values_list("user", flat=True)]
    assert told and set(told) <= {"secretary", "secretary2", "e1", "e2", "e3", "e4"}
    with clock.fixed(LATER):
        domain.determination.propose(round, by=street.actor("secretary"), rows=b.suggested(round))
        application.refresh_from_db()
        refused("grants.discussion_closed", domain.panels.say, application, by=by, text="x")
    assert Remark.objects.count() == 2


def test_the_discussion_is_read_by_nobody_else_and_without_names_by_those_who_score(client):
    street, round = b.scored()
    application = round.applications.get(title="项目1")
    name = scorer(street, application)
    address = f"/grants/applications/{application.code}/discussion/"
    with clock.fixed(LATER):
        domain.panels.say(application, by=street.actor("secretary"), text="邻里互助社1的预算,电话 13800000000,TALK。")
        client.force_login(street.users[name])
        assert client.post(address, {"text": ""}).status_code == 422
        assert client.post(address, {"text": "REPLY"}).status_code == 302
        for language in ("", "/en"):
            page = get(client, street, name, address, language=language)
            assert not named(page) and "13800000000" not in page and "TALK" in page and "REPLY" in page
            assert ("评审人 1" if not language else "Reviewer 1") in page
        page = get(client, street, "secretary", address)
        assert "邻里互助社1" in page and "REPLY" in page
        scored = set(application.reviews.values_list("reviewer", flat=True))
        strangers = [n for n in ("e1", "e2", "e3", "e4") if street.users[n].pk not in scored]
        for other in (*strangers, "leader", "w1", "o1", "editor", "stranger"):
            get(client, street, other, address, 404)
            for path in (
                application.get_absolute_url(),
                f"/grants/{round.code}/",
                f"/grants/{round.code}/applications.json",
            ):
                client.force_login(street.users[other])
                answer = client.get(path)
                body = b"".join(answer.streaming_content) if answer.streaming else answer.content
                assert b"TALK" not in body and b"REPLY" not in body, (other, path)


def test_a_secretary_who_reviews_elsewhere_in_the_round_reads_no_discussion_as_secretariat(client):
    from tests import factories

    street, round = b.scored()
    application = round.applications.get(title="项目1")
    scored = set(application.reviews.values_list("reviewer", flat=True))
    name = next(
        n
        for n in ("e1", "e2", "e3", "e4")
        if street.users[n].pk not in scored and street.users[n].grant_reviews.exists()
    )
    factories.grant(street.users[name], "SECRETARY", street.office)
    with clock.fixed(LATER):
        refused("grants.discusser", domain.panels.say, application, by=street.actor(name), text="x")
        get(client, street, name, f"/grants/applications/{application.code}/discussion/", 404)
