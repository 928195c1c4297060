# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""What goes wrong and what helps: factors summed over reports, ranked by a stated rule.

Reports are counted, not statements: whoever writes five sentences about money is still one voice. The rank
is the lower end of the Wilson interval of the share of reports that name a factor (Wilson 1927, JASA 22,
209-212), so that 1 of 1 does not stand above 20 of 25. The mass of the interval is data (data/evidence.yaml).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt
from statistics import NormalDist

from allmende.domain.explain import Text
from allmende.domain.municipality import SizeClass


class Polarity(StrEnum):
    """Whether a factor helped or hindered."""

    SUCCESS = "success"
    BARRIER = "barrier"


class Trait(StrEnum):
    """By what reports are grouped."""

    FIELD = "field"
    SIZE = "size"
    KIND = "kind"


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of a report: code of its dimension, helped or hindered, and the remedy if one is named."""

    dimension: str
    polarity: Polarity
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Account:
    """A report as the sums need it: its key, what it states, and by what it can be grouped.

    fields: keys of action fields; sizes: size classes of its places; kinds: kinds of its solution. A
    report without statements counts in the total.
    """

    key: str
    statements: tuple[Statement, ...] = ()
    fields: tuple[str, ...] = ()
    sizes: tuple[SizeClass, ...] = ()
    kinds: tuple[str, ...] = ()

    def values(self, trait: Trait) -> tuple[str, ...]:
        """Groups it belongs to under a trait."""
        return {Trait.FIELD: self.fields, Trait.SIZE: self.sizes, Trait.KIND: self.kinds}[trait]


@dataclass(frozen=True, slots=True)
class Remedy:
    """A remedy in the words of its reports, and their keys."""

    text: str
    reports: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Count:
    """How often one dimension helped or hindered: keys of the reports, out of `total` reports.

    statements: sentences, at least as many as reports; low, high: Wilson interval of the share, 0..1.
    """

    dimension: str
    polarity: Polarity
    reports: tuple[str, ...]
    total: int
    statements: int
    low: float
    high: float
    remedies: tuple[Remedy, ...]

    @property
    def share(self) -> float:
        """Share of the reports that name it, 0..1."""
        return len(self.reports) / self.total

    @property
    def sentence(self) -> Text:
        """For example "2 von 7 Berichten"."""
        count = len(self.reports)
        noun = ("Bericht", "report") if self.total == 1 else ("Berichten", "reports")
        return Text(f"{count} von {self.total} {noun[0]}", f"{count} of {self.total} {noun[1]}")

    @property
    def reason(self) -> Text:
        """Why it ranks where it does."""
        low, high = round(100 * self.low), round(100 * self.high)
        return Text(
            f"{self.sentence.de} nennen es; gereiht nach dem unteren Ende der Spanne ({low} bis {high} %)",
            f"named in {self.sentence.en}; ranked by the lower end of the range ({low} to {high} %)",
        )


def summarise(accounts: Iterable[Account], *, interval: float) -> tuple[Count, ...]:
    """Every dimension and polarity that is named, the most certainly frequent first.

    interval: probability mass of the range, above 0 and below 1. Accounts with the same key are one report.
    Equal ranks: more statements first, then dimension and polarity.
    """
    if not 0 < interval < 1:
        raise ValueError(f"not a share between 0 and 1: {interval}")
    keys: set[str] = set()
    named: defaultdict[tuple[str, Polarity], list[tuple[str, str]]] = defaultdict(list)
    for account in accounts:
        keys.add(account.key)
        for one in account.statements:
            named[one.dimension, Polarity(one.polarity)].append((account.key, one.remedy))
    counts = (_count(*which, said, len(keys), interval) for which, said in named.items())
    return tuple(sorted(counts, key=lambda c: (-c.low, -c.statements, c.dimension, c.polarity)))


def _count(
    dimension: str, polarity: Polarity, said: list[tuple[str, str]], total: int, interval: float
) -> Count:
    reports = tuple(sorted({key for key, _ in said}))
    low, high = wilson(len(reports), total, interval)
    return Count(dimension, polarity, reports, total, len(said), low, high, _remedies(said))


def _remedies(said: list[tuple[str, str]]) -> tuple[Remedy, ...]:
    """Remedies that differ in more than case and blanks, those of most reports first."""
    texts: dict[str, str] = {}
    reports: defaultdict[str, set[str]] = defaultdict(set)
    for key, text in sorted(said):
        words = " ".join(text.split())
        if words:
            texts.setdefault(words.casefold(), words)
            reports[words.casefold()].add(key)
    found = (Remedy(texts[same], tuple(sorted(reports[same]))) for same in texts)
    return tuple(sorted(found, key=lambda r: (-len(r.reports), r.text)))


def grouped(accounts: Iterable[Account], trait: Trait, *, interval: float) -> Mapping[str, tuple[Count, ...]]:
    """The sums of each group of a trait, by the group's value; a report can stand in several groups."""
    groups: defaultdict[str, list[Account]] = defaultdict(list)
    for account in accounts:
        for value in dict.fromkeys(account.values(trait)):
            groups[value].append(account)
    return {value: summarise(groups[value], interval=interval) for value in sorted(groups)}


def wilson(count: int, total: int, interval: float) -> tuple[float, float]:
    """Wilson interval of a share: `count` of `total`, total > 0. Both ends in 0..1."""
    z = NormalDist().inv_cdf((1 + interval) / 2)
    share, square = count / total, z * z / total
    middle = share + square / 2
    half = z * sqrt(share * (1 - share) / total + square / (4 * total))
    return max(0.0, (middle - half) / (1 + square)), min(1.0, (middle + half) / (1 + square))
