# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a table of reports would do, row by row, before anything is written; and its template."""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID, uuid5

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from allmende.accounts.access import Visitor
from allmende.catalogue.rows import personal_data
from allmende.contributions import access, facts, queries, tables
from allmende.contributions.facts import Planned, What
from allmende.contributions.forms import PAGES
from allmende.contributions.models import Contribution, Visibility
from allmende.domain.experience import ENDINGS, Experience, missing
from allmende.register import queries as register

NAMES = UUID("0d6a4a0e-5a51-5b43-8f0e-6b7d3cf2a1b4")  # of this program, so that a row is known again
MOST_SOUGHT = 20
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")  # what a spreadsheet makes of a month
_SHORTENED = (1, 4, 7)  # official keys of which a spreadsheet took the leading zero
_NOT_YOURS = gettext_noop(
    "diesen Bericht gibt es schon; er wird gerade geprüft, oder jemand anderes schreibt ihn"
)
TITLES = {name: title for title, name in tables.COLUMNS.items()}


def plan(rows: Sequence[tables.Row], bodies: Mapping[str, str], visitor: Visitor) -> list[Planned]:
    """What would become of each row; bodies: keys and names of those that the visitor may write for."""
    words, places, writable = _words(), _Places(bodies), access.writable(visitor, bodies)
    read = [_read(row, places, words) for row in rows]
    tokens = [one.token for one in read if one.token]
    known: Mapping[tuple[str, UUID | None], Contribution] = {
        (row.key, row.token): row for row in queries.by_tokens(tokens, bodies)
    }
    newest = queries.newest_by_pk(list(known.values()))
    seen: dict[tuple[str, UUID | None], int] = {}
    planned = []
    for one in read:
        place = (one.key, one.token)
        if one.what is not What.REFUSED and place in seen:
            text = _("dasselbe steht schon in Zeile %(number)s") % {"number": seen[place]}
            one = _refused(one, text)
        seen.setdefault(place, one.number)
        row = known.get(place)
        if row is not None and not writable(row):
            one, row = _refused(one, _(_NOT_YOURS)), None
        planned.append(one if row is None else _compared(one, row, facts.written(row, newest.get(row.pk))))
    return planned


def _refused(one: Planned, text: str) -> Planned:
    return Planned(one.number, What.REFUSED, one.body, one.key, one.written, (*one.problems, text))


def _read(row: tables.Row, places: "_Places", words: "Words") -> Planned:
    problems = [
        _said(TITLES[name], wrong) for name, text in row.texts.items() for wrong in personal_data(text)
    ]
    key, wrong = places.key(row.texts.get("kommune", ""))
    problems += [_said("Kommune", wrong)] if wrong else []
    data = dict(_values(row.texts, words, problems))
    written = Experience()
    for _title, form_class in PAGES.values():
        form = form_class(written, data)
        if form.is_valid():
            written = form.result()
        else:
            problems += (
                _said(TITLES.get(name, name), " ".join(map(str, text))) for name, text in form.errors.items()
            )
    if problems or not key:
        return Planned(row.number, What.REFUSED, places.bodies.get(key, ""), key, written, tuple(problems))
    notes = [_("es fehlt noch: %(what)s") % {"what": gap.text.de} for gap in missing(written)]
    token = uuid5(NAMES, f"{key}|{written.solution or written.other_solution}|{written.title}")
    return Planned(row.number, What.NEW, places.bodies[key], key, written, notes=notes, token=token)


def _compared(one: Planned, row: Contribution, before: facts.Written) -> Planned:
    old, new = before.as_data(), one.written.as_data()
    changes = [(name, str(old[name]), str(new[name])) for name in new if old[name] != new[name]]
    if one.what is What.REFUSED:
        return one
    what = What.CHANGED if changes else What.SAME
    return Planned(
        one.number, what, one.body, one.key, one.written, notes=one.notes, changes=changes,
        token=one.token, pk=row.pk, version=row.version,
    )  # fmt: skip


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


def _words() -> Words:
    """By field: what people may write in a cell, in lower case, and the value it stands for."""
    sides = {"half": "success", "hinderte": "barrier"}
    dimensions = {name: code for code, name in queries.dimensions()}
    found: dict[str, Mapping[str, str]] = {
        "ending": {texts[0].de: ending.value for ending, texts in ENDINGS.items()},
        "again": {"ja": "True", "nein": "False"},
        "visibility": {str(label): value for value, label in Visibility.choices},
    }
    for number in range(3):
        found |= {f"dimension-{number}": dimensions, f"polarity-{number}": sides}
    return found


def _values(texts: Mapping[str, str], words: Words, problems: list[str]) -> Iterable[tuple[str, str]]:
    for name, text in texts.items():
        if name == "sources":
            yield name, "\n".join(text.replace(";", " ").split())
        elif name == "when" and _DAY.fullmatch(text):
            yield name, text[:7]
        elif text and name in words:
            known = {shown.casefold(): value for shown, value in words[name].items()}
            known |= {value.casefold(): value for value in words[name].values()}
            if text.casefold() not in known:
                allowed = ", ".join(words[name])
                wrong = _("„%(text)s“ gibt es nicht. Erlaubt sind: %(allowed)s")
                problems.append(_said(TITLES[name], wrong % {"text": text[:60], "allowed": allowed}))
            yield name, known.get(text.casefold(), "")
        else:
            yield name, text


def _said(column: str, text: str) -> str:
    return _("Spalte %(column)s: %(text)s") % {"column": column, "text": text}


def fingerprint(planned: Iterable[Planned]) -> str:
    """The same for the same plan: what a person confirms is what they saw."""
    seen = "|".join(f"{one.number} {one.what} {one.pk} {one.version}" for one in planned)
    return hashlib.blake2b(seen.encode(), digest_size=12).hexdigest()


def template(form: str) -> bytes:
    """An empty table with one example that says it is one and is left out when read."""
    example = {
        "Kommune": "Bad Belzig", "Lösung": "", "Andere Lösung": "Laubmelder", "Ergebnis": "gescheitert",
        "Wann": "2026-05", "Überschrift": f"{tables.EXAMPLE_MARK}: diese Zeile wird nicht eingelesen",
        "Was geschah": "Was Sie vorhatten, was daraus wurde und woran es lag.",
        "Aufwand": "eine halbe Stelle, acht Monate", "Kosten": "rund 20.000 Euro", "Wieder tun": "nein",
        "Quellen": "https://example.org/beschluss", "Sichtbarkeit": "alle, ohne Namen der Kommune",
        "Half oder hinderte 1": "hinderte", "Satz 1": "Niemand war zuständig.",
        "Rat 1": "Zuständigkeit vorher klären.",
    }  # fmt: skip
    words = _words()
    example["Bereich 1"] = next(iter(words["dimension-0"]), "")
    allowed = {
        TITLES[name]: list(words[name])
        for name in ("ending", "again", "visibility", "dimension-0", "polarity-0")
    }
    return tables.write(form, [example], allowed)
