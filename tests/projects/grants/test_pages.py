"""Every page of the room as the people who use it, in both languages; forms that are not right lose nothing."""

from datetime import timedelta

import pytest

from marketplace.core import clock
from projects.grants import domain
from projects.grants.models import Application, FormVersion, Round

from . import builders as b
from .windows import Window

pytestmark = pytest.mark.django_db


def get(client, street, name, address, status=200, language=""):
    if name:
        client.force_login(street.users[name])
    else:
        client.logout()
    answer = client.get(language + address)
    assert answer.status_code == status, (name, address, answer.status_code)
    return answer.content.decode() if status == 200 else ""


@pytest.mark.parametrize("language", ["", "/en"])
def test_every_page_as_those_who_use_it(client, language):
    street, round = b.decided()
    one = round.applications.get(title="项目1")
    review = b.reviews_of(round)[0]
    reviewer = b.name_of(street, review.reviewer)
    form = FormVersion.objects.get(pk=round.form_id)
    with clock.fixed(b.AFTER + timedelta(days=10)):
        for name, address in [
            (None, "/grants/"), (None, f"/grants/{round.code}/"), ("editor", "/grants/new/"), ("editor", f"/grants/{round.code}/copy/"),
            ("editor", "/grants/forms/"), ("editor", "/grants/forms/new/"), ("editor", f"/grants/forms/{form.code}-1/"),
            ("editor", f"/grants/forms/{form.code}-1/preview/"), ("secretary", "/grants/applications/"),
            ("secretary", f"/grants/applications/?round={round.code}"), ("leader", f"/grants/applications/{one.code}/"),
            ("w1", f"/grants/applications/{one.code}/"), ("w1", "/grants/applications/mine/"), ("w1", f"/grants/applications/{one.code}/receipt/"),
            ("w1", f"/grants/applications/{one.code}/versions/"), ("w1", f"/grants/applications/{one.code}/team/"),
            ("secretary", f"/grants/{round.code}/ranking/"), (reviewer, "/grants/reviews/"), (reviewer, f"/grants/reviews/{review.pk}/"),
            ("o3", f"/grants/{round.code}/object/"), ("w1", f"/grants/{round.code}/"), ("secretary", "/desk/"), ("w1", "/desk/"),
            (None, street.fund.get_absolute_url()), (None, street.organisations[0].get_absolute_url()),
        ]:  # fmt: skip
            get(client, street, name, address, language=language)


def test_an_editor_builds_a_form_by_pages_alone(client):
    street = b.make_street()
    client.force_login(street.users["editor"])
    answer = client.post("/grants/forms/new/", {"title_zh": "新表", "title_en": "New form"})
    form = FormVersion.objects.get(title_zh="新表")
    base = form.get_absolute_url()
    assert answer["Location"] == base
    client.post(f"{base}section/", {"title_zh": "项目", "title_en": "Project"})
    client.post(
        f"{base}field/?section=s1&type=CHOICE",
        {"label_zh": "对象", "options": "老人 | the elderly\n儿童", "required": "on"},
    )
    client.post(f"{base}field/?section=s1&type=LONG", {"label_zh": "说明", "limit": "300", "when": "f1:a2"})
    form.refresh_from_db()
    fields = form.definition["sections"][0]["fields"]
    assert [f["key"] for f in fields] == ["f1", "f2"]
    assert fields[0]["options"] == [
        {"key": "a1", "zh": "老人", "en": "the elderly"},
        {"key": "a2", "zh": "儿童", "en": ""},
    ]
    assert fields[1]["when"] == {"field": "f1", "is": ["a2"]}
    client.post(base, {"up-f2": "1"})
    form.refresh_from_db()
    assert "不在它前面" in client.get(base).content.decode()
    client.post(base, {"down-f2": "1"})
    client.post(
        f"{base}field/?key=f1", {"label_zh": "服务对象", "options": "儿童\n老人 | the elderly", "required": "on"}
    )
    form.refresh_from_db()
    assert [o["key"] for o in form.definition["sections"][0]["fields"][0]["options"]] == ["a2", "a1"]
    page = client.get(f"{base}preview/").content.decode()
    assert "服务对象" in page and "仅当" in page


def test_a_form_in_use_is_not_changed_by_its_page(client):
    street, round = b.opened()
    form = FormVersion.objects.get(pk=round.form_id)
    client.force_login(street.users["editor"])
    assert client.post(f"{form.get_absolute_url()}section/", {"title_zh": "x"}).status_code == 409


def test_a_round_is_drafted_by_pages(client):
    street = b.make_street()
    client.force_login(street.users["editor"])
    with clock.fixed(b.START):
        answer = client.post("/grants/new/", {
            "title_zh": "秋季创投", "title_en": "Autumn", "fund": street.fund.pk, "form": street.form.pk, "budget": "30000", "most": "20000",
            "opens_at": "2026-09-03T09:00", "deadline": "2026-09-21T09:00", "review_until": "2026-10-16T09:00",
        })  # fmt: skip
        round = Round.objects.get(title_zh="秋季创投")
        assert answer["Location"].endswith(f"/grants/{round.code}/edit/")
        page = client.get(answer["Location"]).content.decode()
        assert "社区需求与针对性" in page and "缺少正文" in page
        answer = client.post(f"/grants/{round.code}/edit/", {**draft_data(street), "add-criteria": "1"})
        assert answer.status_code == 200 and answer.content.decode().count('name="criteria-1-name_zh"') == 1
        answer = client.post(f"/grants/{round.code}/edit/", draft_data(street) | {"criteria-0-weight": "abc"})
        assert answer.status_code == 422 and "改过的正文" in answer.content.decode()
        answer = client.post(f"/grants/{round.code}/edit/", draft_data(street) | {"save_submit": "1"})
    assert "/do/grants.round/" in answer["Location"]
    round.refresh_from_db()
    assert (round.text_zh, round.criteria.get().weight, round.tranches) == (
        "改过的正文",
        1,
        [{"title_zh": "全部", "title_en": "", "share": "1"}],
    )


def draft_data(street):
    return {
        "title_zh": "秋季创投", "fund": street.fund.pk, "form": street.form.pk, "budget": "30000", "most": "20000", "least": "", "limit": "1",
        "opens_at": "2026-09-03T09:00", "deadline": "2026-09-21T09:00", "review_until": "2026-10-16T09:00", "reviewers": "3", "blind": "on",
        "cure_days": "5", "standstill_days": "7", "line_share": "10", "text_zh": "改过的正文", "agreement_zh": "协议",
        "criteria-TOTAL_FORMS": "1", "criteria-INITIAL_FORMS": "0", "criteria-0-name_zh": "总体", "criteria-0-weight": "100",
        "tranches-TOTAL_FORMS": "1", "tranches-INITIAL_FORMS": "0", "tranches-0-title_zh": "全部", "tranches-0-share": "100",
    }  # fmt: skip


# ---- applying ------------------------------------------------------------------------------------------
def answers(**more):
    return {
        "title": "银龄相伴", "summary": "为独居老人送餐。", "amount": "10,000", "f1": "独居老人吃饭难。", "f2": "old", "f6": "on",
        "f4-rows": "2", "f4-0-item": "餐费", "f4-0-quantity": "10", "f4-0-price": "1200", "f4-0-asked": "10000",
    } | more  # fmt: skip


def test_an_organisation_applies_by_pages(client, media):
    street, round = b.opened(sealed=True)
    client.force_login(street.users["w1"])
    with clock.fixed(b.OPEN):
        page = client.get(f"/grants/{round.code}/").content.decode()
        assert "可以申请吗" in page and 'action="/grants/' in page
        answer = client.post(f"/grants/{round.code}/begin/", {"organisation": street.organisations[0].pk})
        application = Application.objects.get()
        address = answer["Location"]
        assert address == f"/grants/applications/{application.code}/write/"
        assert client.post(address, answers(amount="viel")).status_code == 422
        saved = client.post(address, answers(summary=""), headers={"HX-Request": "true"})
        assert saved.status_code == 200 and "%" in saved.content.decode()
        page = client.get(address).content.decode()
        assert "缺少给公众看的摘要" in page and "独居老人吃饭难" in page
        from django.core.files.uploadedfile import SimpleUploadedFile

        answer = client.post(address, answers() | {"file-f5": SimpleUploadedFile("预算.pdf", b.PDF), "check": "1"})
        assert answer["Location"].endswith("/check/"), answer.content.decode()[:3000]
        page = client.get(answer["Location"]).content.decode()
        assert "预算.pdf" in page and "12,000.00" in page
        answer = client.post(answer["Location"])
        assert answer["Location"].endswith("/receipt/")
        assert "SHA-256" in client.get(answer["Location"]).content.decode()
        assert "SHA-256" in client.get(answer["Location"] + "?as=txt").content.decode()
    application.refresh_from_db()
    assert application.state == "submitted" and not list(media.glob("drafts/*/*"))


def test_more_lines_keep_what_was_typed(client):
    street, round = b.opened()
    application = b.begun(street, round)
    client.force_login(street.users["w1"])
    with clock.fixed(b.OPEN + timedelta(days=1)):
        page = client.post(
            f"/grants/applications/{application.code}/write/", answers() | {"more-f4": "1"}
        ).content.decode()
    assert 'name="f4-4-item"' in page and "餐费" in page


def test_half_a_line_is_said_at_its_field(client):
    street, round = b.opened()
    application = b.begun(street, round)
    client.force_login(street.users["w1"])
    with clock.fixed(b.OPEN + timedelta(days=1)):
        answer = client.post(f"/grants/applications/{application.code}/write/", answers(**{"f4-1-item": "房租"}))
    assert answer.status_code == 422 and answer.content.decode().count("请把整行填好") >= 2


def test_a_wrong_file_is_told_and_the_rest_is_kept(client):
    from django.core.files.uploadedfile import SimpleUploadedFile

    street, round = b.opened()
    application = b.begun(street, round)
    client.force_login(street.users["w1"])
    with clock.fixed(b.OPEN + timedelta(days=1)):
        bad = SimpleUploadedFile("x.exe", b"MZ" + b"\0" * 50)
        answer = Window(client, f"/grants/applications/{application.code}/write/").save(
            **answers(title="新题目"), **{"file-f5": bad}
        )
        assert answer.status_code == 422
        assert "新题目" in client.get(f"/grants/applications/{application.code}/write/").content.decode()


def test_after_the_deadline_the_typed_text_stays_on_the_page(client):
    street, round = b.opened()
    application = b.begun(street, round)
    client.force_login(street.users["w1"])
    with clock.fixed(b.AFTER):
        answer = client.post(f"/grants/applications/{application.code}/write/", answers(title="迟到的标题"))
    assert answer.status_code == 422 and "迟到的标题" in answer.content.decode()


# ---- reviewing ------------------------------------------------------------------------------------------
def test_a_reviewer_declares_scores_and_hands_in_by_pages(client):
    street, round = b.reviewing()
    review = b.reviews_of(round)[0]
    client.force_login(street.users[b.name_of(street, review.reviewer)])
    keys = list(round.criteria.values_list("pk", flat=True))
    with clock.fixed(b.AFTER + timedelta(days=3)):
        page = client.get(f"/grants/reviews/{review.pk}/").content.decode()
        assert "银龄" not in page and "独居老人" not in page
        client.post(f"/do/grants.review/{review.pk}/declare_none/")
        page = client.get(f"/grants/reviews/{review.pk}/").content.decode()
        assert "独居老人吃饭难" in page
        data = {f"points_{key}": "77.5" for key in keys} | {"comment": "可行", "minutes": "40"}
        assert client.post(f"/grants/reviews/{review.pk}/autosave/", data).status_code == 200
        assert (
            client.post(
                f"/grants/reviews/{review.pk}/", data | {f"points_{keys[0]}": "120", "hand_in": "1"}
            ).status_code
            == 422
        )
        bad = client.post(f"/grants/reviews/{review.pk}/", data | {f"points_{keys[0]}": "95", "hand_in": "1"})
        assert bad.status_code == 422 and "理由" in bad.content.decode() and "可行" in bad.content.decode()
        assert client.post(f"/grants/reviews/{review.pk}/", data | {"hand_in": "1"}).status_code == 302
    review.refresh_from_db()
    assert (review.state, review.minutes, review.scores.count()) == ("handed_in", 40, 4)


def test_the_secretary_proposes_and_the_leader_decides_by_pages(client):
    street, round = b.scored()
    client.force_login(street.users["secretary"])
    keys = {a.title: a.pk for a in round.applications.all()}
    data = {f"outcome_{k}": "award" for k in keys.values()} | {f"reasons_{k}": "理由充分" for k in keys.values()}
    data |= {
        f"amount_{keys['项目1']}": "10000",
        f"amount_{keys['项目2']}": "8000",
        f"outcome_{keys['项目3']}": "wait",
        f"amount_{keys['项目3']}": "",
    }
    with clock.fixed(b.AFTER + timedelta(days=8)):
        page = client.get(f"/do/grants.round/{round.pk}/propose/").content.decode()
        assert "资金到此为止" in page
        assert (
            client.post(
                f"/do/grants.round/{round.pk}/propose/", data | {f"amount_{keys['项目2']}": "99000"}
            ).status_code
            == 422
        )
        assert client.post(f"/do/grants.round/{round.pk}/propose/", data).status_code == 302
    round = b.fresh(round)
    assert round.state == "proposed"
    with clock.fixed(b.AFTER + timedelta(days=9)):
        domain.determination.decide(round, by=street.actor("leader"))
    page = get(client, street, None, f"/grants/{round.code}/")
    assert "18,000.00" not in page and "8,000.00" in page and "项目3" not in page
    own = get(client, street, "w3", round.applications.get(title="项目3").get_absolute_url())
    assert "理由充分" in own and "60.00" in own


def test_lists_cost_the_same_at_3_and_at_30(client, django_assert_max_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    street, round = b.screened()
    client.force_login(street.users["secretary"])

    def cost():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/grants/applications/?round={round.code}").status_code == 200
        return len(queries)

    cost()
    before = cost()
    one = round.applications.first()
    for n in range(27):
        twin = Application.objects.get(pk=one.pk)
        twin.pk, twin.code, twin.mark = 1000 + n, f"copy{n}", f"C{n:05d}"
        twin._state.adding = True
        twin.save()
    assert cost() == before
