# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""The index on disk: built whole into a fresh folder, then made the current one in a single step.

    root/current       name of the folder that readers open
    root/lock          held by the one process that builds
    root/g-<hex>/      one generation: tantivy files, about.json, words.json, names.json

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

import tantivy

from allmende.domain.language.concepts import Thesaurus
from allmende.domain.language.words import fold, words
from allmende.search.documents import Document
from allmende.search.language import Language

TEXT_FIELDS = ("title", "title_en", "keywords", "summary", "summary_en", "body")
# Change it with every change of the schema: an index of another format is built anew.
FORMAT = 2
WRITER_MEMORY = 50_000_000
PROGRESS_STEP = 200
Progress = Callable[[int, int], None]
Weights = Mapping[str, Any]


class IndexMissingError(Exception):
    """There is no index yet, or it cannot be read."""


class IndexLockedError(Exception):
    """Another process builds the index right now."""


@dataclass(frozen=True, slots=True)
class Reader:
    """One generation, open for reading.

    vocabulary: folded word -> (spelling, documents); phrases: (folded, as shown, documents), sorted;
    names: name of the document of each number.
    """

    generation: str
    meta: Mapping[str, Any]
    schema: tantivy.Schema
    searcher: tantivy.Searcher
    vocabulary: Mapping[str, tuple[str, int]]
    phrases: Sequence[tuple[str, str, int]]
    names: Sequence[str]


def build(
    root: Path,
    documents: Sequence[Document],
    language: Language,
    weights: Weights,
    progress: Progress = lambda done, total: None,
    by: str = "",
) -> Mapping[str, Any]:
    """Index the documents and make the result the current generation. Returns its meta data.

    by: who built it, kept with it. weights: how often a word and a concept found in a field count. Raises
    IndexLockedError if another process builds, OSError if the folder cannot be written; in both cases
    the current generation stays.
    """
    root.mkdir(parents=True, exist_ok=True)
    with _only_writer(root):
        return _build(root, documents, language, weights, progress, by)


def change(
    root: Path,
    changed: Callable[[Sequence[Document]], Sequence[Document]],
    language: Language,
    weights: Weights,
    by: str = "",
) -> bool:
    """Build anew from what `changed` makes of the documents of the current generation; whether it differs.

    Waits for a process that builds and is called with its result, so that of two changes at once none
    is lost. Without an index nothing happens: the first build brings everything. Raises OSError as build().
    """
    if not (root / "current").exists():
        return False
    with _only_writer(root, wait=True):
        try:
            reader = open_current(root)
        except IndexMissingError:
            return False
        documents = changed(stored(reader))
        if content_hash(documents) == reader.meta["content"]:
            return False
        _build(root, documents, language, weights, lambda done, total: None, by)
        return True


def _build(
    root: Path,
    documents: Sequence[Document],
    language: Language,
    weights: Weights,
    progress: Progress,
    by: str,
) -> Mapping[str, Any]:
    _clear_up(root)
    folder = root / f"g-{secrets.token_hex(8)}"
    folder.mkdir()
    meta = _write_generation(folder, documents, language, weights, progress, by)
    _make_current(root, folder)
    return meta


def stored(reader: Reader) -> list[Document]:
    """All documents of a generation."""
    everything = reader.searcher.search(tantivy.Query.all_query(), max(1, len(reader.names)), count=False)
    found = (reader.searcher.doc(address) for _, address in everything.hits)
    return [Document.from_json(bytes(one["document"][0]).decode()) for one in found]


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
    for name in ("text", "body", "concepts"):
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
    for name in ("name", "facets"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    for name in ("document", "themes"):
        builder.add_bytes_field(name, stored=True, indexed=False)
    builder.add_unsigned_field("number", fast=True, indexed=True)
    return builder.build()


@contextmanager
def _only_writer(root: Path, wait: bool = False) -> Iterator[None]:
    with (root / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
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
    folder: Path,
    documents: Sequence[Document],
    language: Language,
    weights: Weights,
    progress: Progress,
    by: str,
) -> Mapping[str, Any]:
    _write_tantivy(folder, documents, language, weights, progress)
    _write_json(folder / "words.json", _words(documents, language.thesaurus))
    _write_json(folder / "names.json", [one.name for one in documents])
    meta = {
        "format": FORMAT,
        "language": language.version,
        "content": content_hash(documents),
        "documents": len(documents),
        "by": by,
    }
    _write_json(folder / "about.json", meta)
    return meta


def _write_tantivy(
    folder: Path, documents: Sequence[Document], language: Language, weights: Weights, progress: Progress
) -> None:
    index = tantivy.Index(_schema(), path=str(folder))
    writer = index.writer(WRITER_MEMORY, 1)
    for number, document in enumerate(documents):
        writer.add_document(_entry(number, document, language, weights))
        if number % PROGRESS_STEP == 0:
            progress(number, len(documents))
    writer.commit()
    writer.wait_merging_threads()


def _entry(number: int, document: Document, language: Language, weights: Weights) -> tantivy.Document:
    entry = tantivy.Document()
    concepts: list[str] = []
    stems: dict[str, list[str]] = {}
    for name, text in field_texts(document).items():
        found = [stem for term in language.analyser.terms(text) for stem in term.stems]
        stems.setdefault("body" if name == "body" else "text", []).extend(
            found * weights["repeat"].get(name, 1)
        )
        mentions = language.thesaurus.mentions(language.thesaurus.atoms(text)) if name != "body" else ()
        concepts += [one.concept for one in mentions for _ in range(weights["concepts"]["mentions"][name])]
    for field, all_stems in stems.items():
        entry.add_text(field, " ".join(all_stems))
    entry.add_text("concepts", " ".join(concepts))
    entry.add_text("name", document.name)
    for facet, values in {"kind": (document.kind,), **document.facets}.items():
        for value in dict.fromkeys(values):
            entry.add_text("facets", f"{facet}={value}")
    entry.add_bytes("document", document.to_json().encode())
    entry.add_bytes("themes", json.dumps(_themes(document, concepts, language)).encode())
    entry.add_unsigned("number", number)
    return entry


def _themes(document: Document, concepts: Sequence[str], language: Language) -> dict[str, list[str]]:
    """What a document is about, by field of the index: its concepts and the words of its keywords."""
    terms = language.analyser.terms(" · ".join(document.keywords))
    return {"concepts": sorted(set(concepts)), "text": sorted({stem for one in terms for stem in one.stems})}


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


def _open(folder: Path) -> Reader:
    meta = json.loads((folder / "about.json").read_text(encoding="utf-8"))
    if meta.get("format") != FORMAT:
        raise ValueError(f"format {meta.get('format')}, expected {FORMAT}")
    index = tantivy.Index.open(str(folder))
    found = json.loads((folder / "words.json").read_text(encoding="utf-8"))
    return Reader(
        generation=folder.name,
        meta=meta,
        schema=index.schema,
        searcher=index.searcher(),
        vocabulary={word: (spelling, count) for word, (spelling, count) in found["vocabulary"].items()},
        phrases=[(folded, shown, count) for folded, shown, count in found["phrases"]],
        names=json.loads((folder / "names.json").read_text(encoding="utf-8")),
    )


def _write_json(file: Path, content: Any) -> None:
    file.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
