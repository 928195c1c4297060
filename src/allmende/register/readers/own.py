# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Our own form: one CSV for all levels, usually gzipped. Columns are those of the model."""

import csv
import gzip
import io
from collections.abc import Callable, Iterator
from typing import Any

from allmende.domain.municipality import level_of
from allmende.register.readers.shapes import Extract, RegisterError, day, decimal, digits, number

LARGEST_TEXT = 100_000_000
FORM = "allmende"
_PARENTS = {"state", "district", "association"}
_TEXTS = {
    "level", "ars", "name", "full_name", "official_name", "regional_name", "designation", "kind",
    "postal_code", "travel_region", "travel_region_name", "nuts3", "seat",
}  # fmt: skip
_NUMBERS = {
    "population", "urbanisation", "population_2013", "population_2017", "population_2021", "population_2023",
    "census_population", "census_dwellings",
}  # fmt: skip
_DECIMALS = {"area_km2", "latitude", "longitude", "trend", "census_vacancy_rate"}
_DATES = {"edition", "population_date", "typology_date"}
_REQUIRED = ("key", "level", "ars", "name", "full_name", "official_name", "kind", "edition")
COLUMNS = {"key", "several_postal_codes"} | _PARENTS | _TEXTS | _NUMBERS | _DECIMALS | _DATES


def read(content: bytes) -> Extract:
    """Bodies of a file in our form. Raises RegisterError."""
    reader = csv.reader(io.StringIO(_text(content), newline=""))
    header = next(reader, [])
    missing, foreign = COLUMNS - set(header), set(header) - COLUMNS
    if missing or foreign or len(header) != len(COLUMNS):
        names = ", ".join(sorted(missing | foreign)) or "doppelte Spalten"
        raise RegisterError(f"Zeile 1: Die Spalten passen nicht zu unserer Form ({names}).")
    bodies = tuple(_bodies(reader, header))
    if not bodies:
        raise RegisterError("Die Datei enthält keine Gebietskörperschaft.")
    editions = {body["edition"] for body in bodies}
    if len(editions) > 1:
        raise RegisterError("Spalte edition: Die Datei mischt mehrere Gebietsstände.")
    return Extract(FORM, editions.pop(), bodies)


def _text(content: bytes) -> str:
    try:
        if content.startswith(b"\x1f\x8b"):
            with gzip.open(io.BytesIO(content)) as packed:
                content = packed.read(LARGEST_TEXT + 1)
    except (EOFError, OSError) as error:
        raise RegisterError(
            "Die Datei ist beschädigt oder abgeschnitten: Sie lässt sich nicht entpacken."
        ) from error
    if len(content) > LARGEST_TEXT:
        raise RegisterError("Die Datei ist entpackt größer als jedes Gemeindeverzeichnis.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise RegisterError(f"Zeile {line}: Die Datei ist nicht in UTF-8 geschrieben.") from error


def _bodies(reader: Iterator[list[str]], header: list[str]) -> Iterator[dict[str, Any]]:
    try:
        for line, values in enumerate(reader, 2):
            if len(values) != len(header):
                raise RegisterError(
                    f"Zeile {line}: {len(values)} statt {len(header)} Spalten; die Datei ist unvollständig."
                )
            yield _body(dict(zip(header, values, strict=True)), line)
    except csv.Error as error:
        raise RegisterError(f"Die Datei ist keine gültige CSV-Datei ({error}).") from error


def _body(row: dict[str, str], line: int) -> dict[str, Any]:
    for column in _REQUIRED:
        if not row[column]:
            raise RegisterError.at(line, column, "Die Angabe fehlt.")
    try:
        if level_of(row["key"]) != row["level"]:
            raise RegisterError.at(line, "level", f"„{row['level']}“ passt nicht zum Schlüssel {row['key']}.")
    except RegisterError:
        raise
    except ValueError as error:
        raise RegisterError.at(line, "key", f"„{row['key']}“ ist kein amtlicher Schlüssel.") from error
    digits(row["ars"], {2: 2, 5: 5, 9: 9, 8: 12}[len(row["key"])], line, "ars")
    body: dict[str, Any] = {
        "key": row["key"],
        "several_postal_codes": _truth(row["several_postal_codes"], line),
    }
    body |= {column: row[column] for column in _TEXTS}
    body |= {f"{column}_id": row[column] or None for column in _PARENTS}
    kinds: tuple[tuple[set[str], Callable[[str, int, str], Any]], ...] = (
        (_NUMBERS, number), (_DECIMALS, decimal), (_DATES, day),
    )  # fmt: skip
    for columns, convert in kinds:
        body |= {column: convert(row[column], line, column) if row[column] else None for column in columns}
    return body


def _truth(text: str, line: int) -> bool | None:
    values = {"true": True, "false": False, "": None}
    if text not in values:
        raise RegisterError.at(line, "several_postal_codes", f"„{text}“ ist weder true noch false.")
    return values[text]
