# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""The catalogue part of the bundled knowledge: what a row looks like and what must be true of it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from allmende.catalogue.rows import (
    BundleError,
    Lines,
    Problem,
    dated,
    personal_data,
    read_lines,
)
from allmende.domain.personal import ADDRESS

SOURCE_KINDS = {"official", "press", "blog", "research", "council"}
PHASES = {"implementation", "finished"}


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A place as the source names it, and its official key; None: not resolved."""

    name: str
    key: str | None


@dataclass(frozen=True, slots=True)
class SourceRow:
    url: str
    kind: str | None
    read_on: str
    licence: str | None


@dataclass(frozen=True, slots=True)
class FieldRow:
    key: str
    title: str
    title_en: str
    description: str
    description_en: str
    topics: tuple[str, ...]
    labels: tuple[str, ...]
    report_topics: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CallRow:
    number: int
    year: int
    projects: int
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProgrammeRow:
    slug: str
    title: str
    title_en: str
    summary: str
    summary_en: str
    funding_eur: int | None
    as_of: str
    as_of_basis: str
    sources: tuple[str, ...]
    calls: tuple[CallRow, ...]


@dataclass(frozen=True, slots=True)
class MeasureRow:
    title: str
    solution: str | None


@dataclass(frozen=True, slots=True)
class ProjectRow:
    slug: str
    title: str
    programme: str
    call: int
    lead: str
    places: tuple[PlaceRow, ...]
    kind: str
    theme: str
    summary: str
    summary_en: str
    labels: tuple[str, ...]
    fields: tuple[str, ...]
    funding_eur: int | None
    budget_eur: int | None
    phase: str | None
    start: str | None
    end: str | None
    website: str | None
    strategy: str | None
    measures: tuple[MeasureRow, ...]
    note: str | None
    as_of: str
    as_of_basis: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SolutionRow:
    slug: str
    aliases: tuple[str, ...]
    title: str
    title_en: str
    summary: str
    summary_en: str
    fields: tuple[str, ...]
    keywords: tuple[str, ...]
    technologies: tuple[str, ...]
    based_on: str | None
    project: str | None
    programme: str | None
    funding: str | None
    open_source: bool | None
    licence: str | None
    repository: str | None
    website: str | None
    cost_once_eur: int | None
    cost_annual_eur: int | None
    cost_note: str | None
    staff_note: str | None
    results: str | None
    preconditions: tuple[str, ...]
    lessons: tuple[str, ...]
    contact_unit: str | None
    brief: bool
    as_of: str
    as_of_basis: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The catalogue part of the bundle, file by file."""

    fields: Lines[FieldRow]
    sources: Lines[SourceRow]
    programmes: Lines[ProgrammeRow]
    projects: Lines[ProjectRow]
    solutions: Lines[SolutionRow]

    def problems(self, keys: frozenset[str]) -> list[Problem]:
        """Everything that is wrong; `keys`: official keys that exist."""
        known = Known.of(self, keys)
        parts = (self.fields, self.sources, self.programmes, self.projects, self.solutions)
        return [
            *(problem for part in parts for problem in part.problems),
            *(problem for part in parts for problem in part.check(personal_data)),
            *self.sources.check(_source),
            *self.programmes.check(lambda row: _programme(row, known)),
            *self.projects.check(lambda row: _project(row, known)),
            *self.solutions.check(lambda row: _solution(row, known)),
        ]


@dataclass(frozen=True, slots=True)
class Known:
    """Everything a row may refer to."""

    keys: frozenset[str]
    fields: frozenset[str]
    sources: frozenset[str]
    programmes: frozenset[str]
    projects: frozenset[str]
    solutions: frozenset[str]

    @classmethod
    def of(cls, catalogue: Catalogue, keys: frozenset[str]) -> "Known":
        """What the catalogue holds."""
        return cls(
            keys,
            frozenset(row.key for row in catalogue.fields),
            frozenset(row.url for row in catalogue.sources),
            frozenset(row.slug for row in catalogue.programmes),
            frozenset(row.slug for row in catalogue.projects),
            frozenset(row.slug for row in catalogue.solutions),
        )


def read_catalogue(folder: Path) -> Catalogue:
    """Read the catalogue part; `folder` is data/, the knowledge lies in its folder knowledge/."""
    knowledge = folder / "knowledge"
    return Catalogue(
        read_lines(folder / "action_fields.yaml", FieldRow, "key"),
        read_lines(knowledge / "sources.jsonl", SourceRow, "url"),
        read_lines(knowledge / "programmes.yaml", ProgrammeRow, "slug"),
        read_lines(knowledge / "projects.jsonl", ProjectRow, "slug"),
        read_lines(knowledge / "solutions.jsonl", SolutionRow, "slug"),
    )


def missing(what: str, wanted: Iterable[str | None], known: frozenset[str]) -> Iterator[str]:
    """A sentence for each reference that leads nowhere."""
    for one in wanted:
        if one is not None and one not in known:
            yield f"{what} „{one}“ gibt es nicht."


def sourced(sources: tuple[str, ...], known: Known) -> Iterator[str]:
    """What is wrong with the sources of a row."""
    if not sources:
        yield "Es fehlt eine Quelle; ohne Quelle gilt keine Angabe und keine Zahl."
    yield from missing("Die Quelle", sources, known.sources)


def addresses(*values: str | None) -> Iterator[str]:
    """A sentence for each value that should be a web address and is not."""
    for value in values:
        if value is not None and not ADDRESS.fullmatch(value):
            yield f"„{value}“ ist keine Internetadresse."


def _source(row: SourceRow) -> Iterator[str]:
    yield from addresses(row.url)
    if row.kind is not None and row.kind not in SOURCE_KINDS:
        yield f"Art der Quelle „{row.kind}“ ist unbekannt."
    yield from dated(row.read_on, "research")


def _programme(row: ProgrammeRow, known: Known) -> Iterator[str]:
    yield from sourced(row.sources, known)
    yield from dated(row.as_of, row.as_of_basis)
    for call in row.calls:
        yield from sourced(call.sources, known)


def _project(row: ProjectRow, known: Known) -> Iterator[str]:
    yield from sourced(row.sources, known)
    yield from dated(row.as_of, row.as_of_basis)
    yield from addresses(row.website, row.strategy)
    yield from missing("Das Programm", (row.programme,), known.programmes)
    yield from missing("Das Handlungsfeld", row.fields, known.fields)
    yield from missing("Die Lösung", (measure.solution for measure in row.measures), known.solutions)
    yield from missing("Der Schlüssel", (place.key for place in row.places), known.keys)
    if row.phase is not None and row.phase not in PHASES:
        yield f"Phase „{row.phase}“ ist unbekannt."
    if row.funding_eur is not None and row.budget_eur is not None and row.funding_eur > row.budget_eur:
        yield "Die Förderung ist höher als das Volumen."


def _solution(row: SolutionRow, known: Known) -> Iterator[str]:
    yield from sourced(row.sources, known)
    yield from dated(row.as_of, row.as_of_basis)
    yield from addresses(row.website, row.repository)
    yield from missing("Das Programm", (row.programme,), known.programmes)
    yield from missing("Das Modellprojekt", (row.project,), known.projects)
    yield from missing("Das Handlungsfeld", row.fields, known.fields)
    yield from missing("Die Lösung", (row.based_on,), known.solutions - {row.slug})
    if not row.fields:
        yield "Es fehlt ein Handlungsfeld."
    if (row.cost_once_eur, row.cost_annual_eur) != (None, None) and not row.cost_note:
        yield "Ein Betrag ohne Erläuterung (cost_note) sagt nicht, was er umfasst."
    for alias in row.aliases:
        if alias in known.solutions:
            yield f"Die frühere Kennung „{alias}“ ist noch vergeben."


def refuse(problems: list[Problem]) -> None:
    """Raise BundleError if there are problems."""
    if problems:
        raise BundleError(problems)
