# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""The whole bundled knowledge, checked: deployments, transfers and reports on top of the catalogue."""

import csv
import gzip
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from allmende.catalogue.bundle import (
    Catalogue,
    Known,
    PlaceRow,
    missing,
    read_catalogue,
    sourced,
)
from allmende.catalogue.rows import Lines, Problem, dated, personal_data, read_lines
from allmende.domain.lifecycle import Outcome, State

KINDS = {"same-software", "adapted-software", "joint-development", "shared-operation", "concept-reused"}
POLARITIES = {"success", "barrier"}
DECIDERS = {"council", "administration"}


@dataclass(frozen=True, slots=True)
class DeploymentRow:
    slug: str
    solution: str
    place: PlaceRow
    state: State
    as_of: str
    as_of_basis: str
    started: str | None
    word: str | None
    note: str | None
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TransferRow:
    slug: str
    solution: str
    origin: tuple[PlaceRow, ...]
    taker: PlaceRow
    year: int | None
    state: State
    kind: str | None
    adaptation: str | None
    effort: str | None
    note: str | None
    as_of: str
    as_of_basis: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FactorRow:
    dimension: str
    polarity: str
    statement: str
    remedy: str | None


@dataclass(frozen=True, slots=True)
class ReportRow:
    slug: str
    title: str
    subject: str
    solution: str | None
    project: str | None
    programme: str | None
    place_name: str
    places: tuple[PlaceRow, ...]
    outcome: Outcome
    period: str | None
    text: str
    summary_en: str
    figures: str | None
    decided_by: str | None
    topics: tuple[str, ...]
    fields: tuple[str, ...]
    as_of: str
    as_of_basis: str
    factors: tuple[FactorRow, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DimensionRow:
    code: str
    title: str
    title_en: str
    description: str
    description_en: str


@dataclass(frozen=True, slots=True)
class PlaceNameRow:
    """A name of the sources resolved by hand; no keys: left open. `only`: holds for this record alone."""

    name: str
    keys: tuple[str, ...]
    reason: str
    only: str | None = None

    @property
    def label(self) -> str:
        """Name, and the record where it holds for one alone."""
        return f"{self.name} ({self.only})" if self.only else self.name


@dataclass(frozen=True, slots=True)
class Bundle:
    """Everything that is bundled, file by file."""

    catalogue: Catalogue
    dimensions: Lines[DimensionRow]
    places: Lines[PlaceNameRow]
    deployments: Lines[DeploymentRow]
    transfers: Lines[TransferRow]
    reports: Lines[ReportRow]

    @property
    def unresolved(self) -> list[PlaceNameRow]:
        """Names of places that could not be resolved, with the reason."""
        return [row for row in self.places if not row.keys]

    def problems(self, keys: frozenset[str]) -> list[Problem]:
        """Everything that is wrong; `keys`: official keys that exist."""
        known = Known.of(self.catalogue, keys)
        open_names = frozenset(row.name for row in self.unresolved)
        dimensions = frozenset(row.code for row in self.dimensions)
        parts = (self.dimensions, self.places, self.deployments, self.transfers, self.reports)
        return [
            *self.catalogue.problems(keys),
            *(problem for part in parts for problem in part.problems),
            *(problem for part in parts for problem in part.check(personal_data)),
            *self.places.check(lambda row: _place_name(row, known)),
            *self.deployments.check(lambda row: _deployment(row, known, open_names)),
            *self.transfers.check(lambda row: _transfer(row, known, open_names)),
            *self.reports.check(lambda row: _report(row, known, dimensions)),
        ]


def read_bundle(folder: Path) -> Bundle:
    """Read everything; `folder` is data/, the knowledge lies in its folder knowledge/."""
    knowledge = folder / "knowledge"
    return Bundle(
        read_catalogue(folder),
        read_lines(folder / "factors.yaml", DimensionRow, "code"),
        read_lines(knowledge / "places.yaml", PlaceNameRow, "label"),
        read_lines(knowledge / "deployments.jsonl", DeploymentRow, "slug"),
        read_lines(knowledge / "transfers.jsonl", TransferRow, "slug"),
        read_lines(knowledge / "reports.jsonl", ReportRow, "slug"),
    )


def register_keys(folder: Path) -> frozenset[str]:
    """Official keys of the bundled register, without a database."""
    with gzip.open(folder / "register" / "register.csv.gz", "rt", encoding="utf-8", newline="") as file:
        return frozenset(row["key"] for row in csv.DictReader(file))


def _place(place: PlaceRow, known: Known, open_names: frozenset[str]) -> Iterator[str]:
    yield from missing("Der Schlüssel", (place.key,), known.keys)
    if place.key is None and place.name and place.name not in open_names:
        yield f"„{place.name}“ hat keinen Schlüssel und steht nicht in places.yaml."


def _place_name(row: PlaceNameRow, known: Known) -> Iterator[str]:
    yield from missing("Der Schlüssel", row.keys, known.keys)
    if not row.reason:
        yield "Es fehlt die Begründung."


def _deployment(row: DeploymentRow, known: Known, open_names: frozenset[str]) -> Iterator[str]:
    yield from sourced(row.sources, known)
    yield from dated(row.as_of, row.as_of_basis)
    yield from missing("Die Lösung", (row.solution,), known.solutions)
    yield from _place(row.place, known, open_names)


def _transfer(row: TransferRow, known: Known, open_names: frozenset[str]) -> Iterator[str]:
    yield from sourced(row.sources, known)
    yield from dated(row.as_of, row.as_of_basis)
    yield from missing("Die Lösung", (row.solution,), known.solutions)
    for place in (row.taker, *row.origin):
        yield from _place(place, known, open_names)
    if row.taker.key is not None and [place.key for place in row.origin] == [row.taker.key]:
        yield "Herkunft und übernehmende Kommune sind dieselbe."
    if row.kind is not None and row.kind not in KINDS:
        yield f"Art der Übernahme „{row.kind}“ ist unbekannt."


def _report(row: ReportRow, known: Known, dimensions: frozenset[str]) -> Iterator[str]:
    yield from sourced(row.sources, known)
    yield from dated(row.as_of, row.as_of_basis)
    yield from missing("Die Lösung", (row.solution,), known.solutions)
    yield from missing("Das Modellprojekt", (row.project,), known.projects)
    yield from missing("Das Handlungsfeld", row.fields, known.fields)
    yield from missing("Der Schlüssel", (place.key for place in row.places), known.keys)
    yield from missing("Die Dimension", (factor.dimension for factor in row.factors), dimensions)
    if not row.factors:
        yield "Es fehlt ein Einflussfaktor."
    for factor in row.factors:
        if factor.polarity not in POLARITIES:
            yield f"„{factor.polarity}“ ist weder Erfolgsfaktor noch Hemmnis."
    if row.decided_by is not None and row.decided_by not in DECIDERS:
        yield f"Entschieden durch „{row.decided_by}“ ist unbekannt."
