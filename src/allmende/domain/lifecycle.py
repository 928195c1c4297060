# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""States a solution can have in one place, and outcomes an experience report can have."""

from enum import StrEnum


class State(StrEnum):
    """What is happening with a solution in one place, as of a date."""

    PLANNED = "planned"
    PILOTING = "piloting"
    OPERATIONAL = "operational"
    ENDED = "ended"  # as planned, for example because the term was over
    STOPPED = "stopped"  # discontinued
    DECIDED_AGAINST = "decided-against"
    UNKNOWN = "unknown"


class Outcome(StrEnum):
    """How an experience turned out, in the words of its report."""

    SUCCESS = "success"
    MIXED = "mixed"
    SCALED_BACK = "scaled-back"
    ENDED = "ended"  # as planned: nobody gave up
    STOPPED = "stopped"
    NOT_STARTED = "not-started"
    FAILED = "failed"
