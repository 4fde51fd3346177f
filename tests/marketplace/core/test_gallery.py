"""The gallery shows every part in every state: a part without a sample fails here."""

import pytest
from django.test.signals import template_rendered

from marketplace.core import gallery, styleguide

pytestmark = pytest.mark.django_db


def test_every_part_has_its_samples():
    missing = set(styleguide.names()) - set(gallery.samples()) - set(gallery.FRAME)
    assert missing == set(), "give it samples in marketplace/core/gallery/"
    assert set(gallery.samples()) | set(gallery.FRAME) == set(styleguide.names())
    assert all(rows for rows in gallery.samples().values())


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_every_part_is_drawn_on_the_page(client, settings, prefix):
    settings.DEMO = True
    drawn = set()

    def note(sender, template, **_more):
        drawn.add(template.name)

    template_rendered.connect(note)
    try:
        page = client.get(f"{prefix}/styleguide/").content.decode()
    finally:
        template_rendered.disconnect(note)
    elsewhere = {"htmx"}  # a script that only two pages need
    assert {f"parts/{name}.html" for name in set(styleguide.names()) - elsewhere} - drawn == set()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_every_part_says_what_it_is():
    assert [name for name in styleguide.names() if not styleguide.says(name)] == []


def test_editors_see_it_without_a_demonstration(client, settings, django_user_model):
    from tests import factories

    settings.DEMO = settings.DEBUG = False
    assert client.get("/styleguide/").status_code == 404
    client.force_login(factories.person("EDITOR", factories.make_office()))
    assert client.get("/styleguide/").status_code == 200
