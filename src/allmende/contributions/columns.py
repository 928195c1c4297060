# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which columns a table of each kind has, each with the field of the form that it fills."""

from collections.abc import Collection, Mapping

from allmende.domain.records import Kind

REPORTS: Mapping[str, str] = {
    "Kommune": "kommune", "Lösung": "solution", "Andere Lösung": "other_solution", "Ergebnis": "ending",
    "Wann": "when", "Überschrift": "title", "Was geschah": "text", "Aufwand": "effort", "Kosten": "cost",
    "Wieder tun": "again", "Quellen": "sources", "Sichtbarkeit": "visibility",
    "Bereich 1": "dimension-0", "Half oder hinderte 1": "polarity-0", "Satz 1": "statement-0",
    "Rat 1": "remedy-0", "Bereich 2": "dimension-1", "Half oder hinderte 2": "polarity-1",
    "Satz 2": "statement-1", "Rat 2": "remedy-1", "Bereich 3": "dimension-2",
    "Half oder hinderte 3": "polarity-2", "Satz 3": "statement-2", "Rat 3": "remedy-2",
}  # fmt: skip
SOLUTIONS: Mapping[str, str] = {
    "Kommune": "kommune", "Name der Lösung": "title", "Beschreibung": "summary",
    "Quellen zur Beschreibung": "summary_sources", "Stand": "state", "Quellen zum Stand": "state_sources",
    "Seit": "since", "Handlungsfeld 1": "field-0", "Handlungsfeld 2": "field-1", "Handlungsfeld 3": "field-2",
    "Quelloffen": "open_source", "Lizenz": "licence", "Adresse des Codes": "repository",
    "Quellen zu Code und Auskunft": "code_sources", "Internetseite": "website", "Auskunft": "contact_unit",
    "Kosten einmalig": "cost_once_eur", "Kosten im Jahr": "cost_annual_eur", "Was darin steckt": "cost_note",
    "Quellen zu den Kosten": "cost_sources", "Personal": "staff_note",
    "Quellen zum Personal": "staff_sources",
    "Voraussetzungen": "preconditions",
    "Quellen zu den Voraussetzungen": "preconditions_sources", "Ergebnisse": "results",
    "Quellen zu Ergebnissen und Rat": "results_sources", "Rat an andere": "lessons",
    "Sichtbarkeit": "visibility",
}  # fmt: skip
PROJECTS: Mapping[str, str] = {
    "Kommune": "kommune", "Name des Modellprojekts": "title", "Beschreibung": "summary",
    "Quellen zur Beschreibung": "summary_sources",
    "Leitgedanke": "theme", "Förderprogramm": "call", "Anderes Förderprogramm": "funding",
    "Handlungsfeld 1": "field-0", "Handlungsfeld 2": "field-1", "Handlungsfeld 3": "field-2",
    "Phase": "phase", "Beginn": "start", "Ende": "end", "Förderung": "funding_eur",
    "Volumen mit Eigenanteil": "budget_eur", "Quellen": "sources", "Internetseite": "website",
    "Strategie": "strategy", "Sichtbarkeit": "visibility",
    **{f"Maßnahme {one}": f"measure-{one - 1}" for one in range(1, 7)},
    **{f"Lösung daraus {one}": f"solution-{one - 1}" for one in range(1, 7)},
    "Quellen zu den Maßnahmen": "measures_sources",
}  # fmt: skip
COLUMNS: Mapping[str, Mapping[str, str]] = {
    Kind.REPORT: REPORTS,
    Kind.SOLUTION: SOLUTIONS,
    Kind.PROJECT: PROJECTS,
}
TITLES = {kind: {name: title for title, name in columns.items()} for kind, columns in COLUMNS.items()}
SHEETS = {Kind.REPORT: "Berichte", Kind.SOLUTION: "Lösungen", Kind.PROJECT: "Modellprojekte"}


def kind_of(heads: Collection[str]) -> str:
    """The kind of table that has most of these columns; reports where nothing is known."""
    return max(COLUMNS, key=lambda kind: len(COLUMNS[kind].keys() & set(heads)))
