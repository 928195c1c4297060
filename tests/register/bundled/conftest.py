# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""The bundled register, imported once for all tests of the room."""

from collections.abc import Iterator
from typing import Any

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


@pytest.fixture(autouse=True)
def _static_files_as_they_lie(settings: Any) -> None:
    """Pages are rendered without collected static files."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "whitenoise" not in name]
