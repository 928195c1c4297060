# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Pages of the register: look-up, suggestions, sources. The portal shows that of one municipality."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render

from allmende.doors.access import public
from allmende.register import queries

MOST_FOUND = 50


@public
def municipalities(request: HttpRequest) -> HttpResponse:
    """Look a municipality up; a text that means exactly one leads to it."""
    text = request.GET.get("q", "").strip()[: queries.LONGEST]
    if text and (row := queries.resolve(text)):
        return redirect("portal:municipality", row.key)
    context = {
        "text": text,
        "found": queries.find(text, limit=MOST_FOUND) if text else [],
        "states": queries.states(),
    }
    return render(request, "register/municipalities.html", context)


@public
def suggestions(request: HttpRequest) -> JsonResponse:
    """Labels for a text as it is typed."""
    return JsonResponse(queries.suggestions(request.GET.get("q", "")), safe=False)


@public
def sources(request: HttpRequest) -> HttpResponse:
    """Where the register comes from and under which terms."""
    context = {"note": queries.sources(), "edition": queries.newest_edition()}
    return render(request, "register/sources.html", context)
