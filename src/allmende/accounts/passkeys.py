# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""django-allauth's forms for passkeys, made to refuse what no browser sends instead of failing at it."""

from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn import forms as theirs
from django import forms


class Credential(forms.JSONField):
    """What a browser answers; JSON that is nested too deeply to be read is as wrong as any other."""

    widget = forms.HiddenInput

    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(value)
        except RecursionError as error:
            raise get_adapter().validation_error("incorrect_code") from error

    def bound_data(self, data: Any, initial: Any) -> Any:
        try:
            return super().bound_data(data, initial)
        except RecursionError:
            return None


class AddForm(theirs.AddWebAuthnForm):  # type: ignore[misc]
    """A new passkey or security key."""

    credential = Credential()

    def clean(self) -> Any:
        try:
            return super().clean()
        except (KeyError, ValueError) as error:
            raise get_adapter().validation_error("incorrect_code") from error


class _Answered:
    """Shared by the forms that ask a key to prove itself."""

    def clean_credential(self) -> Any:
        try:
            return super().clean_credential()  # type: ignore[misc]
        except (KeyError, ValueError) as error:
            raise get_adapter().validation_error("incorrect_code") from error


class AuthenticateForm(_Answered, theirs.AuthenticateWebAuthnForm):  # type: ignore[misc]
    """A key as a second factor."""

    credential = Credential()


class LoginForm(_Answered, theirs.LoginWebAuthnForm):  # type: ignore[misc]
    """A passkey instead of a password."""

    credential = Credential()


class ReauthenticateForm(_Answered, theirs.ReauthenticateWebAuthnForm):  # type: ignore[misc]
    """A key once more before something that matters."""

    credential = Credential()
