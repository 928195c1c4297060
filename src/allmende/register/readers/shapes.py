# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""What every reader delivers, and the official codes they share."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from allmende.domain.municipality import Level

DISTRICT_KINDS = {
    "41": "kreisfreie Stadt",
    "42": "Stadtkreis",
    "43": "Kreis",
    "44": "Landkreis",
    "45": "Regionalverband",
}
ASSOCIATION_KINDS = {
    "51": "Amt",
    "52": "Samtgemeinde",
    "53": "Verbandsgemeinde",
    "54": "Verwaltungsgemeinschaft",
    "55": "Kirchspielslandgemeinde",
    "56": "Verwaltungsverband",
    "57": "Verwaltungsgemeinschaft",
    "58": "Erfüllende Gemeinde",
}
MUNICIPALITY_KINDS = {
    "60": "kreisangehörige Gemeinde",
    "61": "kreisfreie Stadt",
    "62": "kreisfreie Stadt",
    "63": "kreisangehörige Stadt",
    "64": "kreisangehörige Gemeinde",
    "67": "kreisangehörige Stadt",
}
UNINCORPORATED = frozenset({"65", "66"})
NO_ASSOCIATION = "50"


class RegisterError(ValueError):
    """The file cannot be taken over. The message is for the person who started the import."""

    @classmethod
    def at(cls, line: int, column: str, message: str) -> "RegisterError":
        return cls(f"Zeile {line}, Spalte {column}: {message}")


@dataclass(frozen=True, slots=True)
class Extract:
    """Bodies of one edition, each a mapping of the model's columns to values: only what the form carries.

    partial: the form carries no facts for levels above the municipalities; they are computed.
    loose_area: km² of unincorporated areas by district, part of the district's area.
    """

    form: str
    edition: date
    bodies: tuple[Mapping[str, Any], ...]
    partial: bool = False
    loose_area: Mapping[str, float] = field(default_factory=dict)


def day(text: str, line: int, column: str) -> date:
    """Date of "31122024" or "2024-12-31". Raises RegisterError."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise RegisterError.at(line, column, f"„{text}“ ist kein Datum.") from error


def number(text: str, line: int, column: str) -> int:
    """Whole number, not negative. Raises RegisterError."""
    if not (text.isascii() and text.isdigit()):
        raise RegisterError.at(line, column, f"„{text}“ ist keine ganze Zahl.")
    return int(text)


def decimal(text: str, line: int, column: str) -> float:
    """Number with a decimal point or comma. Raises RegisterError."""
    try:
        value = float(text.replace(",", "."))
    except ValueError as error:
        raise RegisterError.at(line, column, f"„{text}“ ist keine Zahl.") from error
    if not -1e9 < value < 1e9:
        raise RegisterError.at(line, column, f"„{text}“ liegt außerhalb des Möglichen.")
    return value


def digits(text: str, length: int, line: int, column: str) -> str:
    """A key of that many digits. Raises RegisterError."""
    if len(text) != length or not (text.isascii() and text.isdigit()):
        raise RegisterError.at(line, column, f"„{text}“ ist kein Schlüssel mit {length} Ziffern.")
    return text


def split_name(official: str) -> tuple[str, str]:
    """Name and title of an official name: "Flensburg, Stadt" -> ("Flensburg", "Stadt")."""
    name, _, title = official.partition(",")
    return name.strip(), title.strip()


def state_body(key: str, name: str) -> dict[str, Any]:
    return _body(key, key, Level.STATE, name, "Land") | {"state_id": None}


def district_body(key: str, official: str, kind: str) -> dict[str, Any]:
    return _body(key, key, Level.DISTRICT, official, kind)


def association_body(key: str, official: str, kind: str) -> dict[str, Any]:
    return _body(key, key, Level.ASSOCIATION, official, kind) | {"district_id": key[:5]}


def municipality_body(ars: str, official: str, kind: str, in_association: bool) -> dict[str, Any]:
    key = ars[:5] + ars[9:]
    parents = {"district_id": key[:5], "association_id": ars[:9] if in_association else None}
    title = split_name(official)[1]
    return _body(key, ars, Level.MUNICIPALITY, official, kind) | parents | {"designation": title}


def _body(key: str, ars: str, level: Level, official: str, kind: str) -> dict[str, Any]:
    name = split_name(official)[0]
    return {
        "key": key,
        "ars": ars,
        "level": level.value,
        "name": name,
        "official_name": official,
        "kind": kind,
        "state_id": key[:2],
    }
