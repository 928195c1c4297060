# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""What gives a place away in the free text of an anonymised report: shown to the writer before release.

It finds names, keys, addresses, exact figures, and words that look like a person, a street or a quarter. It
cannot find what only those in the know recognise ("the town with the leaning tower", the name of a brook): a
person reads the text before its release.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from allmende.domain.explain import Text
from allmende.domain.gazetteer import Gazetteer, Spelling, inside, parts

_UMLAUTS = ("e", "")


class Giveaway(StrEnum):
    """What kind of thing gives the place away."""

    PLACE = "place"
    FIGURE = "figure"
    AROUND = "around"
    TITLE = "title"
    OTHER_PLACE = "other-place"
    LOCALITY = "locality"
    PERSON = "person"
    KEY = "key"
    POSTAL_CODE = "postal-code"
    MAIL = "mail"
    ADDRESS = "address"
    PHONE = "phone"
    INHABITANTS = "inhabitants"
    MONEY = "money"
    DAY = "day"


_KINDS = tuple(Giveaway)


@dataclass(frozen=True, slots=True)
class Hidden:
    """The place that must not be told: its names, the names around it (district, association, region), titles
    of its projects, its official keys and postal code, and other figures of its own, all in digits."""

    names: tuple[str, ...]
    around: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    keys: frozenset[str] = frozenset()
    figures: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Span:
    """A range of characters that gives the place away, why, what to write instead (empty: nothing), and
    whether it is more than a hint."""

    start: int
    end: int
    kind: Giveaway
    reason: Text
    suggestion: Text
    certain: bool = True


def gazetteers(names: Iterable[str], common: Container[str] = ()) -> tuple[Gazetteer, ...]:
    """The names of the register, ready for `identifying`; common: words that mean something else too."""
    listed = tuple(names)
    return tuple(Gazetteer.of(listed, common, umlaut) for umlaut in _UMLAUTS)


def identifying(text: str, hidden: Hidden, others: Sequence[Gazetteer] = ()) -> tuple[Span, ...]:
    """Everything that may give the place away, in the order of the text and without overlaps.

    others: what `gazetteers` made of the register. Takes time linear in the length of the text.
    """
    found = [*_figures(text), *_own_figures(text, hidden)]
    common = others[0].common if others else ()
    for umlaut in _UMLAUTS:
        spelling = Spelling.of(text, umlaut)
        found += _own(text, spelling, hidden, umlaut, common)
        for gazetteer in others:
            if gazetteer.umlaut == umlaut:
                found += (
                    _span(Giveaway.OTHER_PLACE, one.start, one.end, one.certain)
                    for one in gazetteer.in_words(text, spelling)
                    if one.certain or one.placed
                )
    return _apart(found)


def _own_figures(text: str, hidden: Hidden) -> Iterator[Span]:
    """Numbers that belong to this place and hardly to another."""
    for match in re.finditer(_NUMBER, text):
        digits = match[0].partition(",")[0] if "," in match[0] else match[0]
        digits = re.sub(r"\D", "", digits)
        if digits in hidden.keys:
            yield _span(Giveaway.PLACE, *match.span())
        elif digits in hidden.figures:
            yield _span(Giveaway.FIGURE, *match.span())


def _own(
    text: str, spelling: Spelling, hidden: Hidden, umlaut: str, common: Container[str]
) -> Iterator[Span]:
    """Names of the place, around it and of its projects, with the words in which they occur.

    What means something else too is a hint, unless it is the whole name where a place stands ("in Essen").
    """
    groups = (
        (Giveaway.PLACE, hidden.names, True),
        (Giveaway.AROUND, hidden.around, True),
        (Giveaway.TITLE, hidden.titles, False),
    )
    for kind, names, with_parts in groups:
        looked_for = {*names, *(part for name in names if with_parts for part in parts(name))}
        short = Gazetteer.of(looked_for, common, umlaut)
        for one in short.in_words(text, spelling):
            certain = one.certain or (one.placed and one.name in names)
            yield _span(kind, one.start, one.end, certain)
        for name in sorted(looked_for):
            is_word, most = name.casefold() in common, len(name.split())
            for start, end, at_start in inside(name, spelling, umlaut):
                first, last = (_word_at(spelling, at) for at in (start, end - 1))
                certain = at_start and not is_word and last - first < most  # "in den" is hardly Inden
                characters = spelling.original(spelling.words[first][0], spelling.words[last][1])
                yield _span(kind, *characters, certain)


def _word_at(spelling: Spelling, letter: int) -> int:
    """Number of the word to which a letter belongs."""
    return bisect_right(spelling.words, (letter, len(spelling.letters))) - 1


def _span(kind: Giveaway, start: int, end: int, certain: bool = True) -> Span:
    reason, suggestion = _SAID[kind]
    return Span(start, end, kind, reason, suggestion, certain)


def _apart(found: Iterable[Span]) -> tuple[Span, ...]:
    """Without overlaps, nothing found left out: the earlier and longer keeps its range, the next begins after
    it; of two in one range the place itself comes before others."""
    kept: list[Span] = []
    for one in sorted(found, key=lambda span: (span.start, -span.end, _KINDS.index(span.kind))):
        last = kept[-1] if kept else None
        if last is None or one.start >= last.end:
            kept.append(one)
            continue
        if one.certain and not last.certain and one.end <= last.end:
            kept[-1] = replace(last, certain=True)
        if one.end > last.end:
            kept.append(replace(one, start=last.end))
    return tuple(kept)


_MONTHS = "Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember"
_NUMBER = r"\d{1,3}(?:[.\u00a0\u202f' ]\d{3}){1,4}(?:,\d{1,2})?|\d{1,12}(?:,\d{1,2})?"
_NAME = r"[A-ZÄÖÜ][\w-]{2,40}"
_BEFORE, _AFTER = r"(?<![\w.,])", r"(?!\w)"
_PATTERNS = (
    (Giveaway.MAIL, re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){0,5}")),
    (Giveaway.ADDRESS, re.compile(r"(?:https?://|www\.)[^\s<>\"]{0,2000}[\w/]", re.IGNORECASE)),
    (
        Giveaway.ADDRESS,
        re.compile(
            r"(?<![\w-])(?:[\w-]{1,63}\.){1,4}"
            r"(?:de|eu|com|org|net|info|berlin|hamburg|bayern|nrw|saarland)(?![\w-])",
            re.IGNORECASE,
        ),
    ),
    (Giveaway.PHONE, re.compile(r"(?<![\w.,])(?:\+\d|00\d|0\d)[\d ()/–-]{4,20}\d(?!\w)")),
    (
        Giveaway.INHABITANTS,
        re.compile(
            rf"{_BEFORE}({_NUMBER})\s{{0,3}}(?:Einwohn|Bürger|Menschen|Seelen\b|inhabitants|residents|EW\b)\w{{0,12}}",
            re.IGNORECASE,
        ),
    ),
    (
        Giveaway.INHABITANTS,
        re.compile(
            rf"(?:Einwohn|Bevölkerung|population)\w{{0,12}}[:\s]{{1,3}}(?:(?:von|of|ist|rund)\s)?({_NUMBER}){_AFTER}",
            re.IGNORECASE,
        ),
    ),
    (
        Giveaway.FIGURE,
        re.compile(rf"{_BEFORE}({_NUMBER})\s{{0,3}}(?:km²|km2\b|Quadratkilometer)", re.IGNORECASE),
    ),
    (
        Giveaway.PERSON,
        re.compile(
            r"\b(?:Frau|Herrn?|(?:Ober|Orts)?[Bb]ürgermeister(?:in|s)?|Landr(?:at|ats|ätin)|Amtsdirektor(?:in|s)?)\s"
            rf"(?:Dr\.\s|Prof\.\s){{0,2}}{_NAME}"
        ),
    ),
    (
        Giveaway.LOCALITY,
        re.compile(
            r"\b(?:Orts|Stadt|Gemeinde)teile?n?s?\s"
            + _NAME
            + r"|\b(?:Ortschaft|Stadtbezirk|Quartier|Fluss|Bach|Talsperre)\s"
            + _NAME
        ),
    ),
    (
        Giveaway.LOCALITY,
        re.compile(
            r"\b[A-ZÄÖÜ][\w-]{1,40}(?:straße|strasse|str\.|platz|weg|allee|gasse|ufer)\s\d{1,4}\b"
            r"|\b[A-ZÄÖÜ][\w-]{3,40}er\s(?:Straße|Platz|Weg|Allee|Gasse|Ufer)\b"
        ),
    ),
    (
        Giveaway.MONEY,
        re.compile(
            rf"{_BEFORE}({_NUMBER})\s{{0,3}}(?:€|Euro\b|EUR\b|TEUR\b|Mio\b|Millionen\b)", re.IGNORECASE
        ),
    ),
    (Giveaway.MONEY, re.compile(rf"(?:€|\bEUR)\s{{0,3}}({_NUMBER})(?!\d)")),
    (Giveaway.KEY, re.compile(rf"{_BEFORE}(?:\d{{12}}|\d{{8,9}}){_AFTER}")),
    (Giveaway.POSTAL_CODE, re.compile(rf"{_BEFORE}(?:D[ -]?)?\d{{5}}{_AFTER}")),
    (Giveaway.DAY, re.compile(rf"{_BEFORE}\d{{1,2}}\.\s?\d{{1,2}}\.\s?(?:\d{{4}}|\d{{2}}){_AFTER}")),
    (
        Giveaway.DAY,
        re.compile(rf"{_BEFORE}\d{{1,2}}\.\s?(?:{_MONTHS})\b(?:\s\d{{4}})?", re.IGNORECASE),
    ),
    (Giveaway.DAY, re.compile(rf"{_BEFORE}\d{{4}}-\d{{2}}-\d{{2}}{_AFTER}")),
)
_HINTS = (Giveaway.POSTAL_CODE, Giveaway.LOCALITY, Giveaway.PERSON)
_ROUNDED: dict[Giveaway, Callable[[str], bool]] = {
    Giveaway.INHABITANTS: lambda digits: len(digits.rstrip("0")) <= 1,
    Giveaway.MONEY: lambda digits: len(digits.rstrip("0")) <= 2,
    Giveaway.FIGURE: lambda digits: len(digits.rstrip("0")) <= 1,
}


def _figures(text: str) -> Iterator[Span]:
    """Keys, addresses and figures. Round figures are told by many and are no giveaway."""
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            if kind in _ROUNDED and _ROUNDED[kind](re.sub(r"\D", "", match[1])):
                continue
            yield _span(kind, *match.span(), certain=kind not in _HINTS)


_NOTHING = Text("", "")
_SAID: dict[Giveaway, tuple[Text, Text]] = {
    Giveaway.PLACE: (
        Text("Name der Kommune oder ein Teil davon", "Name of the municipality or a part of it"),
        Text("unsere Kommune", "our municipality"),
    ),
    Giveaway.FIGURE: (
        Text("Zahl, an der man die Kommune erkennt", "Figure by which the municipality is recognised"),
        Text("eine gerundete Zahl", "a rounded number"),
    ),
    Giveaway.AROUND: (
        Text("Name des Kreises, Verbandes oder der Region", "Name of the district, association or region"),
        Text("unsere Region", "our region"),
    ),
    Giveaway.TITLE: (
        Text("Titel eines Projekts", "Title of a project"),
        Text("unser Projekt", "our project"),
    ),
    Giveaway.OTHER_PLACE: (
        Text("Name einer anderen Kommune", "Name of another municipality"),
        Text("eine andere Kommune", "another municipality"),
    ),
    Giveaway.LOCALITY: (
        Text(
            "Sieht aus wie ein Ortsteil, eine Straße oder ein Gewässer",
            "Looks like a quarter, street or water",
        ),
        _NOTHING,
    ),
    Giveaway.PERSON: (
        Text("Sieht aus wie der Name einer Person", "Looks like the name of a person"),
        Text("das Amt allein", "the office alone"),
    ),
    Giveaway.KEY: (Text("Sieht aus wie ein amtlicher Schlüssel", "Looks like an official key"), _NOTHING),
    Giveaway.POSTAL_CODE: (Text("Sieht aus wie eine Postleitzahl", "Looks like a postal code"), _NOTHING),
    Giveaway.MAIL: (Text("E-Mail-Adresse", "E-mail address"), _NOTHING),
    Giveaway.ADDRESS: (Text("Internetadresse", "Web address"), _NOTHING),
    Giveaway.PHONE: (Text("Sieht aus wie eine Telefonnummer", "Looks like a phone number"), _NOTHING),
    Giveaway.INHABITANTS: (
        Text("Genaue Einwohnerzahl", "Exact number of inhabitants"),
        Text("eine gerundete Zahl", "a rounded number"),
    ),
    Giveaway.MONEY: (Text("Genauer Betrag", "Exact sum"), Text("ein gerundeter Betrag", "a rounded sum")),
    Giveaway.DAY: (Text("Genauer Tag", "Exact day"), Text("Monat oder Jahr", "month or year")),
}
