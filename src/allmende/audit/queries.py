# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every read of the record."""

from allmende.audit.models import Event


def history(subject: str, key: str) -> list[Event]:
    """What happened to one subject, oldest first."""
    return list(Event.objects.filter(subject=subject, key=key))


def of(who: str) -> list[Event]:
    """What one author did, oldest first."""
    return list(Event.objects.filter(who=who))
