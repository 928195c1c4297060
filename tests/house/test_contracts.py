# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Rooms only look down, and nobody is left out of the contracts."""

import ast
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

from tests.house.plan import PACKAGE, ROOT, rooms, source_modules

CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
    "contracts"
]
DIRECTION, INSIDE, CORE = CONTRACTS
KINDS = {"views", "api", "cli", "forms", "actions", "access", "queries", "facts", "models"}


def modules_of(contract: dict[str, list[str]]) -> set[str]:
    words = " ".join(contract["layers"]).replace("(", " ").replace(")", " ").replace("|", " ")
    return {word.removeprefix("allmende.") for word in words.split()}


def test_all_contracts_are_kept() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    result = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr


def test_every_room_has_its_place_in_the_direction() -> None:
    assert set(rooms()) <= modules_of(DIRECTION)


def test_every_room_with_two_kinds_of_module_keeps_their_order() -> None:
    ordered = {container.removeprefix("allmende.") for container in INSIDE["containers"]}
    mixed = {room for room in rooms() if len(KINDS & {p.stem for p in (PACKAGE / room).glob("*.py")}) > 1}
    assert mixed - {"config", "doors"} <= ordered


def test_the_order_names_every_kind_of_module() -> None:
    assert modules_of(INSIDE) == KINDS


def test_domain_may_know_numpy_and_the_standard_library_only() -> None:
    allowed = sys.stdlib_module_names | {"numpy", "allmende"}
    forbidden = set(CORE["forbidden_modules"])
    roots = {
        (name, root.split(".")[0])
        for name, tree in source_modules()
        if "/domain/" in name
        for root in imported(tree)
    }
    roots -= {("src/allmende/domain/publiccode/reading.py", "yaml")}  # bytes in, nodes with their places out
    assert [use for use in sorted(roots) if use[1] not in allowed or use[1] in forbidden] == []


def imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""
