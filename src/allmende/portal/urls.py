# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Addresses of the room."""

from django.urls import path

from allmende.portal import feeds, memberships, views

app_name = "portal"
urlpatterns = [
    path("", views.start, name="start"),
    path("finden/", views.find, name="find"),
    path("finden/vorschlaege/", views.suggestions, name="suggestions"),
    path("vergleichen/", views.compare, name="compare"),
    path("loesungen/<slug:slug>/", views.solution, name="solution"),
    path("modellprojekte/<slug:slug>/", views.project, name="project"),
    path("erfahrungen/<slug:slug>/", views.report, name="report"),
    path("kommunen/<slug:key>/", views.municipality, name="municipality"),
    path("kommunen/<slug:key>/feed/", feeds.similar_places, name="municipality_feed"),
    path("konto/mitgliedschaften/", memberships.memberships, name="memberships"),
    path("konto/mitgliedschaften/beantragen/", memberships.ask, name="ask_membership"),
    path("konto/mitgliedschaften/<int:pk>/rolle/", memberships.change_role, name="change_role"),
    path("konto/mitgliedschaften/<int:pk>/<slug:step>/", memberships.decide, name="decide_membership"),
    *(path(f"{slug}/", views.page, {"slug": slug}, name=slug) for slug in views.PAGES),
]
