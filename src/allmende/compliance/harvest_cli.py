# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Commands: allmende harvest run, proposals, accept, reject, log."""

import json
from collections import Counter
from datetime import datetime
from pathlib import Path

import click
from django.conf import settings
from django.db import DatabaseError
from django.utils import timezone

from allmende.catalogue.queries import fields as action_fields
from allmende.compliance import actions, queries
from allmende.compliance.harvest import harvest as bring_in
from allmende.compliance.kept import KeptAnswers
from allmende.compliance.models import Ending, Proposal, Visit
from allmende.compliance.publishers import Publisher, PublishersError, read_publishers
from allmende.compliance.visiting import World, tell

AUTHOR = "command"  # nobody of the server is named
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
ENDINGS = [choice for choice in Ending.values if choice]


@click.group()
def harvest() -> None:
    """Lösungen aus öffentlichen Repositories ernten: finden, vorschlagen, bestätigen."""


def _publishers(file: Path | None) -> tuple[Publisher, ...]:
    try:
        return read_publishers(file)
    except PublishersError as error:
        raise click.ClickException(str(error)) from error


@harvest.command()
@click.option("--publishers", "file", type=FILE, help="Eigene Liste statt der mitgelieferten")
@click.option("--only", multiple=True, help="Nur diese Herausgeber (Schlüssel); mehrfach möglich")
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 16), help="Gleichzeitig")
@click.option("--again", is_flag=True, help="Alle Adressen jetzt besuchen, auch die erst kürzlich besuchten")
@click.option(
    "--check/--no-check", default=True, help="Vorgeschlagene Repositories auch prüfen (Vorgabe: ja)"
)
def run(file: Path | None, only: tuple[str, ...], workers: int, again: bool, check: bool) -> None:
    """Alle fälligen Adressen besuchen und Lösungen vorschlagen; nach einem Abbruch geht es dort weiter."""
    publishers = _publishers(file)
    if unknown := sorted(set(only) - {publisher.key for publisher in publishers}):
        raise click.ClickException(f"Diese Herausgeber gibt es nicht: {', '.join(unknown)}.")
    chosen = [publisher for publisher in publishers if not only or publisher.key in only]
    world = World(forges=settings.FORGES, cache=KeptAnswers(settings.VAR / "harvest"))
    keys = [publisher.key for publisher in chosen]
    with click.progressbar(length=1, label="Ernten") as bar:
        bar.update(0)

        def progress(visit: Visit, ending: str) -> None:
            bar.length = bar.pos + 1 + queries.due(keys, world.now()) if bar.pos % 20 == 0 else bar.length
            bar.update(1)

        try:
            endings = bring_in(
                publishers=chosen, world=world, workers=workers, again=again, check=check, progress=progress
            )
        except DatabaseError as error:
            raise click.ClickException(
                f"Die Datenbank antwortet nicht ({error}). Ein neuer Lauf macht weiter, wo dieser aufhört."
            ) from error
        bar.length = max(bar.pos, 1)
    click.echo(_summary(endings, queries.waiting_until(keys, world.now())))


def _summary(endings: Counter[str], later: datetime | None) -> str:
    parts = [f"{endings[ending]} {Ending(ending).label}" for ending in ENDINGS if endings[ending]]
    text = f"{endings.total()} Adressen besucht: {', '.join(parts)}." if parts else "Nichts war fällig."
    if later:
        text += (
            f" Einiges wartet bis {timezone.localtime(later):%d.%m.%Y %H:%M}; ein neuer Lauf setzt es fort."
        )
    return text


@harvest.command()
@click.option("--decision", type=click.Choice(Proposal.Decision.values), default="proposed", help="Welche")
@click.option("--json", "as_json", is_flag=True, help="Ausgabe für Programme")
def proposals(decision: str, as_json: bool) -> None:
    """Vorgeschlagene Lösungen, über die noch niemand entschieden hat (oder die mit dem genannten Stand)."""
    found = queries.proposals(decision)
    if as_json:
        click.echo(json.dumps([_as_data(one) for one in found], ensure_ascii=False, indent=1))
        return
    for one in found:
        values = one.values
        click.echo(f"{one.pk}  {values['title']}  [{values['licence']}]  {one.url}")
        click.echo(f"    {values['summary']}")
        if one.solution:
            click.echo(f"    Lösung: {one.solution.pk}")
    click.echo(f"{len(found)} Vorschläge ({Proposal.Decision(decision).label}).")


def _as_data(one: Proposal) -> dict[str, object]:
    return {
        "number": one.pk, "url": one.url, "publisher": one.publisher, "decision": one.decision,
        "values": one.values, "read_on": one.read_on.isoformat(),
        "solution": one.solution_id, "note": one.note,
    }  # fmt: skip


def _proposal(word: str) -> Proposal:
    found = queries.proposal(word)
    if not found:
        raise click.ClickException(
            f"Einen Vorschlag „{word}“ gibt es nicht. Siehe: allmende harvest proposals"
        )
    return found


@harvest.command()
@click.argument("proposal")
@click.option(
    "--field", "fields", multiple=True, required=True, help="Handlungsfeld (Schlüssel); mehrfach möglich"
)
def accept(proposal: str, fields: tuple[str, ...]) -> None:
    """Einen Vorschlag (Nummer oder Adresse) als Lösung in den Katalog übernehmen."""
    known = [field.key for field in action_fields()]
    if unknown := sorted(set(fields) - set(known)):
        raise click.ClickException(f"Kein Handlungsfeld: {', '.join(unknown)}. Es gibt: {', '.join(known)}.")
    try:
        solution = actions.accept_proposal(
            by=AUTHOR, proposal=_proposal(proposal), fields=fields, at=timezone.now()
        )
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"Übernommen: /loesungen/{solution.pk}/")


@harvest.command()
@click.argument("proposal")
@click.option("--note", required=True, help="Warum, für alle, die später fragen")
def reject(proposal: str, note: str) -> None:
    """Einen Vorschlag (Nummer oder Adresse) ablehnen; er wird nicht wieder vorgeschlagen."""
    try:
        actions.reject_proposal(by=AUTHOR, proposal=_proposal(proposal), note=note, at=timezone.now())
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    click.echo("Abgelehnt.")


@harvest.command()
@click.argument("publisher", default="")
@click.option("--ending", type=click.Choice(ENDINGS), help="Nur Besuche, die so endeten")
@click.option("--publishers", "file", type=FILE, help="Eigene Liste statt der mitgelieferten")
@click.option("--json", "as_json", is_flag=True, help="Ausgabe für Programme")
def log(publisher: str, ending: str | None, file: Path | None, as_json: bool) -> None:
    """Was die Ernte fand, warum etwas nicht übernommen wurde und wem man es sagen kann."""
    places = {one.key: one.tell for one in _publishers(file)}
    found = queries.visits(publisher, ending or "")
    if as_json:
        rows = [_log_row(visit, places.get(visit.publisher, "")) for visit in found]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for visit in found:
        when = f"{timezone.localtime(visit.visited):%d.%m.%Y}" if visit.visited else "–"
        click.echo(f"{when}  {visit.get_ending_display()}  {visit.url}")
        for reason in visit.reasons:
            click.echo(f"    {reason['de']}")
        if visit.reasons and (place := tell(visit, places.get(visit.publisher, ""))):
            click.echo(f"    Sagen kann man es hier: {place}")
    click.echo(f"{len(found)} Adressen.")


def _log_row(visit: Visit, place: str) -> dict[str, object]:
    return {
        "publisher": visit.publisher, "url": visit.url, "ending": visit.ending, "reasons": visit.reasons,
        "times": visit.times,
        "visited": visit.visited.isoformat() if visit.visited else None, "tell": tell(visit, place),
    }  # fmt: skip
