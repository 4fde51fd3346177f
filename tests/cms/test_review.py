"""Two pairs of eyes: in the verbs and in Wagtail's own pages, by whatever way."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from wagtail.models import TaskState, get_page_models
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from cms import domain
from marketplace.core.refusals import Refused
from orgs.models import User
from orgs.states import Role
from tests import factories

from . import builders as b

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    users, actors = b.editors(3)
    return users, actors


def code_of(act, *args, **kwargs):
    with pytest.raises(Refused) as found:
        act(*args, **kwargs)
    return found.value.code


def test_one_writes_another_publishes(client, house):
    _users, (writer, reader, _third) = house
    page = b.article(writer)
    assert client.get(page.get_url()).status_code == 404
    domain.submit(page, by=writer)
    assert code_of(domain.approve, page, by=writer) == "own_work"
    assert client.get(page.get_url()).status_code == 404
    domain.approve(page, by=reader)
    assert "一条消息" in client.get(page.get_url()).content.decode()


def test_the_reader_who_changes_the_text_has_become_its_writer(house):
    users, (writer, reader, third) = house
    page = b.article(writer)
    domain.submit(page, by=writer)
    newest = page.get_latest_revision_as_object()
    newest.title = "改过的标题"
    newest.save_revision(user=users[1])
    page.refresh_from_db()
    assert code_of(domain.approve, page, by=reader) == "own_work"
    assert code_of(domain.approve, page, by=third) == "changed_since"
    assert code_of(domain.approve, page, by=writer) == "own_work"
    domain.send_back(page, by=third, why="请重新送审")
    domain.submit(page, by=writer)
    domain.approve(page, by=third)
    page.refresh_from_db()
    assert (page.live, page.title) == (True, "改过的标题")


def test_who_may_not_and_what_is_missing(house):
    _users, (writer, reader, _third) = house
    leader = factories.actor(factories.person(Role.LEADER, factories.make_office()))
    page = b.article(writer)
    assert code_of(domain.submit, page, by=leader) == "editor"
    assert code_of(domain.approve, page, by=reader) == "not_submitted"
    domain.submit(page, by=writer)
    assert code_of(domain.submit, page, by=writer) == "in_review"
    assert code_of(domain.revise, page, by=writer, title="新") == "in_review"
    assert code_of(domain.approve, page, by=leader) == "editor"
    assert code_of(domain.send_back, page, by=reader, why=" ") == "why_missing"
    assert code_of(domain.withdraw, page, by=reader, why="错") == "not_live"


def test_a_page_is_withdrawn_by_one_editor_with_a_reason(client, house):
    users, (writer, reader, _third) = house
    page = b.published(writer, reader)
    client.force_login(users[0])
    address = reverse("cms_withdraw", args=[page.pk])
    assert client.post(address, {"why": ""}).status_code == 422
    assert client.get(page.get_url()).status_code == 200
    assert client.post(address, {"why": "日期有误"}).status_code == 302
    assert client.get(page.get_url()).status_code == 410


def test_wagtail_offers_no_way_around(client, house):
    users, (writer, reader, _third) = house
    page = b.article(writer)
    assert not page.permissions_for_user(users[0]).can_publish()
    client.force_login(users[0])
    edit = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert 'name="action-publish"' not in edit and 'name="action-submit"' in edit
    domain.submit(page, by=writer)
    state = TaskState.objects.get(status=TaskState.STATUS_IN_PROGRESS)
    approve = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk])
    client.post(approve)
    page.refresh_from_db()
    assert not page.live
    client.post(reverse("wagtailadmin_pages:unpublish", args=[page.pk]))
    client.force_login(users[1])
    client.post(approve)
    page.refresh_from_db()
    assert page.live


def test_what_waits_stands_on_the_readers_desk_and_start_page_only(client, house):
    users, (writer, _reader, _third) = house
    page = b.article(writer, title="等人来读的稿子")
    domain.submit(page, by=writer)
    for user, there in ((users[0], False), (users[1], True)):
        client.force_login(user)
        assert ("等人来读的稿子" in client.get("/desk/").content.decode()) is there
    start = client.get("/cms/").content.decode()
    assert "等人来读的稿子" in start and "失效链接" in start and "三十天内到期" in start


def test_revisions_are_compared_and_comments_are_on(client, house):
    users, (writer, reader, _third) = house
    page = b.published(writer, reader)
    domain.revise(page, by=writer, title="第二版标题")
    client.force_login(users[1])
    page.refresh_from_db()
    first, second = page.revisions.order_by("pk").values_list("pk", flat=True)
    text = client.get(reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, first, second])).content.decode()
    assert "第二版标题" in text
    assert "一条消息" in client.get(page.get_url()).content.decode()  # nobody sees the new version yet
    assert "comments" in client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).context["form"].formsets


def drawn(response) -> dict:
    """What a browser would send back of the editor's form, nothing typed."""
    form = BeautifulSoup(response.content, "html.parser").select_one("form[data-edit-form]")
    sent = {}
    for field in form.select("input[name], textarea[name], select[name]"):
        kind = field.get("type", "")
        if kind in ("checkbox", "radio") and not field.has_attr("checked") or kind in ("file", "submit"):
            continue
        chosen = field.select_one("option[selected]") if field.name == "select" else None
        value = chosen["value"] if chosen else field.get("value", field.text if field.name == "textarea" else "")
        sent[field["name"]] = value.removeprefix("\n") if field.name == "textarea" else value
    return sent


def test_who_only_reads_changes_nothing(client, house):
    """Approved with the button of the editor's page, as it is drawn: published, and the text is still its writer's."""
    users, (writer, _reader, _third) = house
    page = b.article(writer)
    domain.submit(page, by=writer)
    client.force_login(User.objects.get(pk=users[1].pk))
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    # the body is drawn by script: what it sends is what stands in the text
    form = page.get_latest_revision_as_object()
    stream = nested_form_data({"body": streamfield([(x.block_type, rich_text(str(x.value))) for x in form.body])})
    sent = drawn(client.get(address)) | stream
    answer = client.post(address, sent | {"action-workflow-action": "1", "workflow-action-name": "approve"})
    assert answer.status_code == 302
    page.refresh_from_db()
    assert page.live
    decision = sent | {"action-workflow-action": "1", "workflow-action-name": "approve"}
    again = client.post(address, decision, follow=True)
    assert again.redirect_chain == [(address, 302)] and "此事已有决定" in again.content.decode()
    assert client.post(address, decision, headers={"accept": "application/json"}).status_code in (400, 409)


@pytest.mark.parametrize("model", get_page_models())
def test_no_field_is_changed_by_being_shown(model, house):
    """A field whose default is a function would be compared with a copy that Wagtail does not draw."""
    if model._meta.app_label != "cms":
        return
    form = model.get_edit_handler().get_form_class()(instance=model(), for_user=house[0][0])
    assert not [name for name, field in form.fields.items() if field.show_hidden_initial]
