# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is bundled is true in form, and what is not is refused with file and line."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from allmende import data
from allmende.transfers.bundle import read_bundle, register_keys
from tests.catalogue.bundles import DEPLOYMENT, FILES, KEYS, write

BROKEN: list[tuple[str, Callable[[dict[str, Any]], Any], str]] = [
    ("action_fields.yaml", lambda r: r.pop("title_en"), "Feld „title_en“ fehlt."),
    ("factors.yaml", lambda r: r.update(code=5), "Feld „code“ muss ein Text sein"),
    (
        "knowledge/sources.jsonl",
        lambda r: r.update(kind="Zeitung"),
        "Art der Quelle „Zeitung“ ist unbekannt.",
    ),
    (
        "knowledge/sources.jsonl",
        lambda r: r.update(read_on="gestern"),
        "Stand „gestern“ ist weder Jahr noch Tag.",
    ),
    ("knowledge/programmes.yaml", lambda r: r.update(sources=[]), "Es fehlt eine Quelle"),
    ("knowledge/programmes.yaml", lambda r: r["calls"][0].update(sources=[]), "Es fehlt eine Quelle"),
    (
        "knowledge/places.yaml",
        lambda r: r.update(keys=["99999999"]),
        "Der Schlüssel „99999999“ gibt es nicht.",
    ),
    ("knowledge/places.yaml", lambda r: r.update(reason=""), "Es fehlt die Begründung."),
    ("knowledge/projects.jsonl", lambda r: r.update(programme="x"), "Das Programm „x“ gibt es nicht."),
    ("knowledge/projects.jsonl", lambda r: r.update(fields=["x"]), "Das Handlungsfeld „x“ gibt es nicht."),
    (
        "knowledge/projects.jsonl",
        lambda r: r["places"][0].update(key="1"),
        "Der Schlüssel „1“ gibt es nicht.",
    ),
    (
        "knowledge/projects.jsonl",
        lambda r: r["measures"][0].update(solution="x"),
        "Die Lösung „x“ gibt es nicht.",
    ),
    (
        "knowledge/projects.jsonl",
        lambda r: r.update(funding_eur=9),
        "Die Förderung ist höher als das Volumen.",
    ),
    ("knowledge/projects.jsonl", lambda r: r.update(phase="x"), "Phase „x“ ist unbekannt."),
    ("knowledge/projects.jsonl", lambda r: r.update(website="www"), "„www“ ist keine Internetadresse."),
    ("knowledge/solutions.jsonl", lambda r: r.update(cost_note=None), "Ein Betrag ohne Erläuterung"),
    ("knowledge/solutions.jsonl", lambda r: r.update(cost_once_eur=1.5), "muss eine ganze Zahl sein"),
    ("knowledge/solutions.jsonl", lambda r: r.update(open_source="ja"), "muss true oder false sein"),
    (
        "knowledge/solutions.jsonl",
        lambda r: r.update(keywords="Pegel"),
        "Feld „keywords“ muss eine Liste sein.",
    ),
    ("knowledge/solutions.jsonl", lambda r: r.update(neu=1), "Feld „neu“ ist unbekannt."),
    ("knowledge/solutions.jsonl", lambda r: r.update(fields=[]), "Es fehlt ein Handlungsfeld."),
    ("knowledge/solutions.jsonl", lambda r: r.update(project="x"), "Das Modellprojekt „x“ gibt es nicht."),
    ("knowledge/solutions.jsonl", lambda r: r.update(based_on="pegel"), "Die Lösung „pegel“ gibt es nicht."),
    ("knowledge/solutions.jsonl", lambda r: r.update(aliases=["pegel"]), "ist noch vergeben."),
    (
        "knowledge/solutions.jsonl",
        lambda r: r.update(sources=["https://x.de/"]),
        "Die Quelle „https://x.de/“",
    ),
    (
        "knowledge/solutions.jsonl",
        lambda r: r.update(summary="Fragen: a.b@stadt.de"),
        "„a.b@stadt.de“ ist eine E-Mail-Adresse",
    ),
    ("knowledge/solutions.jsonl", lambda r: r.update(contact_unit="Amt, 0711 / 21600"), "Telefonnummer"),
    (
        "knowledge/solutions.jsonl",
        lambda r: r.update(as_of_basis="x"),
        "Herkunft des Standes „x“ ist unbekannt.",
    ),
    ("knowledge/deployments.jsonl", lambda r: r.update(state="läuft"), "„läuft“ ist keines von planned"),
    ("knowledge/deployments.jsonl", lambda r: r.update(solution="x"), "Die Lösung „x“ gibt es nicht."),
    ("knowledge/deployments.jsonl", lambda r: r["place"].update(key=None), "steht nicht in places.yaml."),
    ("knowledge/deployments.jsonl", lambda r: r.update(place="Ulm"), "Feld „place“ muss ein Objekt sein."),
    ("knowledge/transfers.jsonl", lambda r: r.update(kind="x"), "Art der Übernahme „x“ ist unbekannt."),
    ("knowledge/transfers.jsonl", lambda r: r["taker"].update(key="08111000"), "sind dieselbe."),
    ("knowledge/transfers.jsonl", lambda r: r.update(sources=[]), "Es fehlt eine Quelle"),
    ("knowledge/reports.jsonl", lambda r: r.update(outcome="x"), "„x“ ist keines von success"),
    ("knowledge/reports.jsonl", lambda r: r.update(factors=[]), "Es fehlt ein Einflussfaktor."),
    (
        "knowledge/reports.jsonl",
        lambda r: r["factors"][0].update(dimension="X"),
        "Die Dimension „X“ gibt es nicht.",
    ),
    (
        "knowledge/reports.jsonl",
        lambda r: r["factors"][0].update(polarity="x"),
        "weder Erfolgsfaktor noch Hemmnis",
    ),
    ("knowledge/reports.jsonl", lambda r: r.update(decided_by="x"), "Entschieden durch „x“ ist unbekannt."),
    ("knowledge/reports.jsonl", lambda r: r.update(figures="Tel. 0711 / 216000"), "Telefonnummer"),
]


def test_a_correct_bundle_has_no_problems(tmp_path: Path) -> None:
    assert read_bundle(write(tmp_path)).problems(KEYS) == []


@pytest.mark.parametrize(("file", "change", "text"), BROKEN, ids=[f"{b[0]}: {b[2]}" for b in BROKEN])
def test_each_kind_of_broken_row_is_refused_with_its_line(
    tmp_path: Path, file: str, change: Callable[[dict[str, Any]], Any], text: str
) -> None:
    problems = read_bundle(write(tmp_path, file, change)).problems(KEYS)
    named = [str(p) for p in problems if p.file == Path(file).name and p.line == 1 and text in p.text]
    assert named, [str(problem) for problem in problems]


def test_a_line_that_is_no_json_is_named_with_its_column(tmp_path: Path) -> None:
    write(tmp_path)
    file = tmp_path / "knowledge/deployments.jsonl"
    file.write_text(json.dumps(DEPLOYMENT) + '\n{"slug": \n', encoding="utf-8")
    (problem,) = read_bundle(tmp_path).problems(KEYS)
    assert str(problem).startswith("deployments.jsonl, Zeile 2: nicht lesbar (kein gültiges JSON, Spalte")


@pytest.mark.parametrize("file", FILES)
def test_a_file_that_is_missing_is_named(tmp_path: Path, file: str) -> None:
    (write(tmp_path) / file).unlink()
    assert Path(file).name in {problem.file for problem in read_bundle(tmp_path).problems(KEYS)}


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    (write(tmp_path) / "knowledge/reports.jsonl").write_bytes("Übersicht".encode("latin-1"))
    assert "reports.jsonl" in {problem.file for problem in read_bundle(tmp_path).problems(KEYS)}


def test_the_same_name_twice_is_refused_with_the_second_line(tmp_path: Path) -> None:
    file = write(tmp_path) / "knowledge/deployments.jsonl"
    file.write_text(file.read_text() * 2)
    assert [str(p) for p in read_bundle(tmp_path).problems(KEYS)] == [
        "deployments.jsonl, Zeile 2: „pegel--08111000“ steht hier zum zweiten Mal."
    ]


def test_rows_out_of_order_are_refused(tmp_path: Path) -> None:
    file = write(tmp_path) / "knowledge/deployments.jsonl"
    first = {**DEPLOYMENT, "slug": "z", "place": {"name": "", "key": None}}
    file.write_text(json.dumps(first) + "\n" + json.dumps(DEPLOYMENT) + "\n")
    assert [p.line for p in read_bundle(tmp_path).problems(KEYS)] == [2]


def test_what_could_not_be_resolved_is_listed_with_its_reason(tmp_path: Path) -> None:
    assert [(row.name, row.reason) for row in read_bundle(write(tmp_path)).unresolved] == [
        ("Region Nord", "Mitglieder nicht genannt.")
    ]


def test_everything_that_is_bundled_passes() -> None:
    bundle = read_bundle(data.path())
    assert [str(problem) for problem in bundle.problems(register_keys(data.path()))] == []


def test_the_bundle_is_as_large_as_its_note_says() -> None:
    bundle = read_bundle(data.path())
    assert len(bundle.catalogue.projects.rows) == 73
    assert len(bundle.reports.rows) == 131
    assert len(bundle.catalogue.fields.rows) == 16
    assert len(bundle.dimensions.rows) == 14
    note = data.path("knowledge", "README.md").read_text(encoding="utf-8")
    for part in (bundle.catalogue.solutions, bundle.deployments, bundle.transfers, bundle.places):
        assert f"| `{part.file}` | {len(part.rows)} |" in note


def test_a_city_that_is_its_own_district_always_has_eight_digits() -> None:
    bundle = read_bundle(data.path())
    places = [row.place for row in bundle.deployments] + [row.taker for row in bundle.transfers]
    cities = {key[:5] for key in register_keys(data.path()) if len(key) == 8 and key.endswith("000")}
    assert [place for place in places if place.key in cities] == []


def test_the_two_kinds_of_ending_are_told_apart() -> None:
    bundle = read_bundle(data.path())
    states = {row.slug.split("--")[0]: row.state.value for row in bundle.deployments}
    assert states["connected-urban-twins"] == "ended"
    assert states["everswinkel-app"] == "stopped"
    outcomes = {row.slug: row.outcome.value for row in bundle.reports}
    assert outcomes["sylt-naf-bus-abgestellt"] == "ended"
    assert outcomes["nottuln-dorffunk-eingestellt"] == "stopped"
