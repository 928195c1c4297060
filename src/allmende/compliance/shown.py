# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""A check as it is shown, on pages and on paper: findings by group, the duty by part, what changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from allmende.compliance import registry
from allmende.compliance.facts import Summary, duty, overall
from allmende.domain.explain import Text
from allmende.domain.repository.findings import (
    Clause,
    Evidence,
    Finding,
    Level,
    Rule,
    Tally,
    Verdict,
    changes,
    tallies,
)

WORDS = {
    Verdict.MET: Text("erfüllt", "met"),
    Verdict.UNMET: Text("nicht erfüllt", "not met"),
    Verdict.UNCHECKED: Text("nicht geprüft", "not checked"),
}
NEW = Text("neue Regel", "new rule")
COUNTED = {
    Level.ERROR: Text("Fehler", "errors"),
    Level.WARNING: Text("Warnungen", "warnings"),
    Level.HINT: Text("Hinweise", "hints"),
}
LEVELS = {
    Level.ERROR: Text("Fehler", "error"),
    Level.WARNING: Text("Warnung", "warning"),
    Level.HINT: Text("Hinweis", "hint"),
}
KINDS = {Verdict.MET: "success", Verdict.UNMET: "danger", Verdict.UNCHECKED: "info"}
LEVEL_KINDS = {Level.ERROR: "danger", Level.WARNING: "warning", Level.HINT: "info"}
# How forges address a line of a file at a commit.
GITHUB, GITLAB = "{url}/blob/{commit}/{path}", "{url}/-/blob/{commit}/{path}"
GITEA = "{url}/src/commit/{commit}/{path}"
PLACES = {"github.com": GITHUB, "codeberg.org": GITEA}


@dataclass(frozen=True, slots=True)
class Place:
    """One piece of evidence: its words, and its address where the forge shows it."""

    words: str
    address: str


@dataclass(frozen=True, slots=True)
class Line:
    """One finding with its rule."""

    rule: Rule
    finding: Finding
    places: tuple[Place, ...]

    @property
    def word(self) -> Text:
        """The result in a word: the level where the rule is broken."""
        return LEVELS[self.rule.level] if self.is_open else WORDS[self.finding.verdict]

    @property
    def kind(self) -> str:
        """Kind of the badge."""
        return LEVEL_KINDS[self.rule.level] if self.is_open else KINDS[self.finding.verdict]

    @property
    def is_open(self) -> bool:
        """Whether there is something to mend."""
        return self.finding.verdict == Verdict.UNMET


@dataclass(frozen=True, slots=True)
class Part:
    """A group with its findings."""

    name: Text
    tally: Tally
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Account:
    """A whole check. `address` is "" for a repository on this machine, whose `place` is its folder."""

    place: str
    address: str
    commit: str
    moment: datetime
    parts: tuple[Part, ...]
    duty: tuple[tuple[Clause, Verdict], ...]

    @property
    def duty_met(self) -> Verdict:
        """The duty as far as the check can see it."""
        return overall(self.duty)

    @property
    def duties(self) -> list[tuple[Clause, Text, str]]:
        """Each part of the duty with its result in a word and the kind of its badge."""
        return [(clause, WORDS[verdict], KINDS[verdict]) for clause, verdict in self.duty]

    @property
    def levels(self) -> list[tuple[Text, int]]:
        """How many rules of each level are not met."""
        return [(COUNTED[level], self.count(level)) for level in Level]

    @property
    def lines(self) -> tuple[Line, ...]:
        """All findings in the order of the rules."""
        return tuple(line for part in self.parts for line in part.lines)

    def count(self, level: Level) -> int:
        """Rules of a level that are not met."""
        return sum(part.tally.unmet[level] for part in self.parts)

    @property
    def unchecked(self) -> int:
        """Rules nobody could look at."""
        return sum(part.tally.unchecked for part in self.parts)


@dataclass(frozen=True, slots=True)
class Entry:
    """A checked repository in a list."""

    summary: Summary

    @property
    def name(self) -> str:
        """Address as people read it."""
        return self.summary.url.removeprefix("https://")

    @property
    def duty(self) -> tuple[Text, str]:
        """Whether the duty is met as far as one sees, and the kind of the badge."""
        return WORDS[self.summary.duty_met], KINDS[self.summary.duty_met]

    @property
    def groups(self) -> list[tuple[Text, Tally]]:
        """Every group with its counts."""
        return [(registry.groups()[tally.group], tally) for tally in self.summary.tallies]


def account(
    findings: Sequence[Finding], *, place: str, address: str, commit: str, moment: datetime
) -> Account:
    """Findings put in order for showing. Findings of rules that no longer exist are left out."""
    rules = registry.rules()
    names = registry.groups()
    lines = [
        Line(rules[f.rule], f, tuple(_place(e, address, commit) for e in f.evidence))
        for f in findings
        if f.rule in rules
    ]
    parts = tuple(
        Part(names[tally.group], tally, tuple(line for line in lines if line.rule.group == tally.group))
        for tally in tallies(findings, rules)
    )
    return Account(place, address, commit, moment, parts, duty(findings))


def changed(before: Sequence[Finding], now: Sequence[Finding]) -> list[tuple[Rule, Text, Text]]:
    """What came out otherwise than the time before: the rule, then, now."""
    rules = registry.rules()
    known = [c for c in changes(before, now) if c.rule in rules]
    return [(rules[c.rule], WORDS[c.before] if c.before else NEW, WORDS[c.now]) for c in known]


def _place(evidence: Evidence, address: str, commit: str) -> Place:
    """Only addresses under the repository's own are linked: evidence is written by whoever wrote the code."""
    words = str(evidence)
    if not address:
        return Place(words, "")
    host = address.split("/")[2]
    if evidence.kind == "address" and evidence.where.startswith(f"{address}"):
        return Place(words, evidence.where)
    if evidence.kind == "file" and commit:
        pattern = PLACES.get(host, GITLAB)
        at = pattern.format(url=address, commit=commit, path=quote(evidence.where))
        return Place(words, f"{at}#L{evidence.line}" if evidence.line else at)
    return Place(words, "")
