# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every read of the room."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db.models import Q, QuerySet

from allmende.compliance.models import Outcome, Proposal, Visit


def claims() -> Sequence[str]:
    """All claims that are held."""
    return list(Visit.objects.exclude(claim="").values_list("claim", flat=True))


def due(publishers: Collection[str], now: datetime) -> int:
    """How many visits are due."""
    return Visit.objects.filter(publisher__in=publishers, due__lte=now).count()


def waiting_until(publishers: Collection[str], now: datetime) -> datetime | None:
    """When the next of the visits put off is due; None if none was put off."""
    put_off = Q(outcome=Outcome.LATER) | Q(visited=None)
    later = Visit.objects.filter(put_off, publisher__in=publishers, due__gt=now)
    return later.order_by("due").values_list("due", flat=True).first()


def visits(publisher: str = "", outcome: str = "") -> QuerySet[Visit]:
    """The log of the harvest: each address with how its last visit ended, by publisher and address."""
    found = Visit.objects.all()
    if publisher:
        found = found.filter(publisher=publisher)
    return found.filter(outcome=outcome) if outcome else found


def proposals(state: str = "") -> QuerySet[Proposal]:
    """Proposals by publisher and address, with their solution."""
    found = Proposal.objects.select_related("solution")
    return found.filter(state=state) if state else found


def proposal(word: str) -> Proposal | None:
    """The proposal with this number or address."""
    named = {"pk": int(word)} if word.isdecimal() else {"url": word}
    return Proposal.objects.filter(**named).first()
