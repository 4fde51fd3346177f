"""The short concept: until its date, decided with reasons, and only then the full application, by those who were invited."""

import csv
import io
import json
from datetime import timedelta

import pytest

from marketplace.core import clock, outbox
from marketplace.core.models import Notification
from projects.grants import domain, reads, reviewers, sealed
from projects.grants.models import Concept, FormVersion

from . import builders as b
from .test_pages import get
from .test_verbs import refused
from .windows import Window

pytestmark = pytest.mark.django_db
UNTIL, BY = b.OPEN + timedelta(days=6), b.OPEN + timedelta(days=9)
SHORT = {"sections": [{"key": "s1", "title_zh": "概念", "title_en": "Concept", "help_zh": "", "help_en": "", "fields": [
    {"key": "f1", "type": "LONG", "label_zh": "想法", "label_en": "The idea", "required": True, "limit": 300}]}]}  # fmt: skip


def short_form(street, definition=SHORT):
    with clock.fixed(b.START):
        return domain.forms.draft(street.office, by=street.actor("editor"), title_zh="概念书", definition=definition)


def opened(**fields):
    street = b.make_street()
    values = {"concept_form": short_form(street), "concept_until": UNTIL, "concept_by": BY} | fields
    return b.opened(street, **values)


def handed_in(street, round, number=1, text="为独居老人送餐SECRETIDEA"):
    by = street.actor(f"w{number}")
    with clock.fixed(b.OPEN + timedelta(hours=number)):
        concept = domain.concepts.start(round, by=by, organisation=street.organisations[number - 1])
        content = b.content() | {"title": f"概念{number}", "answers": {"f1": text}}
        domain.concepts.save(concept, by=by, content=content)
        return domain.concepts.submit(concept, by=by)


def test_only_those_who_are_invited_write_the_full_application_and_begin_with_what_they_said():
    street, round = opened()
    one, two = handed_in(street, round, 1), handed_in(street, round, 2)
    by, start = street.actor("secretary"), domain.applications.start
    with clock.fixed(UNTIL):
        refused("grants.still_open", domain.concepts.invite, one, by=by)
        refused("grants.not_invited", start, round, by=street.actor("w1"), organisation=street.organisations[0])
    with clock.fixed(UNTIL + timedelta(hours=1)):
        refused("grants.late", domain.concepts.save, one, by=street.actor("w1"), content={})
        refused(
            "grants.late", domain.concepts.start, round, by=street.actor("w3"), organisation=street.organisations[2]
        )
        domain.concepts.invite(one, by=by)
        domain.concepts.decline(two, by=by, reason="与主题不符")
        outbox.deliver()
        application = start(round, by=street.actor("w1"), organisation=street.organisations[0])
        for number in (2, 3):
            refused(
                "grants.not_invited",
                start,
                round,
                by=street.actor(f"w{number}"),
                organisation=street.organisations[number - 1],
            )
        refused("grants.limit", start, round, by=street.actor("w1"), organisation=street.organisations[0])
    draft = sealed.read_draft(application)
    assert (draft["title"], draft["amount"], draft["answers"]) == ("概念1", "10000.00", {})
    two.refresh_from_db()
    assert (two.state, two.reason, two.decided_by) == ("declined", "与主题不符", street.users["secretary"])
    people = {user.pk: name for name, user in street.users.items()}
    for kind, names in (("grants.concept_invited", {"o1", "w1"}), ("grants.concept_declined", {"o2", "w2"})):
        assert {people[pk] for pk in Notification.objects.filter(kind=kind).values_list("user", flat=True)} == names
    with clock.fixed(b.AFTER):
        refused("grants.deadline_passed", domain.concepts.invite, two, by=by)


def test_as_many_full_applications_as_concepts_were_invited_and_a_decline_may_be_mended():
    street, round = opened(limit=2)
    first = handed_in(street, round)
    second = handed_in(street, round)
    with clock.fixed(UNTIL + timedelta(hours=1)):
        domain.concepts.invite(first, by=street.actor("secretary"))
        domain.concepts.decline(second, by=street.actor("secretary"), reason="x")
        domain.applications.start(round, by=street.actor("w1"), organisation=street.organisations[0])
        refused(
            "grants.not_invited",
            domain.applications.start,
            round,
            by=street.actor("w1"),
            organisation=street.organisations[0],
        )
        domain.concepts.invite(second, by=street.actor("secretary"))
        domain.applications.start(round, by=street.actor("w1"), organisation=street.organisations[0])


def test_what_is_missing_is_said_and_what_was_handed_in_can_be_changed_and_withdrawn_until_the_date():
    street, round = opened()
    by = street.actor("w1")
    with clock.fixed(b.OPEN):
        concept = domain.concepts.start(round, by=by, organisation=street.organisations[0])
        refused("grants.no_draft", domain.concepts.submit, concept, by=by)
        domain.concepts.save(concept, by=by, content=b.content() | {"answers": {}})
        refused("grants.application_incomplete", domain.concepts.submit, concept, by=by)
        refused("grants.limit", domain.concepts.start, round, by=by, organisation=street.organisations[0])
        refused("grants.applicant", domain.concepts.save, concept, by=street.actor("w2"), content={})
        domain.concepts.save(concept, by=by, content=b.content() | {"answers": {"f1": "一"}})
        domain.concepts.submit(concept, by=by)
        domain.concepts.withdraw(concept, by=by)
        assert (concept.content, concept.title) == (None, "")
        domain.concepts.submit(concept, by=by)
    assert concept.content["answers"] == {"f1": "一"}


def test_before_its_date_nobody_else_learns_of_a_concept_and_afterwards_the_office_alone(client):
    street, round = opened()
    concept = handed_in(street, round)
    paths = (
        "/grants/concepts/",
        f"/grants/concepts/?round={round.code}",
        f"/grants/{round.code}/",
        "/desk/",
        "/grants/applications/",
        "/search/?q=SECRETIDEA",
    )

    def seen(name):
        client.force_login(street.users[name])
        found = "".join(client.get(path).content.decode().replace("q=SECRETIDEA", "") for path in paths)
        own = client.get(concept.get_absolute_url())
        return own.status_code, "概念1" in found or "邻里互助社1" in found

    with clock.fixed(UNTIL):
        assert {name: seen(name) for name in ("secretary", "leader", "auditor", "w2", "e1")} == dict.fromkeys(("secretary", "leader", "auditor", "w2", "e1"), (404, False))  # fmt: skip
    with clock.fixed(UNTIL + timedelta(seconds=1)):
        assert [seen(name) for name in ("secretary", "leader", "auditor")] == [(200, True)] * 3
        assert [seen(name) for name in ("w2", "e1", "editor", "finance", "stranger")] == [(404, False)] * 5
        b.member(street.users["leader2"], street.organisations[1], "OWNER")
        handed = Concept.objects.filter(pk=concept.pk).update(organisation=street.organisations[1])
        assert handed == 1
        concept.refresh_from_db()
        from tests import factories

        factories.grant(street.users["leader2"], "SECRETARY", street.office)
        refused("grants.no_rival", domain.concepts.invite, concept, by=street.actor("leader2"))


def test_whoever_decided_about_concepts_reviews_in_no_blind_round():
    from tests import factories

    street = b.make_street()
    values = {"concept_form": short_form(street), "concept_until": UNTIL, "concept_by": BY}
    for blind in (True, False):
        _street, round = b.opened(street, blind=blind, **values)
        concept = handed_in(street, round, 1 if blind else 2)
        if blind:
            factories.grant(street.users["e1"], "SECRETARY", street.office)
        with clock.fixed(UNTIL + timedelta(hours=1)):
            domain.concepts.invite(concept, by=street.actor("e1"))
            application = domain.applications.start(
                round, by=street.actor("w1" if blind else "w2"), organisation=concept.organisation
            )
        able, _fits = reviewers.possible(round, [application])
        assert (street.users["e1"].pk in able[application.pk]) is not blind


@pytest.mark.parametrize(
    ("fields", "part"), [({"concept_until": None}, "概念书的日期"), ({"concept_by": b.DEADLINE}, "概念书的日期"), ({"files": True}, "附件")]
)  # fmt: skip
def test_a_round_whose_concept_is_not_sound_is_not_published(fields, part):
    street, definition = b.make_street(), SHORT
    if fields.pop("files", False):
        definition = b.DEFINITION
    values = {"concept_form": short_form(street, definition), "concept_until": UNTIL, "concept_by": BY} | fields
    street, round = b.drafted(street, **values)
    with clock.fixed(b.START):
        assert part in refused("grants.incomplete", domain.rounds.submit, round, by=street.actor("editor")).sentence


def test_the_stage_stands_on_the_calendar_and_its_form_is_in_use():
    street, round = opened()
    assert FormVersion.objects.get(pk=round.concept_form_id).state == "in_use"
    stage = round.stages.first()
    assert (stage.kind, stage.ends_at) == ("CONCEPT", BY)
    with clock.fixed(b.OPEN):
        assert [row["state"] for row in reads.rail(round)][:2] == ["now", "next"]
    with clock.fixed(BY + timedelta(hours=1)):
        assert [row["state"] for row in reads.rail(round)][:2] == ["done", "now"]
    _street, plain = b.drafted(street)
    assert plain.stages.first().kind == "APPLICATION"


@pytest.mark.parametrize("language", ["", "/en"])
def test_written_and_decided_by_pages_alone(client, language):
    street, round = opened()
    with clock.fixed(b.OPEN):
        client.force_login(street.users["w1"])
        assert f"/grants/{round.code}/concept/" in client.get(f"{language}/grants/{round.code}/").content.decode()
        answer = client.post(f"{language}/grants/{round.code}/concept/", {"organisation": street.organisations[0].pk})
        concept = Concept.objects.get()
        address = f"{language}/grants/concepts/{concept.code}/"
        assert answer["Location"] == f"{address}write/"
        assert client.get(f"{address}write/").status_code == client.get(address).status_code == 200
        page, data = Window(client, f"{address}write/"), {"title": "概念一", "summary": "短", "f1": "想法WORD"}
        assert page.save(**data, amount="abc").status_code == 422 and "想法WORD" in page.page
        assert page.save(**data, amount="900000", hand_in="1").status_code == 422
        assert page.save(**data, amount="9000", save="1").status_code == 302
        assert page.save(**data, amount="9000", hand_in="1")["Location"] == address
        get(client, street, "w1", "/desk/", language=language)
    with clock.fixed(UNTIL + timedelta(hours=1)):
        for path in ("/grants/concepts/", "/desk/"):
            get(client, street, "secretary", path, language=language)
        assert "想法WORD" in get(client, street, "secretary", f"/grants/concepts/{concept.code}/", language=language)
        do = f"{language}/do/grants.concept/{concept.pk}"
        assert client.get(f"{do}/decline/").status_code == client.get(f"{do}/invite/").status_code == 200
        assert client.post(f"{do}/decline/", {"reason": ""}).status_code == 422
        assert client.post(f"{do}/invite/").status_code == 302
        page = get(client, street, "w1", f"/grants/{round.code}/", language=language)
        assert f"/grants/{round.code}/begin/" in page


@pytest.mark.parametrize("language", ["", "/en"])
def test_the_office_takes_concepts_away_after_their_date_and_nobody_else_does(client, language):
    street, round = opened()
    concept = handed_in(street, round, text="=SUM(1)为独居老人送餐")
    handed_in(street, round, 2)
    base = f"{language}/grants/{round.code}/concepts"

    def answers(name):
        client.force_login(street.users[name])
        return [client.get(f"{base}.{kind}").status_code for kind in ("csv", "xlsx", "json", "pdf")]

    with clock.fixed(UNTIL):
        assert answers("secretary") == [404] * 4
    with clock.fixed(UNTIL + timedelta(hours=1)):
        domain.concepts.decline(concept, by=street.actor("secretary"), reason="与主题不符")
        for name in ("w1", "e1", "editor", "finance", "stranger"):
            assert answers(name) == [404] * 4, name
        assert answers("secretary") == answers("auditor") == [200, 200, 200, 404]
        client.force_login(street.users["secretary"])
        assert f"{base}.csv" in client.get(f"{language}/grants/concepts/?round={round.code}").content.decode()
        assert f"{base}.csv" not in client.get(f"{language}/grants/concepts/").content.decode()
        rows = list(csv.reader(io.StringIO(b"".join(client.get(f"{base}.csv")).decode("utf-8-sig"))))
        assert [len(rows), rows[0][-1]] == [3, "The idea" if language else "想法"]
        assert rows[1][2] == "概念1" and rows[1][7] == "与主题不符" and rows[1][-1] == "'=SUM(1)为独居老人送餐"
        found = json.loads(b"".join(client.get(f"{base}.json")))
        assert [(r["title"], r["state"], r["amount"]) for r in found] == [
            ("概念1", "declined", "10000.00"),
            ("概念2", "submitted", "10000.00"),
        ]
        assert found[0]["content"]["answers"] == {"f1": "=SUM(1)为独居老人送餐"}
