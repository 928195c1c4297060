# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""The GV-ISys extract "AuszugGV" of Destatis, an Excel workbook with one sheet "Onlineprodukt_Gemeinden…"."""

import io
import re
import warnings
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from openpyxl import load_workbook

from allmende.register.readers.shapes import (
    ASSOCIATION_KINDS,
    DISTRICT_KINDS,
    MUNICIPALITY_KINDS,
    NO_ASSOCIATION,
    UNINCORPORATED,
    Extract,
    RegisterError,
    association_body,
    decimal,
    digits,
    district_body,
    municipality_body,
    number,
    state_body,
)

FORM = "GV-ISys"
SHEET = "Onlineprodukt_Gemeinden"
LARGEST_CONTENT = 300_000_000
MOST_ROWS = 60_000
_DATE = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_NOT_THIS = "Das ist keine Tabelle „Auszug aus dem Gemeindeverzeichnis“ (GV-ISys)"

Row = Sequence[str]


def read(content: bytes) -> Extract:
    """Bodies of a GV-ISys extract. Raises RegisterError."""
    rows = _rows(content)
    first = next((n for n, row in enumerate(rows) if row[0] == "10"), None)
    if first is None or first > 12:
        raise RegisterError(f"{_NOT_THIS}: In den ersten Zeilen fehlt die Satzart 10.")
    _check_header(rows[:first])
    edition = _dates(rows[:3]) or _dates(rows[:first])
    if edition is None:
        raise RegisterError("Über der Tabelle steht kein Gebietsstand (zum Beispiel „am 31.12.2024“).")
    counted = _dates([row[9:13] for row in rows[:first]]) or edition
    reader = _Reader(counted, edition)
    for line, row in enumerate(rows[first:], first + 1):
        if row[0]:
            reader.take(row, line)
    return Extract(FORM, edition, tuple(reader.bodies), partial=True, loose_area=reader.loose)


def _rows(content: bytes) -> list[Row]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(item.file_size for item in archive.infolist()) > LARGEST_CONTENT:
                raise RegisterError("Die Datei ist entpackt größer als jedes Gemeindeverzeichnis.")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of styles it does not know
            book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        name = next((n for n in book.sheetnames if n.startswith(SHEET)), None)
        if name is None:
            raise RegisterError(f"{_NOT_THIS}: Das Blatt „{SHEET}…“ fehlt.")
        rows = book[name].iter_rows(max_col=20, max_row=MOST_ROWS, values_only=True)
        return [_texts(row) for row in rows]
    except (zipfile.BadZipFile, KeyError, OSError, SyntaxError) as error:
        raise RegisterError("Die Excel-Datei ist beschädigt oder abgeschnitten.") from error


def _texts(row: Iterable[Any]) -> Row:
    texts = [_text(value) for value in row]
    return texts + [""] * (20 - len(texts))


def _text(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value).strip()


def _check_header(rows: Sequence[Row]) -> None:
    columns = ["".join(row[n] for row in rows).replace("-", "").replace("\n", "") for n in range(20)]
    expected = {
        0: "Satzart",
        1: "Text",
        7: "Gemeindename",
        8: "Fläche",
        13: "Postleitzahl",
        18: "Verstädterung",
    }
    for column, word in expected.items():
        near = columns[column] + columns[max(column - 1, 0)]
        if word.lower() not in near.lower().replace(" ", ""):
            raise RegisterError(
                f"{_NOT_THIS}: Die Spalte „{word}“ steht nicht an ihrem Platz ({column + 1}.)."
            )


def _dates(rows: Sequence[Row]) -> date | None:
    for row in rows:
        for text in row:
            if found := _DATE.search(text):
                day, month, year = (int(part) for part in found.groups())
                return date(year, month, day)
    return None


class _Reader:
    """Keeps which associations exist, while rows come in from the Land down."""

    def __init__(self, counted: date, edition: date) -> None:
        self.counted, self.edition = counted, edition
        self.bodies: list[dict[str, Any]] = []
        self.loose: dict[str, float] = {}
        self.associations: set[str] = set()

    def take(self, row: Row, line: int) -> None:
        record = row[0]
        take = {"10": self._state, "40": self._district, "50": self._association, "60": self._municipality}
        if record in take:
            if not row[7]:
                raise RegisterError.at(line, "Gemeindename", "Der Name fehlt.")
            take[record](row, line)
        elif record not in {"20", "30"} and record.isdigit():
            raise RegisterError.at(line, "Satzart", f"„{record}“ gibt es nicht.")

    def _state(self, row: Row, line: int) -> None:
        self.bodies.append(state_body(digits(row[2].zfill(2), 2, line, "Land"), row[7]))

    def _district(self, row: Row, line: int) -> None:
        self.bodies.append(district_body(_ars(row, line)[:5], row[7], _kind(DISTRICT_KINDS, row, line)))

    def _association(self, row: Row, line: int) -> None:
        if row[1] == NO_ASSOCIATION:
            return
        key = _ars(row, line)[:9]
        self.associations.add(key)
        self.bodies.append(association_body(key, row[7], _kind(ASSOCIATION_KINDS, row, line)))

    def _municipality(self, row: Row, line: int) -> None:
        ars = _ars(row, line)
        area = decimal(row[8], line, "Fläche km²")
        if row[1] in UNINCORPORATED:
            self.loose[ars[:5]] = self.loose.get(ars[:5], 0.0) + area
            return
        kind = _kind(MUNICIPALITY_KINDS, row, line)
        body = municipality_body(ars, row[7], kind, ars[:9] in self.associations) | {"area_km2": area}
        body["population"] = number(row[9].replace(" ", ""), line, "Einwohner")
        body["population_date"] = self.counted
        body["postal_code"] = digits(row[13].zfill(5), 5, line, "Postleitzahl") if row[13] else ""
        self.bodies.append(body | self._typology(row, line))

    def _typology(self, row: Row, line: int) -> dict[str, Any]:
        facts: dict[str, Any] = {"typology_date": self.edition}
        for column, name, title in ((14, "longitude", "Längengrad"), (15, "latitude", "Breitengrad")):
            value = decimal(row[column], line, title) if row[column] else 0.0
            facts[name] = value or None
        facts["travel_region"], facts["travel_region_name"] = row[16], row[17]
        degree = number(row[18], line, "Grad der Verstädterung") if row[18] else None
        if degree not in (None, 1, 2, 3):
            raise RegisterError.at(
                line, "Grad der Verstädterung", f"„{degree}“ liegt nicht zwischen 1 und 3."
            )
        return facts | {"urbanisation": degree}


def _ars(row: Row, line: int) -> str:
    widths = ((2, 2), (3, 1), (4, 2), (5, 4), (6, 3))
    return digits(
        "".join(row[n].zfill(width) for n, width in widths), 12, line, "Amtlicher Regionalschlüssel"
    )


def _kind(kinds: dict[str, str], row: Row, line: int) -> str:
    if row[1] not in kinds:
        raise RegisterError.at(line, "Textkennzeichen", f"„{row[1]}“ ist nicht bekannt.")
    return kinds[row[1]]
