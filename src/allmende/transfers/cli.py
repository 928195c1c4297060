# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Commands: allmende knowledge check, allmende knowledge import, allmende factors."""

from pathlib import Path
from typing import Any

import click

from allmende import data
from allmende.catalogue.rows import BundleError, Lines
from allmende.domain.factors import Polarity
from allmende.transfers import actions, queries
from allmende.transfers.bundle import read_bundle, register_keys
from allmende.transfers.lists import GROUPINGS
from allmende.transfers.schemas import factor_sums_data
from allmende.transfers.sums import factor_sums

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.group()
def knowledge() -> None:
    """Das mitgelieferte Wissen prüfen und übernehmen."""


@knowledge.command()
@click.option("--folder", type=FOLDER, help="Ordner statt des mitgelieferten")
def check(folder: Path | None) -> None:
    """Aufbau, Schlüssel, Quellen, Verweise und personenbezogene Angaben prüfen; braucht keine Datenbank."""
    folder = folder or data.path()
    bundle = read_bundle(folder)
    problems = bundle.problems(register_keys(data.path()))
    for problem in problems:
        click.echo(str(problem))
    click.echo(f"{len(bundle.unresolved)} Ortsangaben sind keiner Kommune zugeordnet:")
    for row in bundle.unresolved:
        click.echo(f"  {row.name}: {row.reason}")
    counts: dict[str, Lines[Any]] = {
        "Modellprojekte": bundle.catalogue.projects,
        "Lösungen": bundle.catalogue.solutions,
        "Einsätze": bundle.deployments,
        "Nachnutzungen": bundle.transfers,
        "Erfahrungsberichte": bundle.reports,
        "Quellen": bundle.catalogue.sources,
    }
    click.echo(", ".join(f"{len(part.rows)} {name}" for name, part in counts.items()))
    if problems:
        raise click.ClickException(f"{len(problems)} Fehler. Bitte in den genannten Zeilen beheben.")
    click.echo("Alles in Ordnung.")


@knowledge.command("import")
@click.option("--folder", type=FOLDER, help="Ordner statt des mitgelieferten")
def import_(folder: Path | None) -> None:
    """Das Wissen in die Datenbank übernehmen; ganz oder gar nicht, ein zweiter Lauf ändert nichts."""
    with click.progressbar(length=actions.STEPS, label="Wissen übernehmen") as bar:
        try:
            changes = actions.import_knowledge(
                by="allmende knowledge import",
                folder=folder,
                progress=lambda done, total: bar.update(done - bar.pos),
                again=True,
            )
        except BundleError as error:
            raise click.ClickException(f"Nichts übernommen.\n{error}") from error
    click.echo(f"{changes.created} neu, {changes.updated} geändert, {changes.deleted} entfernt.")


@click.command()
@click.option("--field", multiple=True, metavar="SCHLÜSSEL", help="nur Berichte dieses Handlungsfelds")
@click.option("--size", multiple=True, metavar="KLASSE", help="nur Berichte aus Kommunen dieser Größe")
@click.option("--kind", multiple=True, metavar="ART", help="nur Berichte über Lösungen dieser Art")
@click.option("--json", "as_json", is_flag=True, help="Ausgabe für Programme")
def factors(as_json: bool, **chosen: tuple[str, ...]) -> None:
    """Was schiefgeht und was hilft, über alle Berichte gezählt."""
    for grouping in GROUPINGS:
        _check_values(grouping.name, chosen[grouping.name], list(grouping.labels()))
    sums = factor_sums(chosen)
    if as_json:
        click.echo(factor_sums_data(sums).model_dump_json(indent=2))
        return
    names = {one.code: one.name for one in queries.dimensions()}
    for polarity, title in ((Polarity.BARRIER, "Was hinderte"), (Polarity.SUCCESS, "Was half")):
        click.echo(f"{title} ({sums.total} von {sums.all_reports} Berichten)")
        for count in sums.counts:
            if count.polarity is polarity:
                click.echo(f"  {names[count.dimension]}: in {count.sentence.de}")


def _check_values(name: str, values: tuple[str, ...], known: list[str]) -> None:
    for value in values:
        if value not in known:
            raise click.ClickException(f"--{name} {value} gibt es nicht. Möglich: {', '.join(known)}.")
