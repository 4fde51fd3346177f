"""Home, news, articles: in both languages, from a fresh database, at a constant number of queries."""

import json
from datetime import date
from functools import partial

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Locale, Page, Site

from cms import domain, editors
from cms.models import ArticlePage, HomePage
from marketplace.core.models import AuditEvent
from marketplace.core.refusals import Refused
from orgs.models import Membership, Office, User
from orgs.queries import actor_of
from tests import factories

from . import builders as b

pytestmark = pytest.mark.django_db
TEXT = {
    "title_zh": "十三个项目开工", "title_en": "Thirteen projects begin",
    "body_zh": "第一句话。第二句话。\n\n第二段。", "body_en": "First sentence. Second one.\n\nSecond paragraph.",
}  # fmt: skip


@pytest.fixture(autouse=True)
def no_page_cache(settings):
    settings.PAGE_CACHE_SECONDS = 0


@pytest.fixture
def office(db):
    return Office.objects.create(code="OF-T1", kind="STREET", name_zh="测试街道", name_en="Test Street", buys=True)


def grant(office, role, email="editor@cms.example", **dates):
    user = User.objects.filter(email=email).first() or User.objects.create_user(email, "long-enough-1")
    fields = {"valid_from": "2020-01-01", "granted_at": timezone.now()} | dates
    return user, Membership.objects.create(user=user, office=office, role=role, **fields)


@pytest.fixture
def editor(office):
    return actor_of(grant(office, "EDITOR")[0])


@pytest.fixture
def reader(office):
    return actor_of(grant(office, "EDITOR", "reader@cms.example")[0])


@pytest.fixture
def publish(editor, reader):
    """Publish an article as two editors do it."""
    return partial(domain.publish_article, by=editor, approved_by=reader)


def test_a_fresh_database_has_its_pages(client):
    assert list(Locale.objects.order_by("pk").values_list("language_code", flat=True)) == ["zh-hans", "en"]
    assert Site.objects.get().root_page.specific == HomePage.objects.get(locale__language_code="zh-hans")
    assert Page.find_problems() == ([], [], [], [], [])
    zh, en = client.get("/"), client.get("/en/")
    assert (zh.status_code, en.status_code) == (200, 200)
    assert 'lang="zh-Hans"' in zh.content.decode() and "摆到集上办" in zh.content.decode()
    assert 'lang="en"' in en.content.decode() and "done in the open" in en.content.decode()
    assert (client.get("/news/").status_code, client.get("/en/news/").status_code) == (200, 200)


def test_publish_article(client, publish, reader):
    page = publish(code="NW01", kind="GUIDE", day=date(2026, 1, 8), **TEXT)
    twin = page.get_translations().get().specific
    assert (page.locale.language_code, twin.locale.language_code) == ("zh-hans", "en")
    assert (page.title, page.intro, page.kind, str(page.day)) == ("十三个项目开工", "第一句话。", "GUIDE", "2026-01-08")
    assert (twin.title, twin.intro) == ("Thirteen projects begin", "First sentence.")
    assert (page.url, twin.url) == ("/news/nw01/", "/en/news/nw01/")
    zh, en = client.get(page.url).content.decode(), client.get(twin.url).content.decode()
    assert "第二段。" in zh and "Second paragraph." in en
    assert f'href="{twin.url}"' in zh and f'href="{page.url}"' in en  # the switch keeps the page
    assert "十三个项目开工" in client.get("/").content.decode()
    assert "Thirteen projects begin" in client.get("/en/").content.decode()
    assert {e.actor for e in AuditEvent.objects.filter(verb="cms.page.publish")} == {reader.user}


def test_publish_article_refusals(office, editor, reader, publish):
    finance = actor_of(grant(office, "FINANCE", "finance@cms.example")[0])
    for by, values, code in (
        (finance, {}, "editor"),
        (editor, {"title_en": " "}, "article_incomplete"),
        (editor, {"body_zh": ""}, "article_incomplete"),
        (editor, {"title_zh": "长" * 300}, "page_invalid"),
    ):
        with pytest.raises(Refused) as found:
            domain.publish_article(by=by, approved_by=reader, **TEXT | values)
        assert found.value.code == code
    assert ArticlePage.objects.count() == 0
    publish(code="NW01", **TEXT)
    with pytest.raises(Refused) as found:
        publish(code="NW01", **TEXT)
    assert found.value.code == "code_taken"
    assert ArticlePage.objects.count() == 2


def test_script_in_texts_is_text(client, publish):
    nasty = "<script>alert(1)</script>"
    page = publish(**{key: nasty + value for key, value in TEXT.items()})
    for url in (page.url, "/", "/news/", "/news/feed.atom"):
        assert nasty not in client.get(url).content.decode(), url


@pytest.mark.once
def test_news_list_pages_feed_and_kinds(client, publish):
    costs = []
    for number in range(1, 51):
        values = TEXT | {"title_zh": f"第{number}条", "title_en": f"News {number}"}
        kind = "POLICY" if number % 10 == 0 else "NEWS"
        publish(code=f"NW{number:02d}", kind=kind, day=date(2026, 1, 1), **values)
        if number in (1, 3, 50):
            client.get("/en/news/")
            with CaptureQueriesContext(connection) as found:
                assert client.get("/en/news/").status_code == 200
            costs.append(len(found))
    assert len(set(costs)) == 1 and costs[0] <= 20, costs
    first = client.get("/en/news/")
    assert [a.title for a in first.context["page_obj"]][:2] == ["News 50", "News 49"]
    assert first.context["page_obj"].paginator.num_pages == 3
    policies = client.get("/en/news/?kind=POLICY").context["page_obj"]
    assert [a.title for a in policies] == ["News 50", "News 40", "News 30", "News 20", "News 10"]
    for query in ("?page=99", "?page=x", "?kind=NOPE"):
        assert client.get(f"/en/news/{query}").status_code == 200
    feed = client.get("/en/news/feed.atom")
    assert feed.status_code == 200 and feed["Content-Type"].startswith("application/atom+xml")
    assert "News 50" in feed.content.decode() and "第50条" not in feed.content.decode()
    assert "第50条" in client.get("/news/feed.atom").content.decode()


def test_unpublished_articles_are_hidden(client, publish):
    page = publish(code="NW01", **TEXT)
    page.unpublish()
    for url in ("/", "/news/", "/news/feed.atom", "/sitemap-pages.xml"):
        text = client.get(url).content.decode()
        assert "十三个项目开工" not in text and ">/news/nw01/" not in text and "localhost/news/nw01/" not in text, url
    assert client.get("/news/nw01/").status_code == 410


def test_editors_write_in_the_back_office_and_only_they(client, office):
    user, membership = grant(office, "EDITOR")
    client.force_login(user)
    assert client.get("/cms/").status_code == 200
    assert client.get("/cms/pages/").status_code in (200, 302)
    membership.valid_to = "2020-02-01"
    membership.save()
    user = User.objects.get(pk=user.pk)
    assert not user.has_perm("wagtailadmin.access_admin")
    assert client.get("/cms/").status_code in (302, 403)
    opener, _m = grant(office, "OPENER", "opener@cms.example")
    client.force_login(opener)
    assert client.get("/cms/").status_code in (302, 403)
    leader, _m = grant(office, "LEADER", "leader@cms.example")  # comes in to read the rooms, writes no page
    client.force_login(leader)
    assert client.get("/cms/").status_code == 200
    home = Page.objects.get(depth=2, locale__language_code="zh-hans")
    for url in (f"/cms/pages/{home.pk}/edit/", "/cms/images/add/", "/cms/documents/add/", "/cms/snippets/cms/notice/"):
        assert client.get(url).status_code in (302, 403), url


def test_roles_that_run_out_by_themselves_are_seen_by_the_worker(office):
    user, membership = grant(office, "EDITOR")
    Membership.objects.filter(pk=membership.pk).update(valid_to="2020-02-01")  # time passes, no signal
    assert User.objects.get(pk=user.pk).has_perm("wagtailadmin.access_admin")
    assert editors.sync() == (0, 2)  # the writers' group and the door
    assert editors.sync() == (0, 0)
    assert not User.objects.get(pk=user.pk).has_perm("wagtailadmin.access_admin")


def test_there_is_one_door(client):
    for url in ("/cms/login/?next=/cms/pages/", "/cms/"):
        answer = client.get(url)
        assert answer.status_code == 302 and answer.headers["Location"].startswith("/accounts/login/"), url
    assert client.get("/cms/password_reset/").status_code == 302


@pytest.mark.parametrize("way", ["get", "post"])
def test_people_are_not_kept_in_wagtail_not_even_by_a_superuser(client, way):
    boss = factories.make_user("boss@cms.example")
    boss.is_superuser = boss.is_staff = True
    boss.save()
    client.force_login(boss, backend="django.contrib.auth.backends.ModelBackend")
    for url in (
        f"/cms/users/edit/{boss.pk}/",
        "/cms/users/add/",
        "/cms/groups/new/",
        f"/cms/bulk/orgs/user/delete/?id={boss.pk}",
    ):
        answer = getattr(client, way)(url, {"email": "other@cms.example"})
        assert (answer.status_code, answer.headers["Location"]) == (302, "/organisations/offices/"), url
    boss.refresh_from_db()
    assert boss.email == "boss@cms.example"
    home = client.get("/cms/").content.decode()
    assert "/cms/users/" not in home and "/cms/groups/" not in home and "/cms/pages/" in home


def test_machines_find_their_way(client, publish):
    publish(code="NW01", **TEXT)
    robots = client.get("/robots.txt").content.decode()
    assert "Disallow: /cms/" in robots and "/sitemap.xml" in robots
    assert client.get("/sitemap.xml").status_code == 200
    pages = client.get("/sitemap-pages.xml").content.decode()
    assert "/news/nw01/" in pages and "/en/news/nw01/" in pages


def test_a_map_moves_over_its_drawing_and_brings_its_script_along(client):
    _users, (writer, reader) = b.editors(2)
    place = {"name": "Hall", "lat": 30.69, "lon": 103.85, "note": "by bus"}
    with_map = b.published(writer, reader, body=[("map", {"caption": "Where", "places": [place]})])
    plain = b.published(writer, reader)
    text = BeautifulSoup(client.get(with_map.url).content, "html.parser")
    data = json.loads(text.find(id=text.select_one("[data-map]")["data-map"]).string)
    assert [(s["n"], s["name"], s["text"]) for s in data["spots"]] == [(1, "Hall", "by bus")]
    assert text.select_one("[data-map] svg") and [li.b.string for li in text.select("ol.near li")] == ["Hall"]
    assert text.select_one("script[src*='map/map']") is not None
    assert b"map/map" not in client.get(plain.url).content
