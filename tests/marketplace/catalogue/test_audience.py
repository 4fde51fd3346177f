"""The facet "for whom" is read from the item's own words."""

import pytest

from marketplace.catalogue.audience import WORDS, groups_of, pack
from marketplace.catalogue.states import Audience


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("高龄、独居、失能老年人", ["OLDER"]),
        ("老年人、青少年和照护者", ["OLDER", "CHILDREN", "ILL"]),
        ("孤儿、事实无人抚养和困境儿童", ["CHILDREN", "HARDSHIP"]),
        ("有邻里、家庭、物业等纠纷的居民", ["OTHERS"]),
        ("业主、业委会和物业企业", ["GROUPS"]),
        ("全体居民", ["EVERYBODY"]),
        ("", ["OTHERS"]),
    ],
)
def test_groups(text, groups):
    assert groups_of(text) == groups


def test_every_group_is_known_and_fits_its_column():
    assert set(WORDS) | {"OTHERS"} == set(Audience.values)
    assert len(pack(Audience.values)) <= 120
