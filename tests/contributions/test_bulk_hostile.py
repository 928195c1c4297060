# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Files made to hurt: refused with a sentence, within a fixed amount of memory, before much is read."""

import io
import subprocess
import sys
import zipfile
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from allmende.contributions import columns, tables, workbooks

MOST_MEMORY = 40 << 20
SHEET = "xl/worksheets/sheet1.xml"
HEAD = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
TAIL = b"</sheetData></worksheet>"


def with_part(name: str, content: bytes, called: str = "", method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The template with one part exchanged, packed as tightly as a bomb is; called: its name instead."""
    old = zipfile.ZipFile(io.BytesIO(bulk_template()))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for one in {*old.namelist(), name}:
            part = content if one == name else old.read(one)
            if called and one.endswith((".rels", "[Content_Types].xml")):
                part = part.replace(f"/{name}".encode(), f"/{called}".encode())
            archive.writestr(called or one if one == name else one, part)
    return stream.getvalue()


def bulk_template() -> bytes:
    return tables.write("xlsx", [{"Kommune": "Bad Belzig"}], {})


def cells(*values: object) -> bytes:
    book = Workbook()
    book.worksheets[0].append(["Kommune", "Wann", "Wieder tun"])
    book.worksheets[0].append(list(values))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def strings(count: int) -> bytes:
    main = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    return main + b"<si><t/></si>" * count + b"</sst>"


DOCTYPE = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]><worksheet/>'
LATE = f"<!--{'x' * (1 << 20)}-->{DOCTYPE}".encode()
FAR = b'<row r="1048576"><c r="A1048576" t="inlineStr"><is><t>x</t></is></c></row>'
STRINGS, STYLES = "xl/sharedStrings.xml", "xl/styles.xml"
BOMBS = {
    "a sheet of gigabytes": (SHEET, lambda: HEAD + b" " * (96 << 20) + TAIL, "zu groß"),
    "a row of a million cells": (SHEET, lambda: HEAD + b"<row>" + b"<c/>" * 10**6, "Spalten"),
    "a million rows": (SHEET, lambda: HEAD + b"<row/>" * 10**6 + TAIL, "zu groß"),
    "a million shared texts": (STRINGS, lambda: strings(10**6), "zu groß"),
    "shared texts within the size": (STRINGS, lambda: strings(3 * 10**5), "zu groß"),
    "styles without end": (STYLES, lambda: b"<s>" + b"<x/>" * 2 * 10**6 + b"</s>", "zu groß"),
    "styles within the size": (STYLES, lambda: b"<s>" + b"<x/>" * 9 * 10**5 + b"</s>", "zu groß"),
    "elements in elements": (SHEET, lambda: b"<a>" * 10**5, "zu groß"),
    "a long attribute": (SHEET, lambda: b'<a b="' + b"x" * 10**6 + b'"/>', "keine lesbare"),
    "entities": (SHEET, lambda: DOCTYPE.encode(), "Entitäten"),
    "entities behind a long comment": (SHEET, lambda: LATE, "Entitäten"),
    "entities in UTF-16": (SHEET, lambda: DOCTYPE.encode("utf-16"), "Entitäten"),
    "a row at the end of the world": (SHEET, lambda: HEAD + FAR + TAIL, "Zeilen"),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_with_its_reason(name: str) -> None:
    part, make, reason = BOMBS[name]
    with pytest.raises(tables.TableError, match=reason):
        tables.read(with_part(part, make()), "xlsx")


@pytest.mark.parametrize("hidden", ["xl/worksheets/sheet1.dat", "xl/media/image1.png"])
@pytest.mark.parametrize("name", ["a million rows", "elements in elements", "entities"])
def test_a_bomb_under_a_name_of_its_own_is_refused_too(name: str, hidden: str) -> None:
    part, make, reason = BOMBS[name]
    with pytest.raises(tables.TableError, match=reason):
        tables.read(with_part(part, make(), called=hidden), "xlsx")


def test_parts_that_are_no_xml_do_no_harm() -> None:
    assert tables.read(with_part("xl/printerSettings/printerSettings1.bin", bytes(range(256))), "xlsx")


@pytest.mark.parametrize("method", [zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_an_archive_packed_as_no_spreadsheet_does_is_refused(method: int) -> None:
    with pytest.raises(tables.TableError, match="keine lesbare"):
        tables.read(with_part("docProps/app.xml", b"<x/>", method=method), "xlsx")


def test_an_archive_of_a_thousand_parts_is_refused() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for number in range(1000):
            archive.writestr(f"xl/{number}.xml", b"<x/>")
    with pytest.raises(tables.TableError, match="zu groß"):
        tables.read(stream.getvalue(), "xlsx")


def test_a_part_that_says_it_is_smaller_than_it_is_gets_no_further() -> None:
    content = bytearray(with_part(SHEET, HEAD + b" " * 100_000 + TAIL))
    true_size = (len(HEAD) + 100_000 + len(TAIL)).to_bytes(4, "little")
    assert true_size in content
    with pytest.raises(tables.TableError):
        tables.read(bytes(content.replace(true_size, (50).to_bytes(4, "little"))), "xlsx")


LIMITED = """
import resource, sys
from pathlib import Path
from allmende.contributions import tables
used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (used + int(sys.argv[2]), -1))
try:
    tables.read(Path(sys.argv[1]).read_bytes(), "xlsx")
except tables.TableError as error:
    print(error)
"""


@pytest.mark.parametrize(
    "name", ["a sheet of gigabytes", "a row of a million cells", "styles within the size"]
)
def test_a_bomb_is_refused_within_little_memory(name: str, tmp_path: Path) -> None:
    part, make, reason = BOMBS[name]
    file = tmp_path / "bomb.xlsx"
    file.write_bytes(with_part(part, make()))
    found = subprocess.run(
        [sys.executable, "-c", LIMITED, str(file), str(MOST_MEMORY)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert reason in found.stdout, found.stderr


@pytest.mark.parametrize("value", ["=1+1", '=HYPERLINK("http://x")', "=cmd|'/c calc'!A1"])
def test_a_formula_is_refused_with_its_place(value: str) -> None:
    with pytest.raises(tables.TableError, match="Zeile 2, Spalte Wann: Die Zelle enthält eine Formel"):
        tables.read(cells("Bad Belzig", value), "xlsx")


def test_numbers_and_days_are_read_as_people_write_them() -> None:
    assert workbooks.read(cells(8111000, 2026.0, True), 10)[1] == ["8111000", "2026", "ja"]
    assert workbooks.read(cells("x", date(2026, 5, 1), 0.5), 10)[1] == ["x", "2026-05-01", "0.5"]


def test_the_template_itself_is_read() -> None:
    assert tables.read(bulk_template(), "xlsx")[0].texts["kommune"] == "Bad Belzig"
    assert columns.TITLES["report"]["kommune"] == "Kommune"
