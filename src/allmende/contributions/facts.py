# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Rows as the rules see them: what was written, what is missing in it, what a table would change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from allmende import data
from allmende.catalogue.models import ModelProject, Solution
from allmende.contributions import hiding
from allmende.contributions.models import Contribution, Revision, Visibility
from allmende.domain import experience, records
from allmende.domain.experience import Experience
from allmende.domain.explain import Gap, Text
from allmende.domain.records import Kind, OwnProject, OwnSolution

Written = Experience | OwnSolution | OwnProject
CLASSES: Mapping[str, type[Experience] | type[OwnSolution] | type[OwnProject]] = {
    Kind.REPORT: Experience,
    Kind.SOLUTION: OwnSolution,
    Kind.PROJECT: OwnProject,
}
KINDS = {kind: name for name, kind in CLASSES.items()}


def solution_of(written: Written) -> str:
    """Slug of the solution of the catalogue that it is about; empty for something new and for projects."""
    if isinstance(written, Experience):
        return written.solution
    return written.about if isinstance(written, OwnSolution) else ""


def written(row: Contribution, revision: Revision | None) -> Written:
    """What a revision of this contribution says; without one nothing."""
    return CLASSES[row.kind].from_data(revision.content if revision else {})


def called(written: Written) -> str:
    """What the writer calls the thing it is about."""
    return written.other_solution if isinstance(written, Experience) else written.title


def about(written: Written) -> str:
    """Slug of what of the catalogue it is about; empty for something new."""
    return written.solution if isinstance(written, Experience) else written.about


def is_new(written: Written) -> bool:
    """Whether it names a thing and none of the catalogue."""
    return bool(called(written)) and not about(written)


def chosen(written: Written, slug: str) -> Written:
    """The same about this entry of the catalogue; empty: about none of them."""
    if not isinstance(written, Experience):
        return replace(written, about=slug)
    return replace(written, solution=slug, other_solution="") if slug else written


def is_old(row: Contribution, today: date) -> bool:
    """Whether what was released asks to be confirmed."""
    years = int(data.read_yaml("sharing.yaml")["stale_after_years"]["value"])
    return bool(row.checked_on and row.checked_on + timedelta(days=round(365.25 * years)) <= today)


def lacking(written: Written) -> tuple[Gap, ...]:
    """What has to be said yet, before somebody else looks at it."""
    if isinstance(written, Experience):
        return experience.missing(written)
    return records.missing(written)


def unready(written: Written, row: Contribution) -> tuple[Gap, ...]:
    """What keeps it from being submitted: something missing, or a text that names the hidden place."""
    gaps = [*lacking(written), *_gone(written)]
    if isinstance(written, Experience) and written.visibility == Visibility.ANONYMISED:
        gaps += hiding.unsafe(written, row.key, row.within, row.visibility)
    return tuple(gaps)


def _gone(written: Written) -> list[Gap]:
    """What it is about may have left the catalogue since."""
    kind = ModelProject if isinstance(written, OwnProject) else Solution
    slug = written.solution if isinstance(written, Experience) else written.about
    if not slug or kind._default_manager.filter(pk=slug).exists():
        return []
    text = Text(
        "Der gewählte Eintrag steht nicht mehr in der Sammlung. Bitte wählen Sie neu",
        "The entry chosen is no longer in the catalogue. Please choose again",
    )
    return [Gap("gone", text)]


class What(StrEnum):
    """What would become of a row."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Planned:
    """One row: what becomes of it and why; changes: (column, before, after); pk: the report it changes."""

    number: int
    what: What
    body: str = ""
    key: str = ""
    written: Written = field(default_factory=Experience)
    problems: Sequence[str] = ()
    notes: Sequence[str] = ()
    changes: Sequence[tuple[str, str, str]] = ()
    token: UUID | None = None
    pk: UUID | None = None
    version: int = 0
