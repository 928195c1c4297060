# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Pages: solutions, model projects with what came of them, experience reports."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from allmende.catalogue import queries as catalogue
from allmende.catalogue.facets import chosen_from
from allmende.catalogue.models import Solution
from allmende.doors.access import public
from allmende.doors.maps import Map, Point
from allmende.doors.paging import page_of
from allmende.register import maps
from allmende.transfers import facts, queries
from allmende.transfers.lists import REPORT_FACETS, SOLUTION_FACETS
from allmende.transfers.models import STATES, Deployment

DOTS = {
    "operational": "",
    "piloting": "",
    "planned": "planned",
    "stopped": "stopped",
    "decided-against": "stopped",
}


@public
def solutions(request: HttpRequest) -> HttpResponse:
    """List of solutions with facets."""
    chosen = chosen_from(request.GET, SOLUTION_FACETS)
    page = page_of(request, queries.solutions(chosen))
    context = {
        "page": page,
        "groups": queries.solution_groups(chosen),
        "rows": [(row, queries.places_in_words(row), _states(row.deployments.all())) for row in page],
        "filtered": any(chosen.values()),
    }
    return render(request, "transfers/solutions.html", context)


@public
def solution(request: HttpRequest, slug: str) -> HttpResponse:
    """One solution: where it runs, what happened, what helps, what it needs, what is not known."""
    row = queries.solution(slug)
    if row is None:
        other = catalogue.solution_by_alias(slug)
        if other is None:
            raise Http404(slug)
        return redirect("transfers:solution", other.slug, permanent=True)
    deployments = list(row.deployments.all())
    factors = [factor for report in row.reports.all() for factor in report.factors.all()]
    context = {
        "solution": row,
        "deployments": deployments,
        "states": _states(deployments),
        "map": map_of(row, deployments),
        "successes": [factor for factor in factors if factor.polarity == "success"],
        "barriers": [factor for factor in factors if factor.polarity == "barrier"],
        "unknowns": facts.unknowns(row),
        "similar": queries.similar_solutions(row),
    }
    return render(request, "transfers/solution.html", context)


def _states(deployments: Iterable[Deployment]) -> list[tuple[Any, int]]:
    counts = Counter(one.state for one in deployments)
    return [(label, counts[state]) for state, label in STATES if counts[state]]


def map_of(row: Solution, deployments: Iterable[Deployment]) -> Map | None:
    """A map of Germany with a point for each place; None where no place is known."""
    points = []
    for one in deployments:
        place = one.municipality
        if place is None or place.latitude is None or place.longitude is None:
            continue
        x, y = maps.project(float(place.latitude), float(place.longitude))
        label = f"{one.place_name}: {one.get_state_display()}"
        points.append(Point(x, y, label, DOTS.get(one.state, "planned")))
    if not points:
        return None
    title = _("Wo „%(title)s“ eingesetzt wird oder wurde") % {"title": row.title}
    return Map("orte", maps.VIEW_BOX, maps.states(), points, title, _("Die Orte stehen auch in der Tabelle."))


@public
def project(request: HttpRequest, slug: str) -> HttpResponse:
    """One model project: what it does, which solutions and reports came of it."""
    row = catalogue.model_project(slug)
    if row is None:
        raise Http404(slug)
    context = {"project": row, "reports": queries.reports().filter(model_project=row)}
    return render(request, "transfers/project.html", context)


@public
def reports(request: HttpRequest) -> HttpResponse:
    """List of experience reports with facets, and which factors they name."""
    chosen = chosen_from(request.GET, REPORT_FACETS)
    rows = queries.reports(chosen)
    context = {
        "page": page_of(request, rows),
        "groups": queries.report_groups(chosen),
        "factors": queries.factor_counts(rows),
        "filtered": any(chosen.values()),
    }
    return render(request, "transfers/reports.html", context)


@public
def report(request: HttpRequest, slug: str) -> HttpResponse:
    """One experience report."""
    row = queries.report(slug)
    if row is None:
        raise Http404(slug)
    factors = list(row.factors.all())
    context = {
        "report": row,
        "successes": [factor for factor in factors if factor.polarity == "success"],
        "barriers": [factor for factor in factors if factor.polarity == "barrier"],
    }
    return render(request, "transfers/report.html", context)
