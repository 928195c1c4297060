# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Addresses of the room."""

from django.urls import path

from allmende.undertakings import answers, views

app_name = "undertakings"
urlpatterns = [
    path("vorhaben/", views.overview, name="overview"),
    path("vorhaben/neu/", views.begin, name="begin"),
    path("vorhaben/antwort/<str:token>/", answers.answer, name="answer"),
    path("vorhaben/<uuid:pk>/", views.undertaking, name="undertaking"),
    path("vorhaben/<uuid:pk>/schritt/", views.step, name="step"),
    path("vorhaben/<uuid:pk>/schritte/<int:position>/", views.correct, name="correct"),
    path("vorhaben/<uuid:pk>/gilt/", views.confirm, name="confirm"),
    path("vorhaben/<uuid:pk>/angaben/", views.choose, name="choose"),
]
