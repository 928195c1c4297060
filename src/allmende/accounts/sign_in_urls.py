# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Addresses of signing in and of keeping one's account safe. The views and the names are django-allauth's."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from allauth.socialaccount import views as external
from allauth.usersessions import views as sessions
from django.urls import path

from allmende.accounts import views
from allmende.doors.access import public, signed_in

urlpatterns = [
    path("anmelden/", public(account.login), name="account_login"),
    path("anmelden/code/", public(account.request_login_code), name="account_request_login_code"),
    path("anmelden/code/eingeben/", public(account.confirm_login_code), name="account_confirm_login_code"),
    path("anmelden/link/<uuid:pk>/<str:token>/", views.sign_in_by_link, name="account_sign_in_by_link"),
    path("anmelden/passkey/", public(passkeys.login_webauthn), name="mfa_login_webauthn"),
    path("anmelden/zweiter-faktor/", public(mfa.authenticate), name="mfa_authenticate"),
    path(
        "anmelden/extern/abgebrochen/", public(external.login_cancelled), name="socialaccount_login_cancelled"
    ),
    path("anmelden/extern/fehler/", public(external.login_error), name="socialaccount_login_error"),
    path("abmelden/", public(account.logout), name="account_logout"),
    path("gesperrt/", public(account.account_inactive), name="account_inactive"),
    path("anlegen/", public(account.signup), name="account_signup"),
    path("anlegen/extern/", public(external.signup), name="socialaccount_signup"),
    path("adresse/", signed_in(account.email), name="account_email"),
    path(
        "adresse/bestaetigen/",
        public(account.email_verification_sent),
        name="account_email_verification_sent",
    ),
    path("passwort/", signed_in(account.password_change), name="account_change_password"),
    path("passwort/setzen/", signed_in(account.password_set), name="account_set_password"),
    path("passwort/vergessen/", public(account.password_reset), name="account_reset_password"),
    path(
        "passwort/vergessen/code/",
        public(account.confirm_password_reset_code),
        name="account_confirm_password_reset_code",
    ),
    path(
        "passwort/vergessen/neu/",
        public(account.complete_password_reset),
        name="account_complete_password_reset",
    ),
    path(
        "passwort/vergessen/fertig/",
        public(account.password_reset_from_key_done),
        name="account_password_reset_completed",
    ),
    path("bestaetigen/", signed_in(account.reauthenticate), name="account_reauthenticate"),
    path("bestaetigen/zweiter-faktor/", signed_in(mfa.reauthenticate), name="mfa_reauthenticate"),
    path(
        "bestaetigen/passkey/",
        signed_in(passkeys.reauthenticate_webauthn),
        name="mfa_reauthenticate_webauthn",
    ),
    path("sicherheit/", signed_in(mfa.index), name="mfa_index"),
    path("sicherheit/app/", signed_in(totp.activate_totp), name="mfa_activate_totp"),
    path("sicherheit/app/abschalten/", signed_in(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("sicherheit/codes/", signed_in(recovery.view_recovery_codes), name="mfa_view_recovery_codes"),
    path(
        "sicherheit/codes/neu/",
        signed_in(recovery.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "sicherheit/codes/datei/",
        signed_in(recovery.download_recovery_codes),
        name="mfa_download_recovery_codes",
    ),
    path("sicherheit/passkeys/", signed_in(passkeys.list_webauthn), name="mfa_list_webauthn"),
    path("sicherheit/passkeys/neu/", signed_in(passkeys.add_webauthn), name="mfa_add_webauthn"),
    path("sicherheit/passkeys/<int:pk>/", signed_in(passkeys.edit_webauthn), name="mfa_edit_webauthn"),
    path(
        "sicherheit/passkeys/<int:pk>/loeschen/",
        signed_in(passkeys.remove_webauthn),
        name="mfa_remove_webauthn",
    ),
    path("sitzungen/", signed_in(sessions.list_usersessions), name="usersessions_list"),
    path("verknuepfungen/", signed_in(external.connections), name="socialaccount_connections"),
]
