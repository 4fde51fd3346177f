"""Two languages: what is missing falls back with a note, what is behind says so, what was withdrawn stays away."""

from datetime import timedelta

import pytest
from wagtail.models import Page

from cms import domain, state
from cms.queries import articles_under, news_index

from . import builders as b

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair():
    users, (writer, reader) = b.editors()
    zh = b.published(writer, reader, title="中文标题", slug="one")
    en = b.published(writer, reader, "en", title="English title", slug="one", translation_of=zh)
    return writer, reader, zh, en


@pytest.fixture(autouse=True)
def no_page_cache(settings):
    settings.PAGE_CACHE_SECONDS = 0


def test_what_is_not_translated_is_shown_with_a_note(client, settings):
    _users, (writer, reader) = b.editors()
    page = b.published(writer, reader, title="只有中文", slug="alone")
    text = client.get("/en/news/alone/").content.decode()
    assert "只有中文" in text and "has not been translated into English yet" in text and '<div lang="zh-Hans">' in text
    assert 'rel="canonical" href="' + settings.SITE_URL + '/news/alone/"' in text
    assert "has not been translated" not in client.get(page.url).content.decode()
    assert 'href="/en/news/alone/"' in client.get(page.url).content.decode()
    assert list(articles_under(news_index("en"))) == [page]
    assert '/en/news/alone/" lang="zh-Hans"' in client.get("/en/news/").content.decode()
    assert [row.pk for row in state.untranslated()] == [page.pk]
    assert client.get("/en/news/nothing/").status_code == 404


def test_a_draft_translation_does_not_hide_the_text_a_withdrawn_one_does(client, pair):
    writer, reader, zh, en = pair
    assert client.get("/en/news/one/").content.decode().count("English title") > 0
    domain.withdraw(en, by=reader, why="译错")
    assert client.get("/en/news/one/").status_code == 410
    assert 'href="/en/"' in client.get(zh.url).content.decode()


def test_a_translation_behind_its_source_says_so(client, pair):
    writer, reader, zh, en = pair
    assert state.behind() == [] and "Chinese text counts" not in client.get(en.url).content.decode()
    later = zh.last_published_at + timedelta(days=2)
    Page.objects.filter(pk=zh.pk).update(last_published_at=later)
    assert "The Chinese text counts." in client.get(en.url).content.decode()
    assert [(row.page.pk, row.source.pk) for row in state.behind()] == [(en.pk, zh.pk)]
    domain.revise(en, by=writer, intro="Now in step.")
    en.refresh_from_db()
    domain.submit(en, by=writer)
    domain.approve(en, by=reader)
    Page.objects.filter(pk=en.pk).update(last_published_at=later)
    assert state.behind() == [] and "Chinese text counts" not in client.get(en.url).content.decode()
