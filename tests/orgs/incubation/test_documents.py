"""What of incubation is found by the search, and by whom."""

from datetime import timedelta

import pytest

from marketplace.core import clock, documents
from orgs.incubation import domain
from orgs.incubation.models import Centre, IntakeRound, Training

from .builders import make_street
from .builders import training as make_training

pytestmark = pytest.mark.django_db


def document(kind, row):
    return documents.read(kind, [row.pk])[row.pk]


@pytest.mark.parametrize(("kind", "model"), [("centre", Centre), ("intake", IntakeRound), ("training", Training)])
def test_whoever_may_see_it_finds_it(kind, model):
    street = make_street()
    make_training(street, publish=False)
    make_training(street)
    draft = _intake(street)
    domain.publish_intake(_intake(street), by=street.actor("leader"))
    assert draft.state == "draft"
    for actor in (street.actor("secretary"), street.org()[1]):
        tokens = documents.reader_tokens(actor)
        found = {row.pk for row in model.objects.all() if document(kind, row).audience & tokens}
        assert found == set(model.objects.visible_to(actor).values_list("pk", flat=True))


def _intake(street):
    day = clock.today()
    return domain.draft_intake(
        street.centre, by=street.actor("secretary"), title_zh="春季征集", title_en="Spring intake", text_zh="都可以来",
        first_day=day, last_day=day + timedelta(days=10), places=2,
    )  # fmt: skip


def test_a_round_opens_and_ends_by_the_clock():
    street = make_street()
    row = domain.publish_intake(_intake(street), by=street.actor("leader"))
    now = document("intake", row)
    assert (now.facets["status"], now.is_open, now.look_again) == (("open",), True, now.deadline)
    with clock.fixed(now.deadline):
        later = document("intake", row)
    assert (later.facets["status"], later.is_open, later.look_again) == (("ended",), False, None)


def test_a_training_tells_nothing_of_its_key_and_who_comes():
    row = make_training(make_street())
    found = document("training", row)
    assert row.key not in repr(found)
    assert found.is_open and found.deadline == row.starts
    with clock.fixed(row.starts):
        assert not document("training", row).is_open


def test_a_closed_centre_ranks_below():
    street = make_street()
    assert document("centre", street.centre).is_open
    domain.close_centre(street.centre, by=street.actor("leader"), reason="搬迁")
    assert not document("centre", street.centre).is_open
