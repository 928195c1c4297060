# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every read of the room."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

from django.db.models import Max, Q, QuerySet

from allmende.catalogue.models import Solution
from allmende.compliance.facts import Summary, summary
from allmende.compliance.models import Check, Ending, Proposal, Repository, Visit
from allmende.domain.repository.address import canonical


def claims() -> Sequence[str]:
    """All claims that are held."""
    return list(Visit.objects.exclude(claim="").values_list("claim", flat=True))


def due(publishers: Collection[str], now: datetime) -> int:
    """How many visits are due."""
    return Visit.objects.filter(publisher__in=publishers, due__lte=now).count()


def waiting_until(publishers: Collection[str], now: datetime) -> datetime | None:
    """When the next of the visits put off is due; None if none was put off."""
    put_off = Q(ending=Ending.LATER) | Q(visited=None)
    later = Visit.objects.filter(put_off, publisher__in=publishers, due__gt=now)
    return later.order_by("due").values_list("due", flat=True).first()


def checked_since(url: str, moment: datetime) -> bool:
    """Whether the repository was checked after this moment."""
    return Repository.objects.filter(url=canonical(url), latest__moment__gt=moment).exists()


def visits(publisher: str = "", ending: str = "") -> QuerySet[Visit]:
    """The log of the harvest: each address with how its last visit ended, by publisher and address."""
    found = Visit.objects.all()
    if publisher:
        found = found.filter(publisher=publisher)
    return found.filter(ending=ending) if ending else found


def proposals(decision: str = "") -> QuerySet[Proposal]:
    """Proposals by publisher and address, with their solution."""
    found = Proposal.objects.select_related("solution")
    return found.filter(decision=decision) if decision else found


def proposal(word: str) -> Proposal | None:
    """The proposal with this number or address."""
    named = {"pk": int(word)} if word.isdecimal() else {"url": word}
    return Proposal.objects.filter(**named).first()


def repositories() -> QuerySet[Repository]:
    """Checked repositories with their newest check and its findings."""
    return (
        Repository.objects.filter(latest__isnull=False)
        .select_related("latest")
        .prefetch_related("latest__findings", "latest__repository")
        .order_by("url")
    )


def repository(slug: str) -> Repository | None:
    """One checked repository."""
    return Repository.objects.filter(slug=slug).first()


def check(repository: Repository, number: int | None = None) -> Check | None:
    """One check of a repository with its findings; the newest without a number."""
    rows = repository.checks.select_related("repository").prefetch_related("findings")
    return rows.filter(number=number).first() if number else rows.order_by("-number").first()


def history(repository: Repository) -> QuerySet[Check]:
    """All checks of a repository, newest first."""
    return repository.checks.order_by("-number")


def solutions_of(url: str) -> list[Solution]:
    """Solutions whose code lies at this address."""
    named = Solution.objects.filter(repository__icontains=url.rpartition("/")[2]).order_by("title")
    return [solution for solution in named if canonical(solution.repository).casefold() == url.casefold()]


def due_addresses(*, before: datetime, days: int) -> list[str]:
    """Repositories that solutions of the catalogue name and nobody checked within `days` days of `before`."""
    named = Solution.objects.exclude(repository="").values_list("repository", flat=True)
    recent = Repository.objects.filter(latest__moment__gt=before - timedelta(days=days))
    fresh = set(recent.values_list("url", flat=True))
    return sorted({address for url in named if (address := canonical(url))} - fresh)


def stamp() -> str:
    """Changes with every check that is stored."""
    return str(Check.objects.aggregate(newest=Max("pk"))["newest"] or "")


def latest(slugs: Collection[str] | None = None) -> Mapping[str, Summary]:
    """Newest check of the code of these solutions (None: of all), by slug; what was never checked is missing.

    Three queries, however many solutions.
    """
    solutions = Solution.objects.all() if slugs is None else Solution.objects.filter(slug__in=slugs)
    named = solutions.exclude(repository="").values_list("slug", "repository")
    address_of = {slug: canonical(url) for slug, url in named}
    if not any(address_of.values()):
        return {}
    checks = Check.objects.filter(
        pk__in=Repository.objects.filter(url__in=set(address_of.values())).values("latest")
    )
    found = {
        row.repository.url: summary(row)
        for row in checks.select_related("repository").prefetch_related("findings")
    }
    return {slug: found[address] for slug, address in address_of.items() if address in found}
