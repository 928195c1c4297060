# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Answers of forges kept on disk for conditional requests. Deleting the folder costs only traffic."""

import hashlib
import json
import os
from collections.abc import Iterator, MutableMapping
from pathlib import Path

from allmende.adapters.forges.base import Cached


class KeptAnswers(MutableMapping[str, Cached]):
    """A mapping from URL to answer, one file each. A file that cannot be read counts as absent."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __getitem__(self, url: str) -> Cached:
        try:
            stored = json.loads(self._file(url).read_text(encoding="utf-8"))
            return Cached(stored["etag"], stored["link"], stored["body"].encode("utf-8"))
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise KeyError(url) from error

    def __setitem__(self, url: str, answer: Cached) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        content = {"url": url, "etag": answer.etag, "link": answer.link, "body": answer.body.decode("utf-8")}
        half = self._file(url).with_suffix(f".{os.getpid()}")
        half.write_text(json.dumps(content), encoding="utf-8")
        half.replace(self._file(url))  # whole or not at all

    def __delitem__(self, url: str) -> None:
        self._file(url).unlink()

    def __iter__(self) -> Iterator[str]:
        for file in self.folder.glob("*.json"):
            yield json.loads(file.read_text(encoding="utf-8"))["url"]

    def __len__(self) -> int:
        return sum(1 for _ in self.folder.glob("*.json"))

    def _file(self, url: str) -> Path:
        return self.folder / f"{hashlib.sha256(url.encode()).hexdigest()}.json"
