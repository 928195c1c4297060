# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every write of the room."""

import hashlib
import secrets
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.text import slugify

from allmende.adapters.errors import RefusedError
from allmende.adapters.forges.base import RepositoryRef
from allmende.audit.actions import record
from allmende.catalogue.actions import add_solution
from allmende.catalogue.models import Origin, Solution
from allmende.compliance import registry, snapshots
from allmende.compliance.facts import rows
from allmende.compliance.models import Check, Ending, Finding, Proposal, Purpose, Repository, Visit
from allmende.compliance.proposing import identity, news, slug_for
from allmende.compliance.publishers import Publisher
from allmende.compliance.visiting import Result
from allmende.domain.explain import Gap
from allmende.domain.repository import rules
from allmende.domain.repository.address import canonical
from allmende.domain.repository.snapshot import Snapshot
from allmende.transfers.telling import show

# A claim outlives its worker by this: nothing takes longer than the limits of the adapters allow.
LEASE = timedelta(minutes=10)
AGAIN = timedelta(hours=20)
FIRST_BACK_OFF, LONGEST_BACK_OFF = timedelta(minutes=10), timedelta(days=1)


@transaction.atomic
def plan_harvest(*, by: str, publishers: Sequence[Publisher], now: datetime, again: bool = False) -> None:
    """Plan visits of publishers that are new; with `again` everything of all of them is due now."""
    for publisher in publishers:
        purpose = Purpose.REPOSITORY if publisher.kind == "repository" else Purpose.LIST
        facts = {
            "purpose": purpose,
            "kind": publisher.kind,
            "host": publisher.host,
            "publisher": publisher.key,
        }
        Visit.objects.update_or_create(
            url=publisher.url, defaults=facts, create_defaults={**facts, "due": now}
        )
    if again:
        mine = Visit.objects.filter(publisher__in=[publisher.key for publisher in publishers])
        mine.update(due=now, attempts=0)


def claim_visit(*, by: str, now: datetime, publishers: Collection[str]) -> Visit | None:
    """The next due address of these publishers for the worker `by` alone, lists first; None without one.

    Whoever changes the claim first has it: the second finds no row with the old claim that is still due.
    """
    while True:
        free = Q(claimed_until=None) | Q(claimed_until__lt=now)
        due = Visit.objects.filter(free, due__lte=now, publisher__in=publishers)
        visit = due.order_by("purpose", "due", "pk").first()
        if visit is None:
            return None
        token, until = f"{by}/{secrets.token_hex(4)}", now + LEASE
        won = due.filter(pk=visit.pk, claim=visit.claim).update(claim=token, claimed_until=until)
        if won:
            visit.claim, visit.claimed_until = token, until
            return visit


def release_claims(*, by: str, workers: Collection[str]) -> int:
    """Give back what workers had claimed that are gone. Returns how many."""
    gone = Q(pk__in=[])
    for worker in workers:
        gone |= Q(claim__startswith=f"{worker}/")
    return Visit.objects.filter(gone).update(claim="", claimed_until=None)


@transaction.atomic
def add_found(*, by: str, visit: Visit, found: Iterable[RepositoryRef], now: datetime) -> int:
    """Plan visits of what a list named: new addresses, and known ones with news. Returns how many are due."""
    refs = {ref.url: ref for ref in found}
    known = Visit.objects.in_bulk(list(refs), field_name="url")
    fresh = [
        Visit(
            url=ref.url, purpose=Purpose.REPOSITORY, kind="repository", publisher=visit.publisher, due=now,
            activity=ref.last_activity, host=urlsplit(ref.url).hostname or "",
        )
        for ref in refs.values()
        if ref.url not in known
    ]  # fmt: skip
    Visit.objects.bulk_create(fresh, ignore_conflicts=True)
    changed = [known[url] for url, ref in refs.items() if url in known and _has_news(known[url], ref)]
    for one in changed:
        one.activity, one.due = refs[one.url].last_activity, now
    Visit.objects.bulk_update(changed, ["activity", "due"])
    return len(fresh) + len(changed)


def _has_news(visit: Visit, ref: RepositoryRef) -> bool:
    return ref.last_activity is not None and ref.last_activity != visit.activity


@transaction.atomic
def settle(*, by: str, visit: Visit, result: Result, now: datetime) -> str:
    """Store what a visit brought and end the claim, both or neither. Returns the ending.

    Nothing happens, and "" is returned, if the claim was lost: then another worker does it.
    """
    ending = result.ending
    if not _end(visit, due=now + AGAIN, attempts=0, activity_seen=visit.activity):
        return ""
    if result.values and _propose(by, visit, result.values, now.date()).decision == Proposal.Decision.LINKED:
        ending = Ending.LINKED
    facts: dict[str, Any] = {"ending": ending, "reasons": [_as_data(gap) for gap in result.reasons]}
    if ending == Ending.UNCHANGED:  # the log keeps saying what was found when something was found
        facts = {}
    Visit.objects.filter(pk=visit.pk).update(visited=now, times=F("times") + 1, **facts)
    return ending


@transaction.atomic
def postpone(*, by: str, visit: Visit, reason: Gap, now: datetime) -> None:
    """Try again later, with growing patience; the harvest goes on elsewhere."""
    wait = min(FIRST_BACK_OFF * 2 ** min(visit.attempts, 10), LONGEST_BACK_OFF)
    if _end(visit, due=now + wait, attempts=visit.attempts + 1):
        facts = {"visited": now, "ending": Ending.LATER, "reasons": [_as_data(reason)]}
        Visit.objects.filter(pk=visit.pk).update(**facts)


@transaction.atomic
def wait_for_host(*, by: str, visit: Visit, until: datetime) -> None:
    """The host asked to wait: nobody visits it before; nothing counts as an attempt."""
    if _end(visit, due=until):
        Visit.objects.filter(host=visit.host, due__lt=until).update(due=until)


def _end(visit: Visit, **facts: Any) -> bool:
    """End this worker's claim. False if it is no longer this worker's: then another one does the work."""
    mine = Visit.objects.filter(pk=visit.pk, claim=visit.claim)
    return bool(mine.update(claim="", claimed_until=None, **facts))


def _as_data(gap: Gap) -> dict[str, str]:
    return {"code": gap.code, "de": _storable(gap.text.de), "en": _storable(gap.text.en)}


def _storable(text: str) -> str:
    """Findings quote what others wrote; databases take neither zero bytes nor half characters."""
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")


def _propose(by: str, visit: Visit, values: dict[str, Any], today: date) -> Proposal:
    """New, or renewed: what an editor decided stays decided, what people wrote stays written."""
    known = _solution_of(values["repository"])
    proposal, is_new = Proposal.objects.select_for_update().get_or_create(
        identity=identity(values["repository"]),
        defaults={
            "url": values["repository"], "publisher": visit.publisher, "values": values, "read_on": today,
            "solution": known, "decision": Proposal.Decision.LINKED if known else Proposal.Decision.PROPOSED,
        },
    )  # fmt: skip
    if is_new:
        return proposal
    if proposal.decision == Proposal.Decision.ACCEPTED and proposal.solution:
        _renew(by, proposal.solution, proposal.values, values, today)
    elif proposal.decision == Proposal.Decision.PROPOSED and known:
        proposal.decision, proposal.solution = Proposal.Decision.LINKED, known
    proposal.values, proposal.read_on = values, today
    proposal.save()
    return proposal


def _solution_of(repository: str) -> Solution | None:
    same = identity(repository)
    near = Solution.objects.filter(repository__icontains=same.rpartition("/")[2])
    return next((one for one in near if identity(one.repository) == same), None)


def _renew(by: str, solution: Solution, before: dict[str, Any], now: dict[str, Any], today: date) -> None:
    """Only what was confirmed here is renewed; the bundled knowledge has its own editors."""
    if solution.origin != Origin.PROPOSED:
        return
    current = {name: getattr(solution, name) for name in now}
    if changed := news(current, before, now):
        Solution.objects.filter(pk=solution.pk).update(**changed, as_of=today.isoformat())
        show(by=by)


@transaction.atomic
def accept_proposal(*, by: str, proposal: Proposal, fields: Collection[str], at: datetime) -> Solution:
    """Put a solution into the catalogue; `fields`: keys of fields of action. ValueError if it is decided."""
    _undecided(proposal)
    taken = set(Solution.objects.values_list("slug", flat=True))
    solution = add_solution(
        by=by, fields=fields, source=proposal.url, read_on=proposal.read_on,
        slug=slug_for(proposal.values["title"], taken), **proposal.values,
    )  # fmt: skip
    _decide(proposal, Proposal.Decision.ACCEPTED, by, at, solution=solution)
    show(by=by)
    return solution


@transaction.atomic
def reject_proposal(*, by: str, proposal: Proposal, note: str, at: datetime) -> None:
    """Turn a proposal down for good, with a reason. ValueError if it is decided."""
    _undecided(proposal)
    _decide(proposal, Proposal.Decision.REJECTED, by, at, note=note)


def _undecided(proposal: Proposal) -> None:
    proposal.refresh_from_db(from_queryset=Proposal.objects.select_for_update())
    if proposal.decision != Proposal.Decision.PROPOSED:
        raise ValueError(f"Über {proposal.url} ist schon entschieden: {proposal.get_decision_display()}.")


def _decide(proposal: Proposal, decision: Proposal.Decision, by: str, at: datetime, **facts: Any) -> None:
    today = timezone.localdate(at)
    for name, value in {"decision": decision, "decided_by": by, "decided_on": today, **facts}.items():
        setattr(proposal, name, value)
    proposal.save()
    after = {"decision": decision.value, "solution": proposal.solution_id, "note": proposal.note}
    record(by=by, verb="decide", subject="proposal", key=str(proposal.pk), at=at, after=after)


def check_repository(*, by: str, url: str) -> Check:
    """Look at a public repository and store what was found; one that is not public is stored as such.

    Raises RefusedError where the address is none of a known forge, and other AdapterErrors where nobody could
    say anything: then nothing is stored.
    """
    address = canonical(url)
    if not address:
        raise RefusedError(
            "address", f"{url} ist keine Adresse eines Repositorys.", f"{url} is no address of a repository."
        )
    snapshot = snapshots.of_address(address, moment=timezone.now(), forges=settings.FORGES)
    return store(by=by, snapshot=snapshot)


@transaction.atomic
def store(*, by: str, snapshot: Snapshot) -> Check:
    """Keep what the rules say of a public repository's snapshot as its newest check."""
    repository, _ = Repository.objects.get_or_create(
        url=snapshot.address, defaults={"slug": _slug(snapshot.address)}
    )
    repository = Repository.objects.select_for_update().get(pk=repository.pk)
    last = repository.checks.order_by("-number").first()
    check = Check.objects.create(
        repository=repository,
        number=last.number + 1 if last else 1,
        moment=snapshot.moment,
        commit=snapshot.commit,
        by=by,
        facts=_facts(snapshot),
    )
    found = rules.check(snapshot, registry.rules().values(), registry.standard())
    Finding.objects.bulk_create(rows(check, found))
    repository.latest = check
    repository.save(update_fields=["latest"])
    return check


def _facts(snapshot: Snapshot) -> dict[str, Any]:
    named = (i for f in snapshot.licence_files() for i in snapshot.recognised.get(f.path, ()))
    dates = [tag.date for tag in snapshot.tags or () if tag.date]
    newest: datetime | None = max(dates, default=None)
    return {
        "files": None if snapshot.files is None else len(snapshot.files),
        "licences": list(dict.fromkeys(named)),
        "commits": None if snapshot.commits is None else len(snapshot.commits),
        "newest_tag": newest.isoformat() if newest else None,
    }


def _slug(url: str) -> str:
    """Readable, and told apart from every other by four bytes of a digest."""
    digest = hashlib.sha256(url.encode()).hexdigest()[:8]
    words = slugify(url.removeprefix("https://").replace("/", "-").replace(".", "-"))
    return f"{words[:100].strip('-')}-{digest}"
