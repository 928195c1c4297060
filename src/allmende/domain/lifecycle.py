# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""States a solution can have in one place, the moves between them, and outcomes of experience reports."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from allmende.domain.explain import Gap, Text


class State(StrEnum):
    """What is happening with a solution in one place, as of a date."""

    PLANNED = "planned"
    PILOTING = "piloting"
    OPERATIONAL = "operational"
    ENDED = "ended"  # as planned, for example because the term was over
    STOPPED = "stopped"  # discontinued
    DECIDED_AGAINST = "decided-against"
    UNKNOWN = "unknown"


LABELS: Mapping[State, Text] = {
    State.OPERATIONAL: Text("in Betrieb", "in operation"),
    State.STOPPED: Text("vorzeitig beendet", "stopped early"),
    State.ENDED: Text("planmäßig ausgelaufen", "ended as planned"),
    State.PILOTING: Text("in Erprobung", "being tried out"),
    State.PLANNED: Text("geplant", "planned"),
    State.DECIDED_AGAINST: Text("dagegen entschieden", "decided against"),
    State.UNKNOWN: Text("Stand unbekannt", "state unknown"),
}


class Outcome(StrEnum):
    """How an experience turned out, in the words of its report."""

    SUCCESS = "success"
    MIXED = "mixed"
    SCALED_BACK = "scaled-back"
    ENDED = "ended"  # as planned: nobody gave up
    STOPPED = "stopped"
    NOT_STARTED = "not-started"
    FAILED = "failed"


# A municipality may begin to tell late, and a stop or a "no" may be followed by a new attempt. Nothing leads
# back to "unknown": imported stock alone begins there.
MOVES: Mapping[State, frozenset[State]] = {
    State.UNKNOWN: frozenset({State.PLANNED, State.PILOTING, State.OPERATIONAL}),
    State.PLANNED: frozenset({State.PILOTING, State.OPERATIONAL, State.DECIDED_AGAINST}),
    State.PILOTING: frozenset({State.OPERATIONAL, State.ENDED, State.STOPPED, State.DECIDED_AGAINST}),
    State.OPERATIONAL: frozenset({State.ENDED, State.STOPPED}),
    State.STOPPED: frozenset({State.PLANNED, State.PILOTING}),
    State.DECIDED_AGAINST: frozenset({State.PLANNED}),
    State.ENDED: frozenset(),
}
FINAL = frozenset(state for state, following in MOVES.items() if not following)
OVER = frozenset({State.ENDED, State.STOPPED, State.DECIDED_AGAINST})
NEEDS_REASON = frozenset({State.STOPPED, State.DECIDED_AGAINST})


@dataclass(frozen=True, slots=True)
class Move:
    """One step of a Nachnutzung: the state it leads to, since when, and why where it ends."""

    state: State
    on: date
    reason: str = ""


def present(history: Sequence[Move]) -> State:
    """State after a history, the oldest move first; unknown before the first."""
    return history[-1].state if history else State.UNKNOWN


def objections(history: Sequence[Move], move: Move, *, today: date) -> tuple[Gap, ...]:
    """What speaks against adding the move to a history; nothing if it may be added."""
    before = present(history)
    found = []
    if move.state not in MOVES[before]:
        found.append(Gap("not-allowed", Text(
            f"Auf „{LABELS[before].de}“ kann „{LABELS[move.state].de}“ nicht folgen",
            f"“{LABELS[move.state].en}” cannot follow “{LABELS[before].en}”",
        )))  # fmt: skip
    if history and move.on < history[-1].on:
        since = history[-1].on
        found.append(Gap("before-the-last", Text(
            f"Der Schritt läge vor dem letzten ({since:%d.%m.%Y})",
            f"The step would lie before the last one ({since.isoformat()})",
        )))  # fmt: skip
    if move.on > today:
        found.append(Gap("in-the-future", Text("Der Tag liegt in der Zukunft", "The day is in the future")))
    if move.state in NEEDS_REASON and not move.reason.strip():
        found.append(Gap("no-reason", Text(
            "Wo es endet, gehört ein Grund dazu", "Where it ends, a reason is needed"
        )))  # fmt: skip
    return tuple(found)


def faults(history: Sequence[Move], *, today: date) -> tuple[Gap, ...]:
    """What speaks against the moves of a history where they stand, each sentence once."""
    found = (gap for n, move in enumerate(history) for gap in objections(history[:n], move, today=today))
    return tuple(dict.fromkeys(found))
