# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""The page that checks a publiccode.yml and gives the corrected file. Nothing is kept."""

from datetime import UTC, datetime
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from allmende.domain.publiccode import Around, Finding, Inspection, Level, check, corrected
from allmende.doors.access import public
from allmende.publiccode.forms import SubmittedForm
from allmende.publiccode.lists import lists

MOST_LINES = 3000


@public
@require_http_methods(["GET", "HEAD", "POST"])
def inspection(request: HttpRequest) -> HttpResponse:
    """The form; with a file the findings at their lines, or the corrected file to keep."""
    if request.method != "POST":
        return render(request, "publiccode/inspection.html", {})
    form = SubmittedForm(request.POST, request.FILES)
    if not form.is_valid():
        context: dict[str, Any] = {"problems": form.non_field_errors() or [*form.errors.values()]}
        return render(request, "publiccode/inspection.html", context, status=422)
    content: bytes = form.cleaned_data["content"]
    if request.POST.get("aktion") == "korrigieren":
        return HttpResponse(
            corrected(content, lists()).encode("utf-8"),
            content_type="application/yaml; charset=utf-8",
            headers={"Content-Disposition": 'attachment; filename="publiccode.yml"'},
        )
    return render(request, "publiccode/inspection.html", _context(content))


def _context(content: bytes) -> dict[str, Any]:
    today = datetime.now(UTC).astimezone().date()
    found = check(content, lists(), around=Around(today=today))
    better = check(corrected(content, lists()).encode("utf-8"), lists())
    return {
        "found": found,
        "source": found.source,
        "lines": _lines(found),
        "whole": [f for f in found.findings if f.checked and not f.line],
        "unchecked": [f for f in found.findings if not f.checked],
        "counts": [found.count(level) for level in Level],
        "mendable": sum(bool(f.edits) for f in found.findings),
        "left": better.count(Level.ERROR),
    }


def _lines(found: Inspection) -> list[tuple[int, str, list[Finding]]]:
    """Number, text and findings of each line."""
    placed = [f for f in found.findings if f.checked and f.line]
    by_line = {line: list(group) for line, group in groupby(placed, key=lambda f: f.line)}
    lines = found.source.split("\n")[:MOST_LINES]
    return [(number, text, by_line.get(number, [])) for number, text in enumerate(lines, start=1)]
