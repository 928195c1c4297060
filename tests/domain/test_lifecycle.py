# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""States and outcomes are words that data, addresses and programs share."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allmende.domain.lifecycle import (
    FINAL,
    MOVES,
    NEEDS_REASON,
    Move,
    Outcome,
    State,
    faults,
    objections,
    present,
)


@pytest.mark.parametrize("word", [*State, *Outcome])
def test_each_word_can_stand_in_an_address(word: str) -> None:
    assert re.fullmatch(r"[a-z]+(-[a-z]+)?", word)


def test_an_end_as_planned_is_not_a_stop() -> None:
    assert State("ended") is not State("stopped")
    assert Outcome("ended") is not Outcome("stopped")


def test_there_are_seven_states_and_seven_outcomes() -> None:
    assert (len(State), len(Outcome)) == (7, 7)


TODAY = date(2026, 11, 24)
days = st.dates(date(2020, 1, 1), date(2027, 12, 31))
moves = st.builds(Move, state=st.sampled_from(State), on=days, reason=st.sampled_from(("", " ", "zu teuer")))


def codes(history: list[Move], move: Move) -> list[str]:
    return [gap.code for gap in objections(history, move, today=TODAY)]


def test_a_solution_is_planned_tried_out_run_and_stopped_with_a_reason() -> None:
    history = [
        Move(State.PLANNED, date(2023, 1, 1)),
        Move(State.PILOTING, date(2023, 6, 1)),
        Move(State.OPERATIONAL, date(2024, 1, 1)),
        Move(State.STOPPED, date(2025, 1, 1), "keine Stelle mehr"),
    ]
    assert not faults(history, today=TODAY)
    assert present(history) == State.STOPPED
    assert codes(history, Move(State.PLANNED, date(2026, 1, 1))) == []


@pytest.mark.parametrize("state", [State.STOPPED, State.DECIDED_AGAINST])
def test_where_it_ends_a_reason_is_needed(state: State) -> None:
    history = [Move(State.PILOTING, date(2024, 1, 1))]
    assert codes(history, Move(state, date(2025, 1, 1), "  ")) == ["no-reason"]
    assert codes(history, Move(state, date(2025, 1, 1), "zu teuer")) == []


def test_what_runs_can_no_longer_be_decided_against() -> None:
    history = [Move(State.OPERATIONAL, date(2024, 1, 1))]
    (gap,) = objections(history, Move(State.DECIDED_AGAINST, date(2025, 1, 1), "doch nicht"), today=TODAY)
    assert gap.text.de == "Auf „in Betrieb“ kann „dagegen entschieden“ nicht folgen"


def test_moves_go_forward_in_time_and_not_beyond_today() -> None:
    history = [Move(State.PLANNED, date(2024, 5, 1))]
    assert codes(history, Move(State.PILOTING, date(2024, 4, 30))) == ["before-the-last"]
    assert codes(history, Move(State.PILOTING, date(2026, 11, 25))) == ["in-the-future"]
    assert codes(history, Move(State.PILOTING, date(2024, 5, 1))) == []


def test_only_an_end_as_planned_is_final() -> None:
    assert list(FINAL) == [State.ENDED]
    assert set(MOVES) == set(State)


def test_every_state_is_reached_from_the_unknown() -> None:
    reached = {State.UNKNOWN}
    for _ in State:
        reached |= {after for before in reached for after in MOVES[before]}
    assert reached == set(State)


@given(st.lists(moves, max_size=6))
def test_a_sound_history_is_dated_in_order_and_gives_reasons_where_it_ends(candidates: list[Move]) -> None:
    history: list[Move] = []
    for move in candidates:
        if not objections(history, move, today=TODAY):
            history.append(move)
    assert not faults(history, today=TODAY)
    assert [move.on for move in history] == sorted(move.on for move in history)
    assert all(move.on <= TODAY for move in history)
    assert all(move.reason.strip() for move in history if move.state in NEEDS_REASON)
    assert present(history) == (history[-1].state if history else State.UNKNOWN)
