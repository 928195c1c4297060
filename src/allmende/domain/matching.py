# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Match: the explained fit of a solution to a municipality.

The order value is the product of one factor for each of five parts: relevance to the words asked for,
structural fit of the places where it runs, preconditions, evidence, openness. A part that is not known has
the factor 1: it is listed as unknown and moves nothing. Numbers live in data/matching.yaml. For many
solutions at once see ranking.py, which computes the same numbers without sentences.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import prod

from allmende.domain.evidence import RUNNING, STOPPED, Evidence, Observation, Prior, estimate, latest
from allmende.domain.explain import Gap, Reason, Text, Unknown
from allmende.domain.fit import fit, nearness
from allmende.domain.lifecycle import State
from allmende.domain.match_parts import LABELS, MatchRules, Part, PartName, PartRule
from allmende.domain.municipality import Profile

__all__ = [
    "LABELS", "CodeCheck", "Match", "MatchRules", "Part", "PartName", "PartRule", "SolutionFacts", "Step",
    "answer", "inferred", "match", "nearness", "openness",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class CodeCheck:
    """Newest check of a solution's code: its day, and whether the funding duty is met as far as a check can
    see; None where it could not look."""

    day: date
    duty_met: bool | None


@dataclass(frozen=True, slots=True)
class SolutionFacts:
    """What the rules need to know of a solution. None means nobody has said."""

    slug: str
    title: str
    fields: tuple[str, ...] = ()
    observations: tuple[Observation, ...] = ()
    preconditions: tuple[str, ...] = ()
    open_source: bool | None = None
    licence: str | None = None
    repository: str | None = None
    cost_known: bool = False
    newest: date | None = None
    code_check: CodeCheck | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One line of "how the order came about": `product` is the order value after this part."""

    name: PartName
    label: Text
    value: float | None
    factor: float
    product: float
    text: Text


@dataclass(frozen=True, slots=True)
class Match:
    """A solution for a municipality: five parts, the evidence, and the order value (0 or more)."""

    slug: str
    parts: tuple[Part, ...]
    evidence: Evidence
    order: float

    def part(self, name: PartName) -> Part:
        """The part of that name."""
        return next(part for part in self.parts if part.name == name)

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Everything that speaks for it."""
        return tuple(reason for part in self.parts for reason in part.reasons)

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """Everything that speaks against it."""
        return tuple(gap for part in self.parts for gap in part.gaps)

    @property
    def unknowns(self) -> tuple[Unknown, ...]:
        """Everything nobody has said."""
        return tuple(unknown for part in self.parts for unknown in part.unknowns)

    def explain(self) -> tuple[Step, ...]:
        """How the order value came about, part by part."""
        steps, product = [], 1.0
        for part in self.parts:
            product *= part.factor
            steps.append(Step(part.name, LABELS[part.name], part.value, part.factor, product, _effect(part)))
        return tuple(steps)


def _effect(part: Part) -> Text:
    if part.value is None:
        return Text("nicht bekannt, ändert nichts", "not known, changes nothing")
    if abs(part.factor - 1) < 0.005:
        return Text("ändert nichts", "changes nothing")
    if part.factor > 1:
        return Text("hebt die Lösung", "moves the solution up")
    return Text("senkt die Lösung", "moves the solution down")


def match(
    solution: SolutionFacts,
    municipality: Profile | None,
    *,
    relevance: float | None,
    similarity: Mapping[str, float] | None,
    prior: Prior,
    rules: MatchRules,
    known: Mapping[str, bool] | None = None,
) -> Match:
    """The match of a solution to a municipality (None: none was chosen).

    relevance: 0..1 from the search, None if no words were asked for; similarity: see `nearness`, None without
    a municipality; prior: of the solution's action fields; known: what the municipality has or lacks, by a
    word or sentence that occurs in preconditions, for example {"LoRaWAN": True}.
    """
    evidence = estimate(solution.observations, weights=similarity, prior=prior, rules=rules.evidence)
    places = latest(solution.observations)
    parts = (
        _relevance(relevance, rules),
        fit(places, municipality, similarity or {}, rules),
        _preconditions(solution, known or {}, rules),
        _evidence(places, evidence, rules),
        _openness(solution, rules),
    )
    return Match(solution.slug, parts, evidence, prod(part.factor for part in parts))


def _relevance(value: float | None, rules: MatchRules) -> Part:
    return Part(PartName.RELEVANCE, value, rules.parts[PartName.RELEVANCE].factor(value))


def answer(precondition: str, known: Mapping[str, bool]) -> bool | None:
    """Whether a precondition is met by what the municipality said: no beats yes, None if nothing was said."""
    words = precondition.casefold()
    answers = [met for word, met in known.items() if word.casefold() in words]
    return all(answers) if answers else None


def inferred(municipality: str, solutions: Iterable[SolutionFacts], rules: MatchRules) -> dict[str, bool]:
    """What the municipality with that key evidently has, as `known` for `match`: infrastructure named in the
    title or the preconditions of a solution in operation there."""
    named = " ".join(
        " ".join((solution.title, *solution.preconditions))
        for solution in solutions
        if any(one.place == municipality and one.state in RUNNING for one in latest(solution.observations))
    ).casefold()
    return {word: True for word in rules.infrastructure if word.casefold() in named}


def _preconditions(solution: SolutionFacts, known: Mapping[str, bool], rules: MatchRules) -> Part:
    """Share of the met among those that are known to be met or missing."""
    answers = [(text, answer(text, known)) for text in solution.preconditions]
    met = [text for text, yes in answers if yes is True]
    missing = [text for text, yes in answers if yes is False]
    unknowns = [
        Unknown("precondition-unknown", Text(f"Zu klären: {text}", f"To be clarified: {text}"))
        for text, yes in answers
        if yes is None
    ]
    if not answers:
        nobody = Text("Was sie voraussetzt, ist nicht beschrieben.", "What it requires is not described.")
        unknowns.append(Unknown("preconditions-undescribed", nobody))
    if not solution.cost_known:
        unknowns.append(
            Unknown("cost-unknown", Text("Was sie kostet, ist nicht bekannt.", "What it costs is not known."))
        )
    value = len(met) / (len(met) + len(missing)) if met or missing else None
    return Part(
        PartName.PRECONDITIONS,
        value,
        rules.parts[PartName.PRECONDITIONS].factor(value),
        tuple(Reason("precondition-met", Text(f"Vorhanden: {text}", f"Available: {text}")) for text in met),
        tuple(Gap("precondition-missing", Text(f"Fehlt: {text}", f"Missing: {text}")) for text in missing),
        tuple(unknowns),
    )


def _evidence(places: Sequence[Observation], evidence: Evidence, rules: MatchRules) -> Part:
    """The estimate, measured against what is usual in the action field."""
    rule = rules.parts[PartName.EVIDENCE]
    if evidence.prior_only:
        nobody = Text(
            "Ob sie sich im Betrieb hält, hat noch niemand berichtet.",
            "Nobody has reported yet whether it lasts.",
        )
        unknown = Unknown("evidence-none", nobody)
        return Part(PartName.EVIDENCE, None, rule.factor(None), unknowns=(unknown,))
    stopped = [one for one in places if one.state in STOPPED]
    runs = evidence.counts.get(State.OPERATIONAL, 0) > 0
    return Part(
        PartName.EVIDENCE,
        evidence.mean,
        rule.factor(evidence.mean, neutral=evidence.prior.mean),
        (Reason("evidence", evidence.summary),) if runs else (),
        (Gap("evidence-stopped", _stopped_in(stopped)),) if stopped else (),
    )


def _stopped_in(places: Sequence[Observation]) -> Text:
    """Names of the places where it was stopped; those that are hidden are counted."""
    names = sorted(one.shown for one in places if one.name or one.place)
    hidden = len(places) - len(names)
    german = ", ".join([*names, *([f"nicht genannte Orte ({hidden})"] if hidden else [])])
    english = ", ".join([*names, *([f"unnamed places ({hidden})"] if hidden else [])])
    return Text(f"Beendet in: {german}.", f"Stopped in: {english}.")


def _openness(solution: SolutionFacts, rules: MatchRules) -> Part:
    rule = rules.parts[PartName.OPENNESS]
    value = openness(solution, rules)
    factor = rule.factor(value)
    reasons, gaps = _checked(solution.code_check)
    if value is None:
        said = Text("Ob der Code offen ist, ist nicht bekannt.", "Whether the code is open is not known.")
        return Part(PartName.OPENNESS, None, factor, unknowns=(Unknown("open-source-unknown", said),))
    if solution.open_source is False:
        closed = Text("Der Code ist nicht offen.", "The code is not open.")
        return Part(PartName.OPENNESS, value, factor, gaps=(Gap("not-open-source", closed),))
    licence = f" ({solution.licence})" if solution.licence else ""
    reason = Reason("open-source", Text(f"Quelloffen{licence}.", f"Open source{licence}."))
    where = Text("Wo der Code liegt, ist nicht bekannt.", "Where the code is kept is not known.")
    unknowns = () if solution.repository else (Unknown("repository-unknown", where),)
    said_open = (reason,) if solution.open_source else ()
    return Part(PartName.OPENNESS, value, factor, (*said_open, *reasons), gaps, unknowns)


def _checked(check: CodeCheck | None) -> tuple[tuple[Reason, ...], tuple[Gap, ...]]:
    """What a check of the code adds; nothing where it could not look."""
    if check is None or check.duty_met is None:
        return (), ()
    day = f"{check.day:%d.%m.%Y}"
    if check.duty_met:
        met = Text(
            f"Code geprüft am {day}: die Veröffentlichungspflicht ist erfüllt, soweit prüfbar.",
            f"Code checked on {day}: the duty to publish is met as far as can be checked.",
        )
        return (Reason("code-check-met", met),), ()
    unmet = Text(
        f"Code geprüft am {day}: die Veröffentlichungspflicht ist nicht ganz erfüllt.",
        f"Code checked on {day}: the duty to publish is not wholly met.",
    )
    return (), (Gap("code-check-unmet", unmet),)


def openness(solution: SolutionFacts, rules: MatchRules) -> float | None:
    """1 open with code to be found, `open_without_code` if nobody says where, `duty_unmet` if a check found
    the duty to publish not met, 0 closed, None not known. A check that could not look changes nothing."""
    met = solution.code_check.duty_met if solution.code_check else None
    if solution.open_source is False:
        return 0.0
    if met is not None:
        return 1.0 if met else rules.duty_unmet
    if solution.open_source is None:
        return None
    return 1.0 if solution.repository else rules.open_without_code
