# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who may read, write and release what; docs/verstehen/rechte.md shows the same as a table."""

from collections.abc import Callable, Collection
from datetime import datetime

from allmende.accounts.access import (
    Visitor,
    is_transfer_office,
    known,
    may_edit,
    may_read_own,
    may_read_registered,
)
from allmende.accounts.access import may_write as may_write_for
from allmende.contributions import facts, queries
from allmende.contributions.models import Comment, Contribution, Revision, Visibility
from allmende.domain.review import Part, ReviewState, Step, allowed

OPEN = (Visibility.PUBLIC.value, Visibility.REGISTERED.value)
WRITABLE = (ReviewState.DRAFT, ReviewState.CHANGES_REQUESTED, ReviewState.RELEASED)


def may_write(visitor: Visitor, row: Contribution) -> bool:
    """Go on writing: who began it, and editors of the body; not while somebody looks at it."""
    return row.state in WRITABLE and _belongs(visitor, row)


def writable(visitor: Visitor, keys: Collection[str]) -> Callable[[Contribution], bool]:
    """`may_write` for many rows of bodies that the visitor may write for; asks once for each body."""
    edited = {key for key in keys if may_edit(visitor, key)}
    reference = visitor.reference if known(visitor) else ""
    return lambda row: row.state in WRITABLE and (row.author == reference or row.key in edited)


def may_read(visitor: Visitor, row: Contribution) -> bool:
    """See the contribution itself, with its place, its comments and its history.

    What is released for all is told to everybody in the public tables; this is about what lies behind it.
    """
    if _belongs(visitor, row) or _office_may(visitor, row):
        return True
    if row.in_force is None or row.state == ReviewState.WITHDRAWN:
        return False
    if may_read_own(visitor, row.key):
        return True
    return row.visibility in OPEN and may_read_registered(visitor)


def readable(visitor: Visitor, rows: Collection[Contribution]) -> list[Contribution]:
    """`may_read` for many rows; asks once for what every registered municipality may read."""
    if not rows or not may_read_registered(visitor):  # who belongs to nothing reads nothing
        return []
    return [row for row in rows if _is_open(row) or may_read(visitor, row)]


def _is_open(row: Contribution) -> bool:
    return row.in_force is not None and row.state != ReviewState.WITHDRAWN and row.visibility in OPEN


def sees_drafts(visitor: Visitor, row: Contribution) -> bool:
    """See what is not released yet, and what was said about it."""
    return _belongs(visitor, row) or _office_may(visitor, row)


def sees_revision(visitor: Visitor, row: Contribution, one: Revision) -> bool:
    """See what it said once: all of it those to whom it belongs, who only reviews it what was handed in.

    What a body crossed out before that, or kept to itself, stays its own.
    """
    if _belongs(visitor, row):
        return True
    newest = queries.newest(row)
    return sees_drafts(visitor, row) and one.pk in {row.in_force_id, newest.pk if newest else None}


def seen_comments(visitor: Visitor, row: Contribution) -> list[Comment]:
    """What was said about it, the oldest first; who only reviews it sees nothing said while it was to stay
    inside the body."""
    if not sees_drafts(visitor, row):
        return []
    comments = list(row.comments.all())
    if _belongs(visitor, row):
        return comments
    revisions = list(row.revisions.order_by("number"))
    return [one for one in comments if not _stayed_inside(row, revisions, one.at)]


def _stayed_inside(row: Contribution, revisions: Collection[Revision], at: datetime) -> bool:
    """Whether what stood there at that time was meant for the body alone."""
    stood = [one for one in revisions if one.at <= at][-1:]
    return any(facts.written(row, one).visibility == Visibility.OWN for one in stood)


def steps(visitor: Visitor, row: Contribution) -> dict[Step, ReviewState]:
    """Steps that somebody may take now, each with the state it leads to."""
    return allowed(ReviewState(row.state), _parts(visitor, row))


def _parts(visitor: Visitor, row: Contribution) -> set[Part]:
    """In what capacity somebody acts; nobody does who neither belongs to the body nor to the office."""
    if not known(visitor):
        return set()
    found = {Part.EDITOR} if may_edit(visitor, row.key) else set()
    if _office_may(visitor, row):
        found.add(Part.TRANSFER_OFFICE)
    wrote = visitor.reference == row.author or visitor.reference in queries.writers(row)
    if wrote and (found or may_write_for(visitor, row.key)):
        found.add(Part.AUTHOR)
    return found


def _belongs(visitor: Visitor, row: Contribution) -> bool:
    if not known(visitor):
        return False
    mine = row.author == visitor.reference and may_write_for(visitor, row.key)
    return mine or may_edit(visitor, row.key)


def _office_may(visitor: Visitor, row: Contribution) -> bool:
    """The transfer office looks at what was submitted once, but never at what stays inside a body."""
    if row.state == ReviewState.DRAFT and row.in_force is None:
        return False
    newest = facts.written(row, queries.newest(row))
    stays_inside = Visibility.OWN in (newest.visibility, row.visibility)
    return not stays_inside and is_transfer_office(visitor)
