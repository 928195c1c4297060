# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""The pages on which a municipality describes a solution or a model project; PAGES: of all kinds."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from allmende.contributions import queries
from allmende.contributions.forms import LONG_TEXT, SHORT_TEXT, UNSAID, LinesForm, PageForm
from allmende.contributions.forms import PAGES as REPORT_PAGES
from allmende.contributions.models import Visibility
from allmende.contributions.typed import AddressesField, AddressField, EuroField, WhenField, suggesting
from allmende.domain.lifecycle import State
from allmende.domain.records import Kind
from allmende.transfers.models import STATES

MOST_FIELDS = 3
MOST_LINES = 12
MOST_MEASURES = 12
_NO_STATE = (State.DECIDED_AGAINST.value, State.UNKNOWN.value)
_YES_NO = [("", _("nicht bekannt")), ("True", _("ja")), ("False", _("nein"))]
_PHASES = [("", _("nicht bekannt")), ("implementation", _("in Umsetzung")), ("finished", _("abgeschlossen"))]


def _text(
    label: Any, *, most: int = SHORT_TEXT, rows: int = 0, hint: Any = "", suggest: str = ""
) -> forms.CharField:
    one_line = suggesting(suggest) if suggest else forms.TextInput()
    widget = forms.Textarea(attrs={"rows": rows}) if rows else one_line
    return forms.CharField(label=label, max_length=most, required=False, widget=widget, help_text=hint)


def _address(label: Any) -> AddressField:
    return AddressField(label)


class RecordPage(PageForm):
    """A page of a record; lists stand one to a line."""

    lists: Sequence[str] = ()

    def shown(self, written: Any) -> Mapping[str, Any]:
        texts = {name: "\n".join(getattr(written, name)) for name in self.lists}
        return {**super().shown(written), **texts}

    def clean(self) -> dict[str, Any]:
        """Lists as tuples."""
        data = super().clean() or {}
        for name in self.lists:
            lines = dict.fromkeys(line.strip() for line in data.get(name, "").splitlines())
            data[name] = tuple(line for line in lines if line)
            if len(data[name]) > MOST_LINES:
                self.add_error(name, _("Höchstens zwölf Zeilen."))
        return data


class FieldsPage(RecordPage):
    """A first page: what it is, and up to three fields of action."""

    def __init__(self, written: Any, data: Any = None) -> None:
        super().__init__(written, data)
        choices = [("", "–"), *queries.action_fields()]
        labels = (_("Handlungsfeld"), _("Weiteres Handlungsfeld"), _("Weiteres Handlungsfeld"))
        for number, label in enumerate(labels):
            chosen = written.fields[number] if number < len(written.fields) else ""
            self.fields[f"field-{number}"] = forms.ChoiceField(
                label=label, choices=choices, required=False, initial=chosen
            )

    def result(self) -> Any:
        """The record with what this page says; a title of the catalogue means what stands there."""
        data = dict(self.cleaned_data)
        found = dict.fromkeys(data.pop(f"field-{number}") for number in range(MOST_FIELDS))
        # a title that stays was decided on before: it is the record's own, or "none of these" was said
        anew = data["title"] != self.written.title
        about = self.written.about or (self.known(data["title"]) if anew else "")
        return replace(self.written, **data, fields=tuple(one for one in found if one), about=about)

    def known(self, title: str) -> str:
        """Slug of what the catalogue has under exactly this title; empty for none."""
        raise NotImplementedError


class OwnSolutionForm(FieldsPage):
    """What it is, and its state in this municipality."""

    title = _text(
        _("Wie heißt die Lösung?"), most=200, suggest="solutions",
        hint=_("Steht sie schon in der Sammlung, wählen Sie sie aus den Vorschlägen."),
    )  # fmt: skip
    summary = _text(_("Was tut sie, und für wen?"), most=LONG_TEXT, rows=6)
    summary_sources = AddressesField(_("Quellen zu Beschreibung und Handlungsfeld"))
    state = forms.ChoiceField(
        label=_("Stand bei Ihnen"), required=False,
        choices=[*UNSAID, *(one for one in STATES if one[0] not in _NO_STATE)],
    )  # fmt: skip
    since = WhenField(_("Seit wann?"), past=True)
    state_sources = AddressesField(_("Quellen zum Stand"))

    def known(self, title: str) -> str:
        return queries.slug_of(title) or "" if title else ""


class CodeForm(RecordPage):
    """Whether others may use the code."""

    open_source = forms.TypedChoiceField(
        label=_("Ist der Code offen?"), required=False, choices=_YES_NO, empty_value=None,
        coerce=lambda value: value == "True",
    )  # fmt: skip
    licence = _text(_("Lizenz"), most=100, hint=_("zum Beispiel EUPL-1.2 oder MIT"))
    repository = _address(_("Adresse des Codes"))
    website = _address(_("Internetseite der Lösung"))
    contact_unit = _text(
        _("Wer gibt Auskunft?"), most=300,
        hint=_(
            "Amt oder Stelle. Keine Personen, E-Mail-Adressen, Telefonnummern; die stehen im Internet."
        ),
    )  # fmt: skip
    code_sources = AddressesField(_("Quellen zu Code, Lizenz und Auskunft"))

    def shown(self, written: Any) -> Mapping[str, Any]:
        said = "" if written.open_source is None else str(written.open_source)
        return {**super().shown(written), "open_source": said}


class CostForm(RecordPage):
    """What it costs, with the source of what is said."""

    cost_once_eur = EuroField(_("Kosten einmalig"))
    cost_annual_eur = EuroField(_("Kosten im Jahr"))
    cost_note = _text(_("Was steckt darin, was nicht?"), rows=3)
    cost_sources = AddressesField(_("Quellen zu den Kosten"))
    staff_note = _text(_("Personal"), hint=_("zum Beispiel: eine halbe Stelle für den Betrieb"))
    staff_sources = AddressesField(_("Quellen zum Personal"))


class FindingsForm(RecordPage):
    """What it needs, what came of it, what others should know."""

    lists = ("preconditions", "lessons")
    preconditions = _text(
        _("Was braucht man dafür?"), most=4_000, rows=4, hint=_("Eine Voraussetzung je Zeile")
    )
    preconditions_sources = AddressesField(_("Quellen zu den Voraussetzungen"))
    results = _text(_("Was hat sie gebracht?"), most=LONG_TEXT, rows=4)
    lessons = _text(_("Was raten Sie anderen?"), most=4_000, rows=4, hint=_("Ein Rat je Zeile"))
    results_sources = AddressesField(_("Quellen zu Ergebnissen und Rat"))


class OwnProjectForm(FieldsPage):
    """What it is, and who pays for it."""

    title = _text(
        _("Wie heißt das Modellprojekt?"), most=200, suggest="projects",
        hint=_("Steht es schon in der Sammlung, wählen Sie es aus den Vorschlägen."),
    )  # fmt: skip
    summary = _text(_("Worum geht es?"), most=LONG_TEXT, rows=6)
    theme = _text(_("Leitgedanke"), most=300)
    call = forms.ChoiceField(
        label=_("Förderprogramm"), required=False,
        choices=lambda: [("", _("ein anderes")), *queries.calls()],
    )  # fmt: skip
    funding = _text(_("Welches andere?"), most=200)
    summary_sources = AddressesField(_("Quellen zu den Angaben auf dieser Seite"))

    def known(self, title: str) -> str:
        return queries.project_of(title) or "" if title else ""


class FrameForm(RecordPage):
    """When, how much, where to read more."""

    phase = forms.ChoiceField(label=_("Phase"), required=False, choices=_PHASES)
    start = WhenField(_("Beginn"))
    end = WhenField(_("Ende"))
    funding_eur = EuroField(_("Förderung"))
    budget_eur = EuroField(_("Volumen mit Eigenanteil"))
    sources = AddressesField(_("Quellen zu Laufzeit und Mitteln"))
    website = _address(_("Internetseite des Modellprojekts"))
    strategy = _address(_("Adresse der Strategie"))


class MeasuresForm(LinesForm):
    """What is done in the project, and which solution came of it."""

    def __init__(self, written: Any, data: Any = None) -> None:
        super().__init__(written, data)
        titles = queries.titles_of([slug for _title, slug in written.measures])
        for number in range(MOST_MEASURES):
            title, slug = written.measures[number] if number < len(written.measures) else ("", "")
            self.fields |= {
                f"measure-{number}": forms.CharField(
                    label=_("Maßnahme"), max_length=300, required=False, initial=title,
                    widget=suggesting("measures"),
                ),
                f"solution-{number}": forms.CharField(
                    label=_("Daraus entstand die Lösung"), max_length=200, required=False,
                    initial=titles.get(slug, ""), widget=suggesting("solutions"),
                ),
            }  # fmt: skip

        self.fields["measures_sources"] = AddressesField(_("Quellen zu den Maßnahmen"))
        self.initial["measures_sources"] = written.measures_sources

    @property
    def told(self) -> list[tuple[Any, str]]:
        """Measures, and their sources."""
        sources = self["measures_sources"]
        said = "\n".join(sources.initial)
        return [*super().told, *([(sources.label, said)] if said else [])]

    def lines(self) -> list[Sequence[forms.BoundField]]:
        """The fields, measure by measure."""
        return [[self[f"measure-{one}"], self[f"solution-{one}"]] for one in range(MOST_MEASURES)]

    def clean(self) -> dict[str, Any]:
        """Each solution is one of the catalogue, each belongs to a measure."""
        data = super().clean() or {}
        for number in range(MOST_MEASURES):
            title, named = data.get(f"measure-{number}"), data.get(f"solution-{number}")
            if named and not title:
                self.add_error(f"measure-{number}", _("Bitte die Maßnahme nennen."))
            slug = queries.slug_of(named) if named else ""
            if slug is None:
                self.add_error(f"solution-{number}", _("So heißt keine Lösung der Sammlung."))
            data[f"slug-{number}"] = slug or ""
        return data

    def result(self) -> Any:
        """The project with these measures."""
        data = self.cleaned_data
        found = ((data[f"measure-{one}"], data[f"slug-{one}"]) for one in range(MOST_MEASURES))
        measures = tuple(one for one in found if one[0])
        return replace(self.written, measures=measures, measures_sources=data["measures_sources"])


class RecordVisibilityForm(PageForm):
    """Who may see it: a record names its municipality, so nothing can hide that."""

    visibility = forms.ChoiceField(
        label=_("Wer darf den Eintrag sehen?"), required=False,
        choices=[*UNSAID, *(one for one in Visibility.choices if one[0] != Visibility.ANONYMISED)],
        help_text=_(
            "Hat Ihre Kommune zu dieser Lösung ohne Namen berichtet, verriete ein Eintrag mit Namen, "
            "von wem der Bericht ist."
        ),
    )  # fmt: skip


PAGES: Mapping[str, Mapping[str, tuple[Any, type[PageForm]]]] = {
    Kind.REPORT: REPORT_PAGES,
    Kind.SOLUTION: {
        "loesung": (_("Die Lösung"), OwnSolutionForm),
        "code": (_("Code und Auskunft"), CodeForm),
        "kosten": (_("Kosten und Personal"), CostForm),
        "erkenntnisse": (_("Voraussetzungen und Ergebnisse"), FindingsForm),
        "sichtbarkeit": (_("Wer es sehen darf"), RecordVisibilityForm),
    },
    Kind.PROJECT: {
        "modellprojekt": (_("Das Modellprojekt"), OwnProjectForm),
        "rahmen": (_("Laufzeit und Mittel"), FrameForm),
        "massnahmen": (_("Maßnahmen"), MeasuresForm),
        "sichtbarkeit": (_("Wer es sehen darf"), RecordVisibilityForm),
    },
}
