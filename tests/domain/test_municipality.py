# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Keys tell levels; inhabitants tell size classes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allmende.domain.municipality import Level, SizeClass, level_of, size_class


@pytest.mark.parametrize(
    ("key", "level"),
    [
        ("12", Level.STATE),
        ("12069", Level.DISTRICT),
        ("120695910", Level.ASSOCIATION),
        ("12069020", Level.MUNICIPALITY),
    ],
)
def test_the_length_of_a_key_tells_the_level(key: str, level: Level) -> None:
    assert level_of(key) == level


@pytest.mark.parametrize("key", ["", "1", "123", "1206902", "120690200202", "1206902x", "١٢"])
def test_anything_else_is_no_key(key: str) -> None:
    with pytest.raises(ValueError, match="not an official key"):
        level_of(key)


@pytest.mark.parametrize(
    ("population", "expected"),
    [
        (0, SizeClass.RURAL),
        (4_999, SizeClass.RURAL),
        (5_000, SizeClass.SMALLER_TOWN),
        (10_000, SizeClass.LARGER_TOWN),
        (20_000, SizeClass.MEDIUM_CITY),
        (100_000, SizeClass.LARGE_CITY),
    ],
)
def test_a_class_begins_with_its_lower_bound(population: int, expected: SizeClass) -> None:
    assert size_class(population) == expected


@given(st.integers(0, 4_000_000), st.integers(0, 4_000_000))
def test_more_people_never_make_a_smaller_class(one: int, other: int) -> None:
    order = list(SizeClass)
    low, high = sorted((one, other))
    assert order.index(size_class(low)) <= order.index(size_class(high))
