# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Addresses of the room."""

from django.urls import path

from allmende.publiccode import views

app_name = "publiccode"
urlpatterns = [path("publiccode/", views.inspection, name="inspection")]
