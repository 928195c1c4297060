# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Compounds taken apart: Hochwasserwarnsystem is Hochwasser, warn and System.

A Viterbi search over a list of simple words: the parts whose words are the most frequent win. Between
parts one of the German linking elements may stand (Stadtbücherei, Leitung-s-wasser, Straße-n-licht); the
same letters may end the word, as its inflection (des Schutzgesetz-es).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

# What a linking element adds to the cost, in tenths of a decade of frequency: the rarer, the dearer.
LINKS = {"": 0, "s": 5, "n": 5, "en": 10, "er": 15, "es": 10, "e": 15, "ens": 20, "-": 0}
# What may follow the last part. Not "er": Zähler is no form of Zahl.
ENDINGS = {ending: LINKS[ending] for ending in ("", "s", "n", "en", "es", "e")}
# Every further part must pay for itself, or frequent short words would cut up the rare long ones.
PART_COST = 8
LONGEST_PART = 24
# A word of more letters than this is not taken apart: no German compound in use is as long.
LONGEST_COMPOUND = 60


@dataclass(frozen=True, slots=True)
class Splitter:
    """Splits words over two lists of costs (-10 log10 of the frequency, so a common word is cheap).

    parts: simple words that may stand anywhere; firsts: those that cannot end a compound (warn-, mess-).
    """

    parts: Mapping[str, int]
    firsts: Mapping[str, int] = field(default_factory=dict)

    def split(self, word: str) -> tuple[str, ...]:
        """The parts without linking elements, or () if the word is simple or not covered by the lists."""
        if word in self.parts or len(word) > LONGEST_COMPOUND or len(word) < 6:
            return ()
        best = self._cheapest_ways(word)
        if len(word) not in best:
            return ()
        parts: list[str] = []
        place = len(word)
        while place:
            _, place, part = best[place]
            parts.append(part)
        return tuple(reversed(parts)) if len(parts) > 1 else ()

    def _cheapest_ways(self, word: str) -> dict[int, tuple[int, int, str]]:
        """For each place that can be reached: cost so far, place before, part that leads there."""
        best: dict[int, tuple[int, int, str]] = {0: (0, 0, "")}
        for start in range(len(word) - 2):
            if start not in best:
                continue
            for end in range(start + 3, min(len(word), start + LONGEST_PART) + 1):
                self._step(word, start, end, best)
        return best

    def _step(self, word: str, start: int, end: int, best: dict[int, tuple[int, int, str]]) -> None:
        part = word[start:end]
        last = self.parts.get(part)
        inner = last if last is not None else self.firsts.get(part)
        if inner is None:
            return
        for link, link_cost in LINKS.items():
            after = end + len(link)
            fits = after < len(word) or (last is not None and link in ENDINGS)
            if not fits or not word.startswith(link, end):
                continue
            cost = best[start][0] + inner + PART_COST + link_cost
            if after not in best or cost < best[after][0]:
                best[after] = (cost, start, part)
