# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""A valid publiccode.yml of our own, and ways to break it."""

from datetime import date

from allmende.domain.publiccode import Around, Finding, Inspection, Reading, check
from allmende.publiccode.lists import lists

TODAY = date(2026, 11, 1)
LONG = "Wer einen Schaden im Straßenraum sieht, meldet ihn mit Foto und Ort an die zuständige Stelle. " * 3
VALID = f"""publiccodeYmlVersion: "0"
name: Mängelmelder
url: "https://code.example/musterstadt/melder"
platforms:
  - web
releaseDate: "2026-03-31"
softwareVersion: "1.10"
categories:
  - feedback-and-reviews-management
developmentStatus: stable
softwareType: standalone/web
intendedAudience:
  countries:
    - DE
  scope:
    - local-authorities
description:
  de:
    shortDescription: Meldet Schäden an die richtige Stelle
    longDescription: {LONG.strip()}
    features:
      - Meldung mit Foto  # das Wichtigste
    screenshots:
      - docs/bild.png
legal:
  license: EUPL-1.2
maintenance:
  type: internal
  contacts:
    - name: Stadt Musterstadt
localisation:
  localisationReady: true
  availableLanguages:
    - de
"""


def changed(*changes: tuple[str, str]) -> str:
    """The valid file with some texts replaced; each has to be there."""
    text = VALID
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def inspect(
    content: str | bytes, reading: Reading = Reading.TEXT, around: Around | None = None
) -> Inspection:
    """The inspection of a text, on a fixed day."""
    data = content.encode("utf-8") if isinstance(content, str) else content
    return check(data, lists(), reading=reading, around=around or Around(today=TODAY))


def serious(found: Inspection) -> list[Finding]:
    """Findings that were checked."""
    return [f for f in found.findings if f.checked]
