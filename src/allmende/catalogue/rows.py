# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Read bundled rows into frozen dataclasses and say, by file and line, what is wrong with them."""

import dataclasses
import json
import re
import types
import typing
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import yaml

from allmende.domain.personal import personal

Row = TypeVar("Row")

AS_OF = re.compile(r"(?:19|20)\d\d(?:-\d\d){0,2}")


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in the bundle: file, line (0: the whole file) and a German sentence."""

    file: str
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.file}, Zeile {self.line}: {self.text}" if self.line else f"{self.file}: {self.text}"


class BundleError(Exception):
    """The bundle cannot be taken over. Carries every problem found."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


@dataclass(frozen=True, slots=True)
class Lines(typing.Generic[Row]):
    """The rows of one file with their lines, and what was wrong with those that could not be read."""

    file: str
    rows: tuple[tuple[int, Row], ...]
    problems: tuple[Problem, ...] = ()

    def __iter__(self) -> Iterator[Row]:
        return (row for _, row in self.rows)

    def check(self, test: Callable[[Row], Iterable[str]]) -> list[Problem]:
        """Problems that a test finds in the rows."""
        return [Problem(self.file, line, text) for line, row in self.rows for text in test(row)]


def read_lines(file: Path, kind: type[Row], key: str) -> Lines[Row]:
    """Rows of a file with one JSON object a line, or of a YAML list; sorted and unique by `key`."""
    try:
        records = list(_records(file))
    except (OSError, ValueError, yaml.YAMLError) as error:
        return Lines(file.name, (), (Problem(file.name, _line_of(error), f"nicht lesbar ({error})."),))
    rows: list[tuple[int, Row]] = []
    problems: list[Problem] = []
    for line, record in records:
        try:
            rows.append((line, build(kind, record, "")))
        except ValueError as error:
            problems.append(Problem(file.name, line, str(error)))
    return Lines(file.name, tuple(rows), tuple(problems + _order(file, rows, key)))


def _line_of(error: Exception) -> int:
    return getattr(error, "line", 0)


class _LineError(ValueError):
    def __init__(self, line: int, text: str) -> None:
        self.line = line
        super().__init__(text)


def _records(file: Path) -> Iterator[tuple[int, Any]]:
    text = file.read_text(encoding="utf-8")
    if file.suffix == ".yaml":
        root = yaml.compose(text, Loader=yaml.SafeLoader)
        nodes = root.value if isinstance(root, yaml.SequenceNode) else []
        content = yaml.safe_load(text) if nodes else []
        yield from ((node.start_mark.line + 1, item) for node, item in zip(nodes, content, strict=True))
        return
    for number, line in enumerate(text.splitlines(), start=1):
        try:
            yield number, json.loads(line)
        except json.JSONDecodeError as error:
            raise _LineError(number, f"kein gültiges JSON, Spalte {error.colno}") from error


def _order(file: Path, rows: list[tuple[int, Row]], key: str) -> list[Problem]:
    problems, before, seen = [], "", set()
    for line, row in rows:
        value = str(getattr(row, key))
        if value in seen:
            problems.append(Problem(file.name, line, f"„{value}“ steht hier zum zweiten Mal."))
        elif file.suffix == ".jsonl" and value < before:
            problems.append(Problem(file.name, line, f"„{value}“ ist nicht nach „{key}“ sortiert."))
        seen.add(value)
        before = max(before, value)
    return problems


@cache
def _hints(kind: type) -> dict[str, Any]:
    return typing.get_type_hints(kind)


def build(kind: Any, value: Any, where: str) -> Any:
    """The value as the type says. Raises ValueError with the name of the field."""
    if dataclasses.is_dataclass(kind):
        return _build_record(kind, value, where)
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin in (types.UnionType, typing.Union):
        return (
            None
            if value is None
            else build(next(a for a in arguments if a is not types.NoneType), value, where)
        )
    if origin is tuple:
        if not isinstance(value, list):
            raise ValueError(f"Feld „{where}“ muss eine Liste sein.")
        return tuple(build(arguments[0], item, where) for item in value)
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        if value not in list(kind):
            raise ValueError(f"Feld „{where}“: „{value}“ ist keines von {', '.join(kind)}.")
        return kind(value)
    if type(value) is not kind:
        raise ValueError(f"Feld „{where}“ muss {_NAMES[kind]} sein, ist aber {value!r}.")
    return value


_NAMES = {str: "ein Text", int: "eine ganze Zahl", bool: "true oder false"}


def _build_record(kind: Any, value: Any, where: str) -> Any:
    if not isinstance(value, dict):
        raise ValueError(f"Feld „{where or 'Zeile'}“ muss ein Objekt sein.")
    hints = _hints(kind)
    fields = {field.name: field for field in dataclasses.fields(kind)}
    for name in value:
        if name not in fields:
            raise ValueError(f"Feld „{name}“ ist unbekannt.")
    for name, field in fields.items():
        if name not in value and field.default is dataclasses.MISSING:
            raise ValueError(f"Feld „{name}“ fehlt.")
    return kind(**{name: build(hints[name], content, name) for name, content in value.items()})


def texts(row: Any) -> Iterator[str]:
    """Every text in a row, nested ones included."""
    if isinstance(row, str):
        yield row
    elif isinstance(row, tuple | list):
        for item in row:
            yield from texts(item)
    elif dataclasses.is_dataclass(row):
        for field in dataclasses.fields(row):
            yield from texts(getattr(row, field.name))


def personal_data(row: Any) -> Iterator[str]:
    """Mail addresses and telephone numbers in the texts of a row."""
    for text in texts(row):
        yield from (found.de for found in personal(text))


def dated(as_of: str, basis: str) -> Iterator[str]:
    """What is wrong with a date of a statement."""
    if not AS_OF.fullmatch(as_of):
        yield f"Stand „{as_of}“ ist weder Jahr noch Tag."
    if basis not in ("address", "text", "research"):
        yield f"Herkunft des Standes „{basis}“ ist unbekannt."
