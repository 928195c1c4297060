# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""The command `allmende search`. `rebuild` is added by the portal, which knows all documents."""

import click


@click.group()
def search() -> None:
    """Suchindex aufbauen und an Fragen messen."""
