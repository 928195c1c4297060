# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who may do what with an undertaking; `python -m tests.undertakings.rights` writes it into the paper.

Letters: l read it with its history, s add steps, correct, confirm, choose who may see it.
"""

import re

from tests.house.plan import DOCS

PAPER = DOCS / "verstehen" / "rechte.md"
BEGIN, END = "<!-- Anfang: Vorhaben -->\n", "<!-- Ende: Vorhaben -->\n"
# Who, as role and municipality, and the name in the paper.
WHO = {
    ("", ""): "ohne Konto",
    ("reader", "12069020"): "Leserin",
    ("reporter", "12069020"): "Berichterstatterin",
    ("editor", "12069020"): "Redaktion",
    ("reader", "08111000"): "Leserin anderswo",
    ("reporter", "08111000"): "Berichterstatterin anderswo",
    ("editor", "08111000"): "Redaktion anderswo",
    ("transfer", ""): "Transferstelle",
    ("operation", ""): "Betrieb",
}
VISIBILITIES = {"public": "alle", "own": "eigene Kommune"}
EXPECTED = {
    "public": ("l", "l", "ls", "ls", "l", "l", "l", "l", "l"),
    "own": ("-", "l", "ls", "ls", "-", "-", "-", "-", "-"),
}


def table() -> str:
    """The rights as a Markdown table."""
    head = f"| Sichtbarkeit | {' | '.join(WHO.values())} |\n|---|{':-:|' * len(WHO)}\n"
    rows = (
        f"| {shown} | {' | '.join(EXPECTED[visibility]).replace('-', '–')} |\n"
        for visibility, shown in VISIBILITIES.items()
    )
    return head + "".join(rows)


if __name__ == "__main__":
    text = PAPER.read_text("utf-8")
    PAPER.write_text(re.sub(f"{BEGIN}.*{END}", f"{BEGIN}{table()}{END}", text, flags=re.S), "utf-8")
