# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""A thesaurus: many words for one concept, in two languages, with broader and related concepts.

A concept is found in a text by its labels, read as the stems of their simple words, so that the label
"Parkraummanagement" is met by "Management von Parkraum" too (with slack) and by every inflection.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import NamedTuple

from allmende.domain.language.analyser import Analyser

# So many simple words may stand between those of a scattered label.
SLACK = 3


@dataclass(frozen=True, slots=True)
class Concept:
    """One concept in the manner of SKOS. labels: preferred ones first, per language."""

    id: str
    de: tuple[str, ...]
    en: tuple[str, ...]
    broader: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    note: str = ""


class Atom(NamedTuple):
    """One simple word of a text: its stem, and the number of the word it is a part of."""

    stem: str
    word: int


class Mention(NamedTuple):
    """A concept found in a text, the words (by number) it touches, and whether it covers them whole."""

    concept: str
    words: tuple[int, ...]
    whole: bool


def read_concepts(rows: Iterable[Mapping[str, object]]) -> tuple[Concept, ...]:
    """From rows with id, labels de and en (with ";" between), ids broader and related (with ","), note.

    Raises ValueError for a missing label, an id twice, or a relation to nothing.
    """
    concepts = tuple(_concept(row) for row in rows)
    ids = [concept.id for concept in concepts]
    twice = sorted({one for one in ids if ids.count(one) > 1})
    if twice:
        raise ValueError(f"concepts: twice: {', '.join(twice)}")
    known = set(ids)
    for concept in concepts:
        dangling = sorted({*concept.broader, *concept.related} - known)
        if dangling:
            raise ValueError(f"concepts: {concept.id} refers to {', '.join(dangling)}, which do not exist")
    return concepts


def _concept(row: Mapping[str, object]) -> Concept:
    concept = Concept(
        id=str(row["id"]),
        de=_list(row.get("de"), ";"),
        en=_list(row.get("en"), ";"),
        broader=_list(row.get("broader"), ","),
        related=_list(row.get("related"), ","),
        note=str(row.get("note") or ""),
    )
    if not concept.de or not concept.en:
        raise ValueError(f"concepts: {concept.id} needs a German and an English label")
    return concept


def _list(value: object, separator: str) -> tuple[str, ...]:
    items = (item.strip() for item in str(value or "").split(separator))
    return tuple(dict.fromkeys(item for item in items if item))


@dataclass(slots=True)
class Thesaurus:
    """Finds concepts in text and tells what lies near them."""

    analyser: Analyser
    concepts: Sequence[Concept]
    _labels: dict[str, list[tuple[tuple[str, ...], str]]] = field(init=False, default_factory=dict)
    _phrases: dict[str, list[tuple[frozenset[str], str]]] = field(init=False, default_factory=dict)
    _by_id: dict[str, Concept] = field(init=False)
    _narrower: dict[str, tuple[str, ...]] = field(init=False)

    def __post_init__(self) -> None:
        self._by_id = {concept.id: concept for concept in self.concepts}
        narrower: dict[str, list[str]] = {}
        for concept in self.concepts:
            for parent in concept.broader:
                narrower.setdefault(parent, []).append(concept.id)
            for label in (*concept.de, *concept.en):
                atoms = self.atoms(label)
                stems = tuple(atom.stem for atom in atoms)
                if stems:
                    self._labels.setdefault(stems[0], []).append((stems, concept.id))
                if len({atom.word for atom in atoms}) > 1:
                    self._phrases.setdefault(min(stems), []).append((frozenset(stems), concept.id))
        self._narrower = {parent: tuple(children) for parent, children in narrower.items()}
        for labels in self._labels.values():
            labels.sort(key=lambda entry: -len(entry[0]))

    def atoms(self, text: str) -> list[Atom]:
        """The simple words of a text in order; a compound counts as its parts."""
        return [
            Atom(stem, number)
            for number, term in enumerate(self.analyser.terms(text))
            for stem in (term.parts or (term.whole,))
        ]

    def mentions(self, atoms: Sequence[Atom]) -> Iterator[Mention]:
        """The concepts whose labels stand in the text; of labels inside each other the longest only."""
        start = 0
        while start < len(atoms):
            found = self._longest_labels(atoms, start)
            for concept_id, length in found:
                yield self._mention(concept_id, atoms, start, length)
            start += found[0][1] if found else 1

    def scattered(self, atoms: Sequence[Atom]) -> Iterator[Mention]:
        """Concepts with a label of several words that stand in the text near each other, in any order."""
        places: dict[str, int] = {}
        for place, atom in enumerate(atoms):
            places.setdefault(atom.stem, place)
        for stems, concept_id in chain.from_iterable(self._phrases.get(stem, ()) for stem in places):
            if stems <= places.keys():
                found = [places[stem] for stem in stems]
                if max(found) - min(found) < len(stems) + SLACK:
                    yield Mention(concept_id, tuple(sorted({atoms[place].word for place in found})), True)

    def _longest_labels(self, atoms: Sequence[Atom], start: int) -> list[tuple[str, int]]:
        found: dict[str, int] = {}
        longest = 0
        labels = self._labels.get(atoms[start].stem, ())
        here = tuple(atom.stem for atom in atoms[start : start + len(labels[0][0])]) if labels else ()
        for stems, concept_id in labels:
            length = len(stems)
            if length < longest:
                break
            if here[:length] == stems:
                longest = length
                found.setdefault(concept_id, length)
        return list(found.items())

    def _mention(self, concept_id: str, atoms: Sequence[Atom], start: int, length: int) -> Mention:
        touched = atoms[start : start + length]
        before = start > 0 and atoms[start - 1].word == touched[0].word
        after = start + length < len(atoms) and atoms[start + length].word == touched[-1].word
        return Mention(concept_id, tuple(sorted({atom.word for atom in touched})), not (before or after))

    def narrower(self, concept_id: str) -> tuple[str, ...]:
        """Concepts one step below."""
        return self._narrower.get(concept_id, ())

    def broader(self, concept_id: str) -> tuple[str, ...]:
        """Concepts one step above."""
        return self._by_id[concept_id].broader

    def related(self, concept_id: str) -> tuple[str, ...]:
        """Concepts beside it, as the concept itself names them or is named by them."""
        named_by = (one.id for one in self.concepts if concept_id in one.related)
        return tuple(dict.fromkeys((*self._by_id[concept_id].related, *named_by)))

    def label(self, concept_id: str, language: str = "de") -> str:
        """The preferred label."""
        concept = self._by_id[concept_id]
        return concept.en[0] if language.startswith("en") else concept.de[0]
