"""Two languages: what is missing falls back with a note, what is behind says so, what was withdrawn stays away."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from wagtail.models import Page

from cms import domain, state
from cms.models import HomePage, SectionPage
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


def test_a_section_names_what_it_has_in_the_other_language_only(client):
    """With a note, in the frame of the reader's language; not what was withdrawn, not what is translated."""
    _users, (writer, reader) = b.editors()

    def tell(title, slug, parent, language="zh-hans", **values):
        page = domain.draft(SectionPage, by=writer, parent=parent, title=title, slug=slug, **values)
        domain.submit(page, by=writer)
        return domain.approve(page, by=reader)

    homes = {home.locale.language_code: home for home in HomePage.objects.select_related("locale")}
    zh = tell("指南", "guides", homes["zh-hans"])
    en = tell("Guides", "guides", homes["en"], translation_of=zh)
    tell("只有中文的指南", "alone", zh, intro="导语")
    both = tell("两种文字", "both", zh)
    tell("In both", "both", en, translation_of=both)
    gone = tell("撤下的", "gone", zh)
    domain.withdraw(tell("Withdrawn", "gone", en, translation_of=gone), by=reader, why="x")
    page = BeautifulSoup(client.get("/en/guides/").content, "html.parser")
    rows = [(a.get_text(), a["href"], a.get("lang")) for a in page.select("main li.news a")]
    assert sorted(rows) == [("In both", "/en/guides/both/", None), ("只有中文的指南", "/en/guides/alone/", "zh-Hans")]
    assert "in Chinese only so far" in page.main.get_text()
    assert "has not been translated" in client.get("/en/guides/alone/").content.decode()
    assert "only so far" not in client.get("/guides/").content.decode()
