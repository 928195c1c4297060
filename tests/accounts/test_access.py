# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Rights follow confirmed memberships and nothing else; the paper says the same."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from allmende.accounts import access
from allmende.accounts.models import Membership, OperatorMode, Person, Role, Standing
from tests.accounts.people import AT, HOME, member, person
from tests.accounts.rights import PAPER, RIGHTS, WHO, matrix

pytestmark = pytest.mark.django_db
ELSEWHERE = "05315000"


def someone(who: str) -> Person | None:
    """One of each kind of visitor."""
    if who == "visitor":
        return None
    if who in {"newcomer", "former"}:
        return member(Role.EDITOR, Standing.ASKED if who == "newcomer" else Standing.ENDED)
    if who == "elsewhere":
        return member(Role.EDITOR, key=ELSEWHERE)
    made = member({"mode": Role.OPERATION, "closed": Role.EDITOR}.get(who) or Role(who))
    if who == "mode":
        OperatorMode.objects.create(person=made, reason="Test", since=AT, until=AT + timedelta(hours=1))
    made.is_active = who != "closed"
    return made


def row(role: Role, state: Standing = Standing.ASKED) -> Membership:
    """The membership of somebody who is asked about."""
    return member(role, state, key=HOME).memberships.get()


ANSWERS: dict[str, Callable[[Person | None], bool]] = {
    "read registered": access.may_read_registered,
    "read own": lambda one: access.may_read_own(one, HOME),
    "write": lambda one: access.may_write(one, HOME),
    "edit": lambda one: access.may_edit(one, HOME),
    "review": lambda one: access.may_review(one, HOME, "person:somebody-else"),
    "review own": lambda one: access.may_review(one, HOME, one.reference if one else ""),
    "see members": lambda one: access.may_see_members(one, HOME),
    "confirm member": lambda one: access.may_confirm(one, row(Role.REPORTER), AT),
    "end member": lambda one: access.may_end(one, row(Role.REPORTER)),
    "change role": lambda one: access.may_change_role(one, other(Role.READER)),
    "confirm transfer": lambda one: access.may_confirm(one, row(Role.TRANSFER), AT),
    "confirm operation": lambda one: access.may_confirm(one, row(Role.OPERATION), AT),
    "appoint oneself": lambda one: bool(one) and access.may_appoint(one, one, AT),
    "switch on": access.is_operator,
}


def other(role: Role) -> Membership:
    """A confirmed member, not the one who asks."""
    made = person("otto@example.test")
    return Membership.objects.create(
        person=made,
        key=HOME,
        role=role,
        state=Standing.CONFIRMED,
        asked_at=AT,
        confirmed_at=AT,
        confirmed_by="x",
    )


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("right", RIGHTS)
def test_everybody_may_what_the_matrix_says(who: str, right: str) -> None:
    assert ANSWERS[right](someone(who)) is (who in RIGHTS[right][1].split())


def test_the_paper_shows_this_matrix() -> None:
    assert matrix() in PAPER.read_text("utf-8"), "Bitte `python -m tests.accounts.rights` aufrufen."


def test_the_mode_of_an_operator_runs_out() -> None:
    operator, request = someone("mode"), row(Role.TRANSFER)
    assert access.may_confirm(operator, request, AT)
    assert not access.may_confirm(operator, request, AT + timedelta(hours=1))


def test_nobody_decides_about_themselves() -> None:
    for role in (Role.TRANSFER, Role.OPERATION):
        somebody = member(role, Standing.ASKED)
        assert not access.may_confirm(somebody, somebody.memberships.get(), AT)


def test_everybody_may_leave() -> None:
    for role in Role:
        somebody = member(role)
        assert access.may_end(somebody, somebody.memberships.get())


def test_nobody_ends_what_has_nothing_to_do_with_them() -> None:
    assert not access.may_end(someone("transfer"), row(Role.OPERATION))
    assert not access.may_end(someone("elsewhere"), other(Role.READER))
