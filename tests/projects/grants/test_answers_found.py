"""The secretariat finds applications by what they say; what may not be read is not found. A place is chosen on a map."""

import json
import re
from datetime import timedelta

import pytest

from marketplace.core import clock
from projects.grants import domain, formdef
from projects.grants.models import AnswerText, Application

from . import builders as b
from .test_pages import get

pytestmark = pytest.mark.django_db
LIST = "/grants/applications/?q="


def found(client, street, name, text):
    """Titles in the list of this person."""
    page = get(client, street, name, f"{LIST}{text}")
    return sorted(set(re.findall(r"项目\d", page)))


def test_the_list_finds_words_within_answers_and_all_words_must_stand_somewhere(client):
    street, round = b.opened()
    b.applied(street, round, 1, **(b.content(f1="独居老人吃饭难，使用ＡＢＣ餐车。") | {"title": "项目1"}))
    b.applied(street, round, 2, **(b.content(f2="young", f3="家长签字") | {"title": "项目2"}))
    with clock.fixed(b.OPEN + timedelta(days=1)):
        assert found(client, street, "secretary", "餐车") == found(client, street, "secretary", "abc") == ["项目1"]
        assert (
            found(client, street, "secretary", "家长签字")
            == found(client, street, "secretary", "children")
            == ["项目2"]
        )
        assert found(client, street, "secretary", "餐费") == ["项目1", "项目2"]  # a line of the budget
        assert found(client, street, "secretary", "餐费 互助社2") == ["项目2"]
        assert found(client, street, "secretary", "餐车 家长签字") == found(client, street, "secretary", "100%") == []
        # An answer that is asked no more is not handed in: it is not found either.
        by, two = street.actor("w2"), Application.objects.get(title="项目2")
        domain.applications.save(two, by=by, content=b.content(f2="old", f3="家长签字") | {"title": "项目2"})
        domain.applications.submit(two, by=by)
        assert found(client, street, "secretary", "家长签字") == []
        domain.applications.withdraw(two, by=by)
        assert found(client, street, "secretary", "餐费") == ["项目1"]


def test_what_is_sealed_or_of_another_office_or_blind_is_not_found(client):
    from tests import factories

    street, round = b.opened(sealed=True)
    b.applied(street, round, 1, **(b.content(f1=b.MARKER) | {"title": "项目1"}))
    elsewhere = factories.make_office("G-EL")
    street.users["other"] = factories.person("SECRETARY", elsewhere, "other@grants.example")
    with clock.fixed(b.OPEN + timedelta(days=1)):
        assert not AnswerText.objects.exists()
        assert found(client, street, "secretary", b.MARKER) == []
    with clock.fixed(b.AFTER):
        domain.rounds.close_call(round, by=street.actor("secretary"))
        for name in ("secretary", "leader", "auditor"):
            assert found(client, street, name, b.MARKER) == ["项目1"], name
        for name in ("other", "w1", "w2", "editor", "stranger"):
            assert found(client, street, name, b.MARKER) == [], name
        domain.screening.pass_(round.applications.get(), by=street.actor("secretary"))
        domain.reviewing.begin_reviews(b.fresh(round), by=street.actor("secretary"))
        name = b.name_of(street, b.reviews_of(round)[0].reviewer)
        factories.grant(street.users[name], "SECRETARY", street.office)
        assert found(client, street, name, b.MARKER) == []


def test_a_place_is_chosen_on_a_map_where_one_is_asked_and_typed_without_script(client):
    assert formdef.folded("ＡBc") == "abc"
    definition = json.loads(json.dumps(b.DEFINITION))
    definition["sections"][0]["fields"].append(
        {"key": "f9", "type": "PLACE", "label_zh": "地点", "label_en": "Place", "required": False}
    )
    street = b.make_street()
    with clock.fixed(b.START):
        domain.forms.edit(street.form, by=street.actor("editor"), definition=definition)
    street, round = b.opened(street)
    application = b.begun(street, round)
    with clock.fixed(b.OPEN + timedelta(days=1)):
        for language, label in (("", "在地图上选位置"), ("/en", "Choose the place on the map")):
            page = get(client, street, "w1", f"/grants/applications/{application.code}/write/", language=language)
            assert (
                label in page and 'data-place="f9"' in page and 'id="place-map"' in page and "grants/place.js" in page
            )
            assert page.count('name="f9-lat"') == page.count('name="f9-lon"') == 1
    plain = b.begun(*b.opened(street, form=b_form(street)), 2)
    with clock.fixed(b.OPEN + timedelta(days=1)):
        page = get(client, street, "w2", f"/grants/applications/{plain.code}/write/")
    assert "place.js" not in page and "place-map" not in page


def b_form(street):
    """Another form, which asks for no place."""
    with clock.fixed(b.START):
        return domain.forms.draft(street.office, by=street.actor("editor"), title_zh="表二", definition=b.DEFINITION)
