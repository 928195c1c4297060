# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""What waits for somebody who is signed in, shown at the head of every page, and what they wait for."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from allmende.accounts import access
from allmende.accounts import queries as accounts
from allmende.accounts.models import OPERATION, TRANSFER, Membership, Role, Standing
from allmende.contributions import shown as contributions
from allmende.register import queries as register

DECIDERS = (Role.EDITOR, Role.TRANSFER, Role.OPERATION)


@dataclass(frozen=True, slots=True)
class ToDo:
    """reviews: contributions to look at; requests: memberships to decide; asked: names of bodies."""

    reviews: int = 0
    requests: int = 0
    asked: tuple[str, ...] = ()


def to_do(request: HttpRequest) -> dict[str, object]:
    """Context processor: `to_do`, looked up only where a page shows it, so never for visitors."""
    return {"to_do": SimpleLazyObject(lambda: _to_do(request))}


def _to_do(request: HttpRequest) -> ToDo:
    person: access.Visitor = request.user
    if not access.known(person):
        return ToDo()
    rows = accounts.memberships(person)
    asked = tuple(name for _row, name in named(one for one in rows if one.state == Standing.ASKED))
    if not any(one.state == Standing.CONFIRMED and one.role in DECIDERS for one in rows):
        return ToDo(asked=asked)
    requests = access.confirmable(person, timezone.now())
    return ToDo(contributions.number_waiting(person), requests.count(), asked)


def named(memberships: Iterable[Membership]) -> list[tuple[Membership, str]]:
    """Memberships with the names of what they are for."""
    rows = list(memberships)
    if not rows:
        return []
    names = {key: body.label for key, body in register.by_keys({row.key for row in rows}).items()}
    names |= {TRANSFER: _("Transferstelle"), OPERATION: _("Betrieb")}
    return [(row, names.get(row.key, row.key)) for row in rows]
