# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""The harvest: several workers visit what is due. Every step is complete or has not happened."""

import logging
import os
import socket
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from itertools import islice
from pathlib import Path

from django.db import connection

from allmende.adapters.errors import MissingError, RateLimitedError, RefusedError, UnreachableError
from allmende.compliance import actions, queries
from allmende.compliance.models import Ending, Purpose, Visit
from allmende.compliance.publishers import Publisher
from allmende.compliance.snapshots import of_folder
from allmende.compliance.visiting import Result, World, listed, look
from allmende.domain.explain import Gap, Text
from allmende.domain.repository.address import canonical

LOG = logging.getLogger(__name__)
PAGE = 100
WAKE_UP = 0.5
OUR_MISTAKE = Gap(
    "bug",
    Text(
        de="Bei uns ging dabei etwas schief; das Protokoll des Servers sagt mehr.",
        en="Something went wrong on our side; the server's log says more.",
    ),
)
Progress = Callable[[Visit, str], None]


def worker_name() -> str:
    """Machine and process; what a claim begins with."""
    return f"{socket.gethostname()[:40]}/{os.getpid()}"


def gone(claims: Sequence[str]) -> set[str]:
    """Workers among the holders of claims that ran on this machine and run no more."""
    here = f"{socket.gethostname()[:40]}/"
    workers = {claim.rpartition("/")[0] for claim in claims if claim.startswith(here)}
    return {worker for worker in workers if not _runs(int(worker.rpartition("/")[2]))}


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def harvest(
    *,
    publishers: Sequence[Publisher],
    world: World,
    workers: int,
    progress: Progress,
    again: bool = False,
    check: bool = True,
) -> Counter[str]:
    """Visit what is due; counts endings. May be ended at any moment, and may run several times at once.

    `again`: everything is due; `check`: also check the repositories that are proposed.
    """
    name = worker_name()
    actions.release_claims(by=name, workers=gone(queries.claims()))
    actions.plan_harvest(by=name, publishers=publishers, now=world.now(), again=again)
    round_ = Round(world, name, [publisher.key for publisher in publishers], progress, check)
    if workers == 1:
        round_.work()
        return round_.endings
    with ThreadPoolExecutor(workers) as pool:
        under_way = [pool.submit(round_.work_apart) for _ in range(workers)]
        try:
            for worker in under_way:
                worker.result()
        finally:
            round_.is_over = True
    return round_.endings


def check_found(*, by: str, visit: Visit, url: str, now: datetime) -> None:
    """Check a repository over the network, or the mirror of it in a folder. Raises AdapterError."""
    if visit.host:
        actions.check_repository(by=by, url=url)
    else:
        snapshot = of_folder(Path(visit.url), moment=now)
        actions.store(by=by, snapshot=replace(snapshot, address=canonical(url)))


class Round:
    """Workers of one process share it. `endings` counts what their visits ended with."""

    def __init__(
        self, world: World, name: str, publishers: Sequence[str], progress: Progress, check: bool
    ) -> None:
        self.world = world
        self.name = name
        self.publishers = publishers
        self.progress = progress
        self.check = check
        self.endings: Counter[str] = Counter()
        self.is_over = False
        self._busy = 0
        self._change = threading.Condition()

    def work_apart(self) -> None:
        """Work in a thread of its own, with a database connection of its own."""
        try:
            self.work()
        finally:
            connection.close()

    def work(self) -> None:
        """Visit until nothing is due and nobody is under way who could find more."""
        while visit := self._next():
            try:
                ending = self._visit(visit)
            finally:
                with self._change:
                    self._busy -= 1
                    self._change.notify_all()
            with self._change:
                self.endings[ending] += 1
                self.progress(visit, ending)

    def _next(self) -> Visit | None:
        with self._change:
            while not self.is_over:
                visit = actions.claim_visit(by=self.name, now=self.world.now(), publishers=self.publishers)
                if visit:
                    self._busy += 1
                    return visit
                if not self._busy:
                    return None
                self._change.wait(WAKE_UP)
        return None

    def _visit(self, visit: Visit) -> str:
        """One visit with every way it may end, stored. Returns the ending."""
        now = self.world.now
        try:
            result = self._found(visit)
            return actions.settle(by=self.name, visit=visit, result=result, now=now())
        except RateLimitedError as error:
            actions.wait_for_host(by=self.name, visit=visit, until=error.until)
        except UnreachableError as error:
            actions.postpone(by=self.name, visit=visit, reason=Gap(error.code, error.text), now=now())
        except Exception:  # one repository nobody thought of must not end the harvest of all others
            LOG.exception("Ernte von %s", visit.url)
            actions.postpone(by=self.name, visit=visit, reason=OUR_MISTAKE, now=now())
        return Ending.LATER

    def _found(self, visit: Visit) -> Result:
        """What there is; that there is nothing for us is a result too."""
        try:
            return self._list(visit) if visit.purpose == Purpose.LIST else self._look(visit)
        except MissingError as error:
            return Result(Ending.MISSING, (Gap(error.code, error.text),))
        except RefusedError as error:
            return Result(Ending.REJECTED, (Gap(error.code, error.text),))

    def _look(self, visit: Visit) -> Result:
        """Read the description and check the repository, unless a run that was ended has just done so."""
        result = look(visit, self.world)
        url = (result.values or {}).get("repository", "")
        if not self.check or not url or queries.checked_since(url, self.world.now() - actions.AGAIN):
            return result
        try:
            check_found(by=self.name, visit=visit, url=url, now=self.world.now())
        except (MissingError, RefusedError, UnreachableError) as error:
            return replace(result, reasons=(*result.reasons, Gap(error.code, error.text)))
        return result

    def _list(self, visit: Visit) -> Result:
        """Plan what a list names, page by page: what was planned stays when the rest fails."""
        found = listed(visit, self.world)
        while page := list(islice(found, PAGE)):
            actions.add_found(by=self.name, visit=visit, found=page, now=self.world.now())
            with self._change:
                self._change.notify_all()
        return Result(Ending.LISTED)
