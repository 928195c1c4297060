# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a check says: one finding for every rule, with its evidence; what changed since; what a duty asks."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from allmende.domain.explain import Text


class Group(StrEnum):
    """What a rule is about, in the order in which groups are shown."""

    PUBLISHED = "published"
    LICENCE = "licence"
    FOUND = "found"
    UNDERSTOOD = "understood"
    OPERATED = "operated"
    SECURE = "secure"
    MAINTAINED = "maintained"
    REUSED = "reused"


class Level(StrEnum):
    """How much hangs on a rule: others cannot reuse without it, they are hindered, it would help."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"


class Verdict(StrEnum):
    """How a rule came out. UNCHECKED: nobody could look, or there is nothing the rule speaks of."""

    MET = "met"
    UNMET = "unmet"
    UNCHECKED = "unchecked"


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where it can be seen. `kind`: file, tag, commit or address; `line` 0 means the whole file."""

    kind: str
    where: str
    line: int = 0

    def __str__(self) -> str:
        return f"{self.where}:{self.line}" if self.line else self.where


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the test of a rule returns."""

    verdict: Verdict
    text: Text
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """Result of one rule."""

    rule: str
    verdict: Verdict
    text: Text
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as people read it. `source` is the address of the published text it rests on."""

    id: str
    group: Group
    level: Level
    title: Text
    reason: Text
    mend: Text
    source: str


@dataclass(frozen=True, slots=True)
class Clause:
    """One part of a duty and the rules that show whether it is met; none: nothing public shows it."""

    id: str
    text: Text
    source: str
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """How the rules of a group came out; `unmet` by level."""

    group: Group
    met: int
    unchecked: int
    unmet: Mapping[Level, int]

    @property
    def open(self) -> int:
        """Rules that are not met."""
        return sum(self.unmet.values())


@dataclass(frozen=True, slots=True)
class Changed:
    """A rule that came out otherwise than the time before; `before` is None for a rule that is new."""

    rule: str
    before: Verdict | None
    now: Verdict


def met(de: str, en: str, *evidence: Evidence) -> Outcome:
    """The rule is kept."""
    return Outcome(Verdict.MET, Text(de, en), evidence)


def unmet(de: str, en: str, *evidence: Evidence) -> Outcome:
    """The rule is broken."""
    return Outcome(Verdict.UNMET, Text(de, en), evidence)


def unchecked(de: str, en: str, *evidence: Evidence) -> Outcome:
    """Nobody could look."""
    return Outcome(Verdict.UNCHECKED, Text(de, en), evidence)


def at(path: str, line: int = 0) -> Evidence:
    """A place in a file."""
    return Evidence("file", path, line)


def tallies(findings: Iterable[Finding], rules: Mapping[str, Rule]) -> tuple[Tally, ...]:
    """The table of groups, in their order."""
    known = [finding for finding in findings if finding.rule in rules]
    return tuple(_tally(group, [f for f in known if rules[f.rule].group == group], rules) for group in Group)


def _tally(group: Group, findings: Sequence[Finding], rules: Mapping[str, Rule]) -> Tally:
    broken = [rules[f.rule].level for f in findings if f.verdict == Verdict.UNMET]
    return Tally(
        group,
        sum(f.verdict == Verdict.MET for f in findings),
        sum(f.verdict == Verdict.UNCHECKED for f in findings),
        {level: broken.count(level) for level in Level},
    )


def changes(before: Iterable[Finding], now: Iterable[Finding]) -> tuple[Changed, ...]:
    """Rules that came out otherwise than the time before."""
    then = {finding.rule: finding.verdict for finding in before}
    return tuple(Changed(f.rule, then.get(f.rule), f.verdict) for f in now if then.get(f.rule) != f.verdict)


def fulfilled(clause: Clause, findings: Iterable[Finding]) -> Verdict:
    """Whether a clause is met: broken if one of its rules is, unchecked if one of them is or it has none."""
    verdicts = {f.verdict for f in findings if f.rule in clause.rules}
    if Verdict.UNMET in verdicts:
        return Verdict.UNMET
    return Verdict.MET if verdicts == {Verdict.MET} else Verdict.UNCHECKED
