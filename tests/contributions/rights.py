# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who may do what with a report; `python -m tests.contributions.rights` writes it into the paper.

Letters: l read the contribution itself, s write, e submit, z take back or withdraw, b ask for changes,
f release, w reopen. What is released for all, everybody reads as an experience report besides.
"""

import re

from tests.house.plan import DOCS

PAPER = DOCS / "verstehen" / "rechte.md"
BEGIN, END = "<!-- Anfang: Beiträge -->\n", "<!-- Ende: Beiträge -->\n"
WHO = {
    "visitor": "ohne Konto",
    "author": "Verfasserin",
    "reader": "Leserin",
    "reporter": "andere Berichterstatterin",
    "editor": "Redaktion",
    "elsewhere": "Redaktion anderswo",
    "transfer": "Transferstelle",
    "operation": "Betrieb",
}
STATES = {
    "draft": "Entwurf", "submitted": "wartet auf Prüfung", "changes-requested": "Änderung erbeten",
    "released": "freigegeben", "withdrawn": "zurückgezogen",
}  # fmt: skip
VISIBILITIES = {
    "public": "alle", "anonymised": "alle, ohne Namen", "registered": "registrierte Kommunen",
    "own": "eigene Kommune",
}  # fmt: skip
LETTERS = {
    "submit": "e", "take-back": "z", "withdraw": "z", "request-changes": "b", "release": "f", "reopen": "w",
}  # fmt: skip
# What each may do, in the order of WHO; a report that was never released before.
_HOME = {
    "draft": ("-", "lse", "-", "-", "lse"),
    "submitted": ("-", "lz", "-", "-", "lzbf"),
    "changes-requested": ("-", "lse", "-", "-", "lse"),
    "released": ("-", "lsz", "l", "l", "lsz"),
    "withdrawn": ("-", "lw", "-", "-", "lw"),
}
_OFFICE = {"draft": "-", "submitted": "lzbf", "changes-requested": "l", "released": "lz", "withdrawn": "l"}


def expected(visibility: str, state: str) -> dict[str, str]:
    """Letters by who."""
    elsewhere = "l" if state == "released" and visibility in ("public", "registered") else "-"
    office = "-" if visibility == "own" else _OFFICE[state]
    return dict(zip(WHO, (*_HOME[state], elsewhere, office, "-"), strict=True))


def table() -> str:
    """The rights as a Markdown table."""
    head = f"| Sichtbarkeit | Stand | {' | '.join(WHO.values())} |\n|---|---|{':-:|' * len(WHO)}\n"
    rows = (
        f"| {shown} | {name} | {' | '.join(expected(visibility, state).values()).replace('-', '–')} |\n"
        for visibility, shown in VISIBILITIES.items()
        for state, name in STATES.items()
    )
    return head + "".join(rows)


if __name__ == "__main__":
    text = PAPER.read_text("utf-8")
    PAPER.write_text(re.sub(f"{BEGIN}.*{END}", f"{BEGIN}{table()}{END}", text, flags=re.S), "utf-8")
