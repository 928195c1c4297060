# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Structural fit: how near to a municipality the places are where a solution runs."""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from allmende.domain.evidence import Observation
from allmende.domain.explain import Gap, Reason, Text, Unknown
from allmende.domain.lifecycle import State
from allmende.domain.match_parts import MatchRules, Part, PartName
from allmende.domain.municipality import Level, Profile, level_of


def nearness(
    municipality: Profile,
    places: Iterable[str],
    *,
    same_level: Mapping[str, float],
    districts: Mapping[str, float],
    rules: MatchRules,
    members: Mapping[str, Sequence[str]] = MappingProxyType({}),
) -> dict[str, float]:
    """Similarity of each place to the municipality, by key; places that cannot be compared are left out.

    same_level: similarities to bodies of the municipality's own level. districts: similarities of its own
    district to all districts: a place on another level is compared through the districts of both, and counts
    `rules.across_levels` times. members: keys of the bodies of each class that hides a place, by its code;
    its similarity is the mean over all of them, so that it tells nothing about the one.
    """

    def of(place: str) -> float | None:
        if level_of(place) == municipality.level:
            return same_level.get(place)
        across = districts.get(place[:5])
        return None if across is None else rules.across_levels * across

    found = {}
    for place in places:
        if place in members:
            known = [value for value in map(of, members[place]) if value is not None]
            similarity = sum(known) / len(known) if known else None
        else:
            similarity = of(place)
        if similarity is not None:
            found[place] = similarity
    return found


def fit(
    places: Sequence[Observation],
    municipality: Profile | None,
    similarity: Mapping[str, float],
    rules: MatchRules,
) -> Part:
    """The nearest place where it runs decides: one municipality like yours says more than many others.

    Anonymised places are left out: whom it could be asked of is not known.
    """
    rule = rules.parts[PartName.FIT]
    runs = [one for one in places if rules.runs.get(one.state)]
    compared = [
        (rules.runs[one.state] * similarity[one.place], one)
        for one in runs
        if one.place is not None and one.place in similarity
    ]
    if municipality is None or not compared:
        return Part(PartName.FIT, None, rule.factor(None), unknowns=(_nothing(municipality, bool(runs)),))
    value, nearest = max(compared, key=lambda pair: (pair[0], pair[1].shown))
    near = similarity[nearest.place or ""]
    found = _nearest(nearest, near, municipality)
    if near >= rules.evidence.near:
        return Part(PartName.FIT, value, rule.factor(value), reasons=(Reason("fit-near", found),))
    only = Text(
        f"In keiner Kommune wie Ihrer im Einsatz. {found.de}",
        f"Not in use in any municipality like yours. {found.en}",
    )
    return Part(PartName.FIT, value, rule.factor(value), gaps=(Gap("fit-far", only),))


def _nothing(municipality: Profile | None, runs: bool) -> Unknown:
    if municipality is None:
        return Unknown(
            "fit-no-municipality",
            Text(
                "Ob sie zu Ihnen passt, lässt sich erst sagen, wenn Sie eine Kommune wählen.",
                "Whether it fits can be said once you choose a municipality.",
            ),
        )
    if runs:
        return Unknown(
            "fit-not-comparable",
            Text(
                "Sie läuft an Orten, die sich nicht mit Ihrer Kommune vergleichen lassen.",
                "It runs in places that cannot be compared with your municipality.",
            ),
        )
    return Unknown(
        "fit-no-place",
        Text("Wo sie schon läuft, ist nicht bekannt.", "Where it already runs is not known."),
    )


def _nearest(one: Observation, near: float, municipality: Profile) -> Text:
    """Where it runs, how near that is, and on which level."""
    if one.place == municipality.key:
        return Text("Läuft bereits in Ihrer Kommune.", "Already runs in your municipality.")
    runs = Text("Läuft", "Runs") if one.state == State.OPERATIONAL else Text("Wurde erprobt", "Was tried out")
    german, english = decimal(near), f"{near:.2f}"
    level = level_of(one.place or "")
    if level == municipality.level:
        return Text(
            f"{runs.de} in {one.shown} (Ähnlichkeit {german}).",
            f"{runs.en} in {one.shown} (similarity {english}).",
        )
    where = _LEVELS[level]
    return Text(
        f"{runs.de} in {one.shown}, dort {where.de}; verglichen sind die Kreise (Ähnlichkeit {german}).",
        f"{runs.en} in {one.shown}, there {where.en}; the districts are compared (similarity {english}).",
    )


_LEVELS = {
    Level.STATE: Text("beim Land", "at the Land"),
    Level.DISTRICT: Text("beim Kreis", "at the district"),
    Level.ASSOCIATION: Text("beim Gemeindeverband", "at the association of municipalities"),
    Level.MUNICIPALITY: Text("bei der Gemeinde", "at the municipality"),
}


def decimal(value: float) -> str:
    """A number with two decimals as written in German, for example "0,84"."""
    return f"{value:.2f}".replace(".", ",")
