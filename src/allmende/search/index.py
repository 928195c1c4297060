# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""The index on disk: built whole into a fresh folder, then made the current one in a single step.

    root/current       name of the folder that readers open
    root/lock          held by the one process that builds
    root/g-<hex>/      one generation: tantivy files, about.json, words.json, vectors.npy

A build that is killed leaves its folder behind and the current one untouched; the next build clears up.
"""

import fcntl
import hashlib
import json
import os
import secrets
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import tantivy

from allmende.domain.language.concepts import Thesaurus
from allmende.domain.language.words import fold, words
from allmende.search.documents import Document
from allmende.search.language import Language
from allmende.search.meaning import Encoder, Vectors, document_vectors

TEXT_FIELDS = ("title", "title_en", "keywords", "summary", "summary_en", "body")
WRITER_MEMORY = 50_000_000
Progress = Callable[[int, int], None]


class IndexMissingError(Exception):
    """There is no index yet, or it cannot be read."""


class IndexLockedError(Exception):
    """Another process builds the index right now."""


@dataclass(frozen=True, slots=True)
class Reader:
    """One generation, open for reading.

    vocabulary: folded word -> (spelling, documents); phrases: (folded, as shown, documents), sorted;
    names: name of the document of each number; vectors: documents x (title, text) x dimensions, or None.
    """

    generation: str
    meta: Mapping[str, Any]
    schema: tantivy.Schema
    searcher: tantivy.Searcher
    vocabulary: Mapping[str, tuple[str, int]]
    phrases: Sequence[tuple[str, str, int]]
    names: Sequence[str]
    vectors: Vectors | None


def build(
    root: Path,
    documents: Sequence[Document],
    language: Language,
    mentions: Mapping[str, int],
    encoder: Encoder | None,
    progress: Progress = lambda done, total: None,
    by: str = "",
) -> Mapping[str, Any]:
    """Index the documents and make the result the current generation. Returns its meta data.

    by: who built it, kept with it. mentions: how often a concept found in a field counts. Raises
    IndexLockedError if another process builds, OSError if the folder cannot be written; in both cases
    the current generation stays.
    """
    root.mkdir(parents=True, exist_ok=True)
    with _only_writer(root):
        _clear_up(root)
        folder = root / f"g-{secrets.token_hex(8)}"
        folder.mkdir()
        meta = _write_generation(root, folder, documents, language, mentions, encoder, progress, by)
        _make_current(root, folder)
        return meta


def open_current(root: Path) -> Reader:
    """The current generation. Raises IndexMissingError if there is none that can be read."""
    problem: Exception | None = None
    for _ in range(3):  # a build may put a newer one in place between the two steps
        try:
            return _open(root / current_generation(root))
        except (OSError, ValueError) as error:
            problem = error
    raise IndexMissingError(f"Der Suchindex in {root} ist nicht lesbar. Bitte neu erstellen.") from problem


def current_generation(root: Path) -> str:
    """Name of the current generation. Raises IndexMissingError if there is none."""
    try:
        return (root / "current").read_text(encoding="utf-8").strip()
    except FileNotFoundError as error:
        raise IndexMissingError(f"In {root} liegt kein Suchindex.") from error


def content_hash(documents: Sequence[Document]) -> str:
    """Fingerprint of a stock of documents, whatever their order."""
    names = sorted(f"{one.name} {one.digest}" for one in documents)
    return hashlib.blake2b("\n".join(names).encode(), digest_size=16).hexdigest()


def field_texts(document: Document) -> dict[str, str]:
    """The texts of a document by the field of the index they go to."""
    keywords = " · ".join(document.keywords)
    return {name: keywords if name == "keywords" else getattr(document, name) for name in TEXT_FIELDS}


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for name in (*TEXT_FIELDS, "concepts"):
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
    for name in ("name", "facets"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    builder.add_text_field("document", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field("number", fast=True, indexed=True)
    return builder.build()


@contextmanager
def _only_writer(root: Path) -> Iterator[None]:
    with (root / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise IndexLockedError(
                f"Der Suchindex in {root} wird gerade von einem anderen Prozess erstellt."
            ) from error
        yield


def _clear_up(root: Path) -> None:
    """Remove every generation but the current one: older ones, and what killed builds left behind."""
    current = root / "current"
    keep = current.read_text(encoding="utf-8").strip() if current.exists() else ""
    for folder in root.glob("g-*"):
        if folder.name != keep:
            shutil.rmtree(folder)


def _make_current(root: Path, folder: Path) -> None:
    fresh = root / "current.new"
    fresh.write_text(folder.name, encoding="utf-8")
    os.replace(fresh, root / "current")


def _write_generation(
    root: Path,
    folder: Path,
    documents: Sequence[Document],
    language: Language,
    mentions: Mapping[str, int],
    encoder: Encoder | None,
    progress: Progress,
    by: str,
) -> Mapping[str, Any]:
    vectors = document_vectors(documents, encoder, _older_vectors(root), progress) if encoder else None
    if vectors is not None:
        np.save(folder / "vectors.npy", vectors)
    _write_tantivy(folder, documents, language, mentions)
    _write_json(folder / "words.json", _words(documents, language.thesaurus))
    _write_json(folder / "names.json", [one.name for one in documents])
    meta = {
        "language": language.version,
        "content": content_hash(documents),
        "documents": len(documents),
        "by": by,
        "digests": [one.digest for one in documents] if vectors is not None else [],
    }
    _write_json(folder / "about.json", meta)
    return meta


def _write_tantivy(
    folder: Path, documents: Sequence[Document], language: Language, mentions: Mapping[str, int]
) -> None:
    index = tantivy.Index(_schema(), path=str(folder))
    writer = index.writer(WRITER_MEMORY, 1)
    for number, document in enumerate(documents):
        writer.add_document(_entry(number, document, language, mentions))
    writer.commit()
    writer.wait_merging_threads()


def _entry(
    number: int, document: Document, language: Language, mentions: Mapping[str, int]
) -> tantivy.Document:
    entry = tantivy.Document()
    concepts: list[str] = []
    for name, text in field_texts(document).items():
        stems = [stem for term in language.analyser.terms(text) for stem in term.stems]
        entry.add_text(name, " ".join(stems))
        if mentions[name]:
            found = language.thesaurus.mentions(language.thesaurus.atoms(text))
            concepts += [one.concept for one in found for _ in range(mentions[name])]
    entry.add_text("concepts", " ".join(concepts))
    entry.add_text("name", document.name)
    entry.add_text("facets", f"kind={document.kind}")
    for facet, values in document.facets.items():
        for value in dict.fromkeys(values):
            entry.add_text("facets", f"{facet}={value}")
    entry.add_text("document", document.to_json())
    entry.add_unsigned("number", number)
    return entry


def _words(documents: Sequence[Document], thesaurus: Thesaurus) -> dict[str, Any]:
    """Vocabulary for corrections, and phrases to suggest while someone types."""
    vocabulary: Counter[str] = Counter()
    phrases: Counter[str] = Counter()
    for document in documents:
        text = "\n".join(field_texts(document).values())
        vocabulary.update({word.text for word in words(text)})
        phrases.update({*document.keywords, document.title})
    for concept in thesaurus.concepts:  # their words are right as well, even if no document has them yet
        vocabulary.update({word.text for label in (*concept.de, *concept.en) for word in words(label)})
        phrases.update(concept.de)
    spelled: dict[str, tuple[str, int]] = {}
    for word, count in vocabulary.most_common():
        spelled.setdefault(fold(word), (word, count))
    shown = sorted(
        (" ".join(fold(word.text) for word in words(one)), one, count) for one, count in phrases.items()
    )
    return {"vocabulary": spelled, "phrases": shown}


def _older_vectors(root: Path) -> dict[str, Vectors]:
    """Vectors of the current generation by fingerprint of their document, so that only news is computed."""
    try:
        older = open_current(root)
    except IndexMissingError:
        return {}
    if older.vectors is None:
        return {}
    return dict(zip(older.meta["digests"], older.vectors, strict=True))


def _open(folder: Path) -> Reader:
    index = tantivy.Index.open(str(folder))
    stored = folder / "vectors.npy"
    found = json.loads((folder / "words.json").read_text(encoding="utf-8"))
    return Reader(
        generation=folder.name,
        meta=json.loads((folder / "about.json").read_text(encoding="utf-8")),
        schema=index.schema,
        searcher=index.searcher(),
        vocabulary={word: (spelling, count) for word, (spelling, count) in found["vocabulary"].items()},
        phrases=[(folded, shown, count) for folded, shown, count in found["phrases"]],
        names=json.loads((folder / "names.json").read_text(encoding="utf-8")),
        vectors=np.load(stored, mmap_mode="r") if stored.exists() else None,
    )


def _write_json(file: Path, content: Any) -> None:
    file.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
