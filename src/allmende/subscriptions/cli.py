# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Commands of the room."""

import click
from django.utils import timezone

from allmende.subscriptions import digests


@click.group()
def subscriptions() -> None:
    """Abonnements: Mails an alle, die etwas abonniert haben."""


@subscriptions.command()
def send() -> None:
    """Schicken, was es bis gestern Neues gab; täglich aufrufen, zum Beispiel nachts."""
    try:
        done = digests.send(
            by="command", today=timezone.localdate(), tell=lambda text: click.echo(text, err=True)
        )
    except OSError as error:
        raise click.ClickException(
            f"Der Mailserver ist nicht erreichbar ({error}). Der nächste Lauf holt alles nach."
        ) from error
    click.echo(f"{done.mails} Mails geschickt; für {done.silent} Personen gab es nichts Neues.")
    if done.failed:
        raise click.ClickException(f"{done.failed} Mails hat der Mailserver nicht angenommen.")
