# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a municipality says of an undertaking; the objections of the rules stand at the form."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from allmende.domain.explain import Gap
from allmende.domain.lifecycle import Move, State, faults, objections
from allmende.doors.impersonal import ImpersonalForm
from allmende.doors.templatetags.doors import said
from allmende.undertakings import facts
from allmende.undertakings.models import STATES, Visibility

EARLIEST = date(1990, 1, 1)
LONGEST = 500
ISO = "%Y-%m-%d"
NOT_SAID = ("", _("nicht gesagt"))


class Written(ImpersonalForm):
    """A form that is written once, and only over what its writer has seen."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=10**9)
    token = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)


def token_of(sent: Mapping[str, str]) -> UUID | None:
    """Token of a form that was sent, whatever else stands in it; None where it is none of ours."""
    try:
        return Written.base_fields["token"].clean(sent.get("token"))  # type: ignore[no-any-return]
    except forms.ValidationError:
        return None


class MoveForm(ImpersonalForm):
    """A state with its day and, where it ends, the reason."""

    state = forms.ChoiceField(label=_("Wie steht es?"))
    on = forms.DateField(
        label=_("Seit welchem Tag?"),
        input_formats=[ISO, "%d.%m.%Y", "%d.%m.%y"],
        widget=forms.DateInput(format=ISO, attrs={"type": "date"}),
        error_messages={"invalid": _("Bitte einen Tag angeben, zum Beispiel 24.11.2026.")},
    )
    reason = forms.CharField(
        label=_("Grund oder ein Satz dazu"),
        help_text=_("Nötig, wo Sie beenden oder sich dagegen entscheiden: Aus dem Grund lernen andere."),
        max_length=LONGEST,
        required=False,
    )

    def __init__(
        self, history: Sequence[Move], today: date, *args: Any, states: Any = None, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.history, self.today = history, today
        self.fields["state"].choices = states or facts.following(history)  # type: ignore[attr-defined]
        self.fields["on"].initial = today

    def clean_on(self) -> date:
        """A day that is not a typing error."""
        day: date = self.cleaned_data["on"]
        if day < EARLIEST:
            raise forms.ValidationError(_("Bitte einen Tag ab 1990 angeben."))
        return day

    def clean(self) -> dict[str, Any]:
        """Say what the rules object to."""
        cleaned = super().clean() or {}
        if not self.errors:
            for gap in self.gaps():
                self.add_error(None, f"{said(gap.text)}.")
        return cleaned

    def gaps(self) -> Sequence[Gap]:
        """What speaks against adding the move to the history."""
        return objections(self.history, self.move(), today=self.today)

    def move(self) -> Move:
        """The move that was chosen."""
        cleaned = self.cleaned_data
        return Move(State(cleaned["state"]), cleaned["on"], cleaned["reason"])


class StepForm(Written, MoveForm):
    """The next step."""

    field_order = ["state", "on", "reason"]


class ChoiceForm(forms.Form):
    """Who may see it, and where it comes from."""

    visibility = forms.ChoiceField(
        label=_("Wer darf es sehen?"),
        choices=Visibility.choices,
        help_text=_(
            "Was nur Ihre Kommune sieht, steht nirgends sonst und zählt in keiner öffentlichen Zahl mit. "
            "Hat sie zu dieser Lösung ohne Namen berichtet, verriete ein Vorhaben mit Namen, "
            "von wem der Bericht ist."
        ),
    )
    origin = forms.ChoiceField(label=_("Von wem übernehmen Sie es?"), required=False)

    def __init__(self, origins: Sequence[tuple[str, str]], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["origin"].choices = [NOT_SAID, *origins]  # type: ignore[attr-defined]


class SettingsForm(ChoiceForm):
    """The same, for what has begun."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=10**9)


class BeginForm(MoveForm):
    """The first step: for whom, with whom, and for whose eyes."""

    token = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    key = forms.ChoiceField(label=_("Für welche Kommune schreiben Sie?"))
    field_order = ["key", "state", "on", "reason"]

    def __init__(self, bodies: Sequence[tuple[str, str]], today: date, *args: Any, **options: Any) -> None:
        super().__init__((), today, *args, **options)
        self.fields["key"].choices = bodies  # type: ignore[attr-defined]
        if len(bodies) == 1:
            self.fields["key"].initial = bodies[0][0]


class CorrectionForm(Written, MoveForm):
    """What should have stood in place of a step, or that it never was."""

    undo = forms.BooleanField(label=_("Diesen Schritt gab es nicht, bitte zurücknehmen"), required=False)
    field_order = ["state", "on", "reason", "undo"]

    def __init__(self, history: Sequence[Move], place: int, today: date, *args: Any, **options: Any) -> None:
        self.place = place
        super().__init__(history, today, *args, states=STATES, **options)

    def gaps(self) -> Sequence[Gap]:
        """What speaks against the history as it would be then."""
        corrected = [] if self.cleaned_data["undo"] else [self.move()]
        history = [*self.history[: self.place], *corrected, *self.history[self.place + 1 :]]
        return faults(history, today=self.today)

    def result(self) -> Move | None:
        """The move, or none where the step is taken back."""
        return None if self.cleaned_data["undo"] else self.move()


class ConfirmForm(Written):
    """It goes on as before."""

    text = forms.CharField(
        label=_("Ein Satz dazu"),
        help_text=_("Freiwillig. Wer das Vorhaben sehen darf, sieht auch den Satz."),
        max_length=LONGEST,
        required=False,
    )
    field_order = ["text"]
