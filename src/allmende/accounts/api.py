# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who asks the API: nobody in particular, or a person by an access key; what the key may do."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema
from ninja.errors import HttpError
from ninja.security import HttpBearer

from allmende.accounts import actions, queries
from allmende.accounts.models import Person

UNAUTHORIZED = 401
router = Router(tags=["Zugang"])


class AccessKeyAuth(HttpBearer):
    """Takes requests without a key as they are; a key that does not hold is refused whatever was asked."""

    def __call__(self, request: HttpRequest) -> Any:
        if "Authorization" not in request.headers:
            return True
        person = super().__call__(request)
        if person is None:
            raise HttpError(UNAUTHORIZED, "Dieser Zugangsschlüssel gilt nicht oder nicht mehr.")
        return person

    def authenticate(self, request: HttpRequest, token: str) -> Person | None:
        now = timezone.now()
        row = queries.access_key(token, now)
        if row is None:
            return None
        actions.use_key(by=row.person.reference, row=row, at=now)
        return row.person


class MembershipOut(Schema):
    """What a person belongs to: official key, "transfer" or "operation", and the role there."""

    key: str
    role: str


class MeOut(Schema):
    """Whose key it is."""

    id: str
    name: str
    memberships: list[MembershipOut]


@router.get("/me", response=MeOut, summary="Wessen Zugangsschlüssel das ist")
def me(request: HttpRequest) -> MeOut:
    """The person of the key with what they belong to. 401 without a key."""
    person = getattr(request, "auth", None)
    if not isinstance(person, Person):
        raise HttpError(UNAUTHORIZED, "Dafür braucht es einen Zugangsschlüssel.")
    rows = [MembershipOut(key=one.key, role=one.role) for one in queries.confirmed(person)]
    return MeOut(id=person.reference, name=person.name, memberships=rows)
