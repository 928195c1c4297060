# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""The first sheet of an Excel file as texts. The file is counted through before a library may read it.

A workbook is an archive of XML: a few kilobytes may unpack to gigabytes, name entities that name entities,
or hold a row of a million cells. So each part, whatever its name, is first run through a parser that keeps
nothing and stops at the limits: where that parser fails, the library's would fail too, having read no more.
"""

import io
import warnings
import zipfile
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any
from xml.parsers import expat

from openpyxl import load_workbook

MOST_MEMBERS = 200
MOST_UNPACKED = 20_000_000
LARGEST_PART = 4_000_000
MOST_ELEMENTS = 400_000
MOST_CELLS = 100
LONGEST_ATTRIBUTE = 4_000
DEEPEST = 64
_PIECE = 1 << 16
_SHEETS = "xl/worksheets/"
_BROKEN = "Die Datei ist keine lesbare Excel-Datei (.xlsx)."
_CALCULATED = {
    "f": "Die Zelle enthält eine Formel. Bitte schreiben Sie den Wert hinein.",
    "e": "Die Zelle enthält einen Rechenfehler. Bitte schreiben Sie den Wert hinein.",
}
_TOO_LARGE = "Die Excel-Datei ist entpackt zu groß. Bitte teilen Sie sie auf."


class TableError(ValueError):
    """The file as a whole cannot be read; the message says why and what to do, in German."""


def read(content: bytes, most_rows: int) -> list[list[str]]:
    """Cells of the first sheet, row by row, at most `most_rows` and one more. Raises TableError.

    Numbers and days come as people write them; a formula and its error are refused with their place.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check(archive)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles that openpyxl does not know
            book = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # what the file claims of its size
        found: list[list[str]] = []
        for line in sheet.iter_rows(max_row=most_rows + 1, max_col=MOST_CELLS):
            found.append(_texts(line, len(found) + 1, found[0] if found else []))
        return found
    except TableError:
        raise
    except Exception as error:  # the library raises whatever a broken file makes it stumble over
        raise TableError(_BROKEN) from error


def _check(archive: zipfile.ZipFile) -> None:
    members = archive.infolist()
    if len(members) > MOST_MEMBERS or sum(one.file_size for one in members) > MOST_UNPACKED:
        raise TableError(_TOO_LARGE)
    if any(one.flag_bits & 1 for one in members):
        raise TableError("Die Excel-Datei ist verschlüsselt. Bitte speichern Sie sie ohne Kennwort.")
    if len({one.filename for one in members}) < len(members):
        raise TableError(_BROKEN)
    if any(one.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for one in members):
        raise TableError(_BROKEN)  # others may claim gigabytes of memory for themselves
    for one in members:
        if one.filename.startswith(_SHEETS) or one.file_size <= LARGEST_PART:
            _Count().through(archive, one)
        else:
            raise TableError(_TOO_LARGE)


class _Count:
    """Counts what an XML part holds and keeps nothing of it."""

    def __init__(self) -> None:
        self.elements = self.depth = self.cells = 0

    def through(self, archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
        """Run through one part; behind what is no XML it is only unpacked. Raises TableError."""
        parser, is_xml = expat.ParserCreate(), True
        parser.StartDoctypeDeclHandler = self._doctype
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        size = 0
        with archive.open(member) as stream:
            while piece := stream.read(_PIECE):
                size += len(piece)
                if size > member.file_size:
                    raise TableError(_BROKEN)
                is_xml = is_xml and _parsed(parser, piece)

    def _doctype(self, *parts: object) -> None:
        raise TableError("Die Excel-Datei enthält Entitäten; so etwas schreibt kein Tabellenprogramm.")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.elements += 1
        self.depth += 1
        local = name.rpartition(":")[2]
        self.cells = 0 if local == "row" else self.cells + (local == "c")
        if self.cells > MOST_CELLS:
            raise TableError(f"Die Tabelle hat mehr als {MOST_CELLS} Spalten. Bitte nehmen Sie die Vorlage.")
        if self.elements > MOST_ELEMENTS or self.depth > DEEPEST:
            raise TableError(_TOO_LARGE)
        if any(len(value) > LONGEST_ATTRIBUTE for value in attributes.values()):
            raise TableError(_BROKEN)

    def _end(self, name: str) -> None:
        self.depth -= 1


def _parsed(parser: expat.XMLParserType, piece: bytes) -> bool:
    try:
        parser.Parse(piece, False)
    except expat.ExpatError:
        return False
    return True


def _texts(line: Sequence[Any], number: int, heads: Sequence[str]) -> list[str]:
    texts = []
    for place, cell in enumerate(line):
        if cell.data_type in ("f", "e"):
            column = heads[place] if place < len(heads) else f"Nummer {place + 1}"
            raise TableError(f"Zeile {number}, Spalte {column[:40]}: {_CALCULATED[cell.data_type]}")
        texts.append(_text(cell.value))
    while texts and not texts[-1]:
        texts.pop()
    return texts


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else "" if value is None else str(value)
