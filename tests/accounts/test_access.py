# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Rights follow confirmed memberships and nothing else."""

from datetime import UTC, datetime, timedelta

import pytest

from allmende.accounts import access
from allmende.accounts.models import OPERATION, TRANSFER, Membership, OperatorMode, Person, Role, Standing

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 9, tzinfo=UTC)
HOME = "12069020"
RIGHTS = ("registered", "own", "write", "edit", "review")
EXPECTED = {
    Role.READER: "registered own",
    Role.REPORTER: "registered own write",
    Role.EDITOR: "registered own write edit review",
    Role.TRANSFER: "registered review",
    Role.OPERATION: "",
}


def member(role: Role, state: Standing, key: str = HOME) -> Person:
    person = Person.objects.create_user(f"{role}-{state}-{key}@example.test")
    place = {Role.TRANSFER: TRANSFER, Role.OPERATION: OPERATION}.get(role, key)
    dates = {
        Standing.ASKED: {},
        Standing.CONFIRMED: {"confirmed_at": AT, "confirmed_by": "command"},
        Standing.ENDED: {"confirmed_at": AT, "confirmed_by": "command", "ended_at": AT},
    }
    Membership.objects.create(person=person, key=place, role=role, state=state, asked_at=AT, **dates[state])
    return person


def rights(person: Person | None) -> set[str]:
    answers = (
        access.may_read_registered(person),
        access.may_read_own(person, HOME),
        access.may_write(person, HOME),
        access.may_edit(person, HOME),
        access.may_review(person, HOME, "person:somebody-else"),
    )
    return {right for right, answer in zip(RIGHTS, answers, strict=True) if answer}


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("state", list(Standing))
def test_only_a_confirmed_role_gives_its_rights(role: Role, state: Standing) -> None:
    expected = EXPECTED[role].split() if state == Standing.CONFIRMED else []
    assert rights(member(role, state)) == set(expected)


def test_a_closed_account_and_a_visitor_have_no_rights() -> None:
    person = member(Role.EDITOR, Standing.CONFIRMED)
    person.is_active = False
    assert rights(person) == rights(None) == set()


def test_nobody_releases_their_own_text() -> None:
    editor = member(Role.EDITOR, Standing.CONFIRMED)
    assert not access.may_review(editor, HOME, editor.reference)


def test_an_editor_elsewhere_has_no_say_here() -> None:
    assert rights(member(Role.EDITOR, Standing.CONFIRMED, "05315000")) == {"registered"}


def test_a_request_is_confirmed_by_an_editor_there_or_the_transfer_office() -> None:
    request = member(Role.REPORTER, Standing.ASKED).memberships.get()
    may = {role: access.may_confirm(member(role, Standing.CONFIRMED), request, AT) for role in Role}
    assert [role for role, answer in may.items() if answer] == [Role.EDITOR, Role.TRANSFER]


def test_an_operator_names_the_transfer_office_only_while_in_operator_mode() -> None:
    operator = member(Role.OPERATION, Standing.CONFIRMED)
    request = member(Role.TRANSFER, Standing.ASKED).memberships.get()
    assert not access.may_confirm(operator, request, AT)
    end = AT + timedelta(hours=1)
    OperatorMode.objects.create(person=operator, reason="Erste Transferstelle", since=AT, until=end)
    assert access.may_confirm(operator, request, AT)
    assert not access.may_confirm(operator, request, end)
    assert rights(operator) == set()
