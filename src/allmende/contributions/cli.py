# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Commands: allmende knowledge, with the tables of reports that municipalities keep themselves."""

from pathlib import Path

import click
from django.utils import timezone

from allmende.accounts.models import Person
from allmende.accounts.queries import by_address
from allmende.contributions import actions, bulk, shown, tables
from allmende.contributions.columns import SHEETS
from allmende.contributions.facts import Planned, What
from allmende.transfers.cli import FOLDER, knowledge
from allmende.transfers.cli import import_ as import_bundle

WHAT = {name.lower().replace("ö", "oe"): kind.value for kind, name in SHEETS.items()}
WORDS = {What.NEW: "neu, als Entwurf", What.CHANGED: "geändert", What.SAME: "unverändert"}


@knowledge.command("import")
@click.argument("file", required=False, type=click.Path(dir_okay=False, path_type=Path))
@click.option("--by", "address", metavar="ADRESSE", help="Konto, für dessen Kommunen die Tabelle gilt")
@click.option("--dry-run", is_flag=True, help="nur zeigen, was Zeile für Zeile geschähe")
@click.option("--folder", type=FOLDER, help="Ordner statt des mitgelieferten Wissens")
@click.pass_context
def import_(
    ctx: click.Context, file: Path | None, address: str | None, dry_run: bool, folder: Path | None
) -> None:
    """Mitgeliefertes Wissen übernehmen, oder eine Tabelle von Kommunen als Entwürfe: ganz oder gar nicht."""
    if file is None:
        ctx.invoke(import_bundle, folder=folder)
        return
    person = _person(address)
    try:
        rows = tables.read(_content(file), file.suffix.lower().removeprefix("."))
    except tables.TableError as error:
        raise click.ClickException(f"Nichts übernommen. {error}") from error
    planned = bulk.plan(rows, shown.bodies(person), person)
    for one in planned:
        _say(one)
    refused = sum(1 for one in planned if one.what is What.REFUSED)
    if refused:
        raise click.ClickException(f"Nichts übernommen: {refused} Zeilen sind abgelehnt.")
    if dry_run:
        click.echo("Probelauf: Nichts ist geschrieben.")
        return
    try:
        actions.take_over(by=person.reference, planned=planned, at=timezone.now())
    except actions.StaleError as error:
        raise click.ClickException(
            "Nichts übernommen: Inzwischen hat jemand etwas geändert. Bitte noch einmal einlesen."
        ) from error
    counts = {what: sum(1 for one in planned if one.what is what) for what in WORDS}
    click.echo(", ".join(f"{counts[what]} {word}" for what, word in WORDS.items()) + ".")


def _say(one: Planned) -> None:
    click.echo(f"Zeile {one.number}: {WORDS.get(one.what, 'abgelehnt')}  {one.written.title}")
    for text in (*one.problems, *one.notes):
        click.echo(f"  Zeile {one.number}, {text}")
    for column, before, after in one.changes:
        click.echo(f"  {column}: {before[:60] or '–'} → {after[:60] or '–'}")


def _person(address: str | None) -> Person:
    person = by_address(address or "")
    if person is None or not person.is_active:
        raise click.ClickException(
            "Wer liest die Tabelle ein? Bitte mit --by die Adresse eines Kontos nennen, das für die Kommune "
            "schreiben darf; eine zweite Person gibt die Entwürfe dann frei."
        )
    return person


def _content(file: Path) -> bytes:
    try:
        with file.open("rb") as stream:
            return stream.read(tables.MOST_BYTES + 1)
    except OSError as error:
        raise click.ClickException(f"{file} lässt sich nicht lesen: {error.strerror}.") from error


@knowledge.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--kind", type=click.Choice(list(WHAT)), default="berichte", help="was eine Zeile beschreibt")
def template(file: Path, kind: str) -> None:
    """Eine leere Tabelle zum Ausfüllen schreiben (.xlsx, .csv oder .jsonl)."""
    form = file.suffix.lower().removeprefix(".")
    if form not in tables.FORMS:
        raise click.ClickException("Der Name der Datei muss auf .xlsx, .csv oder .jsonl enden.")
    if file.exists():
        raise click.ClickException(f"{file} gibt es schon. Bitte einen anderen Namen wählen.")
    file.write_bytes(bulk.template(form, WHAT[kind]))
    click.echo(f"Geschrieben: {file}. Die Zeile mit „{tables.EXAMPLE_MARK}“ wird beim Einlesen übergangen.")
