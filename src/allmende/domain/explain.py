# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""What every computed result carries: the reasons for it, the gaps against it, and what is not known."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence in the two languages of the interface."""

    de: str
    en: str

    def in_language(self, code: str) -> str:
        """The sentence in the language of a code such as "de" or "en-gb"; German for any other."""
        return self.en if code.lower().startswith("en") else self.de


@dataclass(frozen=True, slots=True)
class Reason:
    """Something that speaks for the result. `code` names the rule, stable for programs."""

    code: str
    text: Text


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that speaks against the result."""

    code: str
    text: Text


@dataclass(frozen=True, slots=True)
class Unknown:
    """Something the result would depend on and nobody has said. It never lowers a result."""

    code: str
    text: Text
