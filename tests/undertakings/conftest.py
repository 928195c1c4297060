# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Two places and a solution; a mail server on this machine; pages without collected static files."""

from collections.abc import Iterator
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from tests.catalogue.build import municipality, solution
from tests.conftest import free_port
from tests.undertakings.build import GIVER, HOME


@pytest.fixture(autouse=True)
def _fast_and_plain(settings: Any, tmp_path: Path) -> None:
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "whitenoise" not in name]
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.SEARCH_INDEX = tmp_path
    settings.ADDRESS = "https://allmende.example"


@pytest.fixture
def stock(db: None) -> None:
    """Bad Belzig, another town, and a solution."""
    municipality(HOME, "Bad Belzig")
    municipality(GIVER, "Stuttgart")
    solution("pegel", title="Pegel für Starkregen")


class Letters:
    """Keeps what arrives; `answer` is what it says to a mail, None cuts the line."""

    def __init__(self) -> None:
        self.arrived: list[Any] = []
        self.answer: str | None = "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        """A mail has arrived."""
        if self.answer is None:
            server.transport.abort()
            return ""
        if self.answer.startswith("250"):
            self.arrived.append(message_from_bytes(envelope.content, policy=policy.default))
        return self.answer


@pytest.fixture
def letters(settings: Any) -> Iterator[Letters]:
    """What arrives at the mail server that the settings name."""
    handler = Letters()
    server = Controller(handler, hostname="127.0.0.1", port=free_port())
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    yield handler
    server.stop()
