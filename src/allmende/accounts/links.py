# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Signing in by a link in a mail: good for a quarter of an hour, for one sign-in, for one person."""

from uuid import UUID

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.urls import reverse

from allmende.accounts.models import Person


class SignInTokens(PasswordResetTokenGenerator):
    """As Django's for passwords, for another purpose: spent by a sign-in and by a new password.

    They last for settings.PASSWORD_RESET_TIMEOUT seconds.
    """

    key_salt = "allmende.accounts.sign-in"


TOKENS = SignInTokens()


def link_for(address: str) -> str:
    """The link for the person to whom this confirmed address belongs; empty for nobody."""
    found = EmailAddress.objects.filter(email__iexact=address, verified=True, user__is_active=True).first()
    if found is None:
        return ""
    path = reverse("account_sign_in_by_link", args=[found.user_id, TOKENS.make_token(found.user)])
    return f"{settings.ADDRESS}{path}"


def person_of(pk: UUID, token: str) -> Person | None:
    """Whom the link signs in; None once it is spent, old, or not ours."""
    person = Person.objects.filter(pk=pk, is_active=True).first()
    return person if person and TOKENS.check_token(person, token) else None
