# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""GV100AD, the fixed-width text file of Destatis (record types 10 to 60, lines of 220 characters)."""

from datetime import date
from typing import Any

from allmende.register.readers.shapes import (
    ASSOCIATION_KINDS,
    DISTRICT_KINDS,
    MUNICIPALITY_KINDS,
    NO_ASSOCIATION,
    UNINCORPORATED,
    Extract,
    RegisterError,
    association_body,
    day,
    digits,
    district_body,
    municipality_body,
    number,
    state_body,
)

FORM = "GV100AD"
_TYPES = frozenset({"10", "20", "30", "40", "50", "60"})
_SHORTEST = {"10": 24, "20": 24, "30": 24, "40": 124, "50": 124, "60": 150}


def read(content: bytes) -> Extract:
    """Bodies of a GV100AD file. Raises RegisterError."""
    lines = _decode(content).splitlines()
    reader = _Reader()
    for line, text in enumerate(lines, 1):
        if text.strip():
            reader.take(text, line)
    if reader.edition is None:
        raise RegisterError("Die Datei enthält keinen Satz eines Gemeindeverzeichnisses.")
    return Extract(FORM, reader.edition, tuple(reader.bodies), partial=True, loose_area=reader.loose)


def _decode(content: bytes) -> str:
    if b"\x00" in content:
        raise RegisterError(
            "Die Datei ist kein Text in UTF-8 oder ISO 8859-1; bitte so speichern wie veröffentlicht."
        )
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("latin-1")
    for line, row in enumerate(text.split("\n"), 1):
        if any("\x80" <= sign <= "\x9f" for sign in row) or "Ã¼" in row or "Ã¶" in row or "�" in row:
            raise RegisterError(f"Zeile {line}: Die Umlaute sind zerstört (falsche Zeichenkodierung).")
    return text


class _Reader:
    """Keeps the edition and which associations exist, while lines come in from the Land down."""

    def __init__(self) -> None:
        self.edition: date | None = None
        self.bodies: list[dict[str, Any]] = []
        self.loose: dict[str, float] = {}
        self.associations: set[str] = set()

    def take(self, text: str, line: int) -> None:
        record = text[:2]
        if record not in _TYPES:
            raise RegisterError.at(line, "Satzart", f"„{record}“ gibt es nicht. Ist das eine GV100AD-Datei?")
        if len(text.rstrip()) < _SHORTEST[record]:
            raise RegisterError(f"Zeile {line}: Der Satz ist zu kurz; die Datei ist unvollständig.")
        if not text[22:72].strip():
            raise RegisterError.at(line, "Bezeichnung", "Der Name fehlt.")
        self._same_edition(text[2:10], line)
        take = {"10": self._state, "40": self._district, "50": self._association, "60": self._municipality}
        if record in take:
            take[record](text, line)

    def _same_edition(self, text: str, line: int) -> None:
        digits(text, 8, line, "Gebietsstand")
        edition = day(f"{text[:4]}-{text[4:6]}-{text[6:]}", line, "Gebietsstand")
        if self.edition not in (None, edition):
            raise RegisterError.at(line, "Gebietsstand", "Die Datei mischt mehrere Gebietsstände.")
        self.edition = edition

    def _state(self, text: str, line: int) -> None:
        self.bodies.append(state_body(digits(text[10:12], 2, line, "Land"), text[22:72].strip()))

    def _district(self, text: str, line: int) -> None:
        kind = _kind(DISTRICT_KINDS, text[122:124], line)
        self.bodies.append(district_body(digits(text[10:15], 5, line, "Kreis"), text[22:72].strip(), kind))

    def _association(self, text: str, line: int) -> None:
        if text[122:124] == NO_ASSOCIATION:
            return
        kind = _kind(ASSOCIATION_KINDS, text[122:124], line)
        key = digits(text[10:15] + text[18:22], 9, line, "Gemeindeverband")
        self.associations.add(key)
        self.bodies.append(association_body(key, text[22:72].strip(), kind))

    def _municipality(self, text: str, line: int) -> None:
        ars = digits(text[10:15] + text[18:22] + text[15:18], 12, line, "Regionalschlüssel")
        area = number(text[128:139].strip(), line, "Fläche") / 100
        if text[122:124] in UNINCORPORATED:
            self.loose[ars[:5]] = self.loose.get(ars[:5], 0.0) + area
            return
        kind = _kind(MUNICIPALITY_KINDS, text[122:124], line)
        body = municipality_body(ars, text[22:72].strip(), kind, ars[:9] in self.associations)
        body["area_km2"] = area
        body["population"] = number(text[139:150].strip(), line, "Einwohner")
        body["postal_code"] = digits(text[165:170], 5, line, "PLZ")
        body["several_postal_codes"] = bool(text[170:175].strip())
        self.bodies.append(body)


def _kind(kinds: dict[str, str], code: str, line: int) -> str:
    if code not in kinds:
        raise RegisterError.at(line, "Textkennzeichen", f"„{code}“ ist nicht bekannt.")
    return kinds[code]
