# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Agreement with the reference over a folder with verdicts: `python -m bench.agreement ORDNER`.

The folder holds index.csv with the columns file, ref_verdict (valid or invalid) and ref_messages, a JSON
list of [e or w, key, line, column, text]. Prints n of n for each kind, and every file that differs.
"""

import csv
import json
import os
import re
import sys
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from allmende.domain.publiccode import Inspection, Level, Reading, check
from allmende.publiccode.lists import lists

FOLLOW_UP = "reference.follow-up"


@dataclass(slots=True)
class Agreement:
    """Files and equal verdicts by kind; invalid files, and how many have the same keys named."""

    total: Counter[str] = field(default_factory=Counter)
    agreed: Counter[str] = field(default_factory=Counter)
    invalid: int = 0
    named: int = 0
    differences: list[str] = field(default_factory=list)


def corpus() -> Path | None:
    """The folder that ALLMENDE_PUBLICCODE_CORPUS names, if it is one of files with verdicts."""
    folder = Path(os.environ.get("ALLMENDE_PUBLICCODE_CORPUS", ""))
    return folder if (folder / "index.csv").is_file() else None


def missing_corpus() -> str:
    """One sentence on why the agreement was not measured."""
    named = os.environ.get("ALLMENDE_PUBLICCODE_CORPUS")
    why = f"in {named} liegt keine index.csv" if named else "ALLMENDE_PUBLICCODE_CORPUS nennt keinen Ordner"
    return f"nicht gemessen: {why}; die Dateien mit den Urteilen der Referenz liegen nicht bei"


def compare(folder: Path) -> Agreement:
    """The agreement over the files of index.csv."""
    result = Agreement()
    csv.field_size_limit(10_000_000)
    with (folder / "index.csv").open(encoding="utf-8", newline="") as index:
        for row in csv.DictReader(index):
            found = check((folder / row["file"]).read_bytes(), lists(), reading=Reading.REFERENCE)
            prefix = row["file"].partition("_")[0]
            result.total[prefix] += 1
            if found.valid == (row["ref_verdict"] == "valid"):
                result.agreed[prefix] += 1
            else:
                result.differences.append(
                    f"anderes Urteil: {row['file']}: {'gültig' if found.valid else 'ungültig'}"
                )
            if row["ref_verdict"] == "invalid":
                missing = _missing(row, found)
                result.invalid += 1
                result.named += not missing
                if missing:
                    result.differences.append(f"nicht genannt: {row['file']}: {', '.join(sorted(missing))}")
    return result


def main(folder: Path) -> int:
    """Print the agreement; 1 where a verdict differs."""
    found = compare(folder)
    for line in found.differences:
        print(line)
    for prefix in sorted(found.total):
        print(f"{prefix}: Urteil wie die Referenz {found.agreed[prefix]} von {found.total[prefix]}")
    print(f"dieselben Schlüssel genannt: {found.named} von {found.invalid} ungültigen")
    return 0 if found.agreed == found.total else 1


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
    sys.exit(main(Path(sys.argv[1])))
