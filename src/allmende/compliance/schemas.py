# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Shapes of the JSON interface."""

from datetime import datetime

from ninja import Schema

from allmende.compliance.facts import Summary, findings, summary
from allmende.compliance.models import Check


class CheckSummary(Schema):
    """A repository's newest check: rules not met by group, and the funding duty as far as one sees."""

    slug: str
    url: str
    moment: datetime
    commit: str
    unmet: dict[str, int]
    duty: str

    @classmethod
    def of(cls, found: Summary) -> "CheckSummary":
        """From the summary of a stored check."""
        return cls(
            slug=found.slug,
            url=found.url,
            moment=found.moment,
            commit=found.commit,
            unmet={tally.group.value: tally.open for tally in found.tallies},
            duty=found.duty_met.value,
        )


class FindingData(Schema):
    """Result of one rule: met, unmet or unchecked, with its evidence."""

    rule: str
    verdict: str
    text: str
    text_en: str
    evidence: list[str]


class CheckDetail(CheckSummary):
    """The newest check with every finding."""

    findings: list[FindingData]


def check_detail(check: Check) -> CheckDetail:
    """A stored check with its findings."""
    said = [
        FindingData(
            rule=f.rule, verdict=f.verdict.value, text=f.text.de, text_en=f.text.en,
            evidence=[str(e) for e in f.evidence],
        )
        for f in findings(check)
    ]  # fmt: skip
    return CheckDetail(**CheckSummary.of(summary(check)).dict(), findings=said)
