# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""The verdicts of the reference, where its files are at hand, and the speed; both are told at the end."""

from pathlib import Path

import pytest

from allmende.domain.publiccode import check
from allmende.publiccode.lists import lists
from bench.agreement import compare, corpus, missing_corpus
from bench.measure import number, seconds
from bench.publiccode import made_up
from tests.figures import MEASURED

AGREEMENT = "publiccode.yml, Übereinstimmung mit der Referenz"
SLOWEST_MS = 20.0  # ten times the aim: a busy machine is not a slow program


def test_verdicts_are_those_of_the_reference() -> None:
    folder = corpus()
    if folder is None:
        MEASURED[AGREEMENT] = missing_corpus()
        return
    found = compare(folder)
    MEASURED[AGREEMENT] = (
        f"Urteil {found.agreed.total()} von {found.total.total()}, "
        f"dieselben Schlüssel {found.named} von {found.invalid}"
    )
    assert found.agreed == found.total, found.differences


def test_a_file_is_checked_in_moments() -> None:
    files = made_up()
    each = seconds(lambda: [check(content, lists()) for content in files], repeat=1) / len(files) * 1000
    MEASURED["publiccode.yml, Prüfung je Datei"] = f"{number(each)} ms ({len(files)} Dateien)"
    assert each < SLOWEST_MS


def test_without_verdicts_it_is_said_that_nothing_was_measured(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ALLMENDE_PUBLICCODE_CORPUS", raising=False)
    assert corpus() is None
    assert "ALLMENDE_PUBLICCODE_CORPUS nennt keinen Ordner" in missing_corpus()
    monkeypatch.setenv("ALLMENDE_PUBLICCODE_CORPUS", str(tmp_path))
    assert corpus() is None
    assert f"in {tmp_path} liegt keine index.csv" in missing_corpus()
