# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every read of the room."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, F, Max, Prefetch, Q, QuerySet
from django.utils.translation import ngettext

from allmende import data
from allmende.catalogue import shown as described
from allmende.catalogue.facets import Chosen, groups, narrowed
from allmende.catalogue.models import ModelProject, Solution
from allmende.catalogue.queries import claims
from allmende.domain.evidence import Observation
from allmende.domain.lifecycle import Outcome
from allmende.domain.municipality import Level, size_class
from allmende.register import facts as register
from allmende.register.models import Municipality
from allmende.search.documents import Document
from allmende.transfers import facts, outcomes, shown
from allmende.transfers.lists import REPORT_FACETS, SOLUTION_FACETS
from allmende.transfers.models import Deployment, Dimension, Edition, Factor, Report, Transfer

SHOWN_PLACES = 3
NEWS = 50
SIMILAR = 5
SETBACKS = (Outcome.STOPPED, Outcome.FAILED, Outcome.SCALED_BACK, Outcome.NOT_STARTED)


@dataclass(frozen=True, slots=True)
class Scope:
    """Which reports and which deployments news is about; without conditions: all."""

    reports: Q = field(default_factory=Q)
    deployments: Q = field(default_factory=Q)


def about_solution(slug: str) -> Scope:
    """News of one solution."""
    return Scope(Q(solution=slug), Q(solution=slug))


def about_field(key: str) -> Scope:
    """News of an action field."""
    return Scope(Q(fields=key), Q(solution__fields=key))


def about_places(keys: Collection[str]) -> Scope:
    """News of municipalities of these keys."""
    return Scope(Q(places__in=keys), Q(municipality__in=keys))


def solutions(chosen: Chosen | None = None) -> QuerySet[Solution]:
    """Solutions that meet the choice, with what a list shows: fields, deployments with their places."""
    rows = narrowed(Solution.objects.all(), SOLUTION_FACETS, chosen or {})
    return rows.prefetch_related("fields", _deployments()).order_by("title", "slug")


def solution_groups(chosen: Chosen) -> list[dict[str, Any]]:
    """Facets of the solutions with counts."""
    return groups(Solution.objects.all(), SOLUTION_FACETS, chosen)


def report_groups(chosen: Chosen) -> list[dict[str, Any]]:
    """Facets of the reports with counts."""
    return groups(Report.objects.all(), REPORT_FACETS, chosen)


def _deployments() -> "Prefetch[Any]":
    rows = Deployment.objects.select_related("municipality", "transfer").order_by("place_name", "slug")
    return Prefetch("deployments", queryset=rows)


def solution(slug: str) -> Solution | None:
    """One solution with everything its page shows."""
    transfers = Transfer.objects.select_related("taker").prefetch_related("sources").order_by("-year", "slug")
    return (
        Solution.objects.select_related("based_on", "model_project", "programme", "keeper")
        .prefetch_related(
            "fields", "sources", "local_uses", claims(), _deployments(), "deployments__sources",
            Prefetch("transfers", queryset=transfers),
            Prefetch("reports", queryset=reports().prefetch_related("factors__dimension")),
        )
        .filter(slug=slug)
        .first()
    )  # fmt: skip


def solution_page(row: Solution) -> dict[str, Any]:
    """What the page of a solution shows from this room; `row` as `solution` gives it."""
    deployments = list(row.deployments.all())
    years = outcomes.years(deployments, row.transfers.all())
    factors = [factor for report in row.reports.all() for factor in report.factors.all()]
    return {
        "solution": row,
        "sides": described.sides(row, row.claims.all()),
        "deployments": deployments,
        "places": outcomes.with_reports(deployments, row.reports.all()),
        "years": years,
        "years_chart": outcomes.chart(years),
        "no_year": sum(year is None for _, year in outcomes.beginnings(deployments)),
        "kinds_of_place": outcomes.kinds_of_place(deployments),
        "states": shown.states(deployments),
        "disputed": shown.disputed(deployments),
        "map": shown.map_of(row, deployments),
        "successes": [factor for factor in factors if factor.polarity == "success"],
        "barriers": [factor for factor in factors if factor.polarity == "barrier"],
        "missing": facts.unknowns(row),
        "similar": similar_solutions(row),
        "history": described.history(row, row.claims.all()),
    }


def project_page(row: ModelProject) -> dict[str, Any]:
    """What the page of a model project shows; `row` as the catalogue gives it."""
    claims = row.claims.all()
    return {
        "project": row,
        "sides": described.sides(row, claims),
        "measures": described.measures(row.measures.all()),
        "reports": reports().filter(model_project=row),
        "history": described.history(row, claims),
    }


def report_page(row: Report) -> dict[str, Any]:
    """What the page of a report shows; `row` as `report` gives it."""
    factors = list(row.factors.all())
    return {
        "report": row,
        "successes": [factor for factor in factors if factor.polarity == "success"],
        "barriers": [factor for factor in factors if factor.polarity == "barrier"],
        "history": shown.history(row),
    }


def places_in_words(row: Solution) -> str:
    """Names of the first places of a solution and how many more there are."""
    names = list(dict.fromkeys(one.place_name for one in row.deployments.all() if one.place_name))
    shown, more = ", ".join(names[:SHOWN_PLACES]), len(names) - SHOWN_PLACES
    if more <= 0:
        return shown
    return ngettext(
        "%(places)s und %(number)s weitere Kommune", "%(places)s und %(number)s weitere Kommunen", more
    ) % {"places": shown, "number": more}


def similar_solutions(row: Solution) -> list[Solution]:
    """Solutions that share the most action fields and words with this one, its own family first."""
    words = set(row.keywords)
    fields = {field.pk for field in row.fields.all()}
    among = Solution.objects.filter(fields__in=fields).exclude(pk=row.pk).distinct()
    among = among.annotate(shared=Count("fields", filter=Q(fields__in=fields)))
    scored = [
        (2 * len(words & set(other.keywords)) + other.shared, other.slug, other)
        for other in among.only("slug", "title", "title_en", "keywords")
    ]
    scored.sort(key=lambda one: (-one[0], one[1]))
    return [other for score, _, other in scored[:SIMILAR] if score > 1]


def reports(chosen: Chosen | None = None) -> QuerySet[Report]:
    """Reports that meet the choice, latest first, with what a list shows."""
    rows = narrowed(Report.objects.all(), REPORT_FACETS, chosen or {})
    return rows.select_related("solution").prefetch_related("fields", "places").order_by("-as_of", "slug")


def report(slug: str) -> Report | None:
    """One report with everything its page shows."""
    return (
        reports()
        .select_related("solution", "model_project")
        .prefetch_related("factors__dimension", "sources")
        .filter(slug=slug)
        .first()
    )


def recent_reports(*, successes: bool, limit: int = 4) -> list[Report]:
    """The latest reports of success, or of what did not go on."""
    wanted = [Outcome.SUCCESS] if successes else list(SETBACKS)
    return list(reports().filter(outcome__in=wanted).exclude(as_of_basis="research")[:limit])


def factor_counts(chosen_reports: QuerySet[Report]) -> list[dict[str, Any]]:
    """For each dimension how many reports name it as success factor and as barrier."""
    counted = Factor.objects.filter(report__in=chosen_reports.values("pk")).order_by()
    counts: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for row in counted.values("dimension", "polarity").annotate(number=Count("report", distinct=True)):
        counts[row["dimension"]][row["polarity"]] = row["number"]
    return [
        {
            "dimension": dimension,
            "successes": counts[dimension.code].get("success", 0),
            "barriers": counts[dimension.code].get("barrier", 0),
        }
        for dimension in Dimension.objects.all()
        if dimension.code in counts
    ]


def factors_of(reports: Collection[str]) -> list[Factor]:
    """What these reports say, with the titles of the reports, by report."""
    rows = Factor.objects.filter(report__in=reports).select_related("report")
    return list(rows.defer("report__text", "report__summary_en").order_by("report_id", "position"))


def dimensions() -> list[Dimension]:
    """All dimensions in their order."""
    return list(Dimension.objects.all())


def places_like(key: str) -> set[str]:
    """The place itself and, among places of which something is known, those that count as like it."""
    near = data.read_yaml("evidence.yaml")["near"]["value"]
    similar = register.similarities(key)
    return {key, *(other for other in places() if similar.get(other, 0) >= near)}


def news(about: Scope, *, since: date | None = None, before: date | None = None) -> list[Report | Deployment]:
    """What was read last about something: reports and deployments, newest first, `read` filled.

    since, before: only what was read on that day or later, and earlier than that day.
    """
    reports = _about(Report.objects.all(), about.reports)
    deployments = _about(Deployment.objects.all(), about.deployments).select_related("solution")
    found = [*_newest(reports, since, before), *_newest(deployments, since, before)]
    return sorted(found, key=lambda row: (row.read, row.pk), reverse=True)[:NEWS]


def _about(rows: QuerySet[Any], about: Q) -> QuerySet[Any]:
    """Each row once, though it meets a condition through several places or fields."""
    return rows.filter(pk__in=rows.filter(about).values("pk")) if about else rows


def _newest(rows: QuerySet[Any], since: date | None, before: date | None) -> list[Any]:
    """Of what is told here by its day, which has an index, and of the bundle by that of its sources."""
    told = rows.filter(released_on__isnull=False).annotate(read=F("released_on"))
    brought = rows.filter(released_on=None).annotate(read=Max("sources__read_on")).exclude(read=None)
    found: list[Any] = []
    for part in (told, brought):
        part = part.filter(read__gte=since) if since else part
        part = part.filter(read__lt=before) if before else part
        found += part.order_by("-read", "-pk")[:NEWS]
    return found


def places() -> set[str]:
    """Keys of all places of which there is a report or a deployment."""
    reported = Report.places.through._default_manager.values_list("municipality_id", flat=True)
    deployed = Deployment.objects.exclude(municipality=None).values_list("municipality_id", flat=True)
    return {*reported, *(key for key in deployed if key)}


def in_municipality(keys: Collection[str]) -> QuerySet[Deployment]:
    """What runs, ran or is planned in municipalities of these keys."""
    rows = Deployment.objects.filter(municipality__in=keys).select_related("solution", "municipality")
    return rows.order_by("solution__title", "slug")


def reports_of(keys: Collection[str]) -> QuerySet[Report]:
    """Reports from municipalities of these keys."""
    return reports().filter(places__in=keys).distinct()


def replications() -> list[tuple[str, str, str]]:
    """Real replications between resolved places: keys of origin and taker, slug of the solution."""
    rows = Transfer.origins.through._default_manager.filter(transfer__taker__isnull=False)
    columns = ("municipality_id", "transfer__taker_id", "transfer__solution_id")
    return list(rows.order_by("transfer_id", "municipality_id").values_list(*columns))


def observations(slugs: Collection[str] | None = None) -> dict[str, list[Observation]]:
    """What was observed of each of these solutions (None: of all), for the rules."""
    return facts.observations(slugs)


def counts() -> dict[str, int]:
    """How many rows of each kind there are."""
    return {
        "solutions": Solution.objects.count(),
        "deployments": Deployment.objects.count(),
        "transfers": Transfer.objects.count(),
        "reports": Report.objects.count(),
        "municipalities": Municipality.objects.filter(deployments__isnull=False).distinct().count(),
    }


def read_on() -> date | None:
    """Day up to which the bundled knowledge was gathered."""
    return Edition.objects.values_list("read_on", flat=True).first()


KINDS = ("solution", "report")


def documents() -> Iterator[Document]:
    """Every solution and every report as the search finds it; of the kinds KINDS."""
    rows = Solution.objects.prefetch_related("fields", "reports", _deployments())
    for row in rows.iterator(chunk_size=500):
        yield _solution_document(row)
    entries = Report.objects.prefetch_related("fields", "places", "factors")
    for entry in entries.iterator(chunk_size=500):
        yield _report_document(entry)


def _solution_document(row: Solution) -> Document:
    deployments = list(row.deployments.all())
    names = dict.fromkeys(one.place_name for one in deployments if one.place_name)
    return Document(
        kind="solution",
        key=row.slug,
        title=row.title,
        title_en=row.title_en,
        summary=row.summary,
        summary_en=row.summary_en,
        keywords=tuple(row.keywords),
        body=" ".join((*row.technologies, row.results, *row.preconditions, *row.lessons, *names)),
        facets={
            "field": tuple(field.key for field in row.fields.all()),
            "state": _unique(one.state for one in deployments),
            **_place_facets([one.municipality for one in deployments if one.municipality]),
            "open": ({True: "yes", False: "no", None: "unknown"}[row.open_source],),
            "costs": ("known" if row.cost_known else "unknown",),
            "outcome": _unique(entry.outcome for entry in row.reports.all()),
        },
    )


def _report_document(row: Report) -> Document:
    return Document(
        kind="report",
        key=row.slug,
        title=row.title,
        summary=row.text,
        summary_en=row.summary_en,
        keywords=(row.subject,),
        body=" ".join((row.place_name, *(factor.statement for factor in row.factors.all()))),
        facets={
            "field": tuple(field.key for field in row.fields.all()),
            "outcome": (row.outcome,),
            **_place_facets(list(row.places.all())),
        },
    )


def _unique(values: Iterator[str] | Collection[str]) -> tuple[str, ...]:
    return tuple(sorted(set(values)))


def _place_facets(places: list[Municipality]) -> Mapping[str, tuple[str, ...]]:
    return {
        "land": _unique({place.key[:2] for place in places}),
        "size": _unique({size for place in places if (size := size_name(place))}),
    }


def size_name(place: Municipality) -> str:
    """Value of the facet "size" of a place; empty if its inhabitants are not known."""
    if place.level in (Level.DISTRICT, Level.STATE):
        return place.level
    return "" if place.population is None else size_class(place.population).value
