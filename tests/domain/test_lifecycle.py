# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""States and outcomes are words that data, addresses and programs share."""

import re

import pytest

from allmende.domain.lifecycle import Outcome, State


@pytest.mark.parametrize("word", [*State, *Outcome])
def test_each_word_can_stand_in_an_address(word: str) -> None:
    assert re.fullmatch(r"[a-z]+(-[a-z]+)?", word)


def test_an_end_as_planned_is_not_a_stop() -> None:
    assert State("ended") is not State("stopped")
    assert Outcome("ended") is not Outcome("stopped")


def test_there_are_seven_states_and_seven_outcomes() -> None:
    assert (len(State), len(Outcome)) == (7, 7)
