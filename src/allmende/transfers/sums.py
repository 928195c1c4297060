# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""What helped and what hindered, summed over reports; computed once for each state of the public tables."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from allmende import data
from allmende.catalogue.facets import Chosen
from allmende.domain.factors import Account, Count, Trait, summarise
from allmende.transfers import facts
from allmende.transfers.lists import GROUPINGS


@dataclass(frozen=True, slots=True)
class FactorSums:
    """Factors summed over the reports that meet a choice.

    total: reports that meet it; all_reports: without a choice; counts: the most certainly frequent first;
    groups: what one can narrow down by, as the component "facets" shows it.
    """

    total: int
    all_reports: int
    counts: Sequence[Count]
    groups: Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class _Sums:
    """The part without words; values: for each trait how many reports have each value, and none of them."""

    total: int
    all_reports: int
    counts: Sequence[Count]
    values: Mapping[Trait, tuple[Mapping[str, int], int]]


def factor_sums(chosen: Chosen) -> FactorSums:
    """The sums, with the names of what one can narrow down by in the language of the page."""
    stamp, wanted = facts.stamp(), tuple((trait, frozenset(chosen.get(trait.value, ()))) for trait in Trait)
    sums = _summed(stamp, wanted) if stamp else _sum(facts.accounts(), dict(wanted))
    return FactorSums(sums.total, sums.all_reports, sums.counts, _groups(sums, chosen))


@lru_cache(maxsize=16)
def _summed(stamp: str, wanted: tuple[tuple[Trait, frozenset[str]], ...]) -> _Sums:
    return _sum(_accounts(stamp), dict(wanted))


@lru_cache(maxsize=1)
def _accounts(stamp: str) -> list[Account]:
    return facts.accounts()


def forget() -> None:
    """For tests, in which two states of the tables can have one stamp."""
    _summed.cache_clear()
    _accounts.cache_clear()


def _sum(accounts: Sequence[Account], wanted: Mapping[Trait, Collection[str]]) -> _Sums:
    among = [one for one in accounts if _meets(one, wanted, list(Trait))]
    interval = data.read_yaml("evidence.yaml")["interval"]["value"]
    values = {trait: _values(accounts, wanted, trait) for trait in Trait}
    return _Sums(len(among), len(accounts), summarise(among, interval=interval), values)


def _values(
    accounts: Sequence[Account], wanted: Mapping[Trait, Collection[str]], trait: Trait
) -> tuple[Counter[str], int]:
    """How many of the reports that meet the other choices have each value of a trait, and how many none."""
    among = [one for one in accounts if _meets(one, wanted, [other for other in Trait if other != trait])]
    counts = Counter(value for one in among for value in set(one.values(trait)))
    return counts, sum(1 for one in among if not one.values(trait))


def _meets(account: Account, wanted: Mapping[Trait, Collection[str]], traits: Collection[Trait]) -> bool:
    """Whether it has, in each of the traits, one of the chosen values."""
    return all(
        not wanted[trait] or not set(wanted[trait]).isdisjoint(account.values(trait)) for trait in traits
    )


def _groups(sums: _Sums, chosen: Chosen) -> list[dict[str, Any]]:
    found = []
    for grouping in GROUPINGS:
        counts, without = sums.values[grouping.trait]
        picked = set(chosen.get(grouping.name, ()))
        options = [
            {"value": value, "label": label, "count": counts.get(value, 0), "chosen": value in picked}
            for value, label in grouping.labels().items()
            if counts.get(value) or value in picked
        ]
        found.append(
            {
                "name": grouping.parameter,
                "title": grouping.title,
                "chosen": len(picked),
                "open": bool(picked),
                "options": options,
                "without": without,
            }
        )
    return found
