# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Refuse what is too large by what the request says of itself, before a byte of it is read."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

Answer = Callable[[HttpRequest], HttpResponse]
MOST_BYTES = 6_000_000  # the largest file anywhere has five megabytes; the rest is the form around it


def refuse_large_bodies(answer: Answer) -> Answer:
    """Middleware: page with status 413; stands before whatever reads forms, the check of tokens included."""

    def refuse_or_answer(request: HttpRequest) -> HttpResponse:
        said = request.META.get("CONTENT_LENGTH") or "0"
        if said.isdecimal() and len(said) <= len(str(MOST_BYTES)) and int(said) <= MOST_BYTES:
            return answer(request)
        return render(request, "doors/too_large.html", status=413)

    return refuse_or_answer
