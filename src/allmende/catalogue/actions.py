# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every write of the catalogue."""

from collections.abc import Collection, Iterator
from datetime import date
from typing import Any

from django.db import transaction

from allmende.catalogue.bundle import Catalogue, ProgrammeRow, ProjectRow, SolutionRow
from allmende.catalogue.models import (
    ActionField,
    AsOfBasis,
    Call,
    Measure,
    ModelProject,
    Origin,
    Programme,
    ProjectPlace,
    Solution,
    Source,
)
from allmende.catalogue.sync import Changes, sync_links, sync_rows


@transaction.atomic
def import_catalogue(*, by: str, catalogue: Catalogue) -> Changes:
    """Make the tables equal to a catalogue that was checked. Sources are only added: others refer to them."""
    return (
        _fields(catalogue)
        + _sources(catalogue)
        + _programmes(catalogue)
        + _projects(catalogue)
        + _solutions(catalogue)
        + _measures(catalogue)
    )


def _source_ids() -> dict[str, int]:
    """Primary key of each source by its address."""
    return dict(Source.objects.values_list("url", "pk"))


def _fields(catalogue: Catalogue) -> Changes:
    rows = {
        row.key: {
            "name": row.title,
            "name_en": row.title_en,
            "description": row.description,
            "description_en": row.description_en,
            "position": position,
        }
        for position, row in enumerate(catalogue.fields)
    }
    return sync_rows(ActionField, rows)


def _sources(catalogue: Catalogue) -> Changes:
    rows = {
        row.url: {
            "kind": row.kind or "",
            "read_on": date.fromisoformat(row.read_on),
            "licence": row.licence or "",
        }
        for row in catalogue.sources
    }
    # What nothing names any more goes last, when all rows of all rooms are in place.
    stored = Source.objects.values_list("url", flat=True)
    return sync_rows(Source, rows, key="url", keep=set(stored))


def drop_unused_sources(*, by: str) -> Changes:
    """Delete sources that no row of any room names; call in a transaction, after the rows are in place."""
    unused = Source.objects.filter(**{f"{link.name}__isnull": True for link in Source._meta.related_objects})
    deleted, _ = unused.delete()
    return Changes(deleted=deleted)


def _programme(row: ProgrammeRow) -> dict[str, Any]:
    return {
        name: getattr(row, name)
        for name in ("title", "title_en", "summary", "summary_en", "funding_eur", "as_of", "as_of_basis")
    }


def _call_id(programme: str, number: int) -> str:
    """Key of a call."""
    return f"{programme}-{number}"


def _programmes(catalogue: Catalogue) -> Changes:
    ids = _source_ids()
    calls = {
        _call_id(row.slug, call.number): (row.slug, call)
        for row in catalogue.programmes
        for call in row.calls
    }
    return (
        sync_rows(Programme, {row.slug: _programme(row) for row in catalogue.programmes})
        + sync_links(
            Programme,
            "sources",
            {row.slug: [ids[url] for url in row.sources] for row in catalogue.programmes},
        )
        + sync_rows(
            Call,
            {
                key: {"programme_id": slug, "number": call.number, "year": call.year, "places": call.projects}
                for key, (slug, call) in calls.items()
            },
        )
        + sync_links(
            Call, "sources", {key: [ids[url] for url in call.sources] for key, (_, call) in calls.items()}
        )
    )


_PROJECT_TEXTS = (
    "title", "lead", "kind", "theme", "summary", "summary_en", "phase", "start", "end", "website", "strategy",
    "note", "as_of", "as_of_basis",
)  # fmt: skip


def _project(row: ProjectRow) -> dict[str, Any]:
    return {
        **{name: getattr(row, name) or "" for name in _PROJECT_TEXTS},
        "call_id": _call_id(row.programme, row.call),
        "labels": list(row.labels),
        "funding_eur": row.funding_eur,
        "budget_eur": row.budget_eur,
    }


def _project_places(catalogue: Catalogue) -> Iterator[tuple[str, dict[str, Any]]]:
    for row in catalogue.projects:
        for position, place in enumerate(row.places):
            yield (
                f"{row.slug}-{position}",
                {
                    "model_project_id": row.slug,
                    "municipality_id": place.key,
                    "name": place.name,
                    "position": position,
                },
            )


def _projects(catalogue: Catalogue) -> Changes:
    ids, rows = _source_ids(), list(catalogue.projects)
    own = set(ModelProject.objects.exclude(kept_as="").values_list("slug", flat=True))
    places = set(ProjectPlace.objects.filter(model_project__in=own).values_list("pk", flat=True))
    return (
        sync_rows(ModelProject, {row.slug: _project(row) for row in rows}, keep=own)
        + sync_rows(ProjectPlace, dict(_project_places(catalogue)), keep=places)
        + sync_links(ModelProject, "fields", {row.slug: row.fields for row in rows}, keep=own)
        + sync_links(
            ModelProject, "sources", {row.slug: [ids[url] for url in row.sources] for row in rows}, keep=own
        )
    )


_SOLUTION_TEXTS = (
    "title", "title_en", "summary", "summary_en", "funding", "licence", "repository", "website", "cost_note",
    "staff_note", "results", "contact_unit", "as_of", "as_of_basis",
)  # fmt: skip
_SOLUTION_LISTS = ("aliases", "keywords", "technologies", "preconditions", "lessons")
_SOLUTION_VALUES = ("open_source", "cost_once_eur", "cost_annual_eur", "brief")


def _solution(row: SolutionRow) -> dict[str, Any]:
    return {
        **{name: getattr(row, name) or "" for name in _SOLUTION_TEXTS},
        **{name: list(getattr(row, name)) for name in _SOLUTION_LISTS},
        **{name: getattr(row, name) for name in _SOLUTION_VALUES},
        "based_on_id": row.based_on,
        "model_project_id": row.project,
        "programme_id": row.programme,
        "origin": Origin.BUNDLED,
    }


def _solutions(catalogue: Catalogue) -> Changes:
    ids = _source_ids()
    rows = list(catalogue.solutions)
    # What editors confirmed and municipalities keep here is no part of the bundle and stays.
    own = set(Solution.objects.exclude(origin=Origin.BUNDLED).values_list("slug", flat=True))
    return (
        sync_rows(Solution, {row.slug: _solution(row) for row in rows}, keep=own)
        + sync_links(Solution, "fields", {row.slug: row.fields for row in rows}, keep=own)
        + sync_links(
            Solution, "sources", {row.slug: [ids[url] for url in row.sources] for row in rows}, keep=own
        )
    )


def _measures(catalogue: Catalogue) -> Changes:
    rows = {
        f"{row.slug}-{position}": {
            "model_project_id": row.slug,
            "position": position,
            "title": measure.title,
            "solution_id": measure.solution,
        }
        for row in catalogue.projects
        for position, measure in enumerate(row.measures)
    }
    own = set(Measure.objects.exclude(kept_as="").values_list("pk", flat=True))
    return sync_rows(Measure, rows, keep=own)


@transaction.atomic
def add_solution(*, by: str, fields: Collection[str], source: str, read_on: date, **values: Any) -> Solution:
    """Put a solution into the catalogue that an editor confirmed; no import of the bundle takes it out again.

    `fields`: keys of fields of action, at least one; `source`: address that was read on `read_on`; `values`:
    columns of Solution. Raises IntegrityError if the slug is taken.
    """
    empty: dict[str, Any] = {"brief": True, "as_of_basis": AsOfBasis.TEXT, "as_of": read_on.isoformat()}
    solution = Solution.objects.create(**{**empty, **values, "origin": Origin.PROPOSED})
    solution.fields.set(ActionField.objects.filter(pk__in=fields))
    solution.sources.add(Source.objects.get_or_create(url=source, defaults={"read_on": read_on})[0])
    return solution
