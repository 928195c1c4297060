# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who may do what, as the tests demand it; `python -m tests.accounts.rights` writes it into the paper."""

import re

from tests.house.plan import DOCS

PAPER = DOCS / "verstehen" / "rechte.md"
BEGIN, END = "<!-- Anfang: Rollen -->\n", "<!-- Ende: Rollen -->\n"
WHO = {
    "visitor": "ohne Konto",
    "newcomer": "Konto, noch nicht bestätigt",
    "reader": "Leserin",
    "reporter": "Berichterstatterin",
    "editor": "Redaktion",
    "elsewhere": "Redaktion anderswo",
    "transfer": "Transferstelle",
    "operation": "Betrieb",
    "mode": "Betrieb im Betriebsmodus",
    "former": "beendete Mitgliedschaft",
    "closed": "geschlossenes Konto",
}
MEMBERS = "reader reporter editor elsewhere transfer"
RIGHTS = {
    "read registered": ("lesen, was für Kommunen mit Konto bestimmt ist", MEMBERS),
    "read own": ("lesen, was der Kommune vorbehalten ist", "reader reporter editor"),
    "write": ("für die Kommune einen Bericht beginnen", "reporter editor"),
    "edit": ("ändern, was andere für die Kommune schrieben", "editor"),
    "review": ("freigeben, was jemand anderes für die Kommune schrieb", "editor transfer"),
    "review own": ("freigeben, was man selbst schrieb", ""),
    "see members": ("sehen, wer zur Kommune gehört", "editor transfer"),
    "confirm member": ("eine Mitgliedschaft in der Kommune bestätigen oder ablehnen", "editor transfer"),
    "end member": ("die Mitgliedschaft anderer in der Kommune beenden", "editor transfer"),
    "change role": ("die Rolle anderer in der Kommune ändern", "editor transfer"),
    "confirm transfer": ("jemanden in die Transferstelle aufnehmen", "transfer mode"),
    "confirm operation": ("jemanden in den Betrieb aufnehmen", "mode"),
    "appoint oneself": ("sich selbst in die Transferstelle oder den Betrieb aufnehmen", ""),
    "switch on": ("den Betriebsmodus einschalten", "operation mode"),
}


def matrix() -> str:
    """The rights as a Markdown table."""
    head = f"| | {' | '.join(WHO.values())} |\n|---|{':-:|' * len(WHO)}\n"
    rows = (
        f"| {text} | {' | '.join('ja' if who in allowed.split() else '–' for who in WHO)} |\n"
        for text, allowed in RIGHTS.values()
    )
    return head + "".join(rows)


if __name__ == "__main__":
    text = PAPER.read_text("utf-8")
    PAPER.write_text(re.sub(f"{BEGIN}.*{END}", f"{BEGIN}{matrix()}{END}", text, flags=re.S), "utf-8")
