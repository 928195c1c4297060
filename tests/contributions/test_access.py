# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Roles × states × visibility: what the table of the paper says is what access.py does."""

import pytest
from django.contrib.auth.models import AnonymousUser

from allmende.accounts.access import Visitor
from allmende.accounts.models import Membership, Person, Role, Standing
from allmende.contributions import access
from allmende.contributions.models import Contribution
from allmende.domain.review import ReviewState, Step
from tests.contributions import rights
from tests.contributions.build import AT, draft, person, take

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stock")]
WAY = {
    "draft": (), "submitted": (Step.SUBMIT,), "changes-requested": (Step.SUBMIT, Step.REQUEST_CHANGES),
    "released": (Step.SUBMIT, Step.RELEASE), "withdrawn": (Step.SUBMIT, Step.WITHDRAW),
}  # fmt: skip


def letters(visitor: Visitor, row: Contribution) -> str:
    """What somebody may do, as the table says it."""
    steps = {rights.LETTERS[step.value] for step in access.steps(visitor, row)}
    found = {
        *("l" if access.may_read(visitor, row) else ""),
        *("s" if access.may_write(visitor, row) else ""),
        *steps,
    }
    return "".join(sorted(found, key="lsezbfw".index)) or "-"


@pytest.mark.parametrize("visibility", rights.VISIBILITIES)
@pytest.mark.parametrize("state", rights.STATES)
def test_everybody_may_do_what_the_table_says(visibility: str, state: str) -> None:
    author, reviewer = person(Role.REPORTER), person(Role.EDITOR)
    row = draft(author, visibility=visibility)
    for step in WAY[state]:
        row = take(author if step in (Step.SUBMIT, Step.WITHDRAW) else reviewer, row, step)
    assert row.state == state
    people: dict[str, Visitor] = {
        "visitor": AnonymousUser(), "author": author, "reader": person(Role.READER),
        "reporter": person(Role.REPORTER), "editor": person(Role.EDITOR),
        "elsewhere": person(Role.EDITOR, key="12069030"), "transfer": person(Role.TRANSFER),
        "operation": person(Role.OPERATION),
    }  # fmt: skip
    found = {name: letters(one, row) for name, one in people.items()}
    assert found == rights.expected(visibility, state)
    for name, one in people.items():
        assert access.readable(one, [row]) == ([row] if access.may_read(one, row) else []), name


@pytest.mark.parametrize("state", ReviewState)
def test_who_left_the_municipality_may_do_nothing_with_what_they_wrote(state: ReviewState) -> None:
    author = person(Role.REPORTER)
    row = draft(author)
    Membership.objects.filter(person=author).update(state=Standing.ENDED, ended_at=AT)
    Contribution.objects.filter(pk=row.pk).update(state=state.value)
    row.refresh_from_db()
    assert letters(author, row) == "-"


def test_who_wrote_it_does_not_release_it_as_transfer_office_either() -> None:
    author = person(Role.EDITOR)
    Membership.objects.create(
        person=author, key="transfer", role=Role.TRANSFER, state=Standing.CONFIRMED, asked_at=AT,
        confirmed_at=AT, confirmed_by="command",
    )  # fmt: skip
    row = take(author, draft(author), Step.SUBMIT)
    assert "f" not in letters(Person.objects.get(pk=author.pk), row)


def test_the_paper_shows_this_table() -> None:
    assert f"{rights.BEGIN}{rights.table()}{rights.END}" in rights.PAPER.read_text("utf-8")
