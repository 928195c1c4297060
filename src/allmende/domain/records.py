# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a municipality writes of its own: a solution that it has, a model project with its measures."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from typing import Any, Self

from allmende.domain.claims import Aspect
from allmende.domain.explain import Gap, Text


class Kind(StrEnum):
    """What somebody writes: how something went, or a record that the municipality keeps."""

    REPORT = "report"
    SOLUTION = "solution"
    PROJECT = "project"


@dataclass(frozen=True, slots=True)
class Record:
    """What all of them have. title: as people call it; about: slug of what the catalogue has already, empty
    for something new; fields: keys of fields of action; visibility: who may see it once it is released."""

    title: str = ""
    about: str = ""
    summary: str = ""
    fields: tuple[str, ...] = ()
    website: str = ""
    visibility: str = ""
    read_through: bool = False
    summary_sources: tuple[str, ...] = ()

    def as_data(self) -> dict[str, Any]:
        """Plain data, as stored; `from_data` reads it again."""
        return asdict(self)

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        """From what `as_data` gave; columns of later versions are left out."""
        known = {one.name: data[one.name] for one in fields(cls) if one.name in data}
        for name in [one.name for one in fields(cls) if one.name.endswith("sources")]:
            if one_source := data.get(name.removesuffix("s")):  # as it was written when each took one
                known[name] = (one_source,)
        lists = {name: tuple(value) for name, value in known.items() if isinstance(value, list)}
        return cls(**{**known, **lists})

    def claims(self) -> Iterator[tuple[Aspect, str, tuple[str, ...]]]:
        """What is claimed: aspect, value as text or keys, addresses of its sources."""
        yield Aspect.SUMMARY, self.summary, self.summary_sources
        yield Aspect.FIELDS, "\n".join(self.fields), self.summary_sources
        yield Aspect.WEBSITE, self.website, _itself(self.website)


@dataclass(frozen=True, slots=True)
class OwnSolution(Record):
    """A solution that a municipality has. state: as in domain/lifecycle.py, since: "2026" or "2026-05",
    both of this municipality; amounts in whole euros; …_sources: web addresses of what was read."""

    state: str = ""
    since: str = ""
    state_sources: tuple[str, ...] = ()
    open_source: bool | None = None
    licence: str = ""
    repository: str = ""
    code_sources: tuple[str, ...] = ()
    cost_once_eur: int | None = None
    cost_annual_eur: int | None = None
    cost_note: str = ""
    cost_sources: tuple[str, ...] = ()
    staff_note: str = ""
    staff_sources: tuple[str, ...] = ()
    preconditions: tuple[str, ...] = ()
    preconditions_sources: tuple[str, ...] = ()
    results: str = ""
    results_sources: tuple[str, ...] = ()
    lessons: tuple[str, ...] = ()
    contact_unit: str = ""

    def claims(self) -> Iterator[tuple[Aspect, str, tuple[str, ...]]]:
        """What is claimed: aspect, value as text or keys, addresses of its sources."""
        yield from super(OwnSolution, self).claims()
        yield Aspect.PRECONDITIONS, "\n".join(self.preconditions), self.preconditions_sources
        yield Aspect.COST_ONCE, _amount(self.cost_once_eur), self.cost_sources
        yield Aspect.COST_ANNUAL, _amount(self.cost_annual_eur), self.cost_sources
        yield Aspect.COST_NOTE, self.cost_note, self.cost_sources
        yield Aspect.STAFF, self.staff_note, self.staff_sources
        yield Aspect.OPEN_SOURCE, {True: "yes", False: "no", None: ""}[self.open_source], self.code_sources
        yield Aspect.LICENCE, self.licence, self.code_sources
        yield Aspect.REPOSITORY, self.repository, self.code_sources
        yield Aspect.RESULTS, self.results, self.results_sources
        yield Aspect.LESSONS, "\n".join(self.lessons), self.results_sources
        yield Aspect.CONTACT, self.contact_unit, self.code_sources


@dataclass(frozen=True, slots=True)
class OwnProject(Record):
    """A model project that a municipality carries. call: key of a call of a programme, or empty and `funding`
    names the programme; phase: "implementation", "finished" or empty; start, end: "2026" or "2026-05";
    measures: title and slug of the solution that came of it, or nothing; amounts in whole euros."""

    call: str = ""
    funding: str = ""
    theme: str = ""
    phase: str = ""
    start: str = ""
    end: str = ""
    funding_eur: int | None = None
    budget_eur: int | None = None
    strategy: str = ""
    sources: tuple[str, ...] = ()
    measures: tuple[tuple[str, str], ...] = ()
    measures_sources: tuple[str, ...] = ()

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        """From what `as_data` gave; columns of later versions are left out."""
        measures = tuple((str(title), str(slug)) for title, slug in data.get("measures", ()))
        return super(OwnProject, cls).from_data({**data, "measures": measures})

    def claims(self) -> Iterator[tuple[Aspect, str, tuple[str, ...]]]:
        """What is claimed: aspect, value as text or keys, addresses of its sources."""
        yield from super(OwnProject, self).claims()
        yield Aspect.THEME, self.theme, self.summary_sources
        yield Aspect.PROGRAMME, self.call or self.funding, self.summary_sources
        yield Aspect.FUNDING, _amount(self.funding_eur), self.sources
        yield Aspect.BUDGET, _amount(self.budget_eur), self.sources
        yield Aspect.START, self.start, self.sources
        yield Aspect.END, self.end, self.sources
        yield Aspect.PHASE, self.phase, self.sources
        yield Aspect.STRATEGY, self.strategy, _itself(self.strategy)


def _itself(address: str) -> tuple[str, ...]:
    """Whether a page is there, the page itself says."""
    return (address,) if address else ()


def _amount(euros: int | None) -> str:
    return "" if euros is None else str(euros)


def missing(record: Record) -> tuple[Gap, ...]:
    """What has to be said before somebody else looks at it; of what the catalogue has already, less."""
    asked = [("title", record.title, "Wie es heißt", "What it is called")]
    if not record.about:
        asked.append(("summary", record.summary, "Eine Beschreibung", "A description"))
        asked.append(("fields", " ".join(record.fields), "Ein Handlungsfeld", "A field of action"))
    if isinstance(record, OwnSolution):
        asked.append(("state", record.state, "Der Stand bei Ihnen", "Its state with you"))
    if isinstance(record, OwnProject) and not record.about:
        program = record.call or record.funding
        asked.append(("programme", program, "Das Förderprogramm", "The funding programme"))
    asked.append(("visibility", record.visibility, "Wer es sehen darf", "Who may see it"))
    gaps = [Gap(code, Text(de, en)) for code, said, de, en in asked if not said]
    return (*gaps, *_excess(record))


def _excess(record: Record) -> tuple[Gap, ...]:
    if not isinstance(record, OwnProject):
        return ()
    funding, budget = record.funding_eur, record.budget_eur
    if funding is not None and budget is not None and funding > budget:
        text = Text("Die Förderung ist höher als das Volumen", "The grant is higher than the volume")
        return (Gap("grant-within-volume", text),)
    return ()
