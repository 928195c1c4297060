# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Commands: allmende repository check, allmende repository refresh, allmende repository rules."""

import re
from datetime import datetime
from pathlib import Path

import click
from django.conf import settings
from django.utils import timezone

from allmende.adapters.errors import AdapterError
from allmende.compliance import actions, printed, queries, registry, snapshots
from allmende.compliance.shown import Account, account
from allmende.domain.repository import rules
from allmende.domain.repository.address import canonical
from allmende.domain.repository.findings import Level
from allmende.domain.repository.snapshot import Snapshot

ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://|git@", re.I)
AUTHOR = "allmende repository"
LEVELS = [level.value for level in Level]


@click.group()
def repository() -> None:
    """Prüfen, ob ein Repository wirklich nachnutzbar ist."""


@repository.command()
@click.argument("place", default=".")
@click.option("--json", "form", flag_value="json", help="Alles als JSON")
@click.option("--sarif", "form", flag_value="sarif", help="SARIF 2.1.0 für Werkzeuge, die Befunde anzeigen")
@click.option("--markdown", "form", flag_value="markdown", help="Markdown für einen Merge Request")
@click.option("--all", "everything", is_flag=True, help="Auch zeigen, was erfüllt ist")
@click.option("--fail-on", type=click.Choice(LEVELS), default=LEVELS[0], show_default=True,
              help="Ab welcher Stufe der Befehl mit 1 endet")  # fmt: skip
@click.option("--store", is_flag=True, help="Ergebnis speichern und veröffentlichen (nur mit Adresse)")
def check(place: str, form: str | None, everything: bool, fail_on: str, store: bool) -> None:
    """Ein Repository prüfen: ein Ordner hier (geprüft wird sein neuester Commit) oder eine Adresse.

    Endet mit 0 ohne Befund ab der gewählten Stufe, mit 1 bei Befunden, mit 2, wenn sich nichts prüfen ließ.
    """
    moment = timezone.now()
    try:
        snapshot = _look(place, moment)
        if store and snapshot.address:
            actions.store(by=AUTHOR, snapshot=snapshot)
    except AdapterError as error:
        click.echo(str(error), err=True)
        raise click.exceptions.Exit(2) from error
    shown = _judge(snapshot, place)
    click.echo(_written(shown, form, everything))
    if any(shown.count(Level(level)) for level in LEVELS[: LEVELS.index(fail_on) + 1]):
        raise click.exceptions.Exit(1)


@repository.command()
@click.option("--limit", type=click.IntRange(1), help="Höchstens so viele")
@click.option("--days", type=click.IntRange(0), default=7, show_default=True,
              help="Nur was so viele Tage nicht geprüft wurde")  # fmt: skip
def refresh(limit: int | None, days: int) -> None:
    """Den Code aller Lösungen des Katalogs prüfen und die Ergebnisse speichern; für einen Zeitplan."""
    waiting = queries.due_addresses(before=timezone.now(), days=days)[:limit]
    failed = 0
    with click.progressbar(waiting, label="Code prüfen", item_show_func=lambda url: url or "") as bar:
        for url in bar:
            try:
                actions.check_repository(by=f"{AUTHOR} refresh", url=url)
            except AdapterError as error:
                failed += 1
                click.echo(f"\n{url}: {error}", err=True)
    click.echo(f"{len(waiting) - failed} geprüft, {failed} nicht erreicht.")


@repository.command("rules")
def list_rules() -> None:
    """Alle Regeln mit Stufe und Quelle."""
    for rule in registry.rules().values():
        click.echo(f"{rule.id:<22} {rule.level:<8} {rule.title.de}\n{'':31} {rule.source}")


def _look(place: str, moment: datetime) -> Snapshot:
    if ADDRESS.match(place):
        return snapshots.of_address(canonical(place) or place, moment=moment, forges=settings.FORGES)
    return snapshots.of_folder(Path(place), moment=moment)


def _judge(snapshot: Snapshot, place: str) -> Account:
    found = rules.check(snapshot, registry.rules().values(), registry.standard())
    return account(
        found, place=place, address=snapshot.address, commit=snapshot.commit, moment=snapshot.moment
    )


def _written(shown: Account, form: str | None, everything: bool) -> str:
    if form == "json":
        return printed.as_json(shown)
    if form == "sarif":
        return printed.as_sarif(shown)
    if form == "markdown":
        return printed.as_markdown(shown)
    return "\n".join(printed.as_text(shown, everything=everything))
