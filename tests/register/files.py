# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""A little Germany of 16 Länder with a village each, in the three forms a register comes in."""

import gzip
import io
from collections.abc import Callable, Sequence
from pathlib import Path

from openpyxl import Workbook

STATES = [f"{number:02d}" for number in range(1, 17)]
HEADER = (
    "Satz-art", "Text-kenn-zeichen", "Amtlicher Regionalschlüssel (ARS)", "", "", "", "", "Gemeindename",
    "Fläche km² 1)", "Bevölkerung 2) am 31.12.2025", "", "", "", "Post-leit-zahl 5)",
    "Geografische Mittelpunktkoordinaten", "", "Reisegebiete", "", "Grad der Verstädterung", "",
)  # fmt: skip
Rows = list[list[str]]


def gv100(edition: str = "20261231", states: Sequence[str] = STATES, people: int = 1_000) -> str:
    """GV100AD: a Land, a Landkreis, an Amt and a village in each state."""
    lines = []
    for state in states:
        lines += [
            gv100_line("10", edition, state, name=f"Land {state}"),
            gv100_line("40", edition, f"{state}001", name=f"Uferkreis {state}", kind="44"),
            gv100_line("50", edition, f"{state}001", "5001", name="Aue", kind="51"),
            gv100_line(
                "60", edition, f"{state}001001", "5001", "Müßdorf, Stadt", "63", 1_234, people, "01234"
            ),
            gv100_line("60", edition, f"{state}001999", "9999", "Hochwald", "66", 100, 0, ""),
        ]
    return "\r\n".join(lines) + "\r\n"


def gv100_line(
    record: str, edition: str, key: str, union: str = "", name: str = "", kind: str = "", area: int = 0,
    people: int = 0, postal: str = "",
) -> str:  # fmt: skip
    """One line of 220 characters; area in hectares."""
    head = f"{record}{edition}{key:<8}{union:<4}{name:<50}{'':50}{kind:2}{'':4}"
    numbers = f"{area:011d}{people:011d}{0:011d}{'':4}{postal:5}" if record == "60" else ""
    return f"{head}{numbers}".ljust(220)


def gvisys_rows(states: Sequence[str] = STATES, people: int = 1_000) -> Rows:
    """Rows of a GV-ISys extract below its header."""
    rows = []
    for state in states:
        rows += [
            ["10", "", state, "", "", "", "", f"Land {state}"],
            ["40", "44", state, "0", "01", "", "", f"Uferkreis {state}"],
            ["50", "51", state, "0", "01", "5001", "", "Aue"],
            [
                "60", "63", state, "0", "01", "5001", "001", "Müßdorf, Stadt", "12,34", str(people),
                "500", "500", "81",
                "01234", "9,437510", "54,782520", "F02", "Ostsee", "3", "gering besiedelt",
            ],
            ["60", "66", state, "0", "01", "9999", "999", "Hochwald", "1,00", "0", "0", "0", "0", ""],
        ]  # fmt: skip
    return rows


def gvisys(
    rows: Rows | None = None,
    sheet: str = "Onlineprodukt_Gemeinden31122026",
    title: str = "am 31.12.2026 (4. Quartal)",
) -> bytes:
    """A workbook as Destatis publishes it."""
    book = Workbook()
    book.active.title = "Deckblatt"
    page = book.create_sheet(sheet)
    page.append([f"Alle politisch selbständigen Gemeinden mit ausgewählten Merkmalen {title}"])
    page.append([])
    page.append(list(HEADER))
    page.append(
        ["", "", "Land", "RB", "Kreis", "VB", "Gem", "", "", "insgesamt", "männlich", "weiblich", "je km²"]
    )
    page.append([])
    page.append([str(number) for number in range(1, 21)])
    for row in gvisys_rows() if rows is None else rows:
        page.append(row)
    page.append(["Quelle: Statistisches Bundesamt"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def own(change: Callable[[list[str]], list[str]], path: Path) -> bytes:
    """The bundled file with changed lines, gzipped."""
    lines = gzip.decompress(path.read_bytes()).decode().splitlines()
    return gzip.compress(("\n".join(change(lines)) + "\n").encode())
