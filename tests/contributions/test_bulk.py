# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Tables of reports: seen row by row before anything is written, all or nothing, hostile files refused."""

import io
import json
import re
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from allmende.accounts.models import Role
from allmende.contributions import actions, bulk, columns, facts, queries, tables
from allmende.contributions.cli import knowledge
from allmende.contributions.facts import What
from allmende.contributions.models import Contribution, Upload
from allmende.transfers.models import Dimension
from tests.contributions.build import HOME, person
from tests.contributions.test_pages import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stock")]
BODIES = {HOME: "Bad Belzig"}
GOOD = {
    "Kommune": "Bad Belzig", "Lösung": "Pegel für Starkregen", "Ergebnis": "gescheitert", "Wann": "2026-05",
    "Überschrift": "Ausfall im Winter", "Was geschah": "Frost.", "Wieder tun": "nein",
    "Sichtbarkeit": "alle, ohne Namen der Kommune", "Bereich 1": "Organisation",
    "Half oder hinderte 1": "hinderte",
    "Satz 1": "Niemand war zuständig.", "Quellen": "https://example.org/a https://example.org/b",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _dimension(stock: None) -> None:
    Dimension.objects.create(code="ORG", name="Organisation", name_en="Organisation", position=1)


def jsonl(*rows: dict[str, str]) -> bytes:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


def planned(*rows: dict[str, str]) -> list[facts.Planned]:
    return bulk.plan(tables.read(jsonl(*rows), "jsonl"), BODIES, None)


@pytest.mark.parametrize("form", tables.FORMS)
def test_every_form_gives_the_same_rows(form: str) -> None:
    content = tables.write(form, [GOOD], {})
    (row,) = tables.read(content, form)
    assert row.texts["title"] == "Ausfall im Winter"
    (one,) = bulk.plan([row], BODIES, None)
    assert (one.what, one.written.ending, one.written.again) == (What.NEW, "failed", False)
    assert one.written.sources == ("https://example.org/a", "https://example.org/b")
    assert one.written.factors[0].dimension == "ORG"


@pytest.mark.parametrize("form", tables.FORMS)
def test_a_template_is_empty_when_read_and_says_what_is_allowed(form: str) -> None:
    content = bulk.template(form)
    with pytest.raises(tables.TableError, match="außer den Spaltenköpfen und dem Beispiel"):
        tables.read(content, form)
    if form == "xlsx":
        sheet = load_workbook(io.BytesIO(content))["Erlaubte Werte"]
        assert "gescheitert" in [cell.value for cell in sheet[1]]


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"Ergebnis": "toll"}, "Spalte Ergebnis: „toll“ gibt es nicht. Erlaubt sind: in Betrieb"),
        ({"Wann": "Mai"}, "Spalte Wann: Bitte ein Jahr"),
        ({"Lösung": "Pegel für Sturm"}, "Spalte Lösung: Keine Lösung der Sammlung heißt"),
        ({"Kommune": "Musterort 31"}, "Spalte Kommune: für Musterort 31 dürfen Sie nicht schreiben"),
        ({"Kommune": "Nirgendwo"}, "Spalte Kommune: „Nirgendwo“ ist nicht eindeutig"),
        ({"Quellen": "javascript:alert(1)"}, "Spalte Quellen: Das ist keine Internetadresse"),
        ({"Bereich 1": "Magie"}, "Spalte Bereich 1: „Magie“ gibt es nicht"),
    ],
)
def test_a_wrong_cell_is_refused_with_its_column_and_what_is_allowed(
    changed: dict[str, str], problem: str
) -> None:
    (one,) = planned({**GOOD, **changed})
    assert one.what is What.REFUSED
    assert any(text.startswith(problem) for text in one.problems), one.problems


def test_the_command_shows_writes_all_or_nothing_and_a_second_run_changes_nothing(tmp_path: Path) -> None:
    author = person(Role.REPORTER)
    file = tmp_path / "berichte.jsonl"
    file.write_bytes(jsonl(GOOD, {**GOOD, "Überschrift": "Zweiter", "Ergebnis": "toll"}))
    call = ["import", str(file), "--by", author.email]
    bad = CliRunner().invoke(knowledge, call)
    assert (bad.exit_code, Contribution.objects.count()) == (1, 0)
    assert "Zeile 2, Spalte Ergebnis: „toll“ gibt es nicht" in bad.output
    file.write_bytes(jsonl(GOOD, {**GOOD, "Überschrift": "Zweiter"}))
    dry = CliRunner().invoke(knowledge, [*call, "--dry-run"])
    assert (dry.exit_code, Contribution.objects.count()) == (0, 0)
    assert "Zeile 1: neu, als Entwurf" in dry.output
    assert "2 neu, als Entwurf, 0 geändert, 0 unverändert." in CliRunner().invoke(knowledge, call).output
    assert "0 neu, als Entwurf, 0 geändert, 2 unverändert." in CliRunner().invoke(knowledge, call).output
    file.write_bytes(jsonl({**GOOD, "Was geschah": "Frost und Eis."}))
    changed = CliRunner().invoke(knowledge, call)
    assert "Was geschah: Frost. → Frost und Eis." in changed.output
    row = Contribution.objects.get(revisions__number=2)
    assert facts.written(row, queries.newest(row)).text == "Frost und Eis."


def test_what_changes_is_shown_as_people_write_it_and_from_where_it_differs() -> None:
    author = person(Role.REPORTER)
    rows = tables.read(jsonl({**GOOD, "Was geschah": "Frost. " * 50}), "jsonl")
    actions.take_over(by=author.reference, planned=bulk.plan(rows, BODIES, author), at=timezone.now())
    changed = {
        "Ergebnis": "beendet",
        "Wieder tun": "ja",
        "Satz 1": "Alle zuständig.",
        "Was geschah": "Frost. " * 50 + "Eis.",
    }
    sent = {"datei": SimpleUploadedFile("a.jsonl", jsonl({**GOOD, **changed}))}
    client = signed_in(author)
    page = client.get(client.post("/beitraege/einlesen/", sent).headers["Location"]).content.decode()
    for text in (
        "Ergebnis: gescheitert → beendet", "Wieder tun: nein → ja", "Frost. Frost. Eis.",
        "Bereich: Organisation; hinderte; Niemand war zuständig. → Organisation; hinderte; Alle zuständig.",
    ):  # fmt: skip
        assert text in page, text
    assert "Frost. " * 10 not in page


def test_the_command_says_so_where_somebody_was_faster(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def overtaken(**given: object) -> None:
        raise actions.StaleError

    monkeypatch.setattr(actions, "take_over", overtaken)
    file = tmp_path / "berichte.jsonl"
    file.write_bytes(jsonl(GOOD))
    found = CliRunner().invoke(knowledge, ["import", str(file), "--by", person(Role.REPORTER).email])
    assert (found.exit_code, "Bitte noch einmal einlesen" in found.output) == (1, True)


def test_without_an_account_the_command_says_what_is_missing(tmp_path: Path) -> None:
    file = tmp_path / "berichte.jsonl"
    file.write_bytes(jsonl(GOOD))
    found = CliRunner().invoke(knowledge, ["import", str(file)])
    assert found.exit_code == 1
    assert "Bitte mit --by die Adresse eines Kontos nennen" in found.output


def test_in_the_browser_upload_preview_confirm() -> None:
    client = signed_in(person(Role.EDITOR))
    sent = {"datei": SimpleUploadedFile("a.csv", tables.write("csv", [GOOD], {}))}
    address = client.post("/beitraege/einlesen/", sent).headers["Location"]
    page = client.get(address).content.decode()
    assert "Ausfall im Winter" in page
    assert Contribution.objects.count() == 0
    seen = re.search(r'name="gesehen" value="([^"]*)"', page)
    assert seen
    for _ in range(2):
        assert client.post(address, {"gesehen": seen[1]}).status_code == 302
    assert Contribution.objects.count() == 1
    assert Upload.objects.count() == 0


def test_a_preview_is_for_who_sent_it_and_confirms_only_what_was_seen() -> None:
    client = signed_in(person(Role.EDITOR))
    sent = {"datei": SimpleUploadedFile("a.jsonl", jsonl(GOOD))}
    address = client.post("/beitraege/einlesen/", sent).headers["Location"]
    assert signed_in(person(Role.EDITOR)).get(address).status_code == 302
    assert client.post(address, {"gesehen": "x"}).status_code == 200
    assert Contribution.objects.count() == 0


def bomb(name: str, size: int) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive, archive.open(name, "w") as member:
        for _ in range(size >> 20):
            member.write(b"\0" * (1 << 20))
    return stream.getvalue()


def with_member(name: str, content: bytes) -> bytes:
    """A template in which one member of the archive is another."""
    old = zipfile.ZipFile(io.BytesIO(bulk.template("xlsx")))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for one in old.namelist():
            archive.writestr(one, content if one == name else old.read(one))
    return stream.getvalue()


ENTITY = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]>'
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData/></worksheet>'
)
HOSTILE = {
    "eine Zip-Bombe": ("xlsx", lambda: bomb("xl/worksheets/sheet1.xml", 60 << 20)),
    "Entitäten": ("xlsx", lambda: with_member("xl/worksheets/sheet1.xml", ENTITY)),
    "kein Zip": ("xlsx", lambda: b"PK\x03\x04" + b"x" * 500),
    "ein Bild": ("xlsx", lambda: b"\x89PNG\r\n\x1a\n" + b"\0" * 100),
    "Nullzeichen": ("csv", lambda: b"Kommune;L\xc3\xb6sung\n\0;\0"),
    "eine Million Spalten": ("csv", lambda: b";" * 1_000_000),
    "offene Anführungszeichen": ("csv", lambda: b'Kommune;Wann\n"a;b'),
    "fremde Spalten": ("csv", lambda: b"a;b\n1;2"),
    "doppelte Spalten": ("csv", lambda: b"Kommune;Kommune\n1;2"),
    "zu viele Zeilen": ("csv", lambda: b"Kommune\n" + b"x\n" * 2_000),
    "tiefes JSON": ("jsonl", lambda: b"[" * 100_000),
    "geschachteltes JSON": ("jsonl", lambda: b'{"Kommune": {"a": 1}}'),
    "zu groß": ("csv", lambda: b"x" * (tables.MOST_BYTES + 1)),
    "andere Art": ("exe", lambda: b"MZ"),
    "leer": ("csv", lambda: b""),
    "UTF-16 abgeschnitten": ("csv", lambda: b"\xff\xfeK"),
    "langer Text": ("jsonl", lambda: jsonl({"Was geschah": "x" * 30_000})),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_with_a_sentence_and_nothing_is_kept(name: str) -> None:
    form, make = HOSTILE[name]
    client = signed_in(person(Role.EDITOR))
    answer = client.post("/beitraege/einlesen/", {"datei": SimpleUploadedFile(f"a.{form}", make())})
    assert answer.status_code == 422, name
    assert "Die Datei wurde nicht gelesen" in answer.content.decode()
    assert Upload.objects.count() == 0


def test_text_that_a_spreadsheet_would_calculate_is_written_harmless() -> None:
    evil = {**GOOD, "Überschrift": "=HYPERLINK(1)", "Aufwand": "+1", "Kosten": "@x", "Satz 1": "-2"}
    sheet = load_workbook(io.BytesIO(tables.write("xlsx", [evil], {}))).worksheets[0]
    assert all(cell.data_type != "f" for row in sheet for cell in row)
    lines = tables.write("csv", [evil], {}).decode("utf-8-sig").splitlines()
    assert not [cell for cell in lines[1].split(";") if cell.strip('"').startswith(("=", "+", "-", "@"))]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_umlauts_are_read_in_the_encodings_that_spreadsheets_write(encoding: str) -> None:
    content = "Kommune;Überschrift\nBad Belzig;Größe\n".encode(encoding)
    assert tables.read(content, "csv")[0].texts["title"] == "Größe"


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=300), st.sampled_from(tables.FORMS))
def test_whatever_bytes_are_sent_only_our_own_error_comes(content: bytes, form: str) -> None:
    try:
        rows = tables.read(content, form)
    except tables.TableError:
        return
    assert all(one.what for one in bulk.plan(rows, BODIES, None))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.sampled_from(list(columns.REPORTS)), st.text(max_size=80), min_size=1))
def test_whatever_stands_in_the_cells_every_row_is_planned_or_refused(row: dict[str, str]) -> None:
    try:
        rows = tables.read(jsonl(row), "jsonl")
    except tables.TableError:
        return
    (one,) = bulk.plan(rows, BODIES, None)
    assert one.problems or one.what in (What.NEW, What.SAME)


def test_a_visitor_gets_no_template_and_no_preview() -> None:
    assert Client().get("/beitraege/einlesen/berichte.xlsx").status_code == 302
    assert Client().get("/beitraege/einlesen/").status_code == 302
