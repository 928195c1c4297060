# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Fifty send the same form at once: it makes one step."""

from datetime import date
from uuid import UUID, uuid4

import pytest

from allmende.accounts.models import Role
from allmende.domain.lifecycle import Move, State
from allmende.transfers.models import Deployment
from allmende.undertakings import actions
from allmende.undertakings.models import Reminder, Step, Undertaking
from tests.at_once import fifty_times
from tests.undertakings.build import AT, HOME, begun, person

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("stock")]
DAY = date(2026, 4, 1)


def test_fifty_first_steps_are_one() -> None:
    who, token = person(Role.REPORTER), uuid4()
    made = fifty_times(
        lambda: (
            actions.begin(
                by=who.reference,
                key=HOME,
                solution="pegel",
                visibility="public",
                origin="",
                move=Move(State.PLANNED, DAY),
                token=token,
                at=AT,
            ).pk
        )
    )
    assert set(made) == {Undertaking.objects.get().pk}
    assert Step.objects.count() == Deployment.objects.count() == 1


def test_fifty_next_steps_are_one() -> None:
    row, token = begun(person(Role.REPORTER)), uuid4()
    fifty_times(
        lambda: (
            actions.step(
                by="person:x", pk=row.pk, version=1, move=Move(State.PILOTING, DAY), token=token, at=AT
            ).pk
        )
    )
    row.refresh_from_db()
    assert (row.state, row.version, row.steps.count()) == ("piloting", 2, 2)


def test_fifty_forms_of_fifty_people_make_one_step_and_tell_the_others() -> None:
    row = begun(person(Role.REPORTER))
    stale: list[int] = []

    def send() -> UUID:
        try:
            actions.step(
                by="person:x", pk=row.pk, version=1, move=Move(State.PILOTING, DAY), token=uuid4(), at=AT
            )
        except actions.StaleError:
            stale.append(1)
        return row.pk

    fifty_times(send)
    assert (len(stale), row.steps.count()) == (49, 2)


def test_a_question_is_claimed_once() -> None:
    who = person(Role.REPORTER)
    row = begun(who)
    claimed: list[Reminder] = []

    def claim() -> UUID:
        found = actions.claim(by="command", row=row, person=who, about=DAY, number=1, on=DAY)
        claimed.extend([found] if found else [])
        return row.pk

    fifty_times(claim)
    assert len(claimed) == 1
