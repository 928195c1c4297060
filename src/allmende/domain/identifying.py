# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""What gives a place away in the free text of an anonymised report: shown to the writer before release.

It finds names, keys, addresses and exact figures. It cannot find what only those in the know recognise ("the
town with the leaning tower"): a person reads the text before its release.
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
    AROUND = "around"
    TITLE = "title"
    OTHER_PLACE = "other-place"
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
    """The place that must not be told: its names (with those of its localities), the names around it
    (district, association), and titles of its projects."""

    names: tuple[str, ...]
    around: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()


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
    """The names of the whole register, ready for `identifying`; common: words that are names too."""
    listed = tuple(names)
    return tuple(Gazetteer.of(listed, common, umlaut) for umlaut in _UMLAUTS)


def identifying(text: str, hidden: Hidden, others: Sequence[Gazetteer] = ()) -> tuple[Span, ...]:
    """Everything that may give the place away, in the order of the text and without overlaps.

    others: what `gazetteers` made of the register. Takes time linear in the length of the text.
    """
    found = list(_figures(text))
    for umlaut in _UMLAUTS:
        spelling = Spelling.of(text, umlaut)
        found += _own(text, spelling, hidden, umlaut)
        for gazetteer in others:
            if gazetteer.umlaut == umlaut:
                found += (
                    _span(Giveaway.OTHER_PLACE, one.start, one.end, one.certain)
                    for one in gazetteer.in_words(text, spelling)
                )
    return _apart(found)


def _own(text: str, spelling: Spelling, hidden: Hidden, umlaut: str) -> Iterator[Span]:
    """Names of the place, around it and of its projects, with the words in which they occur."""
    groups = (
        (Giveaway.PLACE, hidden.names, True),
        (Giveaway.AROUND, hidden.around, True),
        (Giveaway.TITLE, hidden.titles, False),
    )
    for kind, names, with_parts in groups:
        looked_for = {*names, *(part for name in names if with_parts for part in parts(name))}
        short = Gazetteer.of(looked_for, umlaut=umlaut)
        for one in short.in_words(text, spelling):
            yield _span(kind, one.start, one.end)
        for name in sorted(looked_for):
            for start, end, at_start in inside(name, spelling, umlaut):
                yield _span(kind, *_whole_words(spelling, start, end), at_start)


def _whole_words(spelling: Spelling, start: int, end: int) -> tuple[int, int]:
    """Characters of the words that these letters touch."""
    first = spelling.words[bisect_right(spelling.words, (start, len(spelling.letters))) - 1][0]
    last = spelling.words[bisect_right(spelling.words, (end - 1, len(spelling.letters))) - 1][1]
    return spelling.original(first, last)


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
            rf"{_BEFORE}({_NUMBER})\s{{0,3}}(?:Einwohner|Bürger|Menschen|inhabitants|residents|EW\b)\w{{0,12}}",
            re.IGNORECASE,
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
_ROUNDED: dict[Giveaway, Callable[[str], bool]] = {
    Giveaway.INHABITANTS: lambda digits: len(digits.rstrip("0")) <= 1,
    Giveaway.MONEY: lambda digits: len(digits.rstrip("0")) <= 2,
}


def _figures(text: str) -> Iterator[Span]:
    """Keys, addresses and figures. Round figures are told by many and are no giveaway."""
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            if kind in _ROUNDED and _ROUNDED[kind](re.sub(r"\D", "", match[1])):
                continue
            yield _span(kind, *match.span(), certain=kind != Giveaway.POSTAL_CODE)


_NOTHING = Text("", "")
_SAID: dict[Giveaway, tuple[Text, Text]] = {
    Giveaway.PLACE: (
        Text("Name der Kommune oder ein Teil davon", "Name of the municipality or a part of it"),
        Text("unsere Kommune", "our municipality"),
    ),
    Giveaway.AROUND: (
        Text("Name des Kreises oder Verbandes", "Name of the district or association"),
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
