# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Addresses of the room."""

from django.urls import path

from allmende.catalogue import views

app_name = "catalogue"
urlpatterns = [
    path("modellprojekte/", views.projects, name="projects"),
    path("handlungsfelder/", views.fields, name="fields"),
    path("handlungsfelder/<slug:key>/", views.field, name="field"),
    path("programme/", views.programmes, name="programmes"),
    path("programme/<slug:slug>/", views.programme, name="programme"),
]
