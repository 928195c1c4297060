# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who reads and writes an undertaking, role by visibility, in the functions and at the doors."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from allmende.accounts.models import Role
from allmende.undertakings import access
from tests.undertakings.build import begun, client_of, person
from tests.undertakings.rights import EXPECTED, PAPER, WHO, table

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stock")]
CASES = [
    (visibility, role, key, letters)
    for visibility, answers in EXPECTED.items()
    for (role, key), letters in zip(WHO, answers, strict=True)
]


@pytest.mark.parametrize(("visibility", "role", "key", "letters"), CASES)
def test_rights_follow_role_and_visibility(visibility: str, role: str, key: str, letters: str) -> None:
    row = begun(person(Role.REPORTER), visibility=visibility)
    somebody = person(Role(role), key) if role else None
    found = {"l": access.may_read(somebody or AnonymousUser(), row), "s": access.may_write(somebody, row)}
    assert "".join(letter for letter, may in found.items() if may) == letters.replace("-", "")
    client = client_of(somebody) if somebody else Client()
    assert client.get(f"/vorhaben/{row.pk}/").status_code == (200 if "l" in letters else 404)
    expected = 422 if "s" in letters else 403 if "l" in letters else 404
    for door in ("schritt/", "gilt/", "angaben/", "schritte/1/"):
        assert client.post(f"/vorhaben/{row.pk}/{door}", {}).status_code == (expected if somebody else 302)
    assert row.steps.count() == 1


def test_the_paper_shows_the_same() -> None:
    assert table() in PAPER.read_text("utf-8"), "Bitte `python -m tests.undertakings.rights` aufrufen."
