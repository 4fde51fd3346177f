"""Lists of the rooms ask the index too, on both engines: for those who are logged in, within what they may see."""

import pytest
from django.test import Client

from search import rebuilding, synonyms
from search.engine import Down
from search.models import SynonymGroup
from tests import factories
from tests.marketplace.tenders.builders import draft_call, make_street

pytestmark = pytest.mark.django_db


@pytest.fixture
def street(engine):
    """A street with a draft about meals for the old, in the index."""
    SynonymGroup.objects.create(words="老人吃饭\n助餐")
    synonyms.forget()
    street = make_street(organisations=0)
    draft_call(street, title="养老助餐服务")
    rebuilding.rebuild(engine)
    return street


def listed(who, words, address="/calls/manage/", **more):
    client = Client()
    client.force_login(who)
    response = client.get(address, {"q": words} | more)
    return [row.call.title_zh for row in response.context["rows"]]


@pytest.mark.parametrize("words", ["助餐", "養老", "老人吃饭", "zhucan", "ylzc", "visit"])
def test_officers_find_a_draft_in_their_list_as_they_would_by_the_box(street, words):
    assert listed(street.users["buyer"], words) == ["养老助餐服务"]


def test_the_other_fields_go_on_narrowing(street):
    assert listed(street.users["buyer"], "老人吃饭", state="draft") == ["养老助餐服务"]
    assert listed(street.users["buyer"], "老人吃饭", state="open") == []


def test_nobody_finds_what_the_list_would_not_show(street):
    assert listed(factories.person("BUYER", factories.make_office()), "老人吃饭") == []
    assert listed(street.users["buyer"], "法律援助") == []


def test_without_an_index_the_table_answers(street, engine, monkeypatch):
    def down(*_asked):
        raise Down("gone")

    monkeypatch.setattr(type(engine), "search", down)
    assert listed(street.users["buyer"], "助餐") == ["养老助餐服务"]
    assert listed(street.users["buyer"], "老人吃饭") == []


def test_a_page_for_everybody_asks_the_table_alone(street, engine):
    organisation = factories.make_organisation(name_zh="北街送餐队")
    rebuilding.rebuild(engine)
    anybody = Client().get("/organisations/", {"q": "beijie"})
    assert organisation.name_zh not in anybody.content.decode()
    member = Client()
    member.force_login(street.users["buyer"])
    assert organisation.name_zh in member.get("/organisations/", {"q": "beijie"}).content.decode()
