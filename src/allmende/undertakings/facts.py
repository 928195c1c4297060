# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Rows as the rules see them: the history that counts, what is old, when somebody is asked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from allmende import data
from allmende.domain.lifecycle import MOVES, Move, State, present
from allmende.undertakings.models import STATES, Confirmation, Step, Undertaking

GOING_ON = (State.PLANNED, State.PILOTING, State.OPERATIONAL)
BEGUN = (State.PILOTING, State.OPERATIONAL)
YEAR = 365.25


@dataclass(frozen=True, slots=True)
class Entry:
    """One step as it counts now, and what stood there before it was corrected, the oldest first."""

    step: Step
    before: Sequence[Step]


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an undertaking stands: as its steps have it and as somebody said last."""

    state: str
    since: date | None
    confirmed_on: date | None
    note: str


def entries(steps: Iterable[Step]) -> list[Entry]:
    """Steps by their position; `steps` in the order of position and revision."""
    found: dict[int, list[Step]] = {}
    for step in steps:
        found.setdefault(step.position, []).append(step)
    return [Entry(rows[-1], rows[:-1]) for rows in found.values()]


def counting(steps: Iterable[Step]) -> list[Step]:
    """The steps that were not taken back, each as corrected."""
    return [one.step for one in entries(steps) if one.step.state]


def move(step: Step) -> Move:
    """A step as the rules see it."""
    return Move(State(step.state), step.on, step.reason)


def following(history: Sequence[Move]) -> list[tuple[str, Any]]:
    """States that may follow a history, with their words, in the order of a life."""
    may = MOVES[present(history)]
    return [(word, label) for word, label in STATES if State(word) in may]


def standing(steps: Sequence[Step], confirmations: Iterable[Confirmation]) -> Standing:
    """Where it stands; `steps`: those that count.

    What goes on holds as of the day on which it was last said; what is over as of the day it ended.
    """
    if not steps:
        return Standing("", None, None, "")
    last = steps[-1]
    since = [one for one in confirmations if one.at >= last.at]
    note = next((one.text for one in reversed(since) if one.text), last.reason)
    said = max([timezone.localdate(last.at), *(one.on for one in since)])
    return Standing(last.state, last.on, said if State(last.state) in GOING_ON else last.on, note)


def began(steps: Iterable[Step]) -> str:
    """Year in which it was first tried out or operated; empty if never."""
    return next((str(one.on.year) for one in steps if State(one.state) in BEGUN), "")


def is_old(row: Undertaking, today: date) -> bool:
    """Whether it may still go on, but nobody has said so for years."""
    if row.state not in GOING_ON or row.confirmed_on is None:
        return False
    return row.confirmed_on + timedelta(days=round(YEAR * value("old_after_years"))) <= today


def pause() -> timedelta:
    """How long nobody is asked after something was said or asked."""
    return timedelta(days=round(YEAR / 12 * value("ask_after_months")))


def value(name: str) -> int:
    """A number of data/undertakings.yaml."""
    return int(data.read_yaml("undertakings.yaml")[name]["value"])
