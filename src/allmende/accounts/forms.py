# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""What somebody says about their own account, and an operator about their mode."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from allmende.accounts.models import OPERATION, TRANSFER, Person
from allmende.accounts.queries import by_address


class NameForm(forms.ModelForm):  # type: ignore[type-arg]
    """The name that members of the same municipality see."""

    class Meta:
        model = Person
        fields = ["name"]
        help_texts = {"name": _("Freiwillig. So heißen Sie für Mitglieder Ihrer Kommune.")}


class KeyForm(forms.Form):
    """What an access key is for, and for how long; sent twice, it makes one."""

    token = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4, required=False)

    name = forms.CharField(
        label=_("Wofür ist der Schlüssel?"),
        max_length=100,
        help_text=_("zum Beispiel: Abgleich mit unserem Portal"),
    )  # fmt: skip
    days = forms.TypedChoiceField(
        label=_("Wie lange gilt er?"), coerce=int,
        choices=[(30, _("30 Tage")), (180, _("ein halbes Jahr")), (365, _("ein Jahr"))],
    )  # fmt: skip


class LeaveForm(forms.Form):
    """To delete an account one types its address."""

    address = forms.CharField(label=_("Zur Bestätigung Ihre E-Mail-Adresse"), max_length=254)

    def __init__(self, person: Person, *args: Any) -> None:
        self.person = person
        super().__init__(*args)

    def clean_address(self) -> str:
        address: str = self.cleaned_data["address"].strip().lower()
        if address != self.person.email:
            raise forms.ValidationError(_("Das ist nicht die Adresse dieses Kontos. Nichts wurde gelöscht."))
        return address


class ModeForm(forms.Form):
    """Why and for how long an operator may hand out roles."""

    reason = forms.CharField(label=_("Grund"), max_length=500)
    minutes = forms.TypedChoiceField(
        label=_("Dauer"),
        choices=[(15, _("15 Minuten")), (60, _("eine Stunde")), (240, _("vier Stunden"))],
        coerce=lambda minutes: timedelta(minutes=int(minutes)),
    )


class AppointForm(forms.Form):
    """Who gets which role while the mode is on."""

    address = forms.CharField(label=_("E-Mail-Adresse des Kontos"), max_length=254)
    role = forms.ChoiceField(
        label=_("Rolle"), choices=[(TRANSFER, _("Transferstelle")), (OPERATION, _("Betrieb"))]
    )

    def clean_address(self) -> Person:
        found = by_address(self.cleaned_data["address"])
        if found is None:
            raise forms.ValidationError(_("Mit dieser Adresse gibt es kein Konto."))
        return found
