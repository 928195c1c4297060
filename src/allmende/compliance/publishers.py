# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who publishes code for municipalities: the bundled list or an operator's own."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml

from allmende.data import path as bundled

# forge: all of a platform · group: of an organisation · repository: this one · list: of another catalogue ·
# folder: bare repositories in a folder of this machine, only in an operator's own file.
KINDS = ("forge", "group", "repository", "list", "folder")
NEEDED = ("key", "kind", "title", "url")


@dataclass(frozen=True, slots=True)
class Publisher:
    """Where to look. `tell` is a public place for messages about mistakes, "" for the repository's own."""

    key: str
    kind: str
    title: str
    url: str
    tell: str = ""

    @property
    def host(self) -> str:
        """Name of the machine; "" for a folder."""
        return "" if self.kind == "folder" else urlsplit(self.url).hostname or ""


class PublishersError(ValueError):
    """The list cannot be used; says in German where and why."""


def read_publishers(file: Path | None = None) -> tuple[Publisher, ...]:
    """The publishers of a file, the bundled one without a name. Raises PublishersError."""
    place = file or bundled("publishers.yaml")
    try:
        content = yaml.safe_load(place.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise PublishersError(f"{place} ist nicht zu lesen: {error}") from error
    entries = content.get("publishers") if isinstance(content, dict) else None
    if not isinstance(entries, list):
        raise PublishersError(f"{place}: Es fehlt die Liste „publishers“.")
    found = tuple(_publishers(entries, place))
    keys = [publisher.key for publisher in found]
    if twice := {key for key in keys if keys.count(key) > 1}:
        raise PublishersError(f"{place}: doppelte Schlüssel: {', '.join(sorted(twice))}.")
    return found


def _publishers(entries: Sequence[Any], place: Path) -> Iterator[Publisher]:
    for number, entry in enumerate(entries, 1):
        problem = _problem(entry)
        if problem:
            raise PublishersError(f"{place}, Eintrag {number}: {problem}")
        yield Publisher(**entry)


def _problem(entry: Any) -> str:
    if not isinstance(entry, Mapping) or not all(isinstance(value, str) for value in entry.values()):
        return "Erwartet werden Angaben der Form „name: text“."
    if missing := [name for name in NEEDED if not entry.get(name)]:
        return f"Es fehlt {', '.join(missing)}."
    if unknown := sorted(set(entry) - {*NEEDED, "tell"}):
        return f"Unbekannte Angabe {', '.join(unknown)}."
    if entry["kind"] not in KINDS:
        return f"kind ist „{entry['kind']}“, möglich sind {', '.join(KINDS)}."
    if entry["kind"] != "folder" and not entry["url"].startswith("https://"):
        return "url muss mit https:// beginnen."
    return ""
