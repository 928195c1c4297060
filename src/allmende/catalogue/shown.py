# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Claims as pages show them: what each side says of one thing, side by side."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from allmende.catalogue.models import Claim as Row
from allmende.catalogue.models import Measure, ModelProject, Solution, Source
from allmende.domain import claims
from allmende.domain.claims import AMOUNTS, Aspect, Claim
from allmende.domain.language.words import normalise
from allmende.doors.templatetags.doors import as_of

WORDS = {
    "yes": gettext_noop("ja"),
    "no": gettext_noop("nein"),
    "implementation": gettext_noop("in Umsetzung"),
    "finished": gettext_noop("abgeschlossen"),
}
_WORDED = (Aspect.OPEN_SOURCE, Aspect.PHASE)


@dataclass(frozen=True, slots=True)
class Entry:
    """What everybody may know of when something came to stand here.

    first, last: days of the first and the newest release; checked: when it was last said to hold; read:
    newest reading of its sources; by: whose claims these are, empty for the record itself; origin: never
    shown; behind: the contribution, for who may read it.
    """

    first: date | None = None
    last: date | None = None
    checked: date | None = None
    read: date | None = None
    by: str = ""
    origin: str = ""
    behind: UUID | None = None

    @property
    def days(self) -> list[tuple[Any, date]]:
        """The days that are known, each with its words."""
        first = None if self.first == self.last else self.first
        named = (
            (gettext_lazy("zuerst veröffentlicht am"), first),
            (gettext_lazy("veröffentlicht am"), None if first else self.last),
            (gettext_lazy("zuletzt veröffentlicht am"), self.last if first else None),
            (gettext_lazy("geprüft am"), self.checked),
            (gettext_lazy("Quellen zuletzt gelesen am"), self.read),
        )
        return [(words, day) for words, day in named if day]


def history(record: Solution | ModelProject, rows: Iterable[Row]) -> list[Entry]:
    """The record itself, then what municipalities say of it, each contribution once."""
    told: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        told[row.kept_as].append(row)
    if record.kept_as:
        checked = [row.checked_on for row in told.pop(record.kept_as, [])]
        last = date.fromisoformat(record.as_of)
        own = Entry(record.first_released_on, last, max(checked, default=None), origin=record.kept_as)
    else:
        own = Entry(read=newest_reading(record.sources.all()))
    return [one for one in (own, *(_said_by(same) for same in told.values())) if one.days]


def _said_by(rows: list[Row]) -> Entry:
    """Claims of one contribution; all of them are written anew with each release."""
    row, checked = rows[0], max(row.checked_on for row in rows)
    name = row.keeper.name if row.keeper else ""
    return Entry(last=date.fromisoformat(row.as_of), checked=checked, by=name, origin=row.kept_as)


def newest_reading(sources: Iterable[Source]) -> date | None:
    """When one of the sources was read last."""
    return max((one.read_on for one in sources), default=None)


def in_words(aspect: str, value: str) -> str:
    """A claimed value as people read it."""
    if aspect in AMOUNTS and value.isdigit():
        return _("%(amount)s Euro") % {"amount": number_format(int(value), force_grouping=True)}
    if aspect in (Aspect.START, Aspect.END):
        return as_of(value)
    return _(WORDS[value]) if aspect in _WORDED and value in WORDS else value


def sides(record: Solution | ModelProject, rows: Iterable[Row]) -> list[dict[str, Any]]:
    """What all sides say, for aspects of which a municipality says something; [] where none does."""
    told = list(rows)
    spoken = {row.aspect for row in told}
    own = [] if record.keeper_id else [one for one in _of_catalogue(record) if one.aspect in spoken]
    found = claims.side_by_side([*own, *(_claim(row) for row in told)])
    return [
        {
            "name": claims.NAMES[one.aspect],
            "contradictory": one.contradictory,
            "claims": [(said, in_words(one.aspect, said.value)) for said in one.claims],
        }
        for one in found
    ]


def measures(rows: Iterable[Measure]) -> list[list[Measure]]:
    """Measures in their order; those that several sides call by the same title together."""
    found: dict[str, list[Measure]] = {}
    for row in rows:
        found.setdefault(normalise(" ".join(row.title.split())), []).append(row)
    return list(found.values())


def _claim(row: Row) -> Claim:
    sources = tuple(one.url for one in row.sources.all())
    name = row.keeper.name if row.keeper else ""
    return Claim(Aspect(row.aspect), row.value, name, row.as_of, sources, row.is_old, row.keeper_id or "")


def _of_catalogue(record: Solution | ModelProject) -> list[Claim]:
    """What the catalogue has from elsewhere; its sources stand below the record as a whole."""
    said = {Aspect.SUMMARY: record.summary, Aspect.WEBSITE: record.website}
    said[Aspect.FIELDS] = "\n".join(one.name for one in record.fields.all())
    if isinstance(record, Solution):
        said |= {
            Aspect.PRECONDITIONS: "\n".join(record.preconditions),
            Aspect.COST_ONCE: _amount(record.cost_once_eur),
            Aspect.COST_ANNUAL: _amount(record.cost_annual_eur),
            Aspect.COST_NOTE: record.cost_note, Aspect.STAFF: record.staff_note,
            Aspect.OPEN_SOURCE: {True: "yes", False: "no", None: ""}[record.open_source],
            Aspect.LICENCE: record.licence, Aspect.REPOSITORY: record.repository,
            Aspect.RESULTS: record.results, Aspect.LESSONS: "\n".join(record.lessons),
            Aspect.CONTACT: record.contact_unit,
        }  # fmt: skip
    else:
        said |= {
            Aspect.FUNDING: _amount(record.funding_eur), Aspect.BUDGET: _amount(record.budget_eur),
            Aspect.START: record.start, Aspect.END: record.end, Aspect.PHASE: record.phase,
            Aspect.THEME: record.theme, Aspect.STRATEGY: record.strategy,
            Aspect.PROGRAMME: record.call.label if record.call else record.funding,
        }  # fmt: skip
    return [Claim(aspect, value, _("Sammlung"), record.as_of) for aspect, value in said.items()]


def _amount(euros: int | None) -> str:
    return "" if euros is None else str(euros)
