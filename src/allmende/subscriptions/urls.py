# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Addresses of the room."""

from django.urls import path

from allmende.subscriptions import views

app_name = "subscriptions"
urlpatterns = [
    path("abonnements/", views.overview, name="overview"),
    path("abonnements/neu/", views.follow, name="follow"),
    path("abonnements/ende/<str:token>/", views.unfollow, name="unfollow"),
    path("abonnements/ende-aller/<str:token>/", views.unfollow_all, name="unfollow_all"),
    path("abonnements/<uuid:pk>/ende/", views.end, name="end"),
]
