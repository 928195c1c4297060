# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""The badge for a README: drawn from words alone, with a title that screen readers speak."""

from dataclasses import dataclass

from allmende.compliance.facts import Summary
from allmende.domain.explain import Text
from allmende.domain.repository.findings import Verdict

# Dark enough for white letters: contrast of at least 4.5.
GREEN, RED, GREY, DARK = "#00653c", "#a91f1f", "#4d5966", "#2b3440"
LETTER = 6.3
NAME = Text("Code-Prüfung", "Code check")


@dataclass(frozen=True, slots=True)
class Badge:
    """Words and measures in pixels."""

    name: str
    value: str
    colour: str
    dark: str = DARK

    @property
    def title(self) -> str:
        """What is spoken."""
        return f"{self.name}: {self.value}"

    @property
    def left(self) -> int:
        """Width of the name."""
        return round(len(self.name) * LETTER) + 12

    @property
    def right(self) -> int:
        """Width of the value."""
        return round(len(self.value) * LETTER) + 12

    @property
    def width(self) -> int:
        """Width of the whole."""
        return self.left + self.right

    @property
    def middle(self) -> int:
        """Where the value begins."""
        return self.left + 6


def badge(summary: Summary, language: str) -> Badge:
    """Badge of the newest check: whether the duty is met as far as one sees, what is to mend, the day."""
    day = summary.moment.strftime("%d.%m.%Y" if language == "de" else "%Y-%m-%d")
    words, colour = {
        Verdict.MET: (Text("frei und veröffentlicht", "free and published"), GREEN),
        Verdict.UNMET: (Text("Förderregeln nicht erfüllt", "funding rules not met"), RED),
        Verdict.UNCHECKED: (Text("nicht alles geprüft", "not all checked"), GREY),
    }[summary.duty_met]
    rest = Text(f"{summary.unmet} zu beheben", f"{summary.unmet} to mend").in_language(language)
    return Badge(NAME.in_language(language), f"{words.in_language(language)} · {rest} · {day}", colour)
