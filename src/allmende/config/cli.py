# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""The command allmende: each room brings its own group, loaded when it is called."""

import os
from importlib import import_module

import click

from allmende import __version__

COMMANDS = {
    "factors": "allmende.transfers.cli:factors",
    "find": "allmende.portal.cli:find",
    "harvest": "allmende.compliance.harvest_cli:harvest",
    "knowledge": "allmende.contributions.cli:knowledge",
    "manage": "allmende.config.manage:manage",
    "municipality": "allmende.register.cli:municipality",
    "person": "allmende.accounts.cli:person",
    "prepare": "allmende.portal.cli:prepare",
    "publiccode": "allmende.publiccode.cli:publiccode",
    "register": "allmende.register.cli:register",
    "repository": "allmende.compliance.cli:repository",
    "run": "allmende.portal.cli:run",
    "search": "allmende.portal.cli:search",
    "similar": "allmende.register.cli:similar",
    "similarity": "allmende.register.cli:similarity",
    "subscriptions": "allmende.subscriptions.cli:subscriptions",
    "undertakings": "allmende.undertakings.cli:undertakings",
}
# These need neither settings nor database and start without Django.
PLAIN = {"publiccode"}


class Rooms(click.Group):
    """Loads a command when it is called, so that one room's weight is not every command's start."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        if name not in PLAIN:
            os.environ.setdefault("DJANGO_SETTINGS_MODULE", "allmende.config.settings")
            _set_up()
        module, attribute = COMMANDS[name].split(":")
        command: click.Command = getattr(import_module(module), attribute)
        return command


def _set_up() -> None:
    """Start Django; a wrong setting and a folder that cannot be used are said in one sentence."""
    try:
        import_module("django").setup()
    except OSError as error:
        raise click.ClickException(
            f"Der Datenordner lässt sich nicht benutzen: {error.filename} ({error.strerror}). "
            "Bitte Rechte ändern, Platz schaffen oder mit ALLMENDE_VAR einen anderen Ordner nennen."
        ) from error
    except ValueError as error:
        raise click.ClickException(f"Eine Einstellung stimmt nicht: {error}") from error


@click.command(cls=Rooms)
@click.version_option(__version__, prog_name="allmende")
def main() -> None:
    """Allmende: was in Kommunen funktioniert hat und was nicht."""
