"""Figures come from the records: class and stage, survival, money won after graduating, place."""

from datetime import date
from decimal import Decimal

import pytest

from orgs import domain as orgs
from orgs.incubation import domain, figures, others

from . import builders as b

pytestmark = pytest.mark.django_db


@pytest.fixture
def graduated(street, clock):
    with clock("2024-03-01 09:00"):
        stay = b.inside(street, stage="GROWTH", until=date(2025, 1, 1))
        domain.graduate(stay, by=street.actor("leader"), reason="可以独立")
    return stay


def test_by_class_stage_and_place(street, graduated):
    assert figures.by_class_and_stage() == {("PUBLIC_SERVICE", "GROWTH"): 1}
    group = b.filed_group(street)
    stay = domain.apply(street.centre, by=street.actor("anybody"), group=group, motive="x", desks=0)
    assert sum(figures.by_class_and_stage().values()) == 1  # an application is no stay
    domain.take_in(stay, by=street.actor("secretary"))
    assert figures.by_class_and_stage()["CULTURE_EDUCATION", "IDEA"] == 1
    assert [(row["place"], row["inside"]) for row in figures.by_place()] == [(street.community, 1)]


def test_survival(street, graduated, clock):
    def found():
        return [(row["graduates"], row["alive"]) for row in figures.survival()]

    assert found() == [(1, 1), (1, 1), (0, 0)]
    with clock("2026-01-01 09:00"):
        orgs.withdraw(street.organisation, by=street.actor("owner"))
    assert found() == [(1, 1), (1, 0), (0, 0)]


def test_money_won_after_the_day_of_graduating(street, graduated, monkeypatch):
    key = street.organisation.pk
    rows = [
        others.Won(key, date(2024, 2, 29), Decimal("7.00"), "contract"),
        others.Won(key, date(2024, 3, 1), Decimal("30.00"), "contract"),
        others.Won(key, date(2025, 5, 1), Decimal("12.50"), "grant"),
    ]
    monkeypatch.setattr(others, "_won", [lambda keys: [row for row in rows if row.organisation in keys]])
    assert [(row["stay"], row["amount"]) for row in figures.won_after_graduating()] == [(graduated, Decimal("42.50"))]
