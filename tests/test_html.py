"""Every kind of page of the portal, as the demo district shows it, in both languages: valid HTML, every text translated.

The pages come from a walk along the links and from the faces of the verbs: a new page is held on the day it is linked.
"""

import os
from itertools import chain

import pytest
from django.apps import apps
from django.db import models
from django.utils import translation

from marketplace.core.frame import in_language
from marketplace.funds.giving.rulebook import books
from tests.support import lacking, nu, pseudo
from tests.support.district import logged_in, verb_forms, walked

pytestmark = [pytest.mark.once, pytest.mark.xdist_group("pages")]


@pytest.fixture
def portal(district, db, settings):
    settings.DEMO = True
    lacking.put()


class Reader:
    """The demo's people, each with a browser of their own."""

    def __init__(self):
        self.clients = {}

    def get(self, who, address):
        client = self.clients.setdefault(who, None) or logged_in(who)
        self.clients[who] = client
        return client.get(address)


def pages_of(*languages):
    """{(kind of page, language): html}"""
    reader = Reader()
    spots = [(kind, who, address) for kind, (who, address) in walked().pages.items()]
    found = {}
    for kind, who, address in chain(spots, verbs_pages()):
        for language in languages:
            with translation.override("zh-hans"):
                there = in_language(address, language)
            answer = reader.get(who, there)
            if answer.status_code == 200 and answer["Content-Type"].startswith("text/html") and not answer.streaming:
                found[kind, language] = answer.content.decode()
    return found


def verbs_pages():
    """The page of each verb, while its object stands where the verb begins."""
    for name, verb, form in verb_forms():
        if form is not None:
            yield f"{name} {verb}", form.who, form.page


def test_the_nu_checker_finds_nothing(portal, tmp_path):
    if nu.missing():
        (pytest.fail if os.environ.get("CI_STRICT") == "1" else pytest.skip)(f"missing: {nu.missing()}")
    pages = pages_of("zh-hans", "en")
    assert len(pages) > 300
    assert "\n".join(nu.complaints(pages, tmp_path / "pages")) == ""


def test_every_text_of_ours_goes_through_the_catalogue(portal, monkeypatch):
    """In a language that puts every text between ⟦ and ⟧, what stands outside comes from the database."""
    pseudo.speak(monkeypatch)
    data = pseudo.Known(values())
    bare = [f"{kind}: {text}" for kind, html in pages_of("en").items() for text in data.foreign(pseudo.outside(html))]
    assert not bare, "\n".join(sorted(bare))


def values():
    """Every text in the database."""
    kinds = (models.CharField, models.TextField, models.JSONField)
    for model in apps.get_models():
        names = [f.attname for f in model._meta.concrete_fields if isinstance(f, kinds)]
        for row in model._base_manager.values_list(*names) if names else ():
            yield from map(str, row)
    for book in books():  # rule books of fundraising are rows of a file, in both languages
        yield from (book.name_en, *(rule.clause_en for rule in book.rules.values()))
