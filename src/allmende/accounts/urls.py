# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Addresses of one's own account."""

from django.urls import path

from allmende.accounts import views

app_name = "accounts"
urlpatterns = [path("konto/", views.account, name="account")]
