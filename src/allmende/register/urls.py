# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Addresses of the room."""

from django.urls import path

from allmende.register import views

app_name = "register"
urlpatterns = [
    path("kommunen/", views.municipalities, name="municipalities"),
    path("kommunen/vorschlaege/", views.suggestions, name="suggestions"),
    path("quellen/", views.sources, name="sources"),
]
