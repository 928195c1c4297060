# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Rules, thresholds and duties of the check as data/repository.yaml gives them."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from allmende.compliance.reading import lists
from allmende.data import read_yaml
from allmende.domain.explain import Text
from allmende.domain.repository.findings import Clause, Group, Level, Rule
from allmende.domain.repository.standard import Standard


@cache
def rules() -> Mapping[str, Rule]:
    """Every rule by its id, in the order in which they are shown."""
    return {entry["id"]: _rule(entry) for entry in _data()["rules"]}


@cache
def duty() -> tuple[Clause, ...]:
    """What funding asks for, part by part."""
    sources = _data()["sources"]
    return tuple(
        Clause(part["id"], Text(**part["text"]), sources[part["source"]], tuple(part["rules"]))
        for part in _data()["duty"]
    )


@cache
def groups() -> Mapping[Group, Text]:
    """Names of the groups, in their order."""
    return {group: Text(**_data()["groups"][group.value]) for group in Group}


@cache
def standard() -> Standard:
    """Thresholds, and the licences that OSI or FSF call free."""
    return Standard(**_data()["thresholds"], open_licences=lists().free | lists().free_data)


def _rule(entry: Mapping[str, Any]) -> Rule:
    return Rule(
        entry["id"],
        Group(entry["id"].partition("-")[0]),
        Level(entry["level"]),
        Text(**entry["title"]),
        Text(**entry["reason"]),
        Text(**entry["mend"]),
        _data()["sources"][entry["source"]],
    )


def _data() -> Any:
    return read_yaml("repository.yaml")
