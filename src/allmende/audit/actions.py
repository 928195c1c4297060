# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""The two writes of the record: add an event, make a person's events pseudonymous."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.db import transaction

from allmende.audit.models import PSEUDONYM, Event


def record(
    *,
    by: str,
    verb: str,
    subject: str,
    key: str,
    at: datetime,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> Event:
    """Add one event; call it inside the transaction of the write it tells of.

    `by` is a reference ("person:<id>", "import"); `before` and `after` hold editorial content only.
    """
    return Event.objects.create(
        who=by, verb=verb, subject=subject, key=key, at=at, before=before, after=after
    )


@transaction.atomic
def pseudonymise(*, by: str, who: str, at: datetime) -> str:
    """Replace the author `who` of all events by a new pseudonym, which leads to nobody and is returned."""
    pseudonym = f"{PSEUDONYM}{uuid4()}"
    Event.objects.filter(who=who).update(who=pseudonym)
    author = pseudonym if by == who else by
    record(by=author, verb="pseudonymise", subject="events", key=pseudonym, at=at)
    return pseudonym
