# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Addresses of the room."""

from django.urls import path

from allmende.transfers import views

app_name = "transfers"
urlpatterns = [
    path("loesungen/", views.solutions, name="solutions"),
    path("modellprojekte/<slug:slug>/", views.project, name="project"),
    path("erfahrungen/", views.reports, name="reports"),
    path("erfahrungen/einflussfaktoren/", views.factors, name="factors"),
    path("erfahrungen/<slug:slug>/", views.report, name="report"),
]
