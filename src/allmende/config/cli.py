# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""The command allmende: each room brings its own group, loaded when it is called."""

import os
from importlib import import_module

import click
import django
from django.core.management import execute_from_command_line

from allmende import __version__

COMMANDS = {
    "find": "allmende.portal.cli:find",
    "harvest": "allmende.compliance.harvest_cli:harvest",
    "knowledge": "allmende.transfers.cli:knowledge",
    "manage": "allmende.config.cli:manage",
    "municipality": "allmende.register.cli:municipality",
    "prepare": "allmende.portal.cli:prepare",
    "register": "allmende.register.cli:register",
    "repository": "allmende.compliance.cli:repository",
    "run": "allmende.portal.cli:run",
    "search": "allmende.portal.cli:search",
    "similar": "allmende.register.cli:similar",
    "similarity": "allmende.register.cli:similarity",
}


class Rooms(click.Group):
    """Loads a command when it is called, so that one room's weight is not every command's start."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "allmende.config.settings")
        django.setup()
        module, attribute = COMMANDS[name].split(":")
        command: click.Command = getattr(import_module(module), attribute)
        return command


@click.command(context_settings={"ignore_unknown_options": True, "help_option_names": []})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def manage(arguments: tuple[str, ...]) -> None:
    """Befehle von Django, zum Beispiel: allmende manage migrate."""
    execute_from_command_line(["allmende manage", *arguments])


@click.command(cls=Rooms)
@click.version_option(__version__, prog_name="allmende")
def main() -> None:
    """Allmende: was in Kommunen funktioniert hat und was nicht."""
