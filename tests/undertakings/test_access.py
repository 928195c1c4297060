# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who reads and writes an undertaking, role by visibility."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from allmende.accounts.models import Role
from allmende.undertakings import access
from allmende.undertakings.models import Visibility
from tests.undertakings.build import begun, client_of, person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stock")]
# role, whether of this municipality: what may be done with what is public, and with what is its own
MATRIX = {
    (None, False): ("read", ""),
    (Role.READER, True): ("read", "read"),
    (Role.REPORTER, True): ("read write", "read write"),
    (Role.EDITOR, True): ("read write", "read write"),
    (Role.READER, False): ("read", ""),
    (Role.REPORTER, False): ("read", ""),
    (Role.EDITOR, False): ("read", ""),
    (Role.TRANSFER, False): ("read", ""),
    (Role.OPERATION, False): ("read", ""),
}
CASES = [
    (role, ours, visibility, set(answers[n].split()))
    for (role, ours), answers in MATRIX.items()
    for n, visibility in enumerate((Visibility.PUBLIC, Visibility.OWN))
]


@pytest.mark.parametrize(("role", "ours", "visibility", "may"), CASES)
def test_rights_follow_role_and_visibility(
    role: Role | None, ours: bool, visibility: Visibility, may: set[str]
) -> None:
    row = begun(person(Role.REPORTER), visibility=visibility.value)
    visitor = person(role, row.key if ours else "08111000") if role else AnonymousUser()
    found = {"read": access.may_read(visitor, row), "write": access.may_write(visitor, row)}
    assert {word for word, answer in found.items() if answer} == may
    client = client_of(visitor) if role else Client()  # type: ignore[arg-type]
    assert client.get(f"/vorhaben/{row.pk}/").status_code == (200 if "read" in may else 404)
    written = client.post(f"/vorhaben/{row.pk}/gilt/", {}).status_code
    expected = 422 if "write" in may else 403 if "read" in may else 404
    assert written == (expected if role else 302)
