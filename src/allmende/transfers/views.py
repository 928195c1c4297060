# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Pages: lists of solutions and of experience reports, what helps and hinders."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

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
