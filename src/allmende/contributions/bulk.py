# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a table of reports would do, row by row, before anything is written; and its template."""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import takewhile
from typing import Any
from uuid import UUID, uuid5

from django.forms import ChoiceField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from allmende.accounts.access import Visitor
from allmende.contributions import access, facts, queries, tables
from allmende.contributions.columns import TITLES
from allmende.contributions.facts import Planned, What
from allmende.contributions.models import Contribution
from allmende.contributions.record_forms import PAGES
from allmende.domain.experience import Experience
from allmende.domain.records import Kind
from allmende.register import queries as register

NAMES = UUID("0d6a4a0e-5a51-5b43-8f0e-6b7d3cf2a1b4")  # of this program, so that a row is known again
MOST_SOUGHT = 20
SAME_SHOWN = 20  # characters before the first difference
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")  # what a spreadsheet makes of a month
_LISTS = ("preconditions", "lessons")
_WHENS = ("when", "since", "start", "end")
_COUNTED = {"factors": "Bereich", "fields": "Handlungsfeld", "measures": "Maßnahme"}
_SHORTENED = (1, 4, 7)  # official keys of which a spreadsheet took the leading zero
_NOT_YOURS = gettext_noop(
    "diesen Bericht gibt es schon; er wird gerade geprüft, oder jemand anderes schreibt ihn"
)


def plan(rows: Sequence[tables.Row], bodies: Mapping[str, str], visitor: Visitor) -> list[Planned]:
    """What would become of each row; bodies: keys and names of those that the visitor may write for."""
    words = {kind: _words(kind) for kind in {row.kind for row in rows}}
    places, writable = _Places(bodies), access.writable(visitor, bodies)
    with queries.reading_once():
        read = [_read(row, places, words[row.kind]) for row in rows]
    own = _own(read, bodies)
    tokens = [one.token for one in read if one.token]
    known: Mapping[tuple[str, UUID | None], Contribution] = {
        (row.key, row.token): row for row in queries.by_tokens(tokens, bodies)
    }
    newest = queries.newest_by_pk([*known.values(), *own.values()])
    seen: dict[tuple[str, UUID | None], int] = {}
    planned = []
    for one in read:
        place = (one.key, one.token)
        if one.what is not What.REFUSED and place in seen:
            text = _("dasselbe steht schon in Zeile %(number)s") % {"number": seen[place]}
            one = _refused(one, text)
        seen.setdefault(place, one.number)
        row = known.get(place)
        if (kept := own.get(one.number)) is not None:
            one, row = _itself(one), kept
        if row is not None and not writable(row):
            one, row = _refused(one, _(_NOT_YOURS)), None
        if row is not None and one.what is not What.REFUSED:
            one = _compared(one, row, facts.written(row, newest.get(row.pk)), words[row.kind])
        planned.append(one)
    return planned


def _refused(one: Planned, text: str) -> Planned:
    return Planned(one.number, What.REFUSED, one.body, one.key, one.written, (*one.problems, text))


def _read(row: tables.Row, places: "_Places", words: "Words") -> Planned:
    titles = TITLES[row.kind]
    key, wrong = places.key(row.texts.get("kommune", ""))
    problems = [_said("Kommune", wrong)] if wrong else []
    data = dict(_values(row, words, problems))
    written: Any = facts.CLASSES[row.kind]()
    for _title, form_class in PAGES[row.kind].values():
        form = form_class(written, data)
        if form.is_valid():
            written = form.result()
        else:
            problems += (
                _said(titles.get(name, name), " ".join(map(str, text))) for name, text in form.errors.items()
            )
    if problems or not key:
        return Planned(row.number, What.REFUSED, places.bodies.get(key, ""), key, written, tuple(problems))
    token = uuid5(NAMES, "|".join((key, *_identity(written, row))))
    return Planned(row.number, What.NEW, places.bodies[key], key, written, notes=_notes(written), token=token)


def _identity(written: facts.Written, row: tables.Row) -> tuple[str, ...]:
    """By what a row is known again when the table is read once more."""
    if isinstance(written, Experience):
        return (row.texts.get("other_solution") or written.solution, written.title)
    return (facts.KINDS[type(written)], written.about or written.title.casefold())


def _own(read: Sequence[Planned], bodies: Mapping[str, str]) -> dict[int, Contribution]:
    """By numbers of rows: the body's own record, which came back under its title as one of the catalogue."""
    found: dict[int, Contribution] = {}
    for kind in (Kind.SOLUTION, Kind.PROJECT):
        records = [one for one in read if facts.KINDS[type(one.written)] == kind]
        own = queries.of_own_records(kind, {facts.about(one.written) for one in records}, bodies)
        for one in records:
            row = own.get(facts.about(one.written))
            if row is not None and row.key == one.key:
                found[one.number] = row
    return found


def _itself(one: Planned) -> Planned:
    """A record is not about itself."""
    if isinstance(one.written, Experience):
        return one
    written = replace(one.written, about="")
    return replace(one, written=written, notes=_notes(written))


def _notes(written: facts.Written) -> list[str]:
    return [_("es fehlt noch: %(what)s") % {"what": gap.text.de} for gap in facts.lacking(written)]


def _compared(one: Planned, row: Contribution, before: facts.Written, words: "Words") -> Planned:
    old, new = before.as_data(), one.written.as_data()
    labels = {value: label for known in words.values() for label, value in known.items()}
    changes = [
        (_column(row.kind, name), *_difference(_in_words(old[name], labels), _in_words(new[name], labels)))
        for name in new
        if name != "read_through" and old[name] != new[name]  # a table never says so
    ]
    what = What.CHANGED if changes else What.SAME
    return Planned(
        one.number, what, one.body, one.key, one.written, notes=one.notes, changes=changes,
        token=one.token, pk=row.pk, version=row.version,
    )  # fmt: skip


def _column(kind: str, name: str) -> str:
    """What a field of the record is called in the table; columns that are counted have one name."""
    return TITLES[kind].get(name) or _COUNTED.get(name, name)


def _in_words(value: Any, labels: Mapping[str, str]) -> str:
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, list | tuple):
        return "; ".join(text for one in value if (text := _in_words(one, labels)))
    if isinstance(value, bool):
        return "ja" if value else "nein"
    return "" if value is None else labels.get(str(value), str(value))


def _difference(before: str, after: str) -> tuple[str, str]:
    """Both texts; of long ones from a few words before the place where they differ."""
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(before, after, strict=False)))
    if same <= 2 * SAME_SHOWN:
        return before, after
    start = same - SAME_SHOWN
    return f"…{before[start:]}", f"…{after[start:]}"


class _Places:
    """Which of the bodies that somebody may write for a cell means; each text is looked up once.

    Near names are sought for the first few unknown texts only: that takes time, and hundreds help nobody.
    """

    def __init__(self, bodies: Mapping[str, str]) -> None:
        self.bodies = bodies
        self.found: dict[str, tuple[str, str]] = {}
        self.sought = 0

    def key(self, text: str) -> tuple[str, str]:
        """The official key, or nothing and what is wrong."""
        if not text and len(self.bodies) == 1:
            return next(iter(self.bodies)), ""
        if text.isascii() and text.isdigit() and len(text) in _SHORTENED:
            text = f"0{text}"
        if text not in self.found:
            self.found[text] = self._look_up(text)
        return self.found[text]

    def _look_up(self, text: str) -> tuple[str, str]:
        if text in self.bodies:
            return text, ""
        self.sought += 1
        sought = bool(text) and self.sought <= MOST_SOUGHT
        row = register.resolve(text) if sought else None
        if row is None:
            near = register.find(text, limit=5) if sought else []
            named = " · ".join(f"{one.label} ({one.key})" for one in near)
            return "", _("„%(text)s“ ist nicht eindeutig. %(near)s") % {"text": text[:60], "near": named}
        if row.key in self.bodies:
            return row.key, ""
        return "", _("für %(name)s dürfen Sie nicht schreiben") % {"name": row.label}


Words = Mapping[str, Mapping[str, str]]


def _words(kind: str) -> Words:
    """By field: what people may write in a cell, in German, and the value it stands for."""
    found: dict[str, Mapping[str, str]] = {}
    columns = TITLES[kind]
    with override("de"):
        for _title, form_class in PAGES[kind].values():
            for name, one in form_class(facts.CLASSES[kind]()).fields.items():
                if isinstance(one, ChoiceField) and name in columns:
                    found[name] = {str(label): str(value) for value, label in _choices(one) if value}
    return found


def _choices(field: ChoiceField) -> list[tuple[Any, Any]]:
    choices: Any = field.choices
    return list(choices)


def _values(row: tables.Row, words: Words, problems: list[str]) -> Iterable[tuple[str, str]]:
    for name, text in row.texts.items():
        if name.endswith("sources"):
            yield name, "\n".join(text.replace(";", " ").split())
        elif name in _LISTS:
            yield name, text.replace(";", "\n")
        elif name in _WHENS and _DAY.fullmatch(text):
            yield name, text[:7]
        elif text and name in words:
            known = {shown.casefold(): value for shown, value in words[name].items()}
            known |= {value.casefold(): value for value in words[name].values()}
            if text.casefold() not in known:
                allowed = ", ".join(words[name])
                wrong = _("„%(text)s“ gibt es nicht. Erlaubt sind: %(allowed)s")
                problems.append(
                    _said(TITLES[row.kind][name], wrong % {"text": text[:60], "allowed": allowed})
                )
            yield name, known.get(text.casefold(), "")
        else:
            yield name, text


def _said(column: str, text: str) -> str:
    return _("Spalte %(column)s: %(text)s") % {"column": column, "text": text}


def fingerprint(planned: Iterable[Planned]) -> str:
    """The same for the same plan: what a person confirms is what they saw."""
    seen = "|".join(f"{one.number} {one.what} {one.pk} {one.version}" for one in planned)
    return hashlib.blake2b(seen.encode(), digest_size=12).hexdigest()


def template(form: str, kind: str = Kind.REPORT.value) -> bytes:
    """An empty table with one example that says it is one and is left out when read."""
    words, titles = _words(kind), TITLES[kind]
    example = dict(_EXAMPLES[kind])
    for name, values in words.items():
        if name.endswith("-0"):
            example.setdefault(titles[name], next(iter(values), ""))
    allowed = {titles[name]: list(values) for name, values in words.items() if values}
    return tables.write(form, [example], allowed, kind)


_MARK = f"{tables.EXAMPLE_MARK}: diese Zeile wird nicht eingelesen"
_EXAMPLES: Mapping[str, Mapping[str, str]] = {
    Kind.REPORT: {
        "Kommune": "Bad Belzig", "Lösung": "", "Andere Lösung": "Laubmelder", "Ergebnis": "gescheitert",
        "Wann": "2026-05", "Überschrift": _MARK,
        "Was geschah": "Was Sie vorhatten, was daraus wurde und woran es lag.",
        "Aufwand": "eine halbe Stelle, acht Monate", "Kosten": "rund 20.000 Euro", "Wieder tun": "nein",
        "Quellen": "https://example.org/beschluss", "Sichtbarkeit": "alle, ohne Namen der Kommune",
        "Half oder hinderte 1": "hinderte", "Satz 1": "Niemand war zuständig.",
        "Rat 1": "Zuständigkeit vorher klären.",
    },
    Kind.SOLUTION: {
        "Kommune": "Bad Belzig", "Name der Lösung": _MARK, "Beschreibung": "Was sie tut, und für wen.",
        "Stand": "in Betrieb", "Seit": "2024", "Quelloffen": "ja", "Lizenz": "EUPL-1.2",
        "Adresse des Codes": "https://example.org/code", "Kosten einmalig": "20.000",
        "Was darin steckt": "Einrichtung und Schulung", "Quellen zu den Kosten": "https://example.org/haushalt",
        "Voraussetzungen": "Ein Netz; jemand, der Werte liest", "Sichtbarkeit": "alle, mit Namen der Kommune",
    },
    Kind.PROJECT: {
        "Kommune": "Bad Belzig", "Name des Modellprojekts": _MARK, "Beschreibung": "Worum es geht.",
        "Anderes Förderprogramm": "Programm des Landes", "Phase": "in Umsetzung", "Beginn": "2025",
        "Ende": "2027-12", "Förderung": "500.000", "Volumen mit Eigenanteil": "600.000",
        "Maßnahme 1": "Sensoren am Bach", "Sichtbarkeit": "alle, mit Namen der Kommune",
    },
}  # fmt: skip
