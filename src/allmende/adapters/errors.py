# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""What can go wrong on the street. Every error says it in both languages and has a stable code."""

from datetime import datetime

from allmende.domain.explain import Text


class AdapterError(Exception):
    """Base of all. `text` is one sentence for people, `code` the rule's name for programs; str() is German."""

    def __init__(self, code: str, text: Text) -> None:
        super().__init__(text.de)
        self.code = code
        self.text = text


class RefusedError(AdapterError):
    """We declined: the address is not allowed, or a limit on size, time, redirects or objects was passed."""


class UnreachableError(AdapterError):
    """They did not answer: no such name, no connection, bad certificate, broken answer. Worth trying again."""


class MissingError(AdapterError):
    """It does not exist, or not for the public: the forge answers both alike."""


class RateLimitedError(AdapterError):
    """The forge asks to wait. `until` (aware) says how long; nobody sleeps here."""

    def __init__(self, until: datetime) -> None:
        when = f"{until:%d.%m.%Y %H:%M} UTC"
        super().__init__(
            "rate-limited",
            Text(
                de=f"Der Dienst bittet, bis {when} nicht mehr zu fragen.",
                en=f"The service asks not to be called before {when}.",
            ),
        )
        self.until = until
