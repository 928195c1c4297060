# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a municipality tells, on its way into the public tables and out of them again.

Rooms above hold who told it and where; here arrives only what everybody may see.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection, transaction
from django.db.models import F
from django.utils.crypto import salted_hmac

from allmende.catalogue import queries as catalogue
from allmende.catalogue import telling as described
from allmende.catalogue.models import AsOfBasis, Solution, Source
from allmende.domain.lifecycle import Outcome, State
from allmende.register.models import Municipality
from allmende.search.actions import update
from allmende.search.documents import Document
from allmende.transfers.models import Deployment, Edition, Factor, Report, Transfer
from allmende.transfers.queries import KINDS, documents


@dataclass(frozen=True, slots=True)
class Statement:
    """What may be seen of where, when and from what.

    origin: what it was written as, for example "contribution:…", never shown; solution: slug, None where the
    catalogue does not know it, then only a report can be told; place: official key, None where it is hidden;
    place_name: as shown, for a hidden place the sentence of its class; within: code of that class, empty if
    the place is named. Raises ValueError where a hidden place is named.
    """

    origin: str
    solution: str | None
    state: State
    as_of: str
    place: str | None
    place_name: str
    within: str = ""
    sources: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.origin or bool(self.place) == bool(self.within):
            raise ValueError("a statement has an origin and either a place or the class that hides it")

    @property
    def word(self) -> str:
        """A short word for addresses that says nothing of the origin, another where the place is hidden."""
        hidden = "hidden" if self.within else ""
        return salted_hmac("allmende.transfers", f"{self.origin} {hidden}").hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Telling:
    """The text of a report; factors: (dimension, polarity, statement, remedy)."""

    title: str
    outcome: Outcome
    text: str
    subject: str = ""
    period: str = ""
    figures: str = ""
    decided_by: str = ""
    would_repeat: bool | None = None
    factors: tuple[tuple[str, str, str, str], ...] = ()


@transaction.atomic
def tell_state(*, by: str, said: Statement, on: date, note: str = "", started: str = "") -> Deployment:
    """Show the state of a solution in one place, or change what was shown; on: day of release."""
    _leave_address(said)
    values = {
        **_common(said, on), "municipality_id": said.place, "place_name": said.place_name,
        "state": said.state.value, "started": started, "note": note,
    }  # fmt: skip
    row, _ = Deployment.objects.update_or_create(
        origin=said.origin, defaults=values, create_defaults={**values, "slug": _slug(said)}
    )
    row.sources.set(_sources(said.sources, on))
    show(by=by)
    return row


@transaction.atomic
def tell_takeover(*, by: str, said: Statement, on: date, year: int | None, origins: Sequence[str]) -> None:
    """Show that a solution of other places (official keys) was taken over; its state has been told before."""
    givers = list(Municipality.objects.filter(pk__in=origins).order_by("name"))
    values = {
        **_common(said, on), "taker_id": said.place, "taker_name": said.place_name,
        "state": said.state.value, "year": year, "origin_name": ", ".join(one.name for one in givers),
    }  # fmt: skip
    row, _ = Transfer.objects.update_or_create(
        origin=said.origin, defaults=values, create_defaults={**values, "slug": _slug(said)}
    )
    row.origins.set(givers)
    row.sources.set(_sources(said.sources, on))
    Deployment.objects.filter(origin=said.origin).update(transfer=row)
    show(by=by)


@transaction.atomic
def tell_report(*, by: str, said: Statement, told: Telling, on: date) -> Report:
    """Show a report with the state it ends in, or change what was shown; on: day of release."""
    _leave_address(said)
    if said.solution:
        tell_state(by=by, said=said, on=on)
    else:
        Deployment.objects.filter(origin=said.origin).delete()
    values = {
        **_common(said, on), "place_name": said.place_name, "subject": _subject(said, told),
        "title": told.title, "outcome": told.outcome.value, "text": told.text, "period": told.period,
        "figures": told.figures, "decided_by": told.decided_by, "would_repeat": told.would_repeat,
    }  # fmt: skip
    row, _ = Report.objects.update_or_create(
        origin=said.origin, defaults=values,
        create_defaults={**values, "slug": f"bericht-{said.word}", "first_released_on": on},
    )  # fmt: skip
    row.places.set(Municipality.objects.filter(pk=said.place))
    row.fields.set(row.solution.fields.all() if row.solution else [])
    row.sources.set(_sources(said.sources, on))
    _factors(row, told)
    show(by=by)
    return row


@transaction.atomic
def still_holds(*, by: str, origin: str, on: date) -> None:
    """Note that what is shown of this origin was confirmed; it is no news."""
    for model in _MODELS:
        model._default_manager.filter(origin=origin).update(checked_on=on)
    described.still_holds(by=by, origin=origin, on=on)
    show(by=by)


@transaction.atomic
def untell(*, by: str, origin: str) -> bool:
    """Take everything of this origin out of the public tables; whether there was anything."""
    if not origin:
        raise ValueError("the bundle is not taken back")
    counts = [model._default_manager.filter(origin=origin).delete()[0] for model in _MODELS]
    named = described.untell(by=by, origin=origin)
    show(by=by)
    return any(counts) or named


_MODELS = (Report, Deployment, Transfer)


def _leave_address(said: Statement) -> None:
    """Where a named place is hidden now, or the other way round: no link to the one leads to the other."""
    for model in _MODELS:
        rows = model._default_manager.filter(origin=said.origin)
        (rows.filter(within="") if said.within else rows.exclude(within="")).delete()


def _common(said: Statement, on: date) -> dict[str, Any]:
    return {
        "solution_id": said.solution, "within": said.within, "released_on": on,
        "checked_on": on,
        "as_of": said.as_of,
        "as_of_basis": AsOfBasis.OWN,
    }  # fmt: skip


def _subject(said: Statement, told: Telling) -> str:
    titles = Solution.objects.filter(pk=said.solution).values_list("title", flat=True)
    return told.subject or titles.first() or told.title


def _slug(said: Statement) -> str:
    return f"{(said.solution or '')[:140]}--{said.word}"


def _sources(addresses: Sequence[str], on: date) -> list[Source]:
    return [Source.objects.get_or_create(url=url, defaults={"read_on": on})[0] for url in addresses]


def _factors(row: Report, told: Telling) -> None:
    row.factors.all().delete()
    Factor.objects.bulk_create(
        Factor(
            id=f"{row.slug}-{position}", report=row, position=position, dimension_id=dimension,
            polarity=polarity, statement=statement, remedy=remedy,
        )
        for position, (dimension, polarity, statement, remedy) in enumerate(told.factors)
    )  # fmt: skip


def _documents() -> Iterator[Document]:
    yield from catalogue.documents()
    yield from documents()


def show(*, by: str) -> None:
    """Let pages, ranking and search follow a change of the public tables as soon as it is committed.

    The change stands even if the index cannot be written: that is logged, and the next start mends it.
    """
    Edition.objects.update(revision=F("revision") + 1)
    # Several in one transaction lead to one refresh; what a savepoint took back is gone from the list.
    waiting = (one[1] for one in connection.run_on_commit)
    if not any(isinstance(one, Refresh) and one.is_waiting for one in waiting):
        transaction.on_commit(Refresh(by), robust=True)


class Refresh:
    """Brings the index up to date, once its transaction is committed."""

    def __init__(self, by: str) -> None:
        self.by, self.is_waiting = by, True
        self.__qualname__ = type(self).__qualname__  # by which Django names it, should it fail

    def __call__(self) -> None:
        self.is_waiting = False
        update(kinds=("project", *KINDS), documents=_documents, by=self.by)
