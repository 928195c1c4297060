# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Bring an installation up to date: tables, register, knowledge, search index, static files."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command

from allmende import data
from allmende.portal import queries
from allmende.register.actions import import_register
from allmende.register.models import Municipality
from allmende.search import actions as search
from allmende.search import queries as search_queries
from allmende.transfers.actions import import_knowledge

Progress = Callable[[int, int], None]
SCALE = 1000


def prepare(*, by: str) -> None:
    """Do what is not yet done; a second call finds everything in place and takes a moment."""
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    if not Municipality.objects.exists():
        with _bar("Register der Kommunen") as progress:
            import_register(data.path("register", "register.csv.gz"), by=by, progress=progress)
    with _bar("Wissen") as progress:
        import_knowledge(by=by, progress=progress)
    rebuild_index(by=by, only_if_stale=True)
    _collect_static()


@contextmanager
def _bar(label: str) -> Iterator[Progress]:
    """A progress bar that is told how many of how many are done."""
    with click.progressbar(length=SCALE, label=f"{label:22}") as bar:

        def show(done: int, total: int) -> None:
            bar.update(SCALE * done // max(total, 1) - bar.pos)

        yield show
        bar.update(SCALE - bar.pos)


def rebuild_index(*, by: str, only_if_stale: bool = False) -> None:
    """Build the search index from everything in the database."""
    documents = queries.documents()
    if only_if_stale and not search_queries.is_stale(documents):
        return
    with _bar("Suchindex") as progress:
        search.rebuild(documents, by=by, progress=progress)


def _collect_static() -> None:
    """Copy static files where the server reads them, if one is newer than the last copy."""
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    newest = max(
        Path(storage.path(name)).stat().st_mtime
        for finder in finders.get_finders()
        for name, storage in finder.list([])
    )
    if not manifest.exists() or manifest.stat().st_mtime < newest:
        call_command("collectstatic", interactive=False, verbosity=0)
