# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Rows of stored checks become findings of the rules, and the other way round; what follows from them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from allmende.compliance import registry
from allmende.compliance.models import Check
from allmende.compliance.models import Finding as Row
from allmende.domain.explain import Text
from allmende.domain.repository.findings import (
    Clause,
    Evidence,
    Finding,
    Level,
    Tally,
    Verdict,
    fulfilled,
    tallies,
)


@dataclass(frozen=True, slots=True)
class Summary:
    """Newest check of a repository in short: for lists, for a solution's page, for its fit."""

    slug: str
    url: str
    moment: datetime
    commit: str
    tallies: tuple[Tally, ...]
    duty: tuple[tuple[Clause, Verdict], ...]
    verdicts: Mapping[str, Verdict]

    @property
    def unmet(self) -> int:
        """Rules not met, whatever their level."""
        return sum(tally.open for tally in self.tallies)

    @property
    def errors(self) -> int:
        """Rules not met without which nobody can reuse."""
        return sum(tally.unmet[Level.ERROR] for tally in self.tallies)

    @property
    def duty_met(self) -> Verdict:
        """Whether what the funding rules ask for and the check can see is met."""
        return overall(self.duty)


def findings(check: Check) -> tuple[Finding, ...]:
    """Findings of a stored check whose rows were fetched with it."""
    return tuple(
        Finding(
            row.rule,
            Verdict(row.verdict),
            Text(row.text_de, row.text_en),
            tuple(Evidence(kind, where, line) for kind, where, line in row.evidence),
        )
        for row in check.findings.all()
    )


def rows(check: Check, found: Iterable[Finding]) -> list[Row]:
    """Findings as rows of a check, not stored yet."""
    return [
        Row(
            check_run=check,
            rule=finding.rule,
            verdict=finding.verdict.value,
            text_de=finding.text.de,
            text_en=finding.text.en,
            evidence=[[e.kind, e.where[:500], e.line] for e in finding.evidence],
        )
        for finding in found
    ]


def duty(found: Sequence[Finding]) -> tuple[tuple[Clause, Verdict], ...]:
    """Each part of the funding duty, and how it came out."""
    return tuple((clause, fulfilled(clause, found)) for clause in registry.duty())


def overall(clauses: Sequence[tuple[Clause, Verdict]]) -> Verdict:
    """The duty as far as the check can see it: parts that no rule can show do not count."""
    verdicts = {verdict for clause, verdict in clauses if clause.rules}
    if Verdict.UNMET in verdicts:
        return Verdict.UNMET
    return Verdict.UNCHECKED if Verdict.UNCHECKED in verdicts else Verdict.MET


def summary(check: Check) -> Summary:
    """A stored check in short."""
    found = findings(check)
    return Summary(
        slug=check.repository.slug,
        url=check.repository.url,
        moment=check.moment,
        commit=check.commit,
        tallies=tallies(found, registry.rules()),
        duty=duty(found),
        verdicts={finding.rule: finding.verdict for finding in found},
    )
