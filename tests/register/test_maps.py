# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Places and outlines share one projection."""

import pytest

from allmende.register import maps


@pytest.mark.parametrize(("latitude", "longitude"), [(47.4, 10.2), (55.0, 8.4), (51.0, 5.9), (51.2, 15.0)])
def test_the_corners_of_germany_lie_on_the_map(latitude: float, longitude: float) -> None:
    x, y = maps.project(latitude, longitude)
    assert 0 <= x <= maps.WIDTH
    assert 0 <= y <= maps.HEIGHT


def test_north_is_up_and_east_is_right() -> None:
    x, y = maps.project(51, 10)
    assert maps.project(52, 10)[1] < y
    assert maps.project(51, 11)[0] > x


def test_all_states_together_are_small_enough_for_a_page() -> None:
    assert len(maps.states()) == 16
    assert sum(len(outline.path) for outline in maps.states()) < 25_000


def test_every_key_has_the_outline_of_its_district() -> None:
    assert maps.outline("12069020") == maps.outline("12069")
    assert maps.outline("99999") is None
    assert len(maps.districts("12")) == 18
