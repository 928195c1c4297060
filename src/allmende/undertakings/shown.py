# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the pages of the room show, prepared with few queries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from allmende.accounts.models import Person
from allmende.domain.lifecycle import MOVES, State
from allmende.register import queries as register
from allmende.undertakings import facts, queries
from allmende.undertakings.models import STATES, Undertaking, Visibility

BADGES: Mapping[str, str] = {
    State.OPERATIONAL: "success", State.PILOTING: "info", State.PLANNED: "info", State.ENDED: "info",
    State.STOPPED: "warning", State.DECIDED_AGAINST: "warning",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One undertaking in a list; solution: None where the catalogue has lost it."""

    row: Undertaking
    solution: Any
    body: str
    badge: str
    is_old: bool
    may_follow: Sequence[Any]
    own: bool


def lines(rows: Sequence[Undertaking], today: date) -> list[Line]:
    """Undertakings for a list; two queries whatever their number."""
    solutions = queries.solutions({row.solution for row in rows})
    bodies = register.by_keys({row.key for row in rows})
    return [
        Line(
            row, solutions.get(row.solution), bodies[row.key].label if row.key in bodies else row.key,
            BADGES[row.state], facts.is_old(row, today), _following(row.state),
            row.visibility == Visibility.OWN,
        )
        for row in rows
    ]  # fmt: skip


def _following(state: str) -> list[Any]:
    may = MOVES[State(state)]
    return [label for word, label in STATES if State(word) in may]


def undertaking(row: Undertaking, today: date) -> dict[str, Any]:
    """One undertaking with its history."""
    steps = queries.steps(row)
    history = [facts.move(one) for one in facts.counting(steps)]
    places = register.by_keys([key for key in (row.key, row.origin) if key])
    return {
        "row": row,
        "solution": queries.solution(row.solution),
        "body": places.get(row.key),
        "origin": places.get(row.origin),
        "own": row.visibility == Visibility.OWN,
        "badge": BADGES.get(row.state, "info"),
        "is_old": facts.is_old(row, today),
        "goes_on": row.state in facts.GOING_ON,
        "entries": facts.entries(steps),
        "confirmations": queries.confirmations(row),
        "following": facts.following(history),
        "history": history,
    }


def body_choices(person: Person) -> list[tuple[str, str]]:
    """Key and name of what somebody may write for."""
    return [(key, one.label) for key, one in queries.bodies(person, writing=True).items()]
