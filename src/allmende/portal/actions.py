# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Bring an installation up to date: tables, register, knowledge, search index, static files."""

from collections.abc import Callable
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

Say = Callable[[str], None]


def prepare(*, by: str, say: Say) -> None:
    """Do what is not yet done; a second call finds everything in place and takes a moment."""
    call_command("migrate", interactive=False, verbosity=0)
    if not Municipality.objects.exists():
        say("Register der Kommunen wird eingelesen …")
        import_register(data.path("register", "register.csv.gz"), by=by)
    say("Wissen wird abgeglichen …")
    import_knowledge(by=by)
    rebuild_index(by=by, say=say, only_if_stale=True)
    _collect_static()


def rebuild_index(*, by: str, say: Say, only_if_stale: bool = False) -> None:
    """Build the search index from everything in the database."""
    documents = queries.documents()
    if only_if_stale and not search_queries.is_stale(documents):
        return
    say("Suchindex wird aufgebaut …")
    with click.progressbar(length=len(documents), label="  Texte") as bar:
        search.rebuild(documents, by=by, progress=lambda done, total: bar.update(done - bar.pos))


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
