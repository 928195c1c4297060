# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every write of the room. `by` is the reference of a person whose right access.py has confirmed."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from allmende.accounts.models import Person
from allmende.audit.actions import record
from allmende.catalogue import telling as described
from allmende.contributions import facts, hiding, queries
from allmende.contributions.facts import Planned, What, Written
from allmende.contributions.models import Comment, Contribution, Revision, Upload, Visibility
from allmende.domain.experience import ENDINGS, Ending, Experience
from allmende.domain.explain import Gap
from allmende.domain.lifecycle import State
from allmende.domain.records import OwnSolution
from allmende.domain.review import ReviewState, Step
from allmende.register.models import Municipality
from allmende.transfers import telling

SUBJECT = "contribution"
KEPT = timedelta(days=1)
MOST_KEPT = 3  # previews of one person, each of a file of up to five megabytes
_PUBLISHED = (Visibility.PUBLIC.value, Visibility.ANONYMISED.value)


class StaleError(Exception):
    """Somebody else has written since the form was opened; nothing was written."""


class UnreadyError(Exception):
    """What is missing or must not be told; nothing was written."""

    def __init__(self, gaps: tuple[Gap, ...]) -> None:
        super().__init__(", ".join(gap.code for gap in gaps))
        self.gaps = gaps


def begin(*, by: str, key: str, token: UUID, written: Written, at: datetime) -> Contribution:
    """A new draft; a form that arrives again under its token gets the draft it made the first time."""
    try:
        with transaction.atomic():
            row = Contribution.objects.create(
                kind=facts.KINDS[type(written)], key=key, author=by, token=token, begun_at=at, changed_at=at
            )
            _revise(row, 1, by, written, at)
            _note(row, by, "begin", at)
    except IntegrityError:
        return Contribution.objects.get(token=token, author=by)
    return row


@transaction.atomic
def revise(*, by: str, pk: UUID, version: int, written: Written, at: datetime) -> Contribution:
    """Add a revision, if anything differs. What is released stays in force until the next release.

    Raises StaleError if `version` is not the present one.
    """
    row = _taken(pk, version, at)
    before = queries.newest(row)
    written = _kept_true(row, before, written)
    if before and before.content == written.as_data():
        return row
    _revise(row, before.number + 1 if before else 1, by, written, at)
    if row.state == ReviewState.RELEASED:
        _set(row, state=ReviewState.DRAFT.value)
    _note(row, by, "save", at)
    return row


@transaction.atomic
def take(*, by: str, pk: UUID, version: int, step: Step, after: ReviewState, at: datetime) -> Contribution:
    """Take a step that access.steps allows, and show or hide what follows from it.

    Raises StaleError, or UnreadyError where something is missing before somebody else looks at it.
    """
    row = _taken(pk, version, at)
    if step in (Step.SUBMIT, Step.RELEASE):
        _refuse_unready(row)
    before = row.state
    _set(row, state=after.value)
    if step is Step.RELEASE:
        _release(row, by, at)
    if step is Step.WITHDRAW:
        _set(row, in_force=None, visibility="")
        telling.untell(by=by, origin=row.origin)
    record(
        by=by, verb=step.value, subject=SUBJECT, key=str(row.pk), at=at,
        before={"state": before}, after={"state": after.value},
    )  # fmt: skip
    return row


@transaction.atomic
def comment(*, by: str, pk: UUID, text: str, at: datetime) -> Comment:
    """Say something to those who may read it; the same twice in a row, as of a double click, is said once."""
    row = Contribution.objects.select_for_update().get(pk=pk)
    last = row.comments.last()
    if last and (last.by, last.text) == (by, text):
        return last
    said = Comment.objects.create(contribution=row, by=by, at=at, text=text)
    _note(row, by, "comment", at)
    return said


@transaction.atomic
def confirm(*, by: str, pk: UUID, at: datetime) -> Contribution:
    """Say that what is released still holds."""
    row = Contribution.objects.select_for_update().get(pk=pk)
    _set(row, checked_on=timezone.localdate(at))
    telling.still_holds(by=by, origin=row.origin, on=timezone.localdate(at))
    _note(row, by, "confirm", at)
    return row


@transaction.atomic
def take_over(*, by: str, planned: Sequence[Planned], at: datetime) -> None:
    """Make and change what a table says, all or nothing; what is new becomes a draft.

    Raises StaleError if something was changed since the plan was made, ValueError for a plan with refusals.
    """
    if any(one.what is What.REFUSED for one in planned):
        raise ValueError("a table with refused rows is not taken over")
    for one in planned:
        if one.what is What.NEW and one.token:
            made = begin(by=by, key=one.key, token=one.token, written=one.written, at=at)
            if made.begun_at != at:
                raise StaleError
        elif one.what is What.CHANGED and one.pk:
            revise(by=by, pk=one.pk, version=one.version, written=one.written, at=at)


@transaction.atomic
def keep_upload(*, by: Person, rows: Sequence[tuple[int, Mapping[str, str], str]], at: datetime) -> Upload:
    """Keep a table until it is confirmed; what was never confirmed goes after a day, or when the same person
    sends more than a few."""
    Upload.objects.filter(at__lt=at - KEPT).delete()
    newest = Upload.objects.filter(person=by).order_by("-at", "-pk").values_list("pk", flat=True)
    Upload.objects.filter(pk__in=list(newest[MOST_KEPT - 1 :])).delete()
    return Upload.objects.create(
        person=by, at=at, rows=[[number, dict(texts), kind] for number, texts, kind in rows]
    )


def drop_upload(*, by: Person, pk: UUID) -> None:
    """Forget a table that was taken over."""
    Upload.objects.filter(pk=pk, person=by).delete()


def _taken(pk: UUID, version: int, at: datetime) -> Contribution:
    """The row, locked for this write: whoever comes second with the same version has lost."""
    rows = Contribution.objects.filter(pk=pk, version=version)
    if not rows.update(version=version + 1, changed_at=at):
        raise StaleError
    return Contribution.objects.select_related("in_force").get(pk=pk)


def _kept_true(row: Contribution, before: Revision | None, written: Written) -> Written:
    """A record is not about itself; who changes what is read through has not read the new text."""
    if not isinstance(written, Experience):
        return replace(written, about="") if queries.is_own(written, row.origin) else written
    old = facts.written(row, before)
    seen = isinstance(old, Experience) and _read(old) == _read(written)
    return written if seen or not written.read_through else replace(written, read_through=False)


def _read(written: Experience) -> tuple[object, ...]:
    """What somebody reads through before it is told without the name."""
    return written.solution, dict(written.prose())


def _set(row: Contribution, **values: object) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=list(values))


def _revise(row: Contribution, number: int, by: str, written: Written, at: datetime) -> Revision:
    return Revision.objects.create(contribution=row, number=number, by=by, at=at, content=written.as_data())


def _note(row: Contribution, by: str, verb: str, at: datetime) -> None:
    record(by=by, verb=verb, subject=SUBJECT, key=str(row.pk), at=at)


def _refuse_unready(row: Contribution) -> None:
    gaps = facts.unready(facts.written(row, queries.newest(row)), row)
    if gaps:
        raise UnreadyError(gaps)


def _release(row: Contribution, by: str, at: datetime) -> None:
    revision = queries.newest(row)
    written = facts.written(row, revision)
    # the class of the first release stays: classes of two editions of the register could be intersected
    within = row.within
    if not within and isinstance(written, Experience) and written.visibility == Visibility.ANONYMISED:
        within = hiding.place_class(row.key, written.solution).code
    today = timezone.localdate(at)
    about = facts.solution_of(written)
    _set(row, in_force=revision, visibility=written.visibility, about=about, within=within, checked_on=today)
    if written.visibility in _PUBLISHED:
        _tell(row, written, by, today)
    else:
        telling.untell(by=by, origin=row.origin)


def _tell(row: Contribution, written: Written, by: str, on: date) -> None:
    if isinstance(written, Experience):
        telling.tell_report(by=by, said=_statement(row, written), told=_telling(row, written), on=on)
    elif isinstance(written, OwnSolution):
        shown = described.tell_solution(by=by, origin=row.origin, place=row.key, written=written, on=on)
        name = Municipality.objects.get(pk=row.key).name
        said = telling.Statement(
            row.origin,
            shown.pk,
            State(written.state),
            on.isoformat(),
            row.key,
            name,
            "",
            written.state_sources,
        )
        telling.tell_state(by=by, said=said, on=on, started=written.since)
    else:
        described.tell_project(by=by, origin=row.origin, place=row.key, written=written, on=on)
        telling.show(by=by)


def _statement(row: Contribution, written: Experience) -> telling.Statement:
    _, _, state = ENDINGS[Ending(written.ending)]
    if written.visibility == Visibility.ANONYMISED:
        name = hiding.class_in_words(row.within).de
        return telling.Statement(
            row.origin, written.solution or None, state, written.when[:4], None, name, row.within
        )
    name = Municipality.objects.get(pk=row.key).name
    return telling.Statement(
        row.origin, written.solution or None, state, written.when, row.key, name, "", written.sources
    )


def _telling(row: Contribution, written: Experience) -> telling.Telling:
    _, outcome, _ = ENDINGS[Ending(written.ending)]
    figures = "; ".join(text for text in (written.effort, written.cost) if text)
    factors = tuple((one.dimension, one.polarity, one.statement, one.remedy) for one in written.factors)
    return telling.Telling(
        written.title, outcome, written.text, subject=written.other_solution, period=written.when[:4],
        figures=figures, would_repeat=written.again, factors=factors,
    )  # fmt: skip
