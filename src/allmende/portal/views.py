# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Pages that show several rooms: start, find, compare, a municipality, and the papers of the site."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from allmende.doors.access import public

PAGES = {
    "ueber": _("Über Allmende"),
    "schnittstelle": _("Schnittstelle"),
    "barrierefreiheit": _("Barrierefreiheit"),
    "datenschutz": _("Datenschutz"),
    "impressum": _("Impressum"),
}


@public
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """One of the papers of the site."""
    if slug not in PAGES:
        raise Http404(slug)
    context: dict[str, Any] = {
        "title": PAGES[slug],
        "body": f"portal/pages/{slug}.html",
        "operator": settings.OPERATOR,
    }
    return render(request, "portal/page.html", context)


@public
def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page that says that there is none."""
    return render(request, "404.html", status=404)


@public
def broken(request: HttpRequest) -> HttpResponse:
    """The page after an error of ours; needs nothing that could be broken as well."""
    return render(request, "500.html", status=500)
