# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""The commands `allmende register`, `municipality`, `similar` and `similarity`."""

import json
from pathlib import Path

import click

from allmende.register import actions, facts, queries, replications
from allmende.register.models import Municipality
from allmende.register.readers import RegisterError
from allmende.register.schemas import MunicipalityOut, SimilarOut


@click.group()
def register() -> None:
    """Das Verzeichnis der Kommunen."""


@register.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--by", default="cli", show_default=True, help="Wer die Ausgabe einspielt.")
def import_file(file: Path, by: str) -> None:
    """Eine Ausgabe einspielen: unsere Form (.csv.gz), GV-ISys-Auszug (.xlsx) oder GV100AD (.txt)."""
    with click.progressbar(length=1000, label="Verzeichnis einspielen") as bar:

        def show(done: int, total: int) -> None:
            bar.update(done * 1000 // total - bar.pos)

        try:
            counts = actions.import_register(file, by=by, progress=show)
        except RegisterError as error:
            raise click.ClickException(str(error)) from error
        bar.update(1000 - bar.pos)
    click.echo(
        f"{counts['new']} neu, {counts['changed']} geändert, {counts['unchanged']} unverändert, "
        f"{counts['ended']} nicht mehr im Verzeichnis."
    )


@click.group()
def municipality() -> None:
    """Eine Kommune nachschlagen."""


@municipality.command("show")
@click.argument("name")
@click.option("--json", "as_json", is_flag=True, help="Als JSON ausgeben.")
def show_municipality(name: str, as_json: bool) -> None:
    """Fakten zu einer Kommune; NAME ist ein Name, eine Postleitzahl, AGS oder ARS."""
    row = _resolve(name)
    if as_json:
        click.echo(_json(MunicipalityOut.of(row).dict()))
        return
    click.echo(f"{row.label} ({row.key})")
    for label, value, on in queries.fact_list(row):
        click.echo(f"  {label}: {value}" + (f" ({on:%d.%m.%Y})" if on else ""))


@click.command()
@click.argument("name")
@click.option("--limit", default=10, show_default=True, type=click.IntRange(1, 100), help="Wie viele.")
@click.option("--json", "as_json", is_flag=True, help="Als JSON ausgeben.")
def similar(name: str, limit: int, as_json: bool) -> None:
    """Kommunen wie diese, mit Gründen."""
    row = _resolve(name)
    found = queries.similar_to(row, limit=limit)
    if as_json:
        click.echo(_json([SimilarOut.of(one, "de").dict() for one in found]))
        return
    for one in found:
        value = f"{one.similarity.value:.2f}".replace(".", ",")
        click.echo(f"{value}  {one.municipality.label}: {one.similarity.sentence.de}")


@click.group()
def similarity() -> None:
    """Die Ähnlichkeit von Kommunen."""


@similarity.command()
@click.option("--json", "as_json", is_flag=True, help="Als JSON ausgeben.")
def validate(as_json: bool) -> None:
    """Prüfen, ob echte Nachnutzer der Herkunft ähnlicher sind als zufällige Kommunen."""
    halves = replications.validate(facts.weights())
    if as_json:
        click.echo(_json([half.as_dict() for half in halves]))
        return
    for half in halves:
        click.echo(half.sentence())


def _resolve(name: str) -> Municipality:
    row = queries.resolve(name)
    if row is None:
        near = ", ".join(f"{one.label} ({one.key})" for one in queries.find(name, limit=5))
        hint = f" Gemeint sein könnte: {near}." if near else ""
        raise click.ClickException(f"„{name}“ ist keine eindeutige Kommune.{hint}")
    return row


def _json(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, indent=2, default=str)
