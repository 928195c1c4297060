# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Write what is kept about people into docs/betreiben/datenschutz.md: `python tools/privacy.py`."""

import os
import re
from pathlib import Path

import django

PAPER = Path(__file__).parents[1] / "docs" / "betreiben" / "datenschutz.md"
BEGIN, END = "<!-- Anfang: aus data/privacy.yaml -->\n", "<!-- Ende -->\n"

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "allmende.config.settings")
django.setup()

from allmende.accounts.personal import Table, tables  # noqa: E402  # tables are known after the setup


def table() -> str:
    """Every table with its fields, purposes and when its rows go, as Markdown."""
    return "\n".join(_section(one) for one in tables())


def _section(one: Table) -> str:
    rows = "".join(
        f"| `{field}` | {purpose}{' (nie exportiert)' if field in one.secrets else ''} |\n"
        for field, purpose in one.purposes.items()
    )
    return (
        f"### {one.name}\n\n`{one.model._meta.label}`. Gelöscht: {one.goes}.\n\n"
        f"| Feld | Zweck |\n|---|---|\n{rows}"
    )


if __name__ == "__main__":
    text = PAPER.read_text("utf-8")
    middle = f"{BEGIN}{table()}{END}".replace("\\", "\\\\")
    PAPER.write_text(re.sub(f"{BEGIN}.*{END}", middle, text, flags=re.S), "utf-8")
    print(f"{PAPER.name}: {len(tables())} Tabellen.")
