# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the pages of the room show, prepared with few queries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from allmende.accounts import queries as accounts
from allmende.accounts.models import Person
from allmende.audit import queries as audit
from allmende.domain.lifecycle import MOVES, State
from allmende.register import queries as register
from allmende.undertakings import facts, queries
from allmende.undertakings.actions import SUBJECT
from allmende.undertakings.models import STATES, Undertaking, Visibility

BADGES: Mapping[str, str] = {
    State.OPERATIONAL: "success", State.PILOTING: "info", State.PLANNED: "info", State.ENDED: "info",
    State.STOPPED: "warning", State.DECIDED_AGAINST: "warning",
}  # fmt: skip

VERBS = {
    "begin": _("begonnen"), "step": _("Schritt eingetragen"), "correct": _("Schritt berichtigt"),
    "confirm": _("bestätigt"), "choose": _("Sichtbarkeit oder Herkunft geändert"),
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


def record(row: Undertaking, person: Person) -> list[tuple[datetime, str, str]]:
    """Who wrote what and when, for those of the municipality; a closed account has no name."""
    events = [one for one in audit.history(SUBJECT, str(row.pk)) if one.verb in VERBS]
    names = accounts.names(one.who.removeprefix("person:") for one in events)
    return [
        (
            one.at, str(VERBS[one.verb]),
            str(_("Sie")) if one.who == person.reference
            else names.get(one.who.removeprefix("person:")) or str(_("jemand ohne Namen")),
        )
        for one in events
    ]  # fmt: skip


def body_choices(person: Person) -> list[tuple[str, str]]:
    """Key and name of what somebody may write for."""
    return [(key, one.label) for key, one in queries.bodies(person, writing=True).items()]
