# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a server says about asking too often, in the several ways forges say it."""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from allmende.adapters.errors import RateLimitedError
from allmende.adapters.http import Answer

# A server that names no moment, or one that cannot be meant, is asked again after these.
USUAL = timedelta(minutes=10)
LONGEST = timedelta(days=1)


def raise_if_limited(answer: Answer, now: datetime) -> None:
    """Raise RateLimitedError if this answer means "too often". `now` is aware."""
    exhausted = "0" in (
        answer.headers.get("x-ratelimit-remaining"), answer.headers.get("ratelimit-remaining")
    )  # fmt: skip
    asked_to_wait = "retry-after" in answer.headers
    if answer.status == 429 or (answer.status in {403, 503} and (exhausted or asked_to_wait)):
        raise RateLimitedError(_until(answer, now))


def _until(answer: Answer, now: datetime) -> datetime:
    named = _after(answer.headers.get("retry-after", ""), now) or _moment(
        answer.headers.get("x-ratelimit-reset") or answer.headers.get("ratelimit-reset") or ""
    )
    if named is None or named <= now:
        return now + USUAL
    return min(named, now + LONGEST)


def _after(text: str, now: datetime) -> datetime | None:
    """Retry-After is a number of seconds or a date (RFC 9110, 10.2.3)."""
    try:
        if text.strip().isdecimal():
            return now + timedelta(seconds=int(text))
        date = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    return date if date.tzinfo else date.replace(tzinfo=UTC)


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromtimestamp(int(text), UTC)
    except (ValueError, OverflowError, OSError):
        return None
