"""Wagtail's own page tree keeps working: moved, copied, unpublished, translated, restored by its own pages; papers have their feeds, pages their moment."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from wagtail.models import Page

from cms import domain
from cms.models import HomePage, PolicyPage, PublicationPage, SectionPage
from marketplace.core import clock, registry
from orgs.models import User

from . import builders as b

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(client):
    users, actors = b.editors(2)
    client.force_login(User.objects.get(pk=users[0].pk))
    return users, actors


def section(writer, reader, slug, language="zh-hans", **values):
    home = HomePage.objects.get(locale__language_code=language)
    page = domain.draft(SectionPage, by=writer, parent=home, title=f"栏目{slug}", slug=slug, **values)
    domain.submit(page, by=writer)
    return domain.approve(page, by=reader)


def admin(name, *args):
    return reverse(f"wagtailadmin_pages:{name}", args=args)


def test_a_page_moves_with_all_under_it_and_leaves_its_address(client, house, django_capture_on_commit_callbacks):
    """Wagtail asks for the right to publish where a live page goes: an editor alone has it nowhere."""
    users, (writer, reader) = house
    old, new = section(writer, reader, "old"), section(writer, reader, "new")
    child = domain.draft(SectionPage, by=writer, parent=old, title="下级", slug="child")
    domain.submit(child, by=writer)
    child = domain.approve(child, by=reader)
    assert client.get("/old/child/").status_code == 200
    client.post(admin("move_confirm", child.pk, new.pk))
    assert Page.objects.get(pk=child.pk).get_parent().pk == old.pk
    User.objects.filter(pk=users[0].pk).update(is_superuser=True)
    with django_capture_on_commit_callbacks(execute=True):
        moved = client.post(admin("move_confirm", child.pk, new.pk))
    assert moved.status_code == 302
    assert Page.objects.get(pk=child.pk).get_parent().pk == new.pk
    answer = client.get("/old/child/")
    assert (answer.status_code, answer["Location"].endswith("/new/child/")) == (301, True)
    client.logout()
    assert client.get("/new/child/").status_code == 200
    assert "栏目new" in client.get("/new/child/").content.decode()


def test_a_copy_is_a_draft_until_another_editor_has_read_it(client, house):
    _users, (writer, reader) = house
    page = b.published(writer, reader, title="原文", slug="original")
    parent = page.get_parent()
    sent = {"new_title": "副本", "new_slug": "copy", "new_parent_page": parent.pk, "publish_copies": "on"}
    assert client.post(admin("copy", page.pk), sent).status_code == 302
    copy = Page.objects.get(slug="copy").specific
    assert (copy.live, copy.title, str(copy.body) == str(page.body)) == (False, "副本", True)
    assert copy.translation_key != page.translation_key  # another text, not a translation of the first
    domain.submit(copy, by=writer)
    domain.approve(copy, by=reader)
    client.logout()
    assert client.get("/news/copy/").status_code == client.get("/news/original/").status_code == 200


def test_unpublished_comes_back_by_way_of_a_second_reader(client, house):
    _users, (writer, reader) = house
    page = b.published(writer, reader, title="撤下再来", slug="back-again")
    client.post(admin("unpublish", page.pk))
    assert client.get("/news/back-again/").status_code == 200  # nobody takes a page down there without a reason
    client.post(reverse("cms_withdraw", args=[page.pk]), {"why": "日期有误"})
    assert client.get("/news/back-again/").status_code == 410
    page.refresh_from_db()
    domain.submit(page, by=writer)
    domain.approve(page, by=reader)
    assert client.get("/news/back-again/").status_code == 200


@pytest.mark.parametrize("begin", ["ours", "wagtail"])
def test_translated_the_draft_stands_under_the_twin_of_its_parent(client, house, begin):
    _users, (writer, reader) = house
    page = b.published(writer, reader, title="中文标题", slug="one-text")
    if begin == "ours":
        assert "简体中文" not in client.get(reverse("cms_translate", args=[page.pk])).content.decode()
        answer = client.post(reverse("cms_translate", args=[page.pk]))
    else:
        english = HomePage.objects.get(locale__language_code="en").locale
        answer = client.post(
            reverse("simple_translation:submit_page_translation", args=[page.pk]), {"locales": [english.pk]}
        )
    assert answer.status_code == 302
    twin = page.get_translations().get()
    assert (twin.live, twin.locale.language_code, twin.get_parent().locale.language_code) == (False, "en", "en")
    assert "中文标题" in client.get("/en/news/one-text/").content.decode()  # the fallback stays until it is approved
    domain.revise(twin.specific, by=writer, title="English title")
    domain.submit(twin.specific, by=writer)
    domain.approve(twin.specific, by=reader)
    assert "English title" in client.get("/en/news/one-text/").content.decode()


def test_a_translation_begins_from_the_newest_draft_and_needs_its_parent(client, house):
    _users, (writer, reader) = house
    page = b.published(writer, reader, title="旧标题", slug="newest")
    domain.revise(page, by=writer, title="新标题")
    page.refresh_from_db()
    assert domain.translate(page, by=writer).title == "新标题"
    alone = section(writer, reader, "alone")
    child = domain.draft(SectionPage, by=writer, parent=alone, title="下级", slug="below")
    answer = client.post(reverse("cms_translate", args=[child.pk]))
    assert answer.status_code == 409 and "上级页面" in answer.content.decode()
    assert not child.get_translations().exists()


def test_an_older_version_is_restored_as_a_draft(client, house):
    users, (writer, reader) = house
    page = b.published(writer, reader, title="第一版", slug="versions")
    domain.revise(page, by=writer, title="第二版")
    page.refresh_from_db()
    domain.submit(page, by=writer)
    domain.approve(page, by=reader)
    first = page.revisions.order_by("pk").first()
    assert "第一版" in client.get(admin("revisions_revert", page.pk, first.pk)).content.decode()
    old = first.as_object()
    old.save_revision(user=users[0])  # what the button "replace the current draft" does
    assert "第二版" in client.get("/news/versions/").content.decode()
    page.refresh_from_db()
    domain.submit(page, by=writer)
    domain.approve(page, by=reader)
    assert "第一版" in client.get("/news/versions/").content.decode()


def test_a_page_with_pages_under_it_is_not_deleted_by_an_editor(client, house):
    """Editors withdraw; what was public once stays on record."""
    _users, (writer, reader) = house
    page = b.published(writer, reader, title="不删", slug="stays")
    client.post(admin("delete", page.pk))
    assert Page.objects.filter(pk=page.pk).exists()


def test_policy_and_publication_feeds(client, house):
    _users, (writer, reader) = house
    parent = section(writer, reader, "papers")
    day = date(2026, 3, 2)
    made = [
        domain.draft(PolicyPage, by=writer, parent=parent, title="办法", number="1号", issuer="街道", issued_on=day, in_force_on=day),
        domain.draft(PublicationPage, by=writer, parent=parent, title="年报", publisher="街道", published_on=day),
    ]  # fmt: skip
    for page in made:
        assert page.title not in client.get("/feeds/policies.atom").content.decode()
        domain.submit(page, by=writer)
        domain.approve(page, by=reader)
    assert "办法 (1号)" in client.get("/feeds/policies.atom").content.decode()
    assert "年报" in client.get("/feeds/publications.atom").content.decode()
    assert "办法" not in client.get("/en/feeds/policies.atom").content.decode()
    assert "/feeds/" in client.get("/papers/").content.decode()


def test_a_page_waits_for_its_moment_by_the_portals_clock(client, house, settings):
    """Where the portal's clock is moved (demonstration, rehearsal) the page comes and goes by that clock."""
    settings.PAGE_CACHE_SECONDS = 0
    run = registry.periodic_jobs()["cms.schedule"]
    _users, (writer, reader) = house
    soon = clock.now() + timedelta(days=40)
    page = b.article(writer, title="定时", slug="timed", go_live_at=soon, expire_at=soon + timedelta(days=2))
    domain.submit(page, by=writer)
    domain.approve(page, by=reader)
    run(None)
    assert client.get("/news/timed/").status_code == 404
    for _twice in range(2):
        with clock.fixed(soon + timedelta(minutes=1)):
            run(None)
            assert client.get("/news/timed/").status_code == 200
    with clock.fixed(soon + timedelta(days=3)):
        run(None)
        page.refresh_from_db()
        assert (page.live, page.expired, client.get("/news/timed/").status_code) == (False, True, 410)


@pytest.mark.parametrize("behind", [False, True])
def test_approved_while_the_clock_is_moved(client, house, settings, behind):
    """Ahead of the machine a moment that has come is not waited for; behind it one that has not come is."""
    settings.PAGE_CACHE_SECONDS = 0
    _users, (writer, reader) = house
    days = -40 if behind else 40
    moment = clock.now() + timedelta(days=days)
    with clock.fixed(moment + timedelta(minutes=-5 if behind else 5)):
        page = b.article(writer, title="定时", slug="timed", go_live_at=moment)
        domain.submit(page, by=writer)
        domain.approve(page, by=reader)
        assert client.get("/news/timed/").status_code == (404 if behind else 200)
    with clock.fixed(moment + timedelta(minutes=6)):
        registry.periodic_jobs()["cms.schedule"](None)
        assert client.get("/news/timed/").status_code == 200
