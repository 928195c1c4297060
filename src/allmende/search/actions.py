# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""The writes of the search: build the index anew, and show what has changed of some kinds."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from django.conf import settings

from allmende import data
from allmende.search import index
from allmende.search.documents import Document
from allmende.search.language import language


def rebuild(
    documents: Sequence[Document],
    *,
    by: str,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Mapping[str, Any]:
    """Build the index from these documents and put it in place of the current one. Returns its meta data.

    progress(done, total) is called now and then. Raises
    index.IndexLockedError if another process builds; ValueError if two documents have the same kind and key.
    """
    names = [document.name for document in documents]
    if len(set(names)) < len(names):
        twice = sorted({name for name in names if names.count(name) > 1})
        raise ValueError(f"documents: twice: {', '.join(twice)}")
    root = Path(settings.SEARCH_INDEX)
    return index.build(root, documents, language(), data.read_yaml("search.yaml"), progress, by=by)


def update(*, kinds: Collection[str], documents: Callable[[], Iterable[Document]], by: str) -> bool:
    """Make the documents of these kinds in the index equal to `documents()`; whether anything had changed.

    documents is called when no other process writes any more: whoever comes last brings the newest state.
    Every process reads the result with its next question. Without an index nothing happens.
    """

    def changed(stored: Sequence[Document]) -> Sequence[Document]:
        return [*(one for one in stored if one.kind not in kinds), *documents()]

    root = Path(settings.SEARCH_INDEX)
    return index.change(root, changed, language(), data.read_yaml("search.yaml"), by=by)
