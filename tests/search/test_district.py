"""Over the whole demo district: what somebody finds is what somebody may see, for every kind of document and every person."""

import pytest

from marketplace.core import clock, documents
from marketplace.core.actors import ANONYMOUS
from orgs.models import User
from orgs.queries import actor_of

pytestmark = pytest.mark.once
# Editors' pages, files and what is told only by its place have no rows that are hidden from somebody.
EVERYBODYS = {"page", "file"}


def readers():
    people = User.objects.filter(email__endswith="@linli.example", is_active=True)
    return [ANONYMOUS, *(actor_of(user, second_factor_at=clock.now()) for user in people)]


def test_everybody_finds_what_they_may_see(district, db):
    everybody, asked = readers(), set()
    for name, kind in documents.kinds().items():
        if name in EVERYBODYS:
            continue
        found = {d.key: d.audience for batch in documents.every(name) for d in batch}
        for actor in everybody:
            tokens = documents.reader_tokens(actor)
            finds = {key for key, audience in found.items() if audience & tokens}
            sees = set(kind.model.objects.visible_to(actor).values_list("pk", flat=True)) & set(found)
            assert finds == sees, (name, actor.user and actor.user.email)
            asked.add(actor.user and actor.user.pk)
    assert len(asked) > 20
