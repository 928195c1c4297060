# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""The bundled register, imported once for all tests of the room."""

from collections.abc import Iterator

import pytest
from django.db import transaction

from allmende import data
from allmende.register.actions import import_register


@pytest.fixture(scope="package")
def _full_register(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]
        import_register(data.path("register", "register.csv.gz"), by="test")
        yield
        transaction.set_rollback(True)


@pytest.fixture
def full_register(_full_register: None, db: None) -> None:
    """The bundled edition is in the database."""
