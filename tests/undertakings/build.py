# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""People and undertakings for the tests of the room."""

import re
from datetime import UTC, date, datetime
from uuid import uuid4

from django.test import Client

from allmende.accounts.models import OPERATION, TRANSFER, Membership, Person, Role, Standing
from allmende.domain.lifecycle import Move, State
from allmende.undertakings import actions
from allmende.undertakings.models import Undertaking

HOME = "12069020"
GIVER = "08111000"
AT = datetime(2026, 11, 24, 12, tzinfo=UTC)


def person(role: Role, key: str = HOME, address: str = "") -> Person:
    """Somebody with one confirmed role."""
    made = Person.objects.create_user(address or f"{uuid4().hex}@example.test")
    place = {Role.TRANSFER: TRANSFER, Role.OPERATION: OPERATION}.get(role, key)
    Membership.objects.create(
        person=made, key=place, role=role, state=Standing.CONFIRMED, asked_at=AT, confirmed_at=AT,
        confirmed_by="command",
    )  # fmt: skip
    return made


def begun(
    who: Person, state: State = State.PLANNED, on: date = date(2026, 1, 15), at: datetime = AT,
    visibility: str = "public", origin: str = "", solution: str = "pegel",
) -> Undertaking:  # fmt: skip
    """An undertaking with its first step."""
    return actions.begin(
        by=who.reference, key=HOME, solution=solution, visibility=visibility, origin=origin,
        move=Move(state, on), token=uuid4(), at=at,
    )  # fmt: skip


def step(
    who: Person, row: Undertaking, state: State, on: date, reason: str = "", at: datetime = AT
) -> Undertaking:
    """The next step, by somebody who has seen the newest state."""
    row.refresh_from_db()
    return actions.step(
        by=who.reference, pk=row.pk, version=row.version, move=Move(state, on, reason), token=uuid4(), at=at
    )


def client_of(who: Person) -> Client:
    """A browser in which somebody is signed in."""
    client = Client()
    client.force_login(who)
    return client


def page(client: Client, address: str) -> str:
    """Text of a page that is there."""
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    return str(answer.content.decode())


def hidden(text: str, name: str, number: int = 0) -> str:
    """Value of a hidden field."""
    tags = [tag for tag in re.findall(r"<input[^>]*>", text) if f'name="{name}"' in tag]
    found = re.search(r'value="([^"]*)"', tags[number])
    assert found
    return found.group(1)
