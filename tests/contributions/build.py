# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""People and reports for the tests of the room."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

from allmende.accounts.models import OPERATION, TRANSFER, Membership, Person, Role, Standing
from allmende.contributions import access, actions
from allmende.contributions.models import Contribution, Visibility
from allmende.domain.experience import Experience, Helped
from allmende.domain.review import Step

HOME = "12069020"
NEIGHBOURS = tuple(f"120690{number}" for number in range(30, 37))
AT = datetime(2026, 11, 24, 12, tzinfo=UTC)
WRITTEN = Experience(
    solution="pegel", ending="failed", when="2026-05", title="Die Pegel fielen im Winter aus",
    text="Nach dem ersten Frost kamen keine Werte mehr.", effort="zwei Personen, drei Monate",
    again=False, visibility=Visibility.PUBLIC.value,
)  # fmt: skip


def person(role: Role, key: str = HOME, name: str = "") -> Person:
    """Somebody with one confirmed role."""
    made = Person.objects.create_user(f"{uuid4().hex}@example.test", name=name)
    place = {Role.TRANSFER: TRANSFER, Role.OPERATION: OPERATION}.get(role, key)
    Membership.objects.create(
        person=made, key=place, role=role, state=Standing.CONFIRMED, asked_at=AT, confirmed_at=AT,
        confirmed_by="command",
    )  # fmt: skip
    return made


def draft(author: Person, written: Experience = WRITTEN, **changes: object) -> Contribution:
    """A report that was begun."""
    return actions.begin(
        by=author.reference,
        key=HOME,
        token=uuid4(),
        written=replace(written, **changes),
        at=AT,  # type: ignore[arg-type]
    )


def take(who: Person, row: Contribution, step: Step) -> Contribution:
    """A step that the rules allow."""
    row.refresh_from_db()
    after = access.steps(who, row)[step]
    return actions.take(by=who.reference, pk=row.pk, version=row.version, step=step, after=after, at=AT)


def released(author: Person, reviewer: Person, **changes: object) -> Contribution:
    """A report that went through four eyes."""
    row = draft(author, **changes)
    take(author, row, Step.SUBMIT)
    return take(reviewer, row, Step.RELEASE)


def helped(dimension: str) -> Helped:
    """A barrier with its remedy."""
    return Helped(dimension, "barrier", "Niemand las die Werte ab.", "Zuständigkeit vorher klären.")
