# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Bundled data says where it comes from, as of when, and under which licence."""

import re
from pathlib import Path

import pytest

from tests.house.plan import DATA, files, name

DATE = re.compile(r"\b(?:20\d\d-\d\d-\d\d|\d{1,2}\.\d{1,2}\.20\d\d|20\d\d)\b")
DATA_FILES = [p for p in files() if DATA in p.parents and p.suffix not in {".py", ".md"}]


def notes(file: Path) -> str:
    """The file itself where it can hold comments (YAML), else the notes beside it that name it."""
    if file.suffix in {".yaml", ".yml"}:
        return file.read_text("utf-8")
    beside = (note.read_text("utf-8") for kind in ("*.md", "*.yaml") for note in file.parent.glob(kind))
    return "\n".join(text for text in beside if file.name in text)


@pytest.mark.parametrize("file", DATA_FILES, ids=name)
def test_every_data_file_has_source_date_and_licence(file: Path) -> None:
    note = notes(file)
    assert note, "kein Vermerk in der Datei oder in einer Datei daneben"
    assert re.search(r"\b(?:source|quelle|recherchiert|setzung|own choice|eigene)", note, re.I)
    assert DATE.search(note)
    assert re.search(r"licen[cs]e|lizenz|CC0|CC[- ]BY|dl-de|EUPL", note, re.I)


def test_data_stays_small_enough_for_a_clone() -> None:
    assert sum(p.stat().st_size for p in DATA_FILES) < 20_000_000
