"""An editor publishes a bilingual article with a live block by what stands on the pages: nothing is known beforehand.

One editor writes and submits in both languages, another reads and publishes; the reader sees it in both.
"""

import re

import pytest
from django.utils import translation

from cms import domain
from orgs.models import User
from tests.cms import builders as cms
from tests.projects.services import builders as services

from .axe import violations
from .keys import Keyboard, Mouse
from .steps import open_page
from .test_back_office import drawn, enter

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
EVERY_DAY = (("REGULAR", "12345", 0, 23), ("WEEKEND", "67", 9, 12), ("HOLIDAY", "", 9, 12))
WORDS = {"zh-hans": "简体中文", "en": "English"}
TEXTS = {
    "zh-hans": {"title": "周六有人值班了", "intro": "南街站周六上午开门。", "text": "从这个周六起，上午九点到十二点。", "heading": "附近的站点"},
    "en": {"title": "Counters open on Saturdays", "intro": "Nanjie opens on Saturday mornings.", "text": "From nine to twelve.", "heading": "Stations near you"},
}  # fmt: skip


class Desk:
    """An editor's hands in the back office: presses what is written there, in the reader's language."""

    def __init__(self, page, language, hands=Mouse):
        self.page, self.language, self.hands = page, language, hands(page)

    def words(self, text, **values):
        with translation.override(self.language):
            return translation.gettext(text) % values if values else translation.gettext(text)

    def press(self, text, **values):
        self.follow(self.page.get_by_role("link", name=self.words(text, **values), exact=True).first)

    def follow(self, spot):
        with self.page.expect_navigation():
            self.hands.follow(spot)
        drawn(self.page)

    def foot(self, text):
        """The one big button at the foot of the editor's form."""
        button = self.page.locator("footer .footer__container button:not([data-w-dropdown-target])").first
        assert text in button.inner_text(), button.inner_text()
        self.follow(button)

    def saved(self):
        """What is written is saved by itself."""
        self.page.wait_for_timeout(2500)

    def block(self, label):
        self.hands.follow(self.page.locator(".c-sf-add-button").last)
        option = self.page.get_by_role("option", name=self.words(label), exact=True)
        option.wait_for()
        if isinstance(self.hands, Keyboard):
            self.hands.reach(self.page.locator("input[role=combobox]"))
            for _option in range(40):
                if option.get_attribute("aria-selected") == "true":
                    break
                self.hands.press("ArrowDown")
            self.hands.press("Enter")
        else:
            option.click()
        self.page.wait_for_timeout(600)

    def paragraph(self, text):
        box = self.page.locator(".public-DraftEditor-content").first
        self.hands.reach(box) if isinstance(self.hands, Keyboard) else box.click()
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)


def complaints(page):
    """What the console said, but for Wagtail's saving by itself: 400 while a field is still empty, 409 where a press of a button overtook it."""
    return [text for text in page.complaints if not re.search(r"status of (400|409) ", text)]


@pytest.fixture
def house(site):
    street = services.make_street()
    services.make_station(street, "ST1", hours=EVERY_DAY)
    users, _actors = cms.editors(2)
    return users


@pytest.mark.parametrize(
    ("first", "hands"),
    [("en", Mouse), ("zh-hans", Keyboard)],
    ids=["en", "zh-hans-keyboard"],
)
def test_a_bilingual_article_with_a_live_block(chromium, site, house, first, hands):
    writer, reader = house
    second = {"zh-hans": "en", "en": "zh-hans"}[first]
    page = enter(chromium, site, writer, language=first)
    desk = Desk(page, first, hands)
    page.wait_for_load_state()
    desk.press("Write and edit pages")
    kind = desk.words("A piece of news")
    desk.follow(page.get_by_role("link", name=re.compile(rf"^{kind}.*{WORDS[first]}$")))
    page.get_by_text(desk.words("What you write is saved by itself. When it is done, press “Submit” at the foot: another editor reads and publishes it.")).wait_for()  # fmt: skip
    write(desk, TEXTS[first], new=True)
    desk.foot(desk.words("Submit to %(workflow_name)s").split("%")[0].strip())

    page.goto(f"{site}/cms/")
    desk.follow(page.get_by_role("link", name=TEXTS[first]["title"]).first)
    desk.press("Write it in %(language)s", language=WORDS[second])
    desk.follow(page.get_by_role("button", name=desk.words("Make the draft")))
    write(desk, TEXTS[second], new=False)
    desk.foot(desk.words("Submit to %(workflow_name)s").split("%")[0].strip())
    assert complaints(page) == []

    other = enter(chromium, site, reader, language=first)
    reads = Desk(other, first, hands)
    for _n in range(2):
        other.goto(f"{site}{'/en' if first == 'en' else ''}/desk/")
        row = other.get_by_role("row").filter(has_text=reads.words("Read what another editor wrote, and publish it"))
        reads.follow(row.first.get_by_role("link"))
        reads.press("Open it in the editor: comments, versions, pictures")
        reads.foot(reads.words("Approve"))
    assert complaints(other) == []

    visitor = open_page(chromium, width=390)
    for code, prefix in (("zh-hans", ""), ("en", "/en")):
        visitor.goto(f"{site}{prefix}/news/")
        visitor.get_by_role("link", name=TEXTS[code]["title"]).first.click()
        visitor.wait_for_load_state()
        main = visitor.inner_text("main")
        for words in (TEXTS[code]["title"], TEXTS[code]["text"], TEXTS[code]["heading"], "ST1", "1"):
            assert words in main, (code, words)
        assert violations(visitor) == []
        with visitor.expect_navigation():
            visitor.get_by_role("link", name={"zh-hans": "English", "en": "中文"}[code]).first.click()
        assert TEXTS[{"zh-hans": "en", "en": "zh-hans"}[code]]["title"] in visitor.inner_text("main")
    assert visitor.complaints == []

    plain = chromium.new_context(java_script_enabled=False).new_page()
    plain.goto(f"{site}/news/")
    plain.get_by_role("link", name=TEXTS["zh-hans"]["title"]).first.click()
    plain.wait_for_load_state()
    told = plain.inner_text("main")
    assert [words for words in ("title", "text", "heading") if TEXTS["zh-hans"][words] not in told] == [], told
    assert "ST1" in told


def write(desk, texts, *, new):
    """Title, introduction, a paragraph, and the places near a community as a live part."""
    page = desk.page
    desk.hands.fill(page.locator("#id_title"), texts["title"])
    desk.hands.fill(page.locator("#id_intro"), texts["intro"])
    if new:
        desk.block("paragraph")
    desk.paragraph(texts["text"])
    if new:
        desk.block("services near a place")
        desk.hands.choose(page.locator('[name$="-value-community"]'), "CM-A")
    desk.hands.fill(page.locator('[name$="-value-heading"]'), texts["heading"])
    desk.saved()


def test_the_way_of_a_text_stands_over_its_form(client, db):
    """From the draft to the published page, and back: each reader is told what is next."""
    users, (writer, reader) = cms.editors(2)
    page = cms.article(writer)
    edit = f"/cms/pages/{page.pk}/edit/"

    def told(user):
        User.objects.filter(pk=user.pk).update(language="en")
        client.force_login(User.objects.get(pk=user.pk))
        return " ".join(client.get(edit).content.decode().split())

    assert "A draft: only editors see it." in told(users[0]) and "Write it in English" in told(users[0])
    domain.submit(page, by=writer)
    assert "You submitted this text on" in told(users[0])
    assert "Read it (the preview stands on the right)" in told(users[1])
    domain.send_back(page, by=reader, why="请补上日期")
    assert "sent this text back" in told(users[0]) and "请补上日期" in told(users[0])
    domain.submit(page, by=writer)
    domain.approve(page, by=reader)
    assert "Published on" in told(users[0])
    twin = domain.translate(page, by=writer)
    assert f"/cms/pages/{twin.pk}/edit/" in told(users[0]) and "English: draft" in told(users[0])
    assert domain.translate(page, by=reader) == twin


def test_a_short_piece_of_news_without_javascript(chromium, site, house):
    """Written in both languages on one page, read and published by another editor, by keyboard alone and without a script."""
    writer, reader = house
    page = enter(chromium, site, writer, language="zh-hans", java_script_enabled=False)
    desk = Desk(page, "zh-hans", Keyboard)
    page.goto(f"{site}/desk/")
    desk.press("Write a short piece of news")
    for code, tongue in (("zh-hans", "zh"), ("en", "en")):
        desk.hands.fill(page.locator(f"#id_title_{tongue}"), TEXTS[code]["title"])
        desk.hands.fill(page.locator(f"#id_body_{tongue}"), TEXTS[code]["text"])
    desk.hands.choose(page.locator("#id_live"), "live_stations")
    desk.hands.choose(page.locator("#id_community"), "CM-A")
    desk.follow(page.get_by_role("button", name=desk.words("Submit both texts")))
    assert desk.words("to be read") in page.inner_text("main")

    other = enter(chromium, site, reader, language="zh-hans", java_script_enabled=False)
    reads = Desk(other, "zh-hans", Keyboard)
    other.goto(f"{site}/desk/")
    row = other.get_by_role("row").filter(has_text=reads.words("Read what another editor wrote, and publish it"))
    reads.follow(row.first.get_by_role("link"))
    for _language in range(2):  # the second text follows the first by itself
        reads.follow(other.get_by_role("button", name=reads.words("Publish it")))
    assert reads.words("public") in other.inner_text("main")
    for code, prefix in (("zh-hans", ""), ("en", "/en")):
        other.goto(f"{site}{prefix}/news/")
        reads.follow(other.get_by_role("link", name=TEXTS[code]["title"]).first)
        told = other.inner_text("main")
        assert [words for words in (TEXTS[code]["title"], TEXTS[code]["text"], "ST1") if words not in told] == [], told
    assert complaints(page) == complaints(other) == []
