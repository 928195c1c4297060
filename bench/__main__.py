# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Run the sections named, or all: `python -m bench [search|page|publiccode|…] …`."""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path

from bench.measure import Row, apart, machine, table

SECTIONS = ("similarity", "match", "search", "publiccode", "page", "reports", "start", "harvest")
RESULTS = Path("build/bench.json")


def main(sections: list[str]) -> int:
    """Measure, print the table as it grows, write the figures as JSON. Returns the exit code."""
    unknown = sorted(set(sections) - set(SECTIONS))
    if unknown:
        print(
            f"Unbekannter Abschnitt: {', '.join(unknown)}. Es gibt: {', '.join(SECTIONS)}.", file=sys.stderr
        )
        return 2
    print(machine(), flush=True)
    rows: list[Row] = []
    for section in sections or SECTIONS:
        print(f"\n## {section}\n", flush=True)
        fresh = apart(section)
        print(table(fresh), flush=True)
        rows += fresh
    RESULTS.parent.mkdir(exist_ok=True)
    content = {
        "machine": machine(),
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "rows": [row.as_data() for row in rows],
    }
    RESULTS.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")
    print(f"\nZahlen: {RESULTS}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
