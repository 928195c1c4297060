# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""The place of an anonymised report: a class of municipalities instead of the one.

All bodies of a level are split by one fixed tree: size, group of Länder, Land, urbanisation. No node has
fewer than k bodies: what is too small is put together with its neighbour. The tree depends on the register
alone, never on a report. Every published class is a node; two nodes are nested or disjoint, and a node less
any nodes below it is a union of leaves: no difference of published classes leaves fewer than k bodies.
A report keeps the class of its release: classes of two editions of the register could be intersected.

Who stands in public with the same solution cannot be the hidden one as well. So the tree is followed only
as far as every branch of a node keeps k others: how far follows from what is public, not from the place.
"""

from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby, pairwise
from typing import Any

from allmende.domain.explain import Text
from allmende.domain.municipality import Level, Profile, SizeClass, size_class

_SIZES = tuple(SizeClass)
_URBANISATIONS = (1, 2, 3)
_UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class SharingRules:
    """Content of data/sharing.yaml: threshold k, and the Länder by group in their fixed order."""

    threshold: int
    groups: tuple[tuple[str, ...], ...]
    names: Mapping[str, Text]

    def __post_init__(self) -> None:
        if self.threshold < 1:
            raise ValueError(f"not a threshold: {self.threshold}")

    @classmethod
    def from_mapping(cls, content: Mapping[str, Any]) -> "SharingRules":
        """From the content of sharing.yaml. Raises KeyError or ValueError where it is incomplete."""
        groups = [group["states"] for group in content["groups"]]
        return cls(
            int(content["threshold"]["value"]),
            tuple(tuple(state["key"] for state in group) for group in groups),
            {state["key"]: Text(state["name"], state["name_en"]) for group in groups for state in group},
        )

    @property
    def states(self) -> tuple[str, ...]:
        """All Länder in their fixed order."""
        return tuple(key for group in self.groups for key in group)


@dataclass(frozen=True, slots=True)
class PlaceClass:
    """A class of bodies of one level. Empty: any value; None among the values: not known."""

    level: Level
    sizes: tuple[SizeClass | None, ...] = ()
    states: tuple[str, ...] = ()
    urbanisations: tuple[int | None, ...] = ()

    def holds(self, profile: Profile) -> bool:
        """Whether a body belongs to the class."""
        return (
            profile.level == self.level
            and (not self.sizes or _size(profile) in self.sizes)
            and (not self.states or profile.state in self.states)
            and (not self.urbanisations or profile.urbanisation in self.urbanisations)
        )

    def meets(self, other: "PlaceClass") -> bool:
        """Whether a body may belong to both."""
        pairs = (
            (self.sizes, other.sizes), (self.states, other.states), (self.urbanisations, other.urbanisations),
        )  # fmt: skip
        return self.level == other.level and all(
            not mine or not theirs or not set(mine).isdisjoint(theirs) for mine, theirs in pairs
        )

    @property
    def size(self) -> SizeClass | None:
        """The size class of its municipalities where it tells a single one."""
        return self.sizes[0] if self.level == Level.MUNICIPALITY and len(self.sizes) == 1 else None

    @property
    def code(self) -> str:
        """The class in one word, to store and for `Observation.within`; no official key looks like it."""
        sizes = ",".join(size.value if size else _UNKNOWN for size in self.sizes)
        degrees = ",".join(str(degree) if degree else _UNKNOWN for degree in self.urbanisations)
        return f"{self.level}:{sizes}:{','.join(self.states)}:{degrees}"

    @classmethod
    def from_code(cls, code: str) -> "PlaceClass":
        """From what `code` gave. Raises ValueError for anything else."""
        level, *traits = code.split(":")
        sizes, states, degrees = ((part.split(",") if part else []) for part in traits)
        return cls(
            Level(level),
            tuple(None if size == _UNKNOWN else SizeClass(size) for size in sizes),
            tuple(states),
            tuple(None if degree == _UNKNOWN else int(degree) for degree in degrees),
        )

    def sentence(self, rules: SharingRules) -> Text:
        """For example "eine Kleinstadt (10.000 bis 20.000 Einwohner) in Brandenburg"."""
        what, where = _what(self.level, self.sizes), _where(self.states, rules)
        how = _how(self.urbanisations)
        return Text(f"{what.de}{where.de}{how.de}", f"{what.en}{where.en}{how.en}")


@dataclass(frozen=True, slots=True)
class Partition:
    """The tree of one level of one edition of the register: for each body its classes, the finest first."""

    paths: Mapping[str, tuple[PlaceClass, ...]]
    counts: Mapping[PlaceClass, int] = field(default_factory=dict)
    branches: Mapping[PlaceClass, Collection[PlaceClass]] = field(default_factory=dict)

    @classmethod
    def of(cls, profiles: Iterable[Profile], rules: SharingRules) -> "Partition":
        """Split the bodies, all of one level. Raises ValueError if they are fewer than the threshold."""
        bodies = sorted(profiles, key=lambda body: body.key)
        levels = {body.level for body in bodies}
        if len(bodies) < rules.threshold or len(levels) != 1:
            raise ValueError(f"{len(bodies)} bodies of {len(levels)} levels cannot hide one of them")
        paths: dict[str, tuple[PlaceClass, ...]] = {}
        counts: dict[PlaceClass, int] = {}
        whole = PlaceClass(levels.pop())
        _split(bodies, (whole,), _traits(rules), rules.threshold, paths, counts)
        branches: dict[PlaceClass, dict[PlaceClass, None]] = {}
        for path in set(paths.values()):
            for finer, coarser in pairwise(path):
                branches.setdefault(coarser, {})[finer] = None
        return cls(paths, counts, branches)

    def hiding(
        self, key: str, k: int, *, named: Collection[str] = (), hidden: Collection[PlaceClass] = ()
    ) -> PlaceClass:
        """The finest class of a body that hides it although these bodies are named for the same thing and
        others are hidden in these classes. Raises ValueError if none does, KeyError for an unknown body."""
        *finer, told = self.paths[key]
        taken = Counter(one for body in named for one in self.paths.get(body, ()))

        def hides(one: PlaceClass) -> bool:
            return self.counts[one] - taken[one] - sum(map(one.meets, hidden)) >= k

        if not hides(told):
            raise ValueError(f"too few of {told.code} are left to hide one of them")
        for one in reversed(finer):
            if not all(map(hides, self.branches[told])):
                break
            told = one
        return told


def members(codes: Iterable[str], profiles: Iterable[Profile]) -> dict[str, tuple[str, ...]]:
    """Keys of the bodies of each class, by its code: what an anonymised observation is compared through."""
    bodies = tuple(profiles)
    classes = {code: PlaceClass.from_code(code) for code in codes}
    return {code: tuple(body.key for body in bodies if one.holds(body)) for code, one in classes.items()}


@dataclass(frozen=True, slots=True)
class _Trait:
    """One way to split: the value of a body, the order of values, and the class that tells the values."""

    value: Callable[[Profile], Hashable]
    order: Sequence[Hashable]
    narrowed: Callable[[PlaceClass, tuple[Any, ...]], PlaceClass]

    def rank(self, profile: Profile) -> int:
        """Place of the body's value in the order; unknown values come last."""
        value = self.value(profile)
        return self.order.index(value) if value in self.order else len(self.order)


def _traits(rules: SharingRules) -> tuple[_Trait, ...]:
    group_of = {state: group for group in rules.groups for state in group}
    return (
        _Trait(_size, _SIZES, lambda whole, values: replace(whole, sizes=values)),
        _Trait(
            lambda body: group_of.get(body.state, (body.state,)),
            rules.groups,
            lambda whole, values: replace(whole, states=tuple(key for group in values for key in group)),
        ),
        _Trait(
            lambda body: body.state, rules.states, lambda whole, values: replace(whole, states=values)
        ),
        _Trait(
            lambda body: body.urbanisation,
            _URBANISATIONS,
            lambda whole, values: replace(whole, urbanisations=values),
        ),
    )  # fmt: skip


def _size(profile: Profile) -> SizeClass | None:
    return None if profile.population is None else size_class(profile.population)


def _split(
    bodies: list[Profile],
    path: tuple[PlaceClass, ...],
    traits: tuple[_Trait, ...],
    k: int,
    paths: dict[str, tuple[PlaceClass, ...]],
    counts: dict[PlaceClass, int],
) -> None:
    """Split by the first trait, go on with the others; a trait that leaves all together tells nothing."""
    counts[path[0]] = len(bodies)
    if not traits:
        paths.update((body.key, path) for body in bodies)
        return
    trait, rest = traits[0], traits[1:]
    parts = _together(bodies, trait, k)
    for part in parts:
        further = path
        if len(parts) > 1:
            further = (trait.narrowed(path[0], tuple(dict.fromkeys(map(trait.value, part)))), *path)
        _split(part, further, rest, k, paths, counts)


def _together(bodies: list[Profile], trait: _Trait, k: int) -> list[list[Profile]]:
    """Parts of at least k in the order of the trait: neighbours join until they are enough."""
    ordered = sorted(bodies, key=lambda body: (trait.rank(body), repr(trait.value(body)), body.key))
    parts: list[list[Profile]] = [[]]
    for _, same in groupby(ordered, key=trait.value):
        if len(parts[-1]) >= k:
            parts.append([])
        parts[-1].extend(same)
    if len(parts) > 1 and len(parts[-1]) < k:
        parts[-2].extend(parts.pop())
    return parts


_LOWER = dict(zip(SizeClass, (0, 5_000, 10_000, 20_000, 100_000), strict=True))
_UPPER = dict(zip(SizeClass, (5_000, 10_000, 20_000, 100_000, None), strict=True))
_BODY = {
    Level.MUNICIPALITY: Text("eine Gemeinde", "a municipality"),
    Level.ASSOCIATION: Text("ein Gemeindeverband", "an association of municipalities"),
    Level.DISTRICT: Text("ein Landkreis", "a district"),
    Level.STATE: Text("ein Land", "a Land"),
}
_TOWN = {
    SizeClass.RURAL: Text("eine Landgemeinde", "a rural municipality"),
    SizeClass.SMALLER_TOWN: Text("eine Kleinstadt", "a small town"),
    SizeClass.LARGER_TOWN: Text("eine Kleinstadt", "a small town"),
    SizeClass.MEDIUM_CITY: Text("eine Mittelstadt", "a medium-sized city"),
    SizeClass.LARGE_CITY: Text("eine Großstadt", "a large city"),
}
_SETTLED = {1: Text("dicht", "densely"), 2: Text("mittel", "moderately"), 3: Text("gering", "thinly")}


def _what(level: Level, sizes: tuple[SizeClass | None, ...]) -> Text:
    """The kind of body and its inhabitants."""
    known = [size for size in sizes if size]
    body = _TOWN[known[0]] if len(sizes) == 1 and known and level == Level.MUNICIPALITY else _BODY[level]
    if not known or len(known) < len(sizes):
        return body
    inhabitants = _inhabitants(_LOWER[known[0]], _UPPER[known[-1]])
    return Text(f"{body.de} ({inhabitants.de})", f"{body.en} ({inhabitants.en})")


def _inhabitants(low: int, high: int | None) -> Text:
    german = [f"{number:,}".replace(",", ".") for number in (low, high or 0)]
    if high is None:
        return Text(f"ab {german[0]} Einwohner", f"from {low:,} inhabitants")
    if not low:
        return Text(f"unter {german[1]} Einwohner", f"under {high:,} inhabitants")
    return Text(f"{german[0]} bis {german[1]} Einwohner", f"{low:,} to {high:,} inhabitants")


def _where(states: tuple[str, ...], rules: SharingRules) -> Text:
    if not states:
        return Text(" in Deutschland", " in Germany")
    names = [rules.names.get(key, Text(key, key)) for key in states]
    german, english = _either([name.de for name in names], "oder"), _either([name.en for name in names], "or")
    return Text(f" {'im' if german == 'Saarland' else 'in'} {german}", f" in {english}")


def _how(degrees: tuple[int | None, ...]) -> Text:
    """How densely it is settled; nothing where that is not known of all."""
    known = [_SETTLED[degree] for degree in degrees if degree in _SETTLED]
    if not known or len(known) < len(degrees):
        return Text("", "")
    return Text(
        f", {_either([one.de for one in known], 'oder')} besiedelt",
        f", {_either([one.en for one in known], 'or')} settled",
    )


def _either(words: Sequence[str], link: str) -> str:
    return f"{', '.join(words[:-1])} {link} {words[-1]}" if len(words) > 1 else words[0]
