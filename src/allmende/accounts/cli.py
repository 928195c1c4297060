# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Commands: allmende person create, role, export, delete, expire."""

import json
import re
from pathlib import Path

import click
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.core.validators import validate_email
from django.utils import timezone

from allmende.accounts import actions, queries
from allmende.accounts.models import BODY, OPERATION, TRANSFER, Person, Role

AUTHOR = "command"
WORDS = {
    "accounts": "Konten", "requests": "Anträge beendet", "memberships": "Mitgliedschaften",
    "modes": "Betriebsmodi", "keys": "Zugangsschlüssel", "sessions": "Sitzungen",
}  # fmt: skip


@click.group()
def person() -> None:
    """Konten anlegen, Rollen geben, Auskunft geben, löschen."""


def _found(address: str) -> Person:
    found = queries.by_address(address)
    if found is None:
        raise click.ClickException(f"Mit der Adresse {address} gibt es kein Konto.")
    return found


def _body(role: Role, key: str | None) -> str:
    """The body a role is for. Raises a German sentence where role and body do not fit."""
    if role in (Role.TRANSFER, Role.OPERATION):
        if key:
            raise click.ClickException(f"Die Rolle {role} gilt für keine Kommune; bitte --for weglassen.")
        return {Role.TRANSFER: TRANSFER, Role.OPERATION: OPERATION}[role]
    if not key or not re.fullmatch(BODY, key):
        raise click.ClickException(
            f"Für die Rolle {role} bitte mit --for den amtlichen Schlüssel nennen, zum Beispiel 12069020; "
            "`allmende municipality show NAME` nennt ihn."
        )
    return key


@person.command()
@click.argument("address")
@click.option("--name", default="", help="Wie die Person für andere heißt")
def create(address: str, name: str) -> None:
    """Ein Konto anlegen; angemeldet wird mit einem Code, der an die Adresse geht."""
    try:
        validate_email(address)
        actions.open_account(by=AUTHOR, address=address, name=name, at=timezone.now())
    except ValidationError as error:
        raise click.ClickException(f"{address} ist keine E-Mail-Adresse.") from error
    except actions.RefusedError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"Konto für {address} angelegt. Anmelden mit einem Code unter /konto/anmelden/code/.")


@person.command()
@click.argument("address")
@click.argument("role", type=click.Choice([role.value for role in Role]))
@click.option("--for", "key", help="Amtlicher Schlüssel der Kommune")
@click.option("--end", is_flag=True, help="Die Rolle nehmen statt geben")
def role(address: str, role: str, key: str | None, end: bool) -> None:
    """Eine Rolle geben oder nehmen: reader, reporter, editor (mit --for), transfer, operation."""
    somebody, chosen, now = _found(address), Role(role), timezone.now()
    body = _body(chosen, key)
    if not end:
        actions.appoint(by=AUTHOR, person=somebody, key=body, role=chosen, at=now)
        click.echo(f"{address}: {chosen.label}.")
        return
    for membership in queries.confirmed(somebody).filter(key=body, role=chosen):
        actions.end(by=AUTHOR, membership_id=membership.pk, at=now)
        click.echo(f"{address}: nicht mehr {chosen.label}.")


@person.command()
@click.argument("address")
@click.option("--output", type=click.Path(path_type=Path), help="Datei statt Standardausgabe")
def export(address: str, output: Path | None) -> None:
    """Auskunft: alles, was über eine Person gespeichert ist, als JSON, ohne Geheimnisse."""
    text = json.dumps(queries.about(_found(address)), cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)
    if output is None:
        click.echo(text)
        return
    try:
        output.write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        raise click.ClickException(f"{output} lässt sich nicht schreiben: {error.strerror}.") from error


@person.command()
@click.argument("address")
@click.option("--yes", is_flag=True, help="Nicht nachfragen")
def delete(address: str, yes: bool) -> None:
    """Ein Konto löschen; was die Person für eine Kommune schrieb, bleibt unter einem Pseudonym."""
    somebody = _found(address)
    if not yes:
        click.confirm(f"Das Konto {address} endgültig löschen?", abort=True)
    actions.close_account(by=AUTHOR, person=somebody, at=timezone.now())
    click.echo(f"Das Konto {address} ist gelöscht.")


@person.command()
def expire() -> None:
    """Löschen, was lange genug aufgehoben ist; täglich aufrufen (Fristen: docs/betreiben/datenschutz.md)."""
    for what, count in actions.expire(by=AUTHOR, at=timezone.now()).items():
        click.echo(f"{WORDS[what]}: {count}")
