# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Pages: model projects, action fields, programmes."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from allmende.catalogue import queries
from allmende.catalogue.facets import chosen_from
from allmende.doors.access import public
from allmende.doors.paging import page_of


@public
def projects(request: HttpRequest) -> HttpResponse:
    """List of model projects with facets."""
    chosen = chosen_from(request.GET, queries.PROJECT_FACETS)
    context = {
        "page": page_of(request, queries.model_projects(chosen)),
        "groups": queries.project_groups(chosen),
        "filtered": any(chosen.values()),
    }
    return render(request, "catalogue/projects.html", context)


@public
def fields(request: HttpRequest) -> HttpResponse:
    """All action fields."""
    return render(request, "catalogue/fields.html", {"fields": queries.fields()})


@public
def field(request: HttpRequest, key: str) -> HttpResponse:
    """One action field: its solutions and its model projects."""
    row = queries.field(key)
    if row is None:
        raise Http404(key)
    context = {
        "field": row,
        "page": page_of(request, row.solutions.order_by("title", "slug")),
        "projects": row.model_projects.order_by("title", "slug"),
    }
    return render(request, "catalogue/field.html", context)


@public
def programmes(request: HttpRequest) -> HttpResponse:
    """All programmes."""
    return render(request, "catalogue/programmes.html", {"programmes": queries.programmes()})


@public
def programme(request: HttpRequest, slug: str) -> HttpResponse:
    """One programme with its calls."""
    row = queries.programme(slug)
    if row is None:
        raise Http404(slug)
    return render(request, "catalogue/programme.html", {"programme": row})
