# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Agreement with the reference over a folder with verdicts: `python -m bench.agreement ORDNER`.

The folder holds index.csv with the columns file, ref_verdict (valid or invalid) and ref_messages, a JSON
list of [e or w, key, line, column, text]. Prints n of n for each kind, and every file that differs.
"""

import csv
import json
import re
import sys
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from allmende.domain.publiccode import Inspection, Level, Reading, check
from allmende.publiccode.lists import lists

FOLLOW_UP = "reference.follow-up"


def compare(folder: Path) -> bool:
    """Print the agreement; whether all verdicts agree."""
    total: Counter[str] = Counter()
    agreed: Counter[str] = Counter()
    named: Counter[bool] = Counter()
    csv.field_size_limit(10_000_000)
    with (folder / "index.csv").open(encoding="utf-8", newline="") as index:
        for row in csv.DictReader(index):
            found = check((folder / row["file"]).read_bytes(), lists(), reading=Reading.REFERENCE)
            prefix = row["file"].partition("_")[0]
            total[prefix] += 1
            if found.valid == (row["ref_verdict"] == "valid"):
                agreed[prefix] += 1
            else:
                print(f"anderes Urteil: {row['file']}: {'gültig' if found.valid else 'ungültig'}")
            if row["ref_verdict"] == "invalid":
                missing = _missing(row, found)
                named[not missing] += 1
                if missing:
                    print(f"nicht genannt: {row['file']}: {', '.join(sorted(missing))}")
    for prefix in sorted(total):
        print(f"{prefix}: Urteil wie die Referenz {agreed[prefix]} von {total[prefix]}")
    print(f"dieselben Schlüssel genannt: {named[True]} von {named.total()} ungültigen")
    return agreed == total


def _missing(row: Mapping[str, str], found: Inspection) -> set[str]:
    """Keys with errors of the reference that we do not name, follow-ups included."""
    theirs = {_plain(key) for kind, key, *_ in json.loads(row["ref_messages"]) if kind == "e" and key}
    ours = {f.key for f in found.findings if f.level == Level.ERROR or f.rule == FOLLOW_UP}
    return theirs - ours


def _plain(key: str) -> str:
    """The reference writes description[en-US] but description.en."""
    return re.sub(r"\[([a-zA-Z][\w-]*)\]", r".\1", key)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("Aufruf: python -m bench.agreement ORDNER (mit index.csv)")
    sys.exit(0 if compare(Path(sys.argv[1])) else 1)
