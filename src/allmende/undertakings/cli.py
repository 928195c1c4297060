# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Commands of the room."""

import click
from django.conf import settings
from django.utils import timezone

from allmende.undertakings import reminding


@click.group()
def undertakings() -> None:
    """Vorhaben: nachfragen, wie es weiterging."""


@undertakings.command()
def remind() -> None:
    """Nach Vorhaben fragen, von denen lange nichts zu hören war; täglich aufrufen."""
    try:
        done = reminding.remind(by="command", at=timezone.now())
    except OSError as error:
        raise click.ClickException(
            f"Der Mailserver {getattr(settings, 'EMAIL_HOST', '')} ist nicht zu erreichen ({error}). "
            "Niemand wurde gefragt. Bitte ALLMENDE_MAIL_URL prüfen und den Befehl noch einmal aufrufen."
        ) from error
    click.echo(f"{done.mails} Erinnerungen verschickt.")
    if done.failed:
        raise click.ClickException(
            f"{done.failed} Erinnerungen hat der Mailserver nicht angenommen. Was er sicher abgelehnt hat, "
            "schickt der nächste Lauf noch einmal."
        )
