# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Tables of reports and records as people keep them: Excel, CSV, JSON lines.

Everything in them is hostile until checked.
Texts are taken as texts, formulas of a workbook are refused, and what is written starts with no sign that a
spreadsheet would calculate.
"""

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from allmende.contributions import workbooks
from allmende.contributions.columns import COLUMNS, SHEETS, kind_of
from allmende.contributions.workbooks import TableError
from allmende.domain.records import Kind

__all__ = ["FORMS", "Row", "TableError", "read", "write"]

MOST_BYTES = 5_000_000
MOST_ROWS = 300
LONGEST_CELL = 20_000
FORMS = ("xlsx", "csv", "jsonl")
EXAMPLE_MARK = "BEISPIEL"
ALLOWED = "Erlaubte Werte"
# Control characters but tab and line ends, and halves of characters: no database and no page takes them.
_NO_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_CALCULATES = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: its number as the program shows it, the texts by field, and what it is."""

    number: int
    texts: Mapping[str, str]
    kind: str = Kind.REPORT.value


def read(content: bytes, form: str) -> list[Row]:
    """Rows of a file of one of FORMS; empty lines and the example are left out. Raises TableError."""
    if len(content) > MOST_BYTES:
        raise TableError("Die Datei ist größer als fünf Megabyte. Bitte teilen Sie sie auf.")
    readers = {"xlsx": _xlsx, "csv": _csv, "jsonl": _jsonl}
    if form not in readers:
        raise TableError("Gelesen werden Dateien, die auf .xlsx, .csv oder .jsonl enden.")
    found = [row for row in readers[form](content) if any(row.texts.values())]
    rows = [row for row in found if EXAMPLE_MARK not in row.texts.get("title", "")]
    if not rows:
        raise TableError("In der Datei steht keine Zeile außer den Spaltenköpfen und dem Beispiel.")
    return rows


def _xlsx(content: bytes) -> Iterator[Row]:
    yield from _lines(workbooks.read(content, MOST_ROWS + 1))


def _csv(content: bytes) -> Iterator[Row]:
    text = _decoded(content)
    if "\x00" in text:
        raise TableError("Das ist keine Textdatei: Sie enthält Nullzeichen.")
    head = text.split("\n", 1)[0]
    delimiter = max((";", ",", "\t"), key=head.count)
    try:
        lines = []
        for line in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            lines.append(line)
            if len(lines) > MOST_ROWS + 2:
                break
    except csv.Error as error:
        raise TableError(f"Die CSV-Datei ist in Zeile {len(lines) + 1} nicht lesbar ({error}).") from error
    yield from _lines(lines)


def _decoded(content: bytes) -> str:
    for start, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(start):
            try:
                return content.decode(encoding)
            except UnicodeDecodeError as error:
                raise TableError("Die Zeichen der Datei sind nicht lesbar (UTF-8 oder UTF-16).") from error
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        pass
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError as error:
        raise TableError(
            "Die Zeichen der Datei sind nicht lesbar. Bitte speichern Sie sie als „CSV UTF-8“."
        ) from error


def _jsonl(content: bytes) -> Iterator[Row]:
    for number, line in enumerate(_decoded(content).split("\n"), 1):
        if not line.strip():
            continue
        if number > MOST_ROWS + 1:
            raise _too_many()
        try:
            found = json.loads(line, object_pairs_hook=_once)
        except (ValueError, RecursionError) as error:
            raise TableError(f"Zeile {number} ist kein gültiges JSON.") from error
        if not isinstance(found, dict) or not all(_is_plain(value) for value in found.values()):
            raise TableError(f"Zeile {number}: erwartet wird ein Objekt aus Spalten und Texten.")
        kind = _kind([str(name) for name in found])
        columns = COLUMNS[kind]
        texts = {columns[name]: _cell(number, name, _plain(value)) for name, value in found.items()}
        yield Row(number, texts, kind)


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """The object, if it names each column once. Raises ValueError."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name stands twice")
    return found


def _is_plain(value: object) -> bool:
    return value is None or isinstance(value, str | int | float | bool)


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "ja" if value else "nein"
    return "" if value is None else str(value)


def _lines(lines: Sequence[Sequence[str]]) -> Iterator[Row]:
    if not lines:
        raise TableError("Die Datei ist leer.")
    if len(lines) > MOST_ROWS + 1:
        raise _too_many()
    heads = [name.strip() for name in lines[0]]
    while heads and not heads[-1]:
        heads.pop()
    kind = _kind(heads)
    columns = COLUMNS[kind]
    for number, line in enumerate(lines[1:], 2):
        if any(cell.strip() for cell in line[len(heads) :]):
            raise TableError(f"Zeile {number} hat mehr Zellen als Spaltenköpfe.")
        cells = zip(heads, line, strict=False)
        yield Row(number, {columns[name]: _cell(number, name, text) for name, text in cells}, kind)


def _too_many() -> TableError:
    return TableError(f"Die Datei hat mehr als {MOST_ROWS:n} Zeilen. Bitte teilen Sie sie auf.")


def _kind(heads: Sequence[str]) -> str:
    """What the table is about. Raises TableError for a column that it does not have, or has twice."""
    kind = kind_of(heads)
    unknown = [name for name in heads if name not in COLUMNS[kind]]
    if unknown or len(set(heads)) != len(heads):
        which = f"Unbekannt: {unknown[0][:40]!r}. " if unknown else "Eine Spalte steht zweimal da. "
        raise TableError(f"{which}Möglich sind die Spalten: {', '.join(COLUMNS[kind])}.")
    return kind


def _cell(number: int, name: str, text: str) -> str:
    where = f"Zeile {number}, Spalte {name}"
    if len(text) > LONGEST_CELL:
        raise TableError(f"{where}: Der Text ist länger als {LONGEST_CELL:n} Zeichen.")
    if found := _NO_TEXT.search(text):
        raise TableError(f"{where}: Das Zeichen U+{ord(found[0]):04X} gehört in keinen Text.")
    return text.strip()


def harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_CALCULATES) else text


def _offer(sheet: Worksheet, column: int, cells: str) -> None:
    """Let the cells of a column offer what the second sheet allows."""
    offered = DataValidation(type="list", formula1=f"'{ALLOWED}'!{cells}", allow_blank=True)
    letter = get_column_letter(column)
    offered.add(f"{letter}2:{letter}{MOST_ROWS + 1}")
    sheet.add_data_validation(offered)


def write(
    form: str,
    rows: Sequence[Mapping[str, str]],
    allowed: Mapping[str, Sequence[str]],
    kind: str = Kind.REPORT.value,
) -> bytes:
    """A file with these rows (by the names of its columns); in Excel a second sheet says what is allowed, and
    the cells offer it."""
    if form == "jsonl":
        return "".join(json.dumps(dict(row), ensure_ascii=False) + "\n" for row in rows).encode()
    columns = list(COLUMNS[kind])
    lines = [columns, *([harmless(row.get(name, "")) for name in columns] for row in rows)]
    if form == "csv":
        text = io.StringIO()
        csv.writer(text, delimiter=";").writerows(lines)
        return b"\xef\xbb\xbf" + text.getvalue().encode()
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = SHEETS[Kind(kind)]
    for line in lines:
        sheet.append(line)
    sheet.freeze_panes = "A2"
    second = book.create_sheet(ALLOWED)
    for number, (name, values) in enumerate(allowed.items(), 1):
        second.append([name, *(harmless(value) for value in values)])
        _offer(sheet, columns.index(name) + 1, f"$B${number}:${get_column_letter(len(values) + 1)}${number}")
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
