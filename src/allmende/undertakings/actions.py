# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every write of the room. `by` is the reference of a person whose right access.py has confirmed."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from allmende.accounts.models import Person
from allmende.audit.actions import record
from allmende.domain.explain import Gap
from allmende.domain.lifecycle import Move, State, faults, objections
from allmende.register import queries as register
from allmende.transfers import telling
from allmende.undertakings import facts, queries
from allmende.undertakings.models import Confirmation, Reminder, Step, Undertaking, Visibility

SUBJECT = "undertaking"


class StaleError(Exception):
    """Somebody else has written since the form was opened; nothing was written."""


class ExistsError(Exception):
    """The municipality has begun this already, with another form; nothing was written."""


class RefusedError(Exception):
    """What the rules object to; nothing was written."""

    def __init__(self, gaps: Sequence[Gap]) -> None:
        super().__init__(", ".join(gap.code for gap in gaps))
        self.gaps = gaps


def begin(
    *, by: str, key: str, solution: str, visibility: str, origin: str, move: Move, token: UUID, at: datetime
) -> Undertaking:
    """The first step; a form that arrives again under its token gets what it made the first time.

    Raises RefusedError, or ExistsError where the municipality has begun it with another form.
    """
    _refuse(objections((), move, today=timezone.localdate(at)))
    try:
        with transaction.atomic():
            row = Undertaking.objects.create(key=key, solution=solution, visibility=visibility, origin=origin)
            _add(row, 1, move, by, token, at)
            _settle(row, by, at, "begin")
    except IntegrityError as error:
        there = Undertaking.objects.filter(key=key, solution=solution, steps__token=token).first()
        if there is None:
            raise ExistsError from error
        return there
    return row


def step(*, by: str, pk: UUID, version: int, move: Move, token: UUID, at: datetime) -> Undertaking:
    """The next step, once for each token. Raises StaleError or RefusedError."""
    with transaction.atomic():
        row = _taken(pk, version, token)
        if row is None:
            return Undertaking.objects.get(pk=pk)
        rows = queries.steps(row)
        history = [facts.move(one) for one in facts.counting(rows)]
        _refuse(objections(history, move, today=timezone.localdate(at)))
        _add(row, max((one.position for one in rows), default=0) + 1, move, by, token, at)
        return _settle(row, by, at, "step")


def correct(
    *, by: str, pk: UUID, version: int, position: int, move: Move | None, token: UUID, at: datetime
) -> Undertaking:
    """Put something else in place of a step, or nothing; what stood there stays in the history.

    Raises StaleError, or RefusedError where the history would make no sense.
    """
    with transaction.atomic():
        row = _taken(pk, version, token)
        if row is None:
            return Undertaking.objects.get(pk=pk)
        old = [one for one in queries.steps(row) if one.position == position][-1]
        _add(row, position, move, by, token, at, old)
        history = [facts.move(one) for one in facts.counting(queries.steps(row))]
        _refuse(faults(history, today=timezone.localdate(at)))
        return _settle(row, by, at, "correct")


def confirm(*, by: str, pk: UUID, version: int, text: str, token: UUID, at: datetime) -> Undertaking:
    """Say that it goes on as before, with a sentence or without. Raises StaleError."""
    with transaction.atomic():
        row = _taken(pk, version, token)
        if row is None:
            return Undertaking.objects.get(pk=pk)
        on = timezone.localdate(at)
        Confirmation.objects.create(undertaking=row, on=on, text=text, by=by, at=at, token=token)
        return _settle(row, by, at, "confirm")


@transaction.atomic
def choose(*, by: str, pk: UUID, version: int, visibility: str, origin: str, at: datetime) -> Undertaking:
    """Choose who may see it and where it was taken over from, unless it stands so. Raises StaleError."""
    there = Undertaking.objects.filter(pk=pk, visibility=visibility, origin=origin).first()
    if there:
        return there
    row = _taken(pk, version, None)
    if row is None:
        raise StaleError
    if _is_told(row):  # told anew below, with the place of origin or without
        telling.untell(by=by, origin=row.told_as)
    before = {"visibility": row.visibility, "origin": row.origin}
    row.visibility, row.origin = visibility, origin
    row.save(update_fields=["visibility", "origin"])
    after = {"visibility": visibility, "origin": origin}
    record(by=by, verb="choose", subject=SUBJECT, key=str(pk), at=at, before=before, after=after)
    _tell(row, facts.counting(queries.steps(row)), by)
    return row


def claim(
    *, by: str, row: Undertaking, person: Person, about: date, number: int, on: date
) -> Reminder | None:
    """Take the sending of a question on; None where another run has done so."""
    try:
        with transaction.atomic():
            return Reminder.objects.create(undertaking=row, person=person, about=about, round=number, on=on)
    except IntegrityError:
        return None


@transaction.atomic
def sent(*, by: str, reminder: Reminder, at: datetime) -> None:
    """Note that the mail server took the question."""
    reminder.sent_at = at
    reminder.save(update_fields=["sent_at"])
    record(by=by, verb="remind", subject=SUBJECT, key=str(reminder.undertaking_id), at=at)


def give_back(*, by: str, reminder: Reminder) -> None:
    """The mail server has said that it does not take the question: a later run may send it."""
    reminder.delete()


def _taken(pk: UUID, version: int, token: UUID | None) -> Undertaking | None:
    """The row, locked for this write; None where the form of this token has been written already.

    Whoever comes second with the same version has lost: StaleError.
    """
    if token and queries.has_arrived(pk, token):
        return None
    if Undertaking.objects.filter(pk=pk, version=version).update(version=version + 1):
        return Undertaking.objects.get(pk=pk)
    if token and queries.has_arrived(pk, token):
        return None
    raise StaleError


def _refuse(gaps: Sequence[Gap]) -> None:
    if gaps:
        raise RefusedError(gaps)


def _add(
    row: Undertaking,
    position: int,
    move: Move | None,
    by: str,
    token: UUID,
    at: datetime,
    old: Step | None = None,
) -> None:
    said: dict[str, Any] = {"state": "", "on": old.on if old else timezone.localdate(at)}
    if move:
        said = {"state": move.state.value, "on": move.on, "reason": move.reason.strip()}
    revision = old.revision + 1 if old else 1
    Step.objects.create(
        undertaking=row, position=position, revision=revision, by=by, at=at, token=token, **said
    )


def _settle(row: Undertaking, by: str, at: datetime, verb: str) -> Undertaking:
    """Let the row, the record and the public tables follow the history."""
    before = _content(row)
    was_told = _is_told(row)
    counting = facts.counting(queries.steps(row))
    now = facts.standing(counting, queries.confirmations(row))
    row.state, row.since, row.confirmed_on, row.note = now.state, now.since, now.confirmed_on, now.note
    row.save(update_fields=["state", "since", "confirmed_on", "note"])
    record(by=by, verb=verb, subject=SUBJECT, key=str(row.pk), at=at, before=before, after=_content(row))
    if was_told and not counting:
        telling.untell(by=by, origin=row.told_as)
    _tell(row, counting, by)
    return row


def _content(row: Undertaking) -> dict[str, str]:
    return {"state": row.state, "since": row.since.isoformat() if row.since else "", "note": row.note}


def _is_told(row: Undertaking) -> bool:
    return row.visibility == Visibility.PUBLIC and bool(row.state)


def _tell(row: Undertaking, steps: Sequence[Step], by: str) -> None:
    """Show a public undertaking with its state where everybody looks; nothing of one that is not."""
    if not _is_told(row) or row.confirmed_on is None or queries.solution(row.solution) is None:
        return
    place = register.by_keys([row.key])[row.key]
    said = telling.Statement(
        row.told_as, row.solution, State(row.state), row.confirmed_on.isoformat(), row.key, place.name
    )
    on = timezone.localdate(steps[-1].at)  # a confirmation is no news
    telling.tell_state(by=by, said=said, on=on, note=row.note, started=facts.began(steps))
    if row.origin:
        year = steps[0].on.year
        telling.tell_takeover(by=by, said=said, on=on, year=year, origins=[row.origin])
    telling.still_holds(by=by, origin=row.told_as, on=row.confirmed_on)
