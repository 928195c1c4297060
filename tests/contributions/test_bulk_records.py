# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Tables of solutions and model projects: known by their columns, all or nothing, the same read again."""

import io
import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from allmende.accounts.models import Person, Role
from allmende.contributions import actions, bulk, facts, queries, tables
from allmende.contributions.columns import COLUMNS, TITLES
from allmende.contributions.facts import Planned, What
from allmende.contributions.models import Contribution
from allmende.domain.records import OwnProject, OwnSolution
from allmende.domain.review import Step
from tests.catalogue.build import solution
from tests.contributions.build import AT, HOME, person, take
from tests.contributions.test_pages import page, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stock")]
BODIES = {HOME: "Bad Belzig"}
LAMPS = {
    "Name der Lösung": "Laternen", "Beschreibung": "Sie leuchten.", "Stand": "in Betrieb",
    "Seit": "2024-05-01", "Handlungsfeld 1": "Wasser", "Quelloffen": "ja", "Kosten einmalig": 20000,
    "Voraussetzungen": "Strom; ein Mast", "Sichtbarkeit": "alle, mit Namen der Kommune",
}  # fmt: skip
THERE = {"Name der Lösung": "Pegel für Starkregen", "Stand": "geplant", "Sichtbarkeit": "nur unsere Kommune"}
WAYS = {
    "Name des Modellprojekts": "Helle Wege", "Beschreibung": "Licht.", "Handlungsfeld 1": "Wasser",
    "Anderes Förderprogramm": "Land", "Beginn": "2025", "Förderung": "1.000", "Maßnahme 1": "Umrüsten",
    "Lösung daraus 1": "Pegel für Starkregen", "Sichtbarkeit": "alle, mit Namen der Kommune",
}  # fmt: skip


def plan(*rows: dict[str, Any], by: Person | None = None) -> list[Planned]:
    return bulk.plan(tables.read("\n".join(map(json.dumps, rows)).encode(), "jsonl"), BODIES, by)


def test_a_table_of_solutions_is_known_by_its_columns_and_read_whole() -> None:
    (one,) = plan(LAMPS)
    written = one.written
    assert (one.what, one.problems) == (What.NEW, ())
    assert isinstance(written, OwnSolution)
    assert (written.since, written.open_source, written.cost_once_eur) == ("2024-05", True, 20_000)
    assert (written.preconditions, written.fields) == (("Strom", "ein Mast"), ("wasser",))


def test_where_a_solution_of_the_catalogue_runs_is_a_row_with_its_name_and_state() -> None:
    (one,) = plan(THERE)
    assert isinstance(one.written, OwnSolution)
    assert (one.written.about, one.written.state, one.notes) == ("pegel", "planned", [])


def test_a_project_comes_with_its_measures() -> None:
    (one,) = plan(WAYS)
    assert isinstance(one.written, OwnProject)
    assert one.written.measures == (("Umrüsten", "pegel"),)
    assert one.written.funding_eur == 1_000


def test_what_is_wrong_names_line_and_column_and_nothing_is_written() -> None:
    planned = plan({**LAMPS, "Kosten einmalig": "viel", "Stand": "läuft"})
    assert planned[0].what is What.REFUSED
    said = " ".join(planned[0].problems)
    assert "Spalte Kosten einmalig" in said
    assert "Spalte Stand" in said
    with pytest.raises(ValueError, match="refused"):
        actions.take_over(by="person:1", planned=planned, at=AT)
    assert not Contribution.objects.exists()


def test_columns_of_two_kinds_do_not_mix() -> None:
    with pytest.raises(tables.TableError, match="Unbekannt: 'Ergebnis'"):
        plan({**LAMPS, "Ergebnis": "gescheitert"})


def test_read_again_a_table_changes_nothing_and_changed_only_what_differs() -> None:
    author = person(Role.EDITOR)
    rows = [LAMPS, THERE, WAYS]
    lines = "\n".join(map(json.dumps, rows)).encode()
    first = bulk.plan(tables.read(lines, "jsonl"), BODIES, author)
    actions.take_over(by=author.reference, planned=first, at=AT)
    again = bulk.plan(tables.read(lines, "jsonl"), BODIES, author)
    assert [one.what for one in again] == [What.SAME] * 3
    changed = json.dumps({**LAMPS, "Lizenz": "MIT"}).encode()
    (one,) = bulk.plan(tables.read(changed, "jsonl"), BODIES, author)
    assert (one.what, one.changes) == (What.CHANGED, [("Lizenz", "", "MIT")])


@pytest.mark.parametrize("word", ["loesungen", "modellprojekte"])
def test_templates_offer_what_is_allowed_and_their_example_is_left_out(word: str) -> None:
    answer = signed_in(person(Role.REPORTER)).get(f"/beitraege/einlesen/{word}.xlsx")
    book = load_workbook(io.BytesIO(answer.content))
    sheet, allowed = book.worksheets
    heads = [cell.value for cell in sheet[1]]
    names = {row[0].value: [cell.value for cell in row[1:] if cell.value] for row in allowed.iter_rows()}
    assert set(names) <= set(heads)
    assert "Wasser" in names["Handlungsfeld 1"]
    assert len(sheet.data_validations.dataValidation) == len(names)
    with pytest.raises(tables.TableError, match="außer den Spaltenköpfen"):
        tables.read(answer.content, "xlsx")


def test_an_upload_in_the_browser_becomes_drafts_of_both_kinds() -> None:
    client = signed_in(person(Role.REPORTER))
    for kind, row in (("solution", {**LAMPS, "Kosten einmalig": "20.000"}), ("project", WAYS)):
        sent = {"datei": SimpleUploadedFile("a.csv", tables.write("csv", [row], {}, kind))}
        address = client.post("/beitraege/einlesen/", sent).headers["Location"]
        seen = page(client, address)
        assert "neu, als Entwurf" in seen
        mark = seen.split('name="gesehen" value="')[1].split('"')[0]
        client.post(address, {"gesehen": mark})
    found = {row.kind: facts.written(row, queries.newest(row)).title for row in Contribution.objects.all()}
    assert found == {"solution": "Laternen", "project": "Helle Wege"}


CELLS = st.one_of(
    st.text(max_size=40), st.integers(), st.booleans(), st.none(), st.sampled_from(["ja", "Wasser"])
)
ROWS = st.sampled_from(["solution", "project"]).flatmap(
    lambda kind: st.dictionaries(st.sampled_from(list(COLUMNS[kind])), CELLS, min_size=1)
)


@settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(ROWS)
def test_any_row_is_refused_with_its_column_or_the_same_when_read_again(row: dict[str, Any]) -> None:
    author = person(Role.EDITOR)
    try:
        lines = tables.read(json.dumps(row).encode(), "jsonl")
    except tables.TableError:
        return
    (one,) = bulk.plan(lines, BODIES, author)
    titles = set(TITLES[lines[0].kind].values())
    if one.what is What.REFUSED:
        assert all(any(title in text for title in titles) for text in one.problems)
        return
    actions.take_over(by=author.reference, planned=[one], at=AT)
    assert bulk.plan(lines, BODIES, author)[0].what is What.SAME


@pytest.mark.parametrize("row", [LAMPS, WAYS])
def test_a_released_record_of_ones_own_is_the_same_when_its_table_is_read_again(row: dict[str, Any]) -> None:
    author, reviewer = person(Role.EDITOR), person(Role.EDITOR)
    actions.take_over(by=author.reference, planned=plan(row), at=AT)
    made = Contribution.objects.get()
    take(author, made, Step.SUBMIT)
    take(reviewer, made, Step.RELEASE)
    for _ in range(2):
        (again,) = plan(row, by=author)
        assert (again.what, again.pk, again.changes) == (What.SAME, made.pk, [])
        actions.take_over(by=author.reference, planned=[again], at=AT)
    (changed,) = plan({**row, "Beschreibung": "Sie leuchten heller."}, by=author)
    assert (changed.what, changed.pk) == (What.CHANGED, made.pk)
    assert [column for column, *_ in changed.changes] == ["Beschreibung"]
    assert Contribution.objects.count() == 1


def test_a_table_reads_the_titles_of_the_catalogue_once_however_many_names_are_unknown() -> None:
    for number in range(30):
        solution(f"s{number}", title=f"Überflutung {number}")
    rows = [{"Kommune": HOME, "Lösung": f"Müllmelder Ü{n}", "Überschrift": f"t{n}"} for n in range(40)]
    with CaptureQueriesContext(connection) as seen:
        assert {one.what for one in plan(*rows)} == {What.REFUSED}
    whole = [
        one["sql"] for one in seen if 'FROM "catalogue_solution"' in one["sql"] and "WHERE" not in one["sql"]
    ]
    assert len(whole) == 1
