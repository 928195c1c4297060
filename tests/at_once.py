# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Many who act at the same moment, each with a connection of its own to the database."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from django.db import connection

T = TypeVar("T")
SENDERS = 10  # at the same moment


def together(act: Callable[[int], T], times: int) -> list[T]:
    """What each caller gets, in the order of their numbers."""

    def one(number: int) -> T:
        try:
            return act(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(SENDERS) as senders:
        return list(senders.map(one, range(times)))


def fifty_times(send: Callable[[], T]) -> list[T]:
    """What fifty get who send the same form at once."""
    return together(lambda _number: send(), 50)
