"""Notices by the clock, live blocks at events, addresses that move, pages that come and go at their moment."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.models import Page

from cms import domain
from cms.models import MenuEntry, Notice
from marketplace.core import clock as core_clock
from marketplace.core import registry
from tests.marketplace.tenders import builders as tenders
from tests.projects.services import builders as services

from . import builders as b

pytestmark = pytest.mark.django_db


def test_a_notice_stands_on_every_page_between_its_moments_kept_pages_too(client, clock):
    with clock("2026-03-02 09:00"):
        begins = core_clock.now() + timedelta(seconds=20)
        Notice.objects.create(
            text_zh="停水通知", text_en="Water off", starts_at=begins, ends_at=begins + timedelta(seconds=20)
        )
        pages = ("/", "/organisations/", "/funds/")
        assert not any("停水通知" in client.get(page).content.decode() for page in pages)
    with clock("2026-03-02 09:00"), core_clock.fixed(begins + timedelta(seconds=1)):
        assert all("停水通知" in client.get(page).content.decode() for page in pages)
        assert "Water off" in client.get("/en/funds/").content.decode()
    with core_clock.fixed(begins + timedelta(seconds=21)):
        assert not any("停水通知" in client.get(page).content.decode() for page in pages)


def test_footer_lines_follow_what_is_published(client, django_capture_on_commit_callbacks):
    _users, (writer, reader) = b.editors()
    page = b.published(writer, reader, title="隐私说明", slug="privacy")
    with django_capture_on_commit_callbacks(execute=True):
        MenuEntry.objects.create(column="about", page_id=page.pk)
    assert 'href="/news/privacy/"' in client.get("/funds/").content.decode()
    assert 'href="/en/news/privacy/"' in client.get("/en/funds/").content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        domain.withdraw(page, by=reader, why="重写")
    assert 'href="/news/privacy/"' not in client.get("/funds/").content.decode()


def header(client, address):
    page = BeautifulSoup(client.get(address).content, "html.parser")
    return [(a.get_text(), a["href"], a.has_attr("aria-current")) for a in page.select("header .nav a")]


def test_editors_keep_the_header_menu_and_without_a_line_the_doors_stay(client, django_capture_on_commit_callbacks):
    doors = header(client, "/funds/")
    assert [text for text, _url, _here in doors] == ["服务", "招标", "组织", "资金", "成效"]
    _users, (writer, reader) = b.editors()
    page = b.published(writer, reader, title="怎么办事", slug="how")
    with django_capture_on_commit_callbacks(execute=True):
        MenuEntry.objects.create(column="header", position=2, page_id=page.pk)
        MenuEntry.objects.create(column="header", position=1, door="stations")
        MenuEntry.objects.create(column="header", position=3, address="/funds/", label_zh="钱", label_en="Money")
        MenuEntry.objects.create(column="header", position=4, door="a-door-that-is-gone")
    assert header(client, "/funds/") == [
        ("站点和场所", "/directory/", False), ("怎么办事", "/news/how/", False), ("钱", "/funds/", True),
    ]  # fmt: skip
    assert header(client, "/en/directory/")[0] == ("Stations and places", "/en/directory/", True)
    with django_capture_on_commit_callbacks(execute=True):
        MenuEntry.objects.filter(column="header").delete()
    assert header(client, "/funds/") == doors


@pytest.mark.parametrize("chosen", [{}, {"door": "funds", "address": "/funds/"}, {"address": "//elsewhere.example/"}])
def test_a_line_leads_to_one_place(chosen):
    with pytest.raises(ValidationError):
        MenuEntry(label_zh="行", label_en="Line", **chosen).full_clean()


def test_the_services_near_a_place_as_a_live_block(client, django_capture_on_commit_callbacks):
    street = services.make_street()
    services.make_station(street, "ST1", hours=(("REGULAR", "12345", 0, 23), ("WEEKEND", "67", 9, 12)))
    services.make_station(street, "ST2", north=1500, kind="CANTEEN")
    _users, (writer, reader) = b.editors()
    block = {"heading": "附近的服务", "count": 5, "community": "CM-A", "kind": "", "when": ""}
    with django_capture_on_commit_callbacks(execute=True):
        page = b.published(
            writer, reader, title="附近", body=[("live_stations", block), ("live_stations", block | {"when": "sunday"})]
        )
    body = BeautifulSoup(client.get(page.url).content, "html.parser").select(".body .near")
    assert [[a.get_text() for a in part.select("a")] for part in body] == [["站点ST1", "站点ST2"], ["站点ST1"]]
    assert "/directory/?community=CM-A&open=sunday" in client.get(page.url).content.decode().replace("&amp;", "&")


def test_a_live_block_shows_what_is_true_after_each_act(client, django_capture_on_commit_callbacks):
    _users, (writer, reader) = b.editors()
    block = {"heading": "正在招标", "count": 3, "community": "", "fund": ""}
    with django_capture_on_commit_callbacks(execute=True):
        page = b.published(writer, reader, title="招标一览", body=[("live_calls", block)])
    assert "目前没有正在接收投标的项目" in client.get(page.url).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        call = tenders.open_call(tenders.make_street(), title="居家探访项目")
    assert "居家探访项目" in client.get(page.url).content.decode()
    with core_clock.fixed(call.deadline + timedelta(seconds=1)):  # a kept page does not outlive the deadline
        assert "居家探访项目" not in client.get(page.url).content.decode().split('class="body"')[1]


def test_a_page_that_moves_leaves_its_old_address(client, django_capture_on_commit_callbacks):
    _users, (writer, reader) = b.editors()
    page = b.published(writer, reader, title="旧地址", slug="old-address")
    live = Page.objects.get(pk=page.pk).specific
    live.slug = "new-address"
    live.save_revision(user=writer.user)
    domain.submit(live, by=writer)
    with django_capture_on_commit_callbacks(execute=True):
        domain.approve(live, by=reader)
    answer = client.get("/news/old-address/")
    assert (answer.status_code, answer["Location"].endswith("/news/new-address/")) == (301, True)


def test_an_approved_page_waits_for_its_moment_and_goes_at_its_end(client, settings):
    settings.PAGE_CACHE_SECONDS = 0
    _users, (writer, reader) = b.editors()
    soon = timezone.now() + timedelta(hours=1)
    page = b.article(writer, title="定时", slug="timed", go_live_at=soon, expire_at=soon + timedelta(hours=2))
    domain.submit(page, by=writer)
    domain.approve(page, by=reader)
    assert client.get("/news/timed/").status_code == 404
    Page.objects.filter(pk=page.pk).update(go_live_at=timezone.now() - timedelta(minutes=1))
    for revision in page.revisions.exclude(approved_go_live_at=None):
        revision.approved_go_live_at = timezone.now() - timedelta(minutes=1)
        revision.content["go_live_at"] = revision.approved_go_live_at.isoformat()
        revision.save()
    registry.periodic_jobs()["cms.schedule"](None)
    assert client.get("/news/timed/").status_code == 200
    with core_clock.fixed(soon + timedelta(hours=3)):
        assert client.get("/news/timed/").status_code == 410
