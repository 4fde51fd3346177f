"""Every verb's page can ask for all that its verb needs: no button leads to a form that cannot be sent."""

import inspect

import pytest
from django.urls import reverse

from marketplace.core import faces

FACES = [
    pytest.param(the_face, id=f"{name}.{verb}")
    for name, room in faces._faces.items()
    for verb, the_face in room.faces.items()
]


def needed(do) -> set[str]:
    """Names of the keyword arguments without which the verb cannot be called."""
    return {
        p.name
        for p in inspect.signature(do).parameters.values()
        if p.kind is p.KEYWORD_ONLY and p.default is p.empty and p.name != "by"
    }


@pytest.mark.parametrize("the_face", FACES)
def test_the_form_asks_for_what_the_verb_needs(the_face):
    if the_face.page:
        return
    asked = set(the_face.form.base_fields) | set(getattr(the_face.form, "gives", ()))  # a grid's cells are gathered
    assert needed(the_face.do) <= asked


@pytest.mark.django_db
def test_a_verb_with_a_page_of_its_own_is_reached_there(client):
    from marketplace.catalogue import faces as catalogue_faces
    from tests.factories import make_office
    from tests.marketplace.catalogue import builders as b

    office = make_office()
    buyer = b.people(office)["buyer"].user
    draft = b.make_list(office, items=0, state="draft", drafted_by=buyer)
    page = reverse("catalogue:import", args=[draft.pk])
    assert faces.url(draft, "import") == page == catalogue_faces.import_url(draft)
    client.force_login(buyer)
    answer = client.get(reverse("core:verb", args=["catalogue.list", draft.pk, "import"]))
    assert answer.url == page
    found = client.get(page).content.decode()
    assert 'type="file"' in found
    assert reverse("catalogue:export", args=[draft.pk, "xlsx"]) in found
