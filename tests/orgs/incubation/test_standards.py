"""Standards of growth: the next version is drafted, approved by another, in force from a day ahead; what was judged before stays."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from marketplace.core import audit
from marketplace.core import clock as core_clock
from marketplace.core.registry import desk_entries
from orgs.incubation import domain
from orgs.incubation.criteria import findings
from orgs.incubation.forms import MaturityForm
from orgs.incubation.models import MaturityQuestion, Standard
from orgs.incubation.queries import sentences_in_use
from orgs.incubation.standards import lines
from tests.factories import actor, person

from . import builders as b

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper(street):
    street.people["keeper"] = person("KEEPER", street.office)
    return street.actor("keeper")


def ahead(days=30):
    return core_clock.today() + timedelta(days=days)


def first():
    return Standard.objects.get(version="2020.1")


def drafted(by, **change):
    new = domain.revise_standards(first(), by=by, version="2027.1", valid_from=ahead())
    values = {"source": "街道办公会议纪要 2026 年第 9 号", "valid_from": ahead()} | change
    return domain.change_standards(new, by=by, **values)


def growth(stay, day=None):
    return {(one.measure, one.at_least) for one in findings(stay, "GROWTH", day)}


def test_what_applied_before_is_the_first_version():
    assert (first().criteria.count(), first().sentences.count()) == (15, 10)
    assert [q.position for q in sentences_in_use()] == list(range(1, 11))


def test_the_next_version_begins_and_old_forms_stay(street, keeper):
    stay = b.inside(street)
    check = domain.assess(stay, by=street.actor("owner"), answers={q.pk: 3 for q in sentences_in_use()})
    new = drafted(keeper)
    domain.set_criterion(new, by=keeper, stage="GROWTH", measure="STAFF", at_least=3)
    domain.set_criterion(new, by=keeper, stage="GROWTH", measure="YEARS")
    domain.set_criterion(new, by=keeper, stage="GROWTH", measure="TRAININGS", at_least=1)
    gone = new.sentences.get(position=1)
    domain.remove_sentence(new, by=keeper, sentence=gone)
    domain.change_sentence(
        new, by=keeper, sentence=new.sentences.get(position=3), aspect="FINANCE", text_zh="账目清楚。", text_en="Clear."
    )
    domain.add_sentence(new, by=keeper, aspect="GOVERNANCE", text_zh="每年开会四次。", text_en="It meets four times.")
    before = {("YEARS", 1), ("STAFF", 4), ("MATURITY", 18), ("GOALS", 1)}
    assert growth(stay) == growth(stay, ahead()) == before, "a draft is in no force"
    domain.approve_standards(new, by=street.actor("leader"))
    assert (first().valid_to, new.state) == (ahead(29), "approved")
    assert growth(stay, ahead(29)) == before
    assert growth(stay, ahead()) == {("STAFF", 3), ("MATURITY", 18), ("GOALS", 1), ("TRAININGS", 1)}
    with core_clock.fixed(core_clock.now() + timedelta(days=30)):
        asked = [str(field.label) for field in MaturityForm(obj=stay).fields.values()][:-1]
        assert asked[1] == "治理：每年开会四次。" and "财务：账目清楚。" in asked and len(asked) == 10
        answers = {q.pk: 1 for q in sentences_in_use()}
        assert domain.assess(stay, by=street.actor("owner"), answers=answers).mean == 10
    check.refresh_from_db()
    said = MaturityQuestion.objects.filter(pk__in=check.answers)
    assert (check.mean, said.count()) == (30, 10)
    assert gone.text_zh in {row.text_zh for row in said}, "who filled in the old form answered the old sentences"


def test_the_sheet_shows_what_differs(street, keeper):
    new = drafted(keeper)
    assert not any("←" in text or text.startswith("+") for _label, text in lines(new))
    domain.set_criterion(new, by=keeper, stage="GROWTH", measure="STAFF", at_least=3)
    domain.set_criterion(new, by=keeper, stage="HUB", measure="CARED")
    domain.change_sentence(
        new, by=keeper, sentence=new.sentences.get(position=3), aspect="FINANCE", text_zh="账目清楚。"
    )
    shown = lines(new)
    assert ("成长期: 工作人员数", "≥ 3\n← ≥ 4") in shown and ("枢纽期: 帮带组织数", "–\n← ≥ 2") in shown
    assert ("财务", "+ 账目清楚。") in shown
    told = [event.note for event in audit.timeline(new, street.actor("leader"))]
    assert "GROWTH STAFF: 4 → 3" in told and "HUB CARED: 2 → –" in told


def test_four_eyes_and_a_day_ahead(street, keeper, refused):
    new = drafted(keeper)
    assert "请阅读并批准新的培育标准" in [str(e.what) for e in desk_entries(street.actor("leader"))]
    refused("role:LEADER", domain.approve_standards, new, by=keeper)
    stale = actor(street.people["leader"], second_factor=False)
    refused("second_factor", domain.approve_standards, new, by=stale)
    Standard.objects.filter(pk=new.pk).update(drafted_by=street.people["leader"])
    new.refresh_from_db()
    refused("four_eyes", domain.approve_standards, new, by=street.actor("leader"))
    leader2 = street.actor("leader2")
    domain.change_standards(new, by=keeper, source=" ", valid_from=ahead())
    refused("incubation.no_source", domain.approve_standards, new, by=leader2)
    domain.change_standards(new, by=keeper, source="决定", valid_from=core_clock.today())
    refused("incubation.begins_ahead", domain.approve_standards, new, by=leader2)
    domain.change_standards(new, by=keeper, source="决定", valid_from=ahead())
    for sentence in new.sentences.filter(aspect="TRUST"):
        domain.remove_sentence(new, by=keeper, sentence=sentence)
    assert "公信力" in refused("incubation.aspect_empty", domain.approve_standards, new, by=leader2).sentence
    domain.add_sentence(new, by=keeper, aspect="TRUST", text_zh="信息公开。")
    domain.approve_standards(new, by=leader2)
    other = domain.revise_standards(new, by=keeper, version="2027.2", valid_from=ahead(20))
    domain.change_standards(other, by=keeper, source="决定", valid_from=ahead(20))
    refused("incubation.before_the_last", domain.approve_standards, other, by=leader2)


def test_what_is_approved_is_never_changed(street, keeper, refused):
    sentence = first().sentences.first()
    for act, values in (
        (domain.set_criterion, {"stage": "HUB", "measure": "YEARS", "at_least": 9}),
        (domain.add_sentence, {"aspect": "TRUST", "text_zh": "x"}),
        (domain.change_sentence, {"sentence": sentence, "aspect": "TRUST", "text_zh": "x"}),
        (domain.remove_sentence, {"sentence": sentence}),
        (domain.change_standards, {"source": "x", "valid_from": ahead()}),
        (domain.discard_standards, {}),
    ):
        refused("wrong_state", act, first(), by=keeper, **values)
    drafted(keeper)
    refused("incubation.version_taken", drafted, keeper)


@pytest.mark.parametrize(("measure", "number"), [("GRADE", 6), ("MATURITY", 41), ("STAFF", 1001)])
def test_no_more_is_asked_than_can_be_reached(keeper, refused, measure, number):
    new = drafted(keeper)
    lacking = refused(
        "incubation.too_much", domain.set_criterion, new, by=keeper, stage="HUB", measure=measure, at_least=number
    )
    assert lacking.field == "at_least" and not new.criteria.filter(at_least=number).exists()


def test_a_sentence_of_another_version_is_refused(keeper, refused):
    new, other = drafted(keeper), first().sentences.first()
    refused("incubation.no_sentence", domain.remove_sentence, new, by=keeper, sentence=other)
    assert first().sentences.count() == 10


def test_everybody_reads_what_is_in_force_and_what_comes(client, street, keeper):
    new = drafted(keeper, note_zh="更重视培训")
    client.get("/incubation/standards/")
    with CaptureQueriesContext(connection) as one:
        page = client.get("/incubation/standards/").content.decode()
    assert "章程、理事会和监事各司其职" in page and "更重视培训" not in page and "2027.1" not in page
    domain.approve_standards(new, by=street.actor("leader"))
    with CaptureQueriesContext(connection) as two:
        assert "2027.1" in client.get("/incubation/standards/").content.decode()
    assert len(two) == len(one)
    page = client.get("/en/incubation/standards/").content.decode()
    assert "2027.1" in page and "Charter, board and supervisors" in page
    with core_clock.fixed(core_clock.now() + timedelta(days=31)):
        assert "2020.1" not in client.get("/incubation/standards/").content.decode()


def test_kept_in_the_back_office(client, street, keeper):
    client.force_login(street.people["keeper"])
    act = "/cms/kept/standards/{}/{}/".format
    values = {"version": "2027.1", "valid_from": ahead().isoformat()}
    made = client.post(act(first().pk, "revise"), values)
    new = Standard.objects.get(version="2027.1")
    assert made.status_code == 302 and made["Location"] == f"/cms/kept/standards/{new.pk}/"
    assert client.post(act(first().pk, "revise"), values).status_code == 422
    rule = {"stage": "GROWTH", "measure": "GRADE", "at_least": "9"}
    assert client.post(act(new.pk, "set_criterion"), rule).status_code == 422
    assert client.post(act(new.pk, "set_criterion"), rule | {"at_least": "1.5"}).status_code == 422
    assert client.post(act(new.pk, "set_criterion"), rule | {"at_least": "1"}).status_code == 302
    mean = {"stage": "GROWTH", "measure": "MATURITY"}
    assert client.post(act(new.pk, "set_criterion"), mean | {"at_least": "4.1"}).status_code == 422
    assert client.post(act(new.pk, "set_criterion"), mean | {"at_least": "2.6"}).status_code == 302
    form = client.get(f"/do/incubation.standard/{new.pk}/set_criterion/").content.decode()
    assert "草案目前的要求" in form and '<td role="cell" class="num" data-l="至少">2.6</td>' in form
    assert new.criteria.get(**mean).at_least == 26
    sentence = new.sentences.first()
    reworded = {"sentence": sentence.pk, "aspect": "GOVERNANCE", "text_zh": "每年开会四次。"}
    assert client.post(act(new.pk, "change_sentence"), reworded | {"text_zh": ""}).status_code == 422
    assert client.post(act(new.pk, "change_sentence"), reworded).status_code == 302
    assert client.post(act(new.pk, "remove_sentence"), {"sentence": first().sentences.first().pk}).status_code == 422
    added = client.post(act(new.pk, "add_sentence"), {"aspect": "TRUST", "text_zh": "信息公开。"})
    assert added.status_code == 302 and added["Location"] == f"/cms/kept/standards/{new.pk}/"
    sheet = client.get(f"/cms/kept/standards/{new.pk}/").content.decode()
    assert "≥ 2.6" in sheet and "每年开会四次。" in sheet and "信息公开。" in sheet
    client.force_login(street.people["buyer"])
    assert client.post(act(new.pk, "set_criterion"), rule).status_code in (302, 403, 404)
    assert new.criteria.get(stage="GROWTH", measure="GRADE").at_least == 1
