# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""What can go wrong on the street. Every error says it in both languages and has a stable code."""

from datetime import datetime

from allmende.domain.explain import Text


class AdapterError(Exception):
    """Base of all: a sentence `text` for people, a `code` for programs. str() gives the German sentence."""

    def __init__(self, code: str, de: str, en: str) -> None:
        super().__init__(de)
        self.code = code
        self.text = Text(de=de, en=en)


class RefusedError(AdapterError):
    """We declined: the address is not allowed, or a limit on size, redirects or objects was passed."""


class UnreachableError(AdapterError):
    """They did not answer: no such name, no connection, bad certificate, too slow. Worth trying again."""


class MissingError(AdapterError):
    """It does not exist, or not for the public: forges answer both alike."""


class RateLimitedError(AdapterError):
    """The forge asks to wait. `until` (aware) says how long; nobody sleeps here."""

    def __init__(self, until: datetime) -> None:
        super().__init__(
            "rate-limited",
            f"Der Dienst bittet, bis {until:%d.%m.%Y %H:%M} (UTC) nicht mehr zu fragen.",
            f"The service asks not to be called before {until:%Y-%m-%d %H:%M} (UTC).",
        )
        self.until = until
