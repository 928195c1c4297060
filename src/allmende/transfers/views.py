# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Pages: list of solutions, model projects with what came of them, experience reports."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from allmende.catalogue import queries as catalogue
from allmende.catalogue import shown as described
from allmende.catalogue.facets import chosen_from
from allmende.doors.access import public
from allmende.doors.paging import page_of
from allmende.transfers import queries, shown
from allmende.transfers.lists import GROUPINGS, REPORT_FACETS, SOLUTION_FACETS
from allmende.transfers.sums import factor_sums


@public
def solutions(request: HttpRequest) -> HttpResponse:
    """List of solutions with facets."""
    chosen = chosen_from(request.GET, SOLUTION_FACETS)
    page = page_of(request, queries.solutions(chosen))
    context = {
        "page": page,
        "groups": queries.solution_groups(chosen),
        "rows": [(row, queries.places_in_words(row), shown.states(row.deployments.all())) for row in page],
        "filtered": any(chosen.values()),
    }
    return render(request, "transfers/solutions.html", context)


@public
def project(request: HttpRequest, slug: str) -> HttpResponse:
    """One model project: what it does, which solutions and reports came of it."""
    row = catalogue.model_project(slug)
    if row is None:
        raise Http404(slug)
    context = {
        "project": row,
        "sides": described.sides(row, row.claims.all()),
        "measures": described.measures(row.measures.all()),
        "reports": queries.reports().filter(model_project=row),
    }
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
def factors(request: HttpRequest) -> HttpResponse:
    """What goes wrong and what helps, summed over the reports that meet the choice."""
    chosen = chosen_from(request.GET, GROUPINGS)
    sums = factor_sums(chosen)
    statements = queries.factors_of(shown.reports_shown(sums.counts))
    rows = shown.factor_rows(sums.counts, queries.dimensions(), statements)
    context = {
        "sums": sums,
        "groups": sums.groups,
        "rows": rows,
        "chart": shown.factor_chart(rows, sums.total),
        "filtered": any(chosen.values()),
    }
    return render(request, "transfers/factors.html", context)


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
