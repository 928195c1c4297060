# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Findings as text for people, JSON, SARIF, and annotations for GitHub."""

import json
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import quote

from allmende import __version__
from allmende.domain.publiccode import Finding, Inspection, Level
from allmende.domain.publiccode.rules import RULES

WORDS = {Level.ERROR: "Fehler", Level.WARNING: "Warnung", Level.HINT: "Hinweis"}
SARIF = "https://json.schemastore.org/sarif-2.1.0.json"
SARIF_LEVELS = {Level.ERROR: "error", Level.WARNING: "warning", Level.HINT: "note"}
GITHUB = {Level.ERROR: "error", Level.WARNING: "warning", Level.HINT: "notice"}
Checked = tuple[str, Inspection]


def text(reports: Sequence[Checked]) -> str:
    """One line for each finding: file:line:column: level: sentence [rule], then a verdict."""
    return "\n".join(line for name, report in reports for line in _lines(name, report))


def _lines(name: str, report: Inspection) -> Iterator[str]:
    for f in report.findings:
        if f.checked:
            key = f" {f.key}:" if f.key else ""
            mend = f" Korrektur: {f.edits[0].text.strip()}" if f.edits and len(f.edits[0].text) < 60 else ""
            yield f"{name}:{f.line}:{f.column}: {WORDS[f.level]}:{key} {f.text.de}{mend} [{f.rule}]"
    unchecked = sum(not f.checked for f in report.findings)
    counts = ", ".join(f"{report.count(level)} {WORDS[level]}" for level in Level)
    more = f", {unchecked} nicht geprüft" if unchecked else ""
    yield f"{name}: {'gültig' if report.valid else 'NICHT gültig'} ({counts}{more})"


def as_json(reports: Sequence[Checked]) -> str:
    """A list with one object for each file."""
    return json.dumps([_data(name, report) for name, report in reports], ensure_ascii=False, indent=1)


def _data(name: str, report: Inspection) -> dict[str, Any]:
    return {
        "file": name,
        "valid": report.valid,
        "errors": report.count(Level.ERROR),
        "warnings": report.count(Level.WARNING),
        "hints": report.count(Level.HINT),
        "findings": [finding_data(f) for f in report.findings],
    }


def finding_data(f: Finding) -> dict[str, Any]:
    """One finding as plain data."""
    return {
        "rule": f.rule,
        "level": f.level.value,
        "key": f.key,
        "line": f.line,
        "column": f.column,
        "message": {"de": f.text.de, "en": f.text.en},
        "checked": f.checked,
        "content": f.content,
        "corrections": [{"start": e.start, "end": e.end, "text": e.text} for e in f.edits],
    }


def sarif(reports: Sequence[Checked]) -> str:
    """SARIF 2.1.0."""
    rules = [{"id": name, "shortDescription": {"text": rule.title.de}} for name, rule in RULES.items()]
    driver = {"name": "allmende publiccode", "version": __version__, "rules": rules}
    results = [_result(name, f) for name, report in reports for f in report.findings]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return json.dumps({"$schema": SARIF, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=1)


def _result(name: str, f: Finding) -> dict[str, Any]:
    how = {"kind": "fail", "level": SARIF_LEVELS[f.level]} if f.checked else {"kind": "open"}
    region = {"region": {"startLine": f.line, "startColumn": f.column}} if f.line else {}
    place = {"artifactLocation": {"uri": quote(name, safe="/:")}, **region}
    return {
        "ruleId": f.rule,
        **how,
        "message": {"text": f.text.de},
        "locations": [{"physicalLocation": place}],
    }


def github(reports: Sequence[Checked]) -> str:
    """Workflow commands that GitHub shows beside the lines."""
    return "\n".join(
        f"::{GITHUB[f.level]} file={_escaped(name)},line={max(f.line, 1)},col={max(f.column, 1)},"
        f"title={_escaped(f.rule)}::{_plain(f.text.de)}"
        for name, report in reports
        for f in report.findings
        if f.checked
    )


def _plain(value: str) -> str:
    return value.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escaped(value: str) -> str:
    return _plain(value).replace(":", "%3A").replace(",", "%2C")


FORMS = {"text": text, "json": as_json, "sarif": sarif, "github": github}
