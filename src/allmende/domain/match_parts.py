# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""The five parts of a match and the rules that turn each into a factor of the order."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from allmende.domain.evidence import EvidenceRules
from allmende.domain.explain import Gap, Reason, Text, Unknown
from allmende.domain.lifecycle import State


class PartName(StrEnum):
    """The parts of a match, in the order in which they are shown."""

    RELEVANCE = "relevance"
    FIT = "fit"
    PRECONDITIONS = "preconditions"
    EVIDENCE = "evidence"
    OPENNESS = "openness"


LABELS: Mapping[PartName, Text] = {
    PartName.RELEVANCE: Text("Treffer zu den Suchworten", "Relevance to the words asked for"),
    PartName.FIT: Text("Läuft in ähnlichen Kommunen", "Runs in similar municipalities"),
    PartName.PRECONDITIONS: Text("Voraussetzungen", "Preconditions"),
    PartName.EVIDENCE: Text("Beleglage", "Evidence"),
    PartName.OPENNESS: Text("Offenheit des Codes", "Openness of the code"),
}


@dataclass(frozen=True, slots=True)
class PartRule:
    """weight, 0..1: how strongly the part moves the order; neutral, 0..1: the value that moves nothing."""

    weight: float
    neutral: float

    def factor(self, value: float | None, neutral: float | None = None) -> float:
        """Factor of the order value: 1 for an unknown or neutral value, more above it, less below it."""
        neutral = self.neutral if neutral is None else neutral
        value = neutral if value is None else value
        return (1 - self.weight + self.weight * value) / (1 - self.weight + self.weight * neutral)


@dataclass(frozen=True, slots=True)
class MatchRules:
    """Numbers of data/matching.yaml and data/evidence.yaml; each is explained there.

    runs: how much a place counts for the fit, by state; across_levels: factor on the similarity of a place on
    another level; open_without_code: openness of a solution called open whose code nobody can find;
    infrastructure: words for what a municipality has if a solution that names it runs there.
    """

    parts: Mapping[PartName, PartRule]
    runs: Mapping[State, float]
    across_levels: float
    open_without_code: float
    duty_unmet: float
    infrastructure: tuple[str, ...]
    evidence: EvidenceRules

    @classmethod
    def from_mapping(cls, data: Mapping[str, Any], evidence: EvidenceRules) -> "MatchRules":
        """Rules from the content of data/matching.yaml. Raises KeyError for a missing entry and
        ValueError for an unknown part or state."""
        return cls(
            parts={
                PartName(name): PartRule(float(rule["weight"]), float(rule["neutral"]))
                for name, rule in data["parts"].items()
            },
            runs={State(name): float(rule["value"]) for name, rule in data["runs"].items()},
            across_levels=float(data["across_levels"]["value"]),
            open_without_code=float(data["open_without_code"]["value"]),
            duty_unmet=float(data["duty_unmet"]["value"]),
            infrastructure=tuple(data["infrastructure"]["value"]),
            evidence=evidence,
        )


@dataclass(frozen=True, slots=True)
class Part:
    """One part: its value in 0..1 (None: not known), its factor in the order, and what was found."""

    name: PartName
    value: float | None
    factor: float
    reasons: tuple[Reason, ...] = ()
    gaps: tuple[Gap, ...] = ()
    unknowns: tuple[Unknown, ...] = ()
