# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Addresses of one's own account."""

from django.urls import path

from allmende.accounts import views

app_name = "accounts"
urlpatterns = [
    path("konto/", views.account, name="account"),
    path("konto/daten/", views.own_data, name="own_data"),
    path("konto/daten/datei/", views.own_data_file, name="own_data_file"),
    path("konto/schluessel/", views.keys, name="keys"),
    path("konto/schluessel/<int:pk>/loeschen/", views.drop_key, name="drop_key"),
    path("konto/betriebsmodus/", views.operator_mode, name="operator_mode"),
    path("konto/betriebsmodus/beenden/", views.operator_mode_off, name="operator_mode_off"),
    path("konto/betriebsmodus/ernennen/", views.appoint, name="appoint"),
]
