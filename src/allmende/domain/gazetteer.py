# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Find names of places in free text, however spelled and inflected; linear in the length of the text.

Text and names are compared letter by letter in two spellings, since people write an umlaut as ä, ae or a.
Each letter is respelled for itself: what stands beside a name cannot hide it. Letters of other alphabets that
only look alike are not seen through; the writer is not an adversary.
"""

import re
import unicodedata
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

_DIAERESIS = "\N{COMBINING DIAERESIS}"
_BEFORE_PLACES = re.compile(r"(?:\bin|\bStadt|\bGemeinde|\bMarkt|\bKommune|\bOrt|kreis)\s+$", re.IGNORECASE)
_FAR_ENOUGH = 20  # characters in which such a word is looked for
_ANYWHERE = 5  # letters from which a name is looked for inside words too; shorter ones are in every text
_MOST_WORDS = 12
_ENDINGS = (
    "", "s", "er", "ers", "ern", "erin", "erinnen", "sche", "schen", "scher", "sches", "isch",
    "ische", "ischen",
)  # fmt: skip
_STEM_ENDINGS = ("er", "ers", "ern", "ner", "ners", "nern")
_IN_NAMES = re.compile(r"[^\W_]+")
# Words in names that say nothing alone.
_GENERIC = frozenset({
    "bad", "sankt", "amt", "markt", "stadt", "land", "kreis", "landkreis", "gemeinde",
    "verbandsgemeinde", "samtgemeinde", "verwaltungsgemeinschaft", "hansestadt",
    "landeshauptstadt", "kreisstadt", "region", "bei", "beim", "am", "an", "auf", "der", "die",
    "das", "dem", "den", "des", "im", "in", "ob", "vor", "vom", "von", "zum", "zur", "und",
    "unter", "ober", "neu", "alt", "groß", "klein", "hohe", "hohen", "nord", "süd", "ost", "west",
})  # fmt: skip


@lru_cache(maxsize=4096)
def _respelled(letter: str, umlaut: str) -> str:
    """One character as it is compared, an umlaut as `umlaut` says ("e": ae, "": a); empty for all but letters
    and digits."""
    decomposed = unicodedata.normalize("NFKD", letter).replace("ß", "ss").casefold()
    return "".join(umlaut if c == _DIAERESIS else c for c in decomposed if c.isalnum() or c == _DIAERESIS)


@lru_cache(maxsize=4096)
def _separates(letter: str) -> bool:
    """Whether a character parts words. Soft hyphens, zero-width and combining characters do not."""
    return not letter.isalnum() and unicodedata.category(letter) not in ("Mn", "Me", "Cf")


def squeezed(name: str, umlaut: str = "e") -> str:
    """A name as it is compared: letters and digits only, one case, umlauts respelled."""
    return "".join(_respelled(letter, umlaut) for letter in name)


@dataclass(frozen=True, slots=True)
class Spelling:
    """A text in one spelling: its letters, from which character each comes, its words as ranges."""

    letters: str
    origin: tuple[int, ...]
    words: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, text: str, umlaut: str) -> "Spelling":
        """Respell a text."""
        letters: list[str] = []
        origin: list[int] = []
        words: list[tuple[int, int]] = []
        start = 0
        for position, letter in enumerate(text):
            if _separates(letter):
                if len(letters) > start:
                    words.append((start, len(letters)))
                start = len(letters)
                continue
            respelled = _respelled(letter, umlaut)
            letters.extend(respelled)
            origin.extend([position] * len(respelled))
        if len(letters) > start:
            words.append((start, len(letters)))
        return cls("".join(letters), tuple(origin), tuple(words))

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Range of characters in the text from which these letters come."""
        return self.origin[start], self.origin[end - 1] + 1


@dataclass(frozen=True, slots=True)
class Found:
    """A name in a text: range of characters and the name; certain: it means nothing else; placed: it may mean
    something else and stands where a place would ("in Essen")."""

    start: int
    end: int
    name: str
    certain: bool
    placed: bool = False


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Names by every form in which they are looked for, in one spelling. Building it for the whole register
    takes a moment; who asks often keeps it."""

    forms: Mapping[str, str]
    beginnings: frozenset[str]
    common: Container[str]
    umlaut: str

    @classmethod
    def of(cls, names: Iterable[str], common: Container[str] = (), umlaut: str = "e") -> "Gazetteer":
        """Names of places; `common`: words in lower case that are not only names ("essen"): hints."""
        forms: dict[str, str] = {}
        beginnings: set[str] = set()
        for name in sorted(set(names)):
            parts = [squeezed(word, umlaut) for word in _IN_NAMES.findall(name)]
            beginnings.update("".join(parts[:n]) for n in range(1, len(parts)))
            for form in _forms("".join(parts)):
                forms.setdefault(form, name)
        return cls(forms, frozenset(beginnings), common, umlaut)

    def in_words(self, text: str, spelling: Spelling) -> Iterator[Found]:
        """Names that are written with a capital and fill whole words, the longest at each place."""
        words, skip = spelling.words, 0
        for number, (start, _) in enumerate(words):
            if start < skip or not text[spelling.origin[start]].isupper():
                continue
            last, name = self._longest(spelling, number)
            if name:
                skip = words[last][1]
                begin, end = spelling.original(start, skip)
                is_word = name.casefold() in self.common or text[begin:end].casefold() in self.common
                yield Found(begin, end, name, not is_word, is_word and _after_place_word(text, begin))

    def _longest(self, spelling: Spelling, number: int) -> tuple[int, str]:
        """Number of the last word of the longest name that begins with a word, and the name."""
        last, name, joined = number, "", ""
        for offset, (start, end) in enumerate(spelling.words[number : number + _MOST_WORDS]):
            joined += spelling.letters[start:end]
            if joined in self.forms:
                last, name = number + offset, self.forms[joined]
            if joined not in self.beginnings:
                break
        return last, name


def _after_place_word(text: str, begin: int) -> bool:
    return bool(_BEFORE_PLACES.search(text[max(0, begin - _FAR_ENOUGH) : begin]))


def _forms(letters: str) -> Iterator[str]:
    """A name as it is inflected: Potsdam, Potsdams, Potsdamer; Göttingen, Göttinger; Dresden, Dresdner."""
    if not letters:
        return
    yield from (letters + ending for ending in _ENDINGS)
    for ending in ("en", "e"):
        if letters.endswith(ending) and len(letters) > len(ending) + 2:
            yield from (letters[: -len(ending)] + other for other in _STEM_ENDINGS)
            break


def parts(name: str) -> tuple[str, ...]:
    """Parts of a compound name that give it away: "Belzig" of "Bad Belzig"."""
    words = _IN_NAMES.findall(name)
    return tuple(
        word for word in words if len(words) > 1 and len(word) > 2 and word.casefold() not in _GENERIC
    )


def inside(name: str, spelling: Spelling, umlaut: str) -> Iterator[tuple[int, int, bool]]:
    """Where a name of at least five letters occurs, inside words too: range of letters, and whether a word
    begins there."""
    letters = squeezed(name, umlaut)
    if len(letters) < _ANYWHERE:
        return
    starts = {start for start, _ in spelling.words}
    for form in {letters, *(form for form in _forms(letters) if not form.startswith(letters))}:
        at = spelling.letters.find(form)
        while at >= 0:
            yield at, at + len(form), at in starts
            at = spelling.letters.find(form, at + len(form))
