# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is kept about people, in which table, what for and how long: data/privacy.yaml, bound to the tables.

Rooms above add their tables to that file; what is shown, exported and deleted follows from it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.db.models import Model

from allmende import data


@dataclass(frozen=True, slots=True)
class Table:
    """One table. `owner`: lookup of the person a row belongs to, "" for none; the rest as in the file."""

    model: type[Model]
    name: str
    owner: str
    references: tuple[str, ...]
    secrets: frozenset[str]
    goes: str
    purposes: Mapping[str, str]


def tables() -> list[Table]:
    """Every table of the file that this installation has."""
    entries = data.read_yaml("privacy.yaml")["tables"].items()
    return [_table(label, entry) for label, entry in entries]


def _table(label: str, entry: Mapping[str, Any]) -> Table:
    return Table(
        model=apps.get_model(label),
        name=entry["name"],
        owner=entry.get("owner", ""),
        references=tuple(entry.get("references", ())),
        secrets=frozenset(entry.get("secrets", ())),
        goes=entry["goes"],
        purposes=entry["fields"],
    )


def kept_for(what: str) -> timedelta:
    """How long something is kept, by its name in the file."""
    return timedelta(days=data.read_yaml("privacy.yaml")["retention"][what])
