# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Addresses of the room."""

from django.urls import path

from allmende.contributions import views

app_name = "contributions"
urlpatterns = [
    path("beitraege/", views.overview, name="overview"),
    path("beitraege/neu/", views.begin, name="begin"),
    path("beitraege/neu/loesung/", views.begin, {"kind": "solution"}, name="begin_solution"),
    path("beitraege/neu/modellprojekt/", views.begin, {"kind": "project"}, name="begin_project"),
    path("beitraege/modellprojekte/", views.projects, name="projects"),
    path("beitraege/loesungen/", views.solutions, name="solutions"),
    path("beitraege/massnahmen/", views.measures, name="measures"),
    path("beitraege/einlesen/", views.upload, name="upload"),
    path("beitraege/einlesen/<slug:word>.<slug:form>", views.template, name="template"),
    path("beitraege/einlesen/<uuid:pk>/", views.preview, name="preview"),
    path("beitraege/<uuid:pk>/", views.contribution, name="contribution"),
    path("beitraege/<uuid:pk>/fassungen/<int:number>/", views.revision, name="revision"),
    path("beitraege/<uuid:pk>/aehnlich/", views.alike, name="alike"),
    path("beitraege/<uuid:pk>/schritt/", views.step, name="step"),
    path("beitraege/<uuid:pk>/kommentar/", views.comment, name="comment"),
    path("beitraege/<uuid:pk>/bestaetigen/", views.confirm, name="confirm"),
    path("beitraege/<uuid:pk>/<slug:page>/", views.edit, name="edit"),
]
