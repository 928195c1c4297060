# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""A small, correct bundle on disk, and ways to break it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

URL = "https://example.org/seite"
DATED = {"as_of": "2024", "as_of_basis": "text", "sources": [URL]}
KEYS = frozenset({"08111000", "09162000"})

FIELD = {
    "key": "wasser",
    "title": "Wasser",
    "title_en": "Water",
    "description": "Pegel.",
    "description_en": "Gauges.",
    "topics": ["water"],
    "labels": [],
    "report_topics": [],
}
DIMENSION = {"code": "FIN", "title": "Geld", "title_en": "Money", "description": "…", "description_en": "…"}
SOURCE = {"url": URL, "kind": "press", "read_on": "2026-11-22", "licence": None}
PROGRAMME = {
    "slug": "programm",
    "title": "Programm",
    "title_en": "Programme",
    "summary": "…",
    "summary_en": "…",
    "funding_eur": 1,
    "calls": [{"number": 1, "year": 2019, "projects": 1, "sources": [URL]}],
    **DATED,
}
PROJECT = {
    "slug": "projekt",
    "title": "Projekt",
    "programme": "programm",
    "call": 1,
    "lead": "Stadt",
    "places": [{"name": "Stuttgart", "key": "08111000"}],
    "kind": "Großstadt",
    "theme": "Offen",
    "summary": "…",
    "summary_en": "…",
    "labels": [],
    "fields": ["wasser"],
    "funding_eur": 1,
    "budget_eur": 2,
    "phase": None,
    "start": None,
    "end": None,
    "website": None,
    "strategy": None,
    "measures": [{"title": "Pegel", "solution": "pegel"}],
    "note": None,
    **DATED,
}
SOLUTION = {
    "slug": "pegel",
    "aliases": ["alter-pegel"],
    "title": "Pegel",
    "title_en": "Gauge",
    "summary": "Misst.",
    "summary_en": "Measures.",
    "fields": ["wasser"],
    "keywords": ["Pegel"],
    "technologies": [],
    "based_on": None,
    "project": "projekt",
    "programme": "programm",
    "funding": None,
    "open_source": None,
    "licence": None,
    "repository": None,
    "website": None,
    "cost_once_eur": 100,
    "cost_annual_eur": None,
    "cost_note": "Anschaffung",
    "staff_note": None,
    "results": None,
    "preconditions": [],
    "lessons": [],
    "contact_unit": None,
    "brief": False,
    **DATED,
}
DEPLOYMENT = {
    "slug": "pegel--08111000",
    "solution": "pegel",
    "place": {"name": "Stuttgart", "key": "08111000"},
    "state": "operational",
    "started": "2020",
    "word": "operational",
    "note": None,
    **DATED,
}
TRANSFER = {
    "slug": "pegel--09162000",
    "solution": "pegel",
    "origin": [{"name": "Stuttgart", "key": "08111000"}],
    "taker": {"name": "München", "key": "09162000"},
    "year": 2022,
    "state": "planned",
    "kind": "same-software",
    "adaptation": None,
    "effort": None,
    "note": None,
    **DATED,
}
REPORT = {
    "slug": "bericht",
    "title": "Bericht",
    "subject": "Pegel",
    "solution": "pegel",
    "project": None,
    "programme": None,
    "place_name": "Stuttgart",
    "places": [{"name": "Stuttgart", "key": "08111000"}],
    "outcome": "success",
    "period": "2022",
    "text": "Es lief.",
    "summary_en": "It ran.",
    "figures": "3 Pegel",
    "decided_by": None,
    "topics": [],
    "fields": ["wasser"],
    "factors": [{"dimension": "FIN", "polarity": "success", "statement": "Spende", "remedy": None}],
    **DATED,
}
PLACE = {"name": "Region Nord", "keys": [], "reason": "Mitglieder nicht genannt."}

FILES: dict[str, dict[str, Any]] = {
    "action_fields.yaml": FIELD,
    "factors.yaml": DIMENSION,
    "knowledge/sources.jsonl": SOURCE,
    "knowledge/programmes.yaml": PROGRAMME,
    "knowledge/places.yaml": PLACE,
    "knowledge/projects.jsonl": PROJECT,
    "knowledge/solutions.jsonl": SOLUTION,
    "knowledge/deployments.jsonl": DEPLOYMENT,
    "knowledge/transfers.jsonl": TRANSFER,
    "knowledge/reports.jsonl": REPORT,
}


def write(folder: Path, file: str = "", change: Callable[[dict[str, Any]], Any] | None = None) -> Path:
    """Write the bundle; the row of one file may be changed before."""
    (folder / "knowledge").mkdir(exist_ok=True)
    for name, row in FILES.items():
        copy = json.loads(json.dumps(row))
        if name == file and change:
            change(copy)
        text = (
            yaml.safe_dump([copy], allow_unicode=True) if name.endswith("yaml") else json.dumps(copy) + "\n"
        )
        (folder / name).write_text(text, encoding="utf-8")
    return folder
