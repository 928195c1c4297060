# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""publiccode.yml: read it safely, check it against the standard, say what to change and where."""

from allmende.domain.publiccode.checking import check, corrected
from allmende.domain.publiccode.findings import Around, Edit, Finding, Inspection, Level, Reading, mended
from allmende.domain.publiccode.lists import Lists

__all__ = [
    "Around",
    "Edit",
    "Finding",
    "Inspection",
    "Level",
    "Lists",
    "Reading",
    "check",
    "corrected",
    "mended",
]
