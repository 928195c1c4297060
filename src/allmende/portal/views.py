# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Pages that show several rooms: start, find, compare, one of what there is, and the papers of the site."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from allmende.catalogue import queries as catalogue
from allmende.compliance import queries as compliance
from allmende.contributions import shown as contributions
from allmende.doors.access import public
from allmende.doors.maps import Map, Point
from allmende.portal import queries
from allmende.portal.facts import ORDERS, Question
from allmende.portal.forms import COOKIE, question
from allmende.register import maps
from allmende.register import queries as register
from allmende.register.models import Municipality
from allmende.search import queries as search
from allmende.transfers import queries as transfers

PAGE_SIZE = 10
COOKIE_SECONDS = 30 * 24 * 3600
PAGES = {
    "ueber": _("Über Allmende"),
    "schnittstelle": _("Schnittstelle"),
    "barrierefreiheit": _("Barrierefreiheit"),
    "datenschutz": _("Datenschutz"),
    "impressum": _("Impressum"),
}


FIGURES = (
    ("solutions", pgettext_lazy("Bestand", "Lösungen")),
    ("deployments", _("Einsätze vor Ort")),
    ("transfers", _("Nachnutzungen")),
    ("reports", _("Erfahrungsberichte")),
    ("municipalities", _("Kommunen mit Einsätzen")),
)


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
def unreadable(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page for an address that cannot be read."""
    return render(request, "400.html", status=400)


@public
def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page that says that there is none."""
    return render(request, "404.html", status=404)


@public
def broken(request: HttpRequest) -> HttpResponse:
    """The page after an error of ours; needs nothing that could be broken as well."""
    return render(request, "500.html", status=500)


def _remember(request: HttpRequest, answer: HttpResponse, asked: Question) -> HttpResponse:
    """Keep the municipality that the address names; forget it where the address names none."""
    if "kommune" in request.GET:
        if asked.municipality:
            answer.set_cookie(
                COOKIE, asked.municipality.key, max_age=COOKIE_SECONDS, samesite="Lax", httponly=True,
                secure=request.is_secure(),
            )  # fmt: skip
        else:
            answer.delete_cookie(COOKIE, samesite="Lax")
    return answer


@public
def start(request: HttpRequest) -> HttpResponse:
    """The question, the action fields, what was reported lately, the figures of the stock."""
    counts = transfers.counts()
    asked = question(request)
    context = {
        "question": asked,
        "chosen": asked.municipality,
        "fields": catalogue.fields(),
        "successes": transfers.recent_reports(successes=True),
        "setbacks": transfers.recent_reports(successes=False),
        "figures": [{"value": counts[name], "label": label} for name, label in FIGURES],
        "read_on": transfers.read_on(),
    }
    return _remember(request, render(request, "portal/start.html", context), asked)


@public
def find(request: HttpRequest) -> HttpResponse:
    """The answer to a question, as a list or on a map."""
    asked = question(request)
    page = request.GET.get("seite", "1")
    number = int(page) if page.isascii() and page.isdigit() and len(page) < 6 else 1
    found = queries.find(asked, start=(max(number, 1) - 1) * PAGE_SIZE, size=PAGE_SIZE)
    context: dict[str, Any] = {
        "question": asked,
        "chosen": asked.municipality,
        "found": found,
        "page": Paginator(found.slugs, PAGE_SIZE).get_page(number),
        "orders": [(name, label) for name, (_order, label) in ORDERS.items()],
        "fields": catalogue.fields() if not found.total else (),
    }
    if asked.view == "karte":
        rows = queries.places_of(found.slugs)
        context |= {"rows": rows, "map": _result_map(rows, asked)}
    return _remember(request, render(request, "portal/find.html", context), asked)


def _result_map(rows: Sequence[dict[str, str]], asked: Question) -> Map:
    places = register.by_keys({row["key"] for row in rows if row["key"]})
    seen = {row["key"]: row for row in reversed(rows) if row["key"] in places}
    points = [
        Point(*_xy(places[key]), label=f"{row['place']}: {row['title']}", kind=row["kind"])
        for key, row in seen.items()
        if places[key].latitude is not None
    ]
    if asked.municipality and asked.municipality.latitude is not None:
        points.append(Point(*_xy(asked.municipality), label=asked.municipality.label, kind="here"))
    return Map(
        "ergebniskarte", maps.VIEW_BOX, maps.states(), points, gettext("Karte der Ergebnisse"),
        gettext("Deutschland mit einem Punkt für jeden Ort der Tabelle darunter."),
    )  # fmt: skip


def _xy(place: Municipality) -> tuple[float, float]:
    return maps.project(float(place.latitude or 0), float(place.longitude or 0))


@public
def compare(request: HttpRequest) -> HttpResponse:
    """Up to four solutions side by side."""
    asked, slugs = question(request), list(dict.fromkeys(request.GET.getlist("loesung")))
    context = {
        "results": queries.compare(slugs, asked),
        "municipality": asked.municipality,
        "chosen": asked.municipality,
        "too_many": len(slugs) > queries.MOST_COMPARED,
    }
    return _remember(request, render(request, "portal/compare.html", context), asked)


@public
def solution(request: HttpRequest, slug: str) -> HttpResponse:
    """One solution: what the rooms know of it, and how it fits the chosen municipality."""
    row = transfers.solution(slug)
    if row is None:
        other = catalogue.solution_by_alias(slug)
        if other is None:
            raise Http404(slug)
        return redirect("portal:solution", other.slug, permanent=True)
    asked = question(request)
    context = {
        **_with_history(request, transfers.solution_page(row)),
        "question": asked,
        "chosen": asked.municipality,
        "result": next(iter(queries.compare([slug], asked)), None),
        "check": compliance.latest([slug]).get(slug),
        "for_registered": contributions.about_solution(slug, request.user),
    }
    return _remember(request, render(request, "portal/solution.html", context), asked)


@public
def project(request: HttpRequest, slug: str) -> HttpResponse:
    """One model project: what it does, which solutions and reports came of it."""
    row = catalogue.model_project(slug)
    if row is None:
        raise Http404(slug)
    context = _with_history(request, transfers.project_page(row))
    return render(request, "transfers/project.html", context)


@public
def report(request: HttpRequest, slug: str) -> HttpResponse:
    """One experience report."""
    row = transfers.report(slug)
    if row is None:
        raise Http404(slug)
    return render(request, "transfers/report.html", _with_history(request, transfers.report_page(row)))


def _with_history(request: HttpRequest, page: dict[str, Any]) -> dict[str, Any]:
    """What is public of its history, with the way to what lies behind for those who may read it."""
    return {**page, "history": contributions.with_versions(page["history"], request.user)}


@public
def municipality(request: HttpRequest, key: str) -> HttpResponse:
    """A territorial body: the register's facts, what runs there, its model project, its reports."""
    row = register.municipality(key)
    if row is None:
        raise Http404(key)
    if row.is_city_district:
        return redirect("portal:municipality", f"{key}000")
    context = {
        **register.municipality_page(row),
        "deployments": transfers.in_municipality([key]),
        "projects": catalogue.projects_of([key]),
        "reports": transfers.reports_of([key]),
    }
    return render(request, "portal/municipality.html", context)


@public
def suggestions(request: HttpRequest) -> JsonResponse:
    """Words that go on as the text begins, for the field of the question."""
    try:
        found = search.suggest(request.GET.get("q", "")[:100])
    except search.IndexMissingError:
        found = []
    return JsonResponse(found, safe=False)
