"""A piece of news as plain text: written in both languages on one page, read by another editor, mended when sent back."""

import pytest
from django.urls import reverse

from cms import domain
from cms.models import ArticlePage
from marketplace.core.refusals import Refused
from orgs.models import User
from orgs.states import Role
from tests import factories

from . import builders

TEXTS = {
    "kind": "NEWS", "title_zh": "周六有人值班了", "body_zh": "第一段。\n\n第二段：<b>。", "title_en": "Open on Saturdays",
    "body_en": "First.\n\nSecond.", "live": "live_stations", "community": "",
}  # fmt: skip


@pytest.fixture
def house(db):
    users, actors = builders.editors(2)
    User.objects.update(language="en")
    return users, actors


def enter(client, user):
    client.force_login(User.objects.get(pk=user.pk))
    return client


def blocks(page):
    return [block.block_type for block in page.body]


def test_from_the_form_to_the_public_page(client, house):
    (writer, reader), _actors = house
    enter(client, writer)
    desk = client.get(reverse("desk:home")).content.decode()
    assert reverse("cms:new_text") in desk
    answer = client.post(reverse("cms:new_text"), TEXTS)
    zh = ArticlePage.objects.get(title=TEXTS["title_zh"])
    en = ArticlePage.objects.get(title=TEXTS["title_en"])
    assert answer.url == reverse("cms:text", args=[zh.pk])
    assert zh.translation_key == en.translation_key and not zh.live and not en.live
    assert blocks(zh) == blocks(en) == ["paragraph", "paragraph", "live_stations"]
    assert (zh.body[2].value["heading"], en.body[2].value["heading"]) == ("附近的服务", "Services near a place")
    shown = client.get(answer.url)
    approve = reverse("cms:text_approve", args=[zh.pk])
    assert shown.context_data["standing"].mine and approve not in shown.content.decode()
    assert client.post(approve).status_code == 403

    enter(client, reader)
    assert reverse("cms:text", args=[zh.pk]) in client.get(reverse("desk:home")).content.decode()
    assert approve in client.get(shown.request["PATH_INFO"]).content.decode()
    answer = client.post(approve)
    assert answer.url == reverse("cms:text", args=[en.pk])  # the other language waits too
    assert client.post(approve).status_code == 409  # twice
    assert client.post(reverse("cms:text_approve", args=[en.pk])).url == reverse("cms:text", args=[en.pk])
    en.refresh_from_db()
    assert en.live
    client.logout()
    assert "Second.</p>" in client.get(en.url).content.decode()
    assert "&lt;b&gt;" in client.get(ArticlePage.objects.get(pk=zh.pk).url).content.decode()


@pytest.mark.parametrize("missing", ["title_zh", "body_zh", "title_en", "body_en"])
def test_what_is_missing_is_said_at_its_field_and_nothing_is_lost(client, house, missing):
    enter(client, house[0][0])
    answer = client.post(reverse("cms:new_text"), TEXTS | {missing: " "})
    form = answer.context_data["form"]
    assert (answer.status_code, list(form.errors)) == (422, [missing])
    kept = "title_en" if missing != "title_en" else "title_zh"
    assert TEXTS[kept] in answer.content.decode()
    assert not ArticlePage.objects.filter(title__in=[TEXTS["title_zh"], TEXTS["title_en"]]).exists()


def test_sent_back_and_mended(client, house):
    (writer, reader), (by, _other) = house
    community = factories.make_community(factories.make_office(), "CM-A")
    values = {name: value for name, value in TEXTS.items() if name != "community"}
    page = domain.submit_article(by=by, **values, community=community.code)
    assert page.body[2].value["community"] == "CM-A"
    send = reverse("cms:text_send_back", args=[page.pk])
    enter(client, reader)
    assert client.post(send, {"why": " "}).status_code == 422
    assert client.post(send, {"why": "请补上日期"}).status_code == 302

    enter(client, writer)
    mend = reverse("cms:text_mend", args=[page.pk])
    assert reverse("cms:text", args=[page.pk]) in client.get(reverse("desk:home")).content.decode()
    shown = client.get(mend)
    assert "请补上日期" in shown.content.decode()
    assert shown.context_data["form"].initial == {"title": TEXTS["title_zh"], "body": TEXTS["body_zh"]}
    assert client.post(mend, {"title": "", "body": "新"}).status_code == 422
    assert client.post(mend, {"title": "周六九点起", "body": "一。\n二。\n\n三 & 四。"}).status_code == 302
    page = ArticlePage.objects.get(pk=page.pk)
    newest = page.get_latest_revision_as_object()
    assert (newest.title, newest.intro, blocks(newest)) == ("周六九点起", "一。", ["paragraph", "paragraph", "live_stations"])  # fmt: skip
    assert domain.plain_text(page) == "一。\n二。\n\n三 & 四。"
    assert page.current_workflow_task is not None
    answer = client.post(mend, {"title": "again", "body": "again"})
    assert answer.status_code == 409


def test_a_text_with_other_parts_is_left_to_the_editor(client, house):
    (writer, _reader), (by, _other) = house
    page = builders.article(by, body=[("heading", "小标题")])
    assert domain.plain_text(page) is None
    with pytest.raises(Refused) as found:
        domain.mend_article(page, by=by, title="x", body="y")
    assert found.value.code == "not_plain"
    enter(client, writer)
    answer = client.get(reverse("cms:text_mend", args=[page.pk]))
    assert (answer.status_code, answer.context_data["refusal"].code) == (409, "not_plain")
    assert client.get(reverse("cms:text", args=[2**70])).status_code == 404


def test_nobody_else_comes_in(client, house):
    page = builders.article(house[1][0])
    addresses = [reverse("cms:new_text"), *(reverse(f"cms:{name}", args=[page.pk]) for name in ("text", "text_mend"))]
    posts = [reverse(f"cms:{name}", args=[page.pk]) for name in ("text_approve", "text_send_back")]
    officer = factories.person(Role.LEADER, factories.make_office())
    enter(client, officer)
    assert {client.get(address).status_code for address in addresses} == {403}
    assert {client.post(address, {"why": "x"}).status_code for address in posts} == {403}
    client.logout()
    assert {client.get(address).status_code for address in addresses} == {302}
    with pytest.raises(Refused) as found:
        domain.submit_article(by=factories.actor(officer), **TEXTS)
    assert found.value.code == "editor"
