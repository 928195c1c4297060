# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Addresses of the room."""

from django.urls import path

from allmende.transfers import feeds, views

app_name = "transfers"
urlpatterns = [
    path("loesungen/", views.solutions, name="solutions"),
    path("erfahrungen/", views.reports, name="reports"),
    path("erfahrungen/feed/", feeds.everything, name="feed"),
    path("loesungen/<slug:slug>/feed/", feeds.solution, name="solution_feed"),
    path("handlungsfelder/<slug:key>/feed/", feeds.field, name="field_feed"),
    path("erfahrungen/einflussfaktoren/", views.factors, name="factors"),
]
