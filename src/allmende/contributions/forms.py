# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""The four pages on which a report is written; each reads its part into the whole and leaves the rest."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from allmende.contributions import queries
from allmende.contributions.models import Visibility
from allmende.contributions.typed import AddressesField, WhenField, suggesting
from allmende.domain.experience import ENDINGS, Helped
from allmende.doors.impersonal import ImpersonalForm
from allmende.doors.templatetags.doors import said

MOST_FACTORS = 8
LONG_TEXT = 10_000
SHORT_TEXT = 500
UNSAID = [("", _("bitte wählen"))]


def _endings() -> list[tuple[str, Any]]:
    return [*UNSAID, *((ending.value, said(texts[0])) for ending, texts in ENDINGS.items())]


class PageForm(ImpersonalForm):
    """A page of the report; `written` is the report so far."""

    def __init__(self, written: Any, data: Any = None) -> None:
        super().__init__(data, initial=dict(self.shown(written)), label_suffix="")
        self.written = written

    @property
    def told(self) -> list[tuple[Any, str]]:
        """What is written so far, field by field as people read it; what says nothing is left out."""
        return [(one.label, text) for one in self if (text := _in_words(one))]

    def shown(self, written: Any) -> Mapping[str, Any]:
        """What the fields hold before anything is typed."""
        return {name: getattr(written, name) for name in self.base_fields}

    def result(self) -> Any:
        """The report with what this page says."""
        return replace(self.written, **self.cleaned_data)


def _in_words(field: forms.BoundField) -> str:
    value = field.field.prepare_value(field.initial)
    if value in (None, "", False):
        return ""
    words = {True: _("ja"), **dict(getattr(field.field, "choices", ()))}
    return str(words.get(value, value))


class SolutionForm(PageForm):
    """Which solution, how it ended, when."""

    solution = forms.CharField(
        label=_("Welche Lösung war es?"), max_length=200, required=False,
        widget=suggesting("solutions"),
        help_text=_("Beginnen Sie zu tippen und wählen Sie aus den Vorschlägen."),
    )  # fmt: skip
    other_solution = forms.CharField(
        label=_("Sie steht nicht in der Sammlung? Dann nennen Sie sie hier."), max_length=200, required=False,
        widget=suggesting("solutions"),
    )  # fmt: skip
    ending = forms.ChoiceField(label=_("Wie ging es aus?"), choices=_endings, required=False)
    when = WhenField(_("Wann war das?"), past=True)

    def shown(self, written: Any) -> Mapping[str, Any]:
        return {**super().shown(written), "solution": queries.title_of(written.solution)}

    def clean_solution(self) -> str:
        """The slug of the solution with this title."""
        text = self.cleaned_data["solution"].strip()
        if not text:
            return ""
        slug = queries.slug_of(text)
        if slug is None:
            near = " · ".join(queries.titles_near(text, limit=5))
            raise ValidationError(
                _(
                    "Keine Lösung der Sammlung heißt „%(text)s“. Ist eine von diesen gemeint? %(near)s."
                    " Wenn nicht, nennen Sie sie im Feld darunter."
                )
                if near
                else _("Keine Lösung der Sammlung heißt „%(text)s“. Bitte nennen Sie sie im Feld darunter."),
                params={"text": text, "near": near},
            )
        return slug

    def clean(self) -> dict[str, Any]:
        """One solution, not two."""
        data = super().clean() or {}
        if data.get("solution") and data.get("other_solution"):
            self.add_error("other_solution", _("Bitte nur eine der beiden Angaben ausfüllen."))
        named = data.get("other_solution", "")
        # a name that stays was decided on before: "none of these" was said
        slug = queries.slug_of(named) if named != self.written.other_solution and not self.errors else None
        return {**data, "solution": slug, "other_solution": ""} if slug else data


class ExperienceForm(PageForm):
    """What happened, what it took, would they do it again, sources."""

    title = forms.CharField(label=_("Überschrift"), max_length=200, required=False)
    text = forms.CharField(
        label=_("Was geschah?"), max_length=LONG_TEXT, required=False,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("Was Sie vorhatten, was daraus wurde und woran es lag. Nennen Sie keine Personen."),
    )  # fmt: skip
    effort = forms.CharField(
        label=_("Aufwand, wenn bekannt"), max_length=SHORT_TEXT, required=False,
        help_text=_("zum Beispiel: eine halbe Stelle, acht Monate"),
    )  # fmt: skip
    cost = forms.CharField(
        label=_("Kosten, wenn bekannt"), max_length=SHORT_TEXT, required=False,
        help_text=_("zum Beispiel: rund 20.000 Euro einmalig, 3.000 Euro im Jahr"),
    )  # fmt: skip
    again = forms.TypedChoiceField(
        label=_("Würden Sie es wieder tun?"), required=False, empty_value=None,
        choices=[("", _("keine Angabe")), ("True", _("ja")), ("False", _("nein"))],
        coerce=lambda value: value == "True",
    )  # fmt: skip
    sources = AddressesField(_("Quellen"), rows=3)

    def shown(self, written: Any) -> Mapping[str, Any]:
        again = "" if written.again is None else str(written.again)
        return {**super().shown(written), "again": again}


class LinesForm(PageForm):
    """A page with the same few fields several times."""

    def lines(self) -> list[Sequence[forms.BoundField]]:
        """The fields, line by line."""
        raise NotImplementedError

    @property
    def told(self) -> list[tuple[Any, str]]:
        """Only of lines that say something."""
        said = [one for line in self.lines() if any(_initial(line)) for one in line]
        return [(one.label, text) for one in said if (text := _in_words(one))]

    @property
    def shown_lines(self) -> list[Sequence[forms.BoundField]]:
        """Lines with something in them and one more to fill in, at least three."""
        filled = [number for number, line in enumerate(self.lines(), 1) if any(_values(line))]
        return self.lines()[: max(3, filled[-1] + 1 if filled else 0)]

    @property
    def further_lines(self) -> list[Sequence[forms.BoundField]]:
        """The rest, behind a fold."""
        return self.lines()[len(self.shown_lines) :]


def _initial(line: Sequence[forms.BoundField]) -> list[Any]:
    return [one.initial for one in line if not one.name.startswith("polarity")]


def _values(line: Sequence[forms.BoundField]) -> list[Any]:
    return [one.value() for one in line if not one.name.startswith("polarity")]


class FactorsForm(LinesForm):
    """What helped and what hindered, in up to eight lines."""

    def __init__(self, written: Any, data: Any = None) -> None:
        super().__init__(written, data)
        dimensions = [("", "–"), *queries.dimensions()]
        sides = [("barrier", _("hinderte")), ("success", _("half"))]
        for number in range(MOST_FACTORS):
            one = written.factors[number] if number < len(written.factors) else Helped("", "barrier", "")
            self.fields |= {
                f"dimension-{number}": forms.ChoiceField(
                    label=_("Bereich"), choices=dimensions, required=False, initial=one.dimension
                ),
                f"polarity-{number}": forms.ChoiceField(
                    label=_("Half oder hinderte"), choices=sides, required=False, initial=one.polarity
                ),
                f"statement-{number}": _line(_("In einem Satz"), one.statement),
                f"remedy-{number}": _line(_("Was half dagegen, was raten Sie?"), one.remedy),
            }

    def lines(self) -> list[Sequence[forms.BoundField]]:
        """The fields, factor by factor."""
        names = ("dimension", "polarity", "statement", "remedy")
        return [[self[f"{name}-{number}"] for name in names] for number in range(MOST_FACTORS)]

    def clean(self) -> dict[str, Any]:
        """A line with a sentence or advice needs its dimension, and the other way round."""
        data = super().clean() or {}
        for number in range(MOST_FACTORS):
            dimension, sentence = data.get(f"dimension-{number}"), data.get(f"statement-{number}")
            advice = data.get(f"remedy-{number}")
            if (sentence or advice) and not dimension:
                self.add_error(f"dimension-{number}", _("Bitte den Bereich wählen."))
            if dimension and not sentence:
                self.add_error(f"statement-{number}", _("Bitte einen Satz dazu schreiben."))
        return data

    def result(self) -> Any:
        """The report with these factors."""
        data = self.cleaned_data
        found = (
            Helped(
                data[f"dimension-{number}"], data[f"polarity-{number}"] or "barrier",
                data[f"statement-{number}"], data[f"remedy-{number}"],
            )
            for number in range(MOST_FACTORS)
            if data[f"dimension-{number}"]
        )  # fmt: skip
        return replace(self.written, factors=tuple(found))


def _line(label: Any, initial: str) -> forms.CharField:
    return forms.CharField(label=label, max_length=SHORT_TEXT, required=False, initial=initial)


class VisibilityForm(PageForm):
    """Who may see it."""

    visibility = forms.ChoiceField(
        label=_("Wer darf den Bericht sehen?"), choices=[*UNSAID, *Visibility.choices], required=False
    )
    read_through = forms.BooleanField(
        label=_("Ich habe die markierten Stellen durchgesehen; sie verraten unsere Kommune nicht."),
        required=False,
    )


PAGES: Mapping[str, tuple[Any, type[PageForm]]] = {
    "loesung": (_("Lösung und Ergebnis"), SolutionForm),
    "erfahrung": (_("Was geschah"), ExperienceForm),
    "faktoren": (_("Was half, was hinderte"), FactorsForm),
    "sichtbarkeit": (_("Wer es sehen darf"), VisibilityForm),
}
