# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Addresses of the room."""

from django.urls import path

from allmende.compliance import views

app_name = "compliance"
urlpatterns = [
    path("code-pruefungen/", views.checks, name="checks"),
    path("code-pruefungen/regeln/", views.rules, name="rules"),
    path("code-pruefungen/<slug:slug>/", views.check, name="check"),
    path("code-pruefungen/<slug:slug>/<int:number>/", views.check, name="check_at"),
    path("code-pruefungen/<slug:slug>/plakette.svg", views.badge, name="badge"),
]
