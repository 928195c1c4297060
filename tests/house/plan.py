# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Where things are in this house: the tracked files, the modules, the rooms, the doors."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from django.urls import URLPattern, URLResolver, get_resolver

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "allmende"
DATA = PACKAGE / "data"
DOCS = ROOT / "docs"


def name(path: Path) -> str:
    """Path of a file as it is written in the repository."""
    return path.relative_to(ROOT).as_posix()


@cache
def files() -> tuple[Path, ...]:
    """Every file of the project: tracked, or new and not ignored."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT, check=True, capture_output=True, text=True,
    ).stdout.split("\0")  # fmt: skip
    return tuple(path for entry in sorted(set(listed)) if entry and (path := ROOT / entry).is_file())


@cache
def texts() -> tuple[tuple[str, str], ...]:
    """Name and content of every file that is text."""
    found = []
    for path in files():
        content = path.read_bytes()
        if b"\0" not in content:
            found.append((name(path), content.decode("utf-8")))
    return tuple(found)


@cache
def modules() -> tuple[tuple[str, ast.Module], ...]:
    """Name and syntax tree of every module we write ourselves; migrations are written by Django."""
    ours = (p for p in files() if p.suffix == ".py" and "migrations" not in p.parts)
    return tuple((name(p), ast.parse(p.read_text(encoding="utf-8"))) for p in ours)


def source_modules() -> tuple[tuple[str, ast.Module], ...]:
    """The modules that ship."""
    return tuple((n, tree) for n, tree in modules() if n.startswith("src/"))


@cache
def templates() -> tuple[tuple[str, str], ...]:
    """Name and content of every template."""
    return tuple((n, text) for n, text in texts() if "/templates/" in n)


def rooms() -> tuple[str, ...]:
    """Folders of the package that hold code."""
    return tuple(sorted(p.parent.name for p in PACKAGE.glob("*/__init__.py")))


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function of a module, methods and inner functions included."""
    return (n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef))


def doors(resolver: URLResolver | None = None, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Address and pattern of every route, German pages without a language prefix."""
    for entry in (resolver or get_resolver()).url_patterns:
        address = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from doors(entry, address)
        else:
            yield address, entry
