# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Small modules, short functions, nothing hidden."""

import ast
import statistics
import subprocess
import sys
from pathlib import Path

from tests.house.plan import PACKAGE, ROOT, functions, modules, name, source_modules

LONGEST_MODULE = 400
LONGEST_FUNCTION = 40
MEDIAN_FUNCTION = 10
LICENCE = "SPDX-License-" + "Identifier: EUPL-1.2"
DOORS = {"views.py", "api.py", "cli.py"}
WRITES = {"save", "create", "bulk_create", "bulk_update", "update_or_create", "get_or_create", "delete"}


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


def test_no_module_is_longer_than_400_lines() -> None:
    long = {
        n: lines
        for n, _ in modules()
        if (lines := len((ROOT / n).read_text("utf-8").splitlines())) > LONGEST_MODULE
    }
    assert long == {}


def test_no_function_is_longer_than_40_lines() -> None:
    long = {
        f"{n}:{f.name}": length(f)
        for n, tree in modules()
        for f in functions(tree)
        if length(f) > LONGEST_FUNCTION
    }
    assert long == {}


def test_half_of_all_functions_have_at_most_10_lines() -> None:
    assert (
        statistics.median(length(f) for _, tree in source_modules() for f in functions(tree))
        <= MEDIAN_FUNCTION
    )


def test_no_function_hides_an_import() -> None:
    hidden = [
        f"{n}:{node.lineno}"
        for n, tree in source_modules()
        for f in functions(tree)
        for node in ast.walk(f)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert hidden == []


def test_no_module_is_called_utils() -> None:
    assert [n for n, _ in modules() if Path(n).stem in {"utils", "util", "helpers", "misc", "common"}] == []


def test_our_own_flow_uses_no_signals() -> None:
    known = {"django.dispatch", "django.db.models.signals", "django.core.signals"}
    users = [
        n for n, tree in source_modules() for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module in known
    ]  # fmt: skip
    assert users == []


def test_doors_hold_no_database_access() -> None:
    found = [
        f"{n}:{node.lineno}"
        for n, tree in source_modules()
        if Path(n).name in DOORS
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr == "objects"
    ]
    assert found == []


def test_only_actions_write() -> None:
    found = [
        f"{n}:{node.lineno}"
        for n, tree in source_modules()
        if Path(n).name in DOORS | {"queries.py", "facts.py", "forms.py", "access.py"}
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITES
    ]
    assert found == []


def test_every_write_has_an_author_and_names_its_arguments() -> None:
    anonymous = [
        f"{n}:{f.name}"
        for n, tree in source_modules()
        if Path(n).name == "actions.py"
        for f in tree.body
        if isinstance(f, ast.FunctionDef) and not f.name.startswith("_")
        if "by" not in {a.arg for a in f.args.kwonlyargs}
    ]
    assert anonymous == []


def test_every_module_says_what_it_is_for() -> None:
    silent = [n for n, tree in source_modules() if tree.body and not ast.get_docstring(tree)]
    assert silent == []


def test_every_file_states_copyright_and_licence() -> None:
    reuse = Path(sys.executable).with_name("reuse")
    result = subprocess.run([reuse, "lint"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr


def test_every_module_starts_with_its_licence() -> None:
    late = [
        name(p)
        for p in PACKAGE.rglob("*.py")
        if "migrations" not in p.parts
        and LICENCE not in "".join(p.read_text("utf-8").splitlines(keepends=True)[:2])
    ]
    assert late == []
