# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""A mail server on this machine, and pages without collected static files."""

from collections import Counter
from collections.abc import Iterator
from email import message_from_bytes, policy
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from tests.conftest import free_port


class Letters:
    """Keeps what arrives; refuses what is for "voll@example.test" as a full box does, and any further mail
    after `most` on one connection, as many hosts do. connections: how many mails each brought."""

    def __init__(self) -> None:
        self.arrived: list[Any] = []
        self.most = 1000
        self.connections: Counter[Any] = Counter()

    async def handle_RCPT(  # noqa: N802  # the name is the protocol's
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        """Say whether an address is served here."""
        if address.startswith("voll@"):
            return "452 mailbox full"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        """A mail has arrived."""
        if self.connections[session.peer] >= self.most:
            return "421 too many mails on this connection"
        self.connections[session.peer] += 1
        self.arrived.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"


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


@pytest.fixture(autouse=True)
def _fast_and_plain(settings: Any) -> None:
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "whitenoise" not in name]
    settings.ADDRESS = "https://allmende.example"
