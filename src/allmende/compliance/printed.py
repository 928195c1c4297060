# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""A check for terminals, programs, merge requests and code scanning: text, JSON, Markdown, SARIF 2.1.0."""

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from allmende import __version__
from allmende.compliance.shown import WORDS, Account, Line
from allmende.domain.repository.findings import Level, Rule, Verdict

SARIF = "https://json.schemastore.org/sarif-2.1.0.json"
SARIF_LEVELS = {Level.ERROR: "error", Level.WARNING: "warning", Level.HINT: "note"}
# What could move a terminal's cursor or change the direction of writing.
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def plain(text: str) -> str:
    """Without characters that act on a terminal: names of files are written by strangers."""
    return CONTROL.sub(lambda m: f"\\x{ord(m[0]):02x}", text)


def as_text(account: Account, *, everything: bool) -> Iterator[str]:
    """Lines for people: what is to mend and what was not checked; with `everything` also what is in order."""
    yield plain(f"{account.place} · {account.commit[:12] or 'ohne Commit'} · {account.moment:%d.%m.%Y %H:%M}")
    for part in account.parts:
        tally = part.tally
        yield ""
        yield (
            f"{part.name.de}: {tally.met} erfüllt, {tally.open} zu beheben, {tally.unchecked} nicht geprüft"
        )
        for line in part.lines:
            if everything or line.finding.verdict != Verdict.MET:
                yield from _lines(line)
    yield ""
    yield from _duty(account)
    yield _sum(account)


def _lines(line: Line) -> Iterator[str]:
    yield plain(f"  {line.word.de:<13} {line.rule.id}: {line.finding.text.de}")
    for place in line.places:
        yield plain(f"{'':16}{place.words}")
    if line.is_open:
        yield f"{'':16}→ {line.rule.mend.de}"


def _duty(account: Account) -> Iterator[str]:
    yield "Förderregeln, so weit veröffentlicht (unsere Lesart, keine amtliche Feststellung):"
    for clause, verdict in account.duty:
        yield f"  {WORDS[verdict].de:<13} {clause.text.de} ({clause.source})"


def _sum(account: Account) -> str:
    counts = [account.count(level) for level in Level]
    return (
        f"{counts[0]} Fehler, {counts[1]} Warnungen, {counts[2]} Hinweise, {account.unchecked} nicht geprüft."
    )


def as_json(account: Account) -> str:
    """Everything, for programs."""
    content = {
        "repository": account.address or account.place,
        "commit": account.commit,
        "moment": account.moment.isoformat(),
        "groups": [
            {
                "group": part.tally.group,
                "met": part.tally.met,
                "unchecked": part.tally.unchecked,
                "unmet": {level.value: number for level, number in part.tally.unmet.items()},
            }
            for part in account.parts
        ],
        "findings": [_finding(line) for line in account.lines],
        "duty": {
            "met": account.duty_met,
            "parts": [
                {"id": c.id, "text": c.text.de, "verdict": v, "rules": c.rules, "source": c.source}
                for c, v in account.duty
            ],
        },
    }
    return json.dumps(content, ensure_ascii=False, indent=2)


def _finding(line: Line) -> dict[str, Any]:
    evidence = line.finding.evidence
    return {
        "rule": line.rule.id,
        "group": line.rule.group,
        "level": line.rule.level,
        "verdict": line.finding.verdict,
        "text": {"de": line.finding.text.de, "en": line.finding.text.en},
        "evidence": [{"kind": e.kind, "where": e.where, "line": e.line or None} for e in evidence],
        "mend": {"de": line.rule.mend.de, "en": line.rule.mend.en} if line.is_open else None,
        "source": line.rule.source,
    }


def as_markdown(account: Account) -> str:
    """A table of groups and what is to mend, for a merge request or an issue."""
    rows = [f"## Code-Prüfung: {_safe(account.place)}", ""]
    rows += [f"Commit `{account.commit[:12]}`, {account.moment:%d.%m.%Y}", ""]
    rows += ["| Gruppe | erfüllt | zu beheben | nicht geprüft |", "|---|---:|---:|---:|"]
    rows += [
        f"| {part.name.de} | {part.tally.met} | {part.tally.open} | {part.tally.unchecked} |"
        for part in account.parts
    ]
    rows += ["", *_duty_rows(account), ""]
    for line in account.lines:
        if line.is_open:
            rows += [f"- **{line.word.de}** {_safe(line.rule.title.de)}: {_safe(line.finding.text.de)}"]
            rows += [f"  - {_safe(place.words)}" for place in line.places]
            rows += [f"  - → {_safe(line.rule.mend.de)} ([Quelle]({line.rule.source}))"]
    return "\n".join(rows)


def _duty_rows(account: Account) -> list[str]:
    rows = ["| Förderregel, so weit veröffentlicht | |", "|---|---|"]
    return rows + [f"| [{c.text.de}]({c.source}) | {WORDS[v].de} |" for c, v in account.duty]


def _safe(text: str) -> str:
    """No Markdown and no HTML from strangers' names."""
    return re.sub(r"([\\`*_{}\[\]()#+!|<>~@-])", r"\\\1", plain(text))


def as_sarif(account: Account) -> str:
    """For code scanning: what is to mend as results, what was not checked as open ones."""
    driver = {
        "name": "Allmende",
        "version": __version__,
        "rules": [_sarif_rule(line.rule) for line in account.lines],
    }
    results = [
        result
        for index, line in enumerate(account.lines)
        if line.finding.verdict != Verdict.MET
        for result in [_result(index, line)]
    ]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return json.dumps({"$schema": SARIF, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2)


def _sarif_rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "shortDescription": {"text": rule.title.de},
        "fullDescription": {"text": rule.reason.de},
        "help": {"text": rule.mend.de},
        "helpUri": rule.source,
        "defaultConfiguration": {"level": SARIF_LEVELS[rule.level]},
    }


def _result(index: int, line: Line) -> dict[str, Any]:
    """SARIF allows a level only for what failed."""
    how = {"kind": "fail", "level": SARIF_LEVELS[line.rule.level]} if line.is_open else {"kind": "open"}
    places = [e for e in line.finding.evidence if e.kind == "file"]
    return {
        "ruleId": line.rule.id,
        "ruleIndex": index,
        **how,
        "message": {"text": f"{line.finding.text.de} {line.rule.mend.de if line.is_open else ''}".strip()},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": quote(e.where), "uriBaseId": "%SRCROOT%"},
                    **({"region": {"startLine": e.line}} if e.line else {}),
                }
            }
            for e in places[:1]
        ],
    }
