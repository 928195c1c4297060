# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Addresses of the sign-in elsewhere: one for all languages, because the other side has to know it."""

from allauth.socialaccount.providers.openid_connect import views
from django.urls import path

from allmende.accounts.views import sign_in_elsewhere
from allmende.doors.access import public

urlpatterns = [
    path("<slug:provider_id>/", sign_in_elsewhere, name="openid_connect_login"),
    path("<slug:provider_id>/rueckruf/", public(views.callback), name="openid_connect_callback"),
]
