# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Four eyes: the states of what somebody wrote, and who may move it from one to the next.

The table is about one revision. Whoever changes what is released begins a new revision as a draft; the
released one stays in force until the next release takes its place.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum


class ReviewState(StrEnum):
    """How far a revision has come."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    CHANGES_REQUESTED = "changes-requested"
    RELEASED = "released"
    WITHDRAWN = "withdrawn"


class Step(StrEnum):
    """What can be done with a revision."""

    SUBMIT = "submit"
    TAKE_BACK = "take-back"
    REQUEST_CHANGES = "request-changes"
    RELEASE = "release"
    WITHDRAW = "withdraw"
    REOPEN = "reopen"


class Part(StrEnum):
    """In what capacity somebody acts. Who wrote any word of the revision is its author, whatever else."""

    AUTHOR = "author"
    EDITOR = "editor"  # of the same municipality
    TRANSFER_OFFICE = "transfer-office"


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the table; four_eyes: the author may not do it, in whatever other part."""

    step: Step
    before: frozenset[ReviewState]
    after: ReviewState
    parts: frozenset[Part]
    four_eyes: bool = False


_WRITING = frozenset({ReviewState.DRAFT, ReviewState.CHANGES_REQUESTED})
_SUBMITTED = frozenset({ReviewState.SUBMITTED})
_OWN = frozenset({Part.AUTHOR, Part.EDITOR})
_REVIEWERS = frozenset({Part.EDITOR, Part.TRANSFER_OFFICE})

RULES = (
    Rule(Step.SUBMIT, _WRITING, ReviewState.SUBMITTED, _OWN),
    Rule(Step.TAKE_BACK, _SUBMITTED, ReviewState.DRAFT, _OWN),
    Rule(Step.REQUEST_CHANGES, _SUBMITTED, ReviewState.CHANGES_REQUESTED, _REVIEWERS, four_eyes=True),
    Rule(Step.RELEASE, _SUBMITTED, ReviewState.RELEASED, _REVIEWERS, four_eyes=True),
    Rule(Step.WITHDRAW, _SUBMITTED | {ReviewState.RELEASED}, ReviewState.WITHDRAWN, frozenset(Part)),
    Rule(Step.REOPEN, frozenset({ReviewState.WITHDRAWN}), ReviewState.DRAFT, _OWN),
)


def allowed(state: ReviewState, parts: Collection[Part]) -> dict[Step, ReviewState]:
    """Steps that somebody acting in these parts may take from a state, each with the state it leads to."""
    return {rule.step: rule.after for rule in RULES if state in rule.before and _may(rule, frozenset(parts))}


def _may(rule: Rule, parts: frozenset[Part]) -> bool:
    return bool(rule.parts & parts) and not (rule.four_eyes and Part.AUTHOR in parts)
