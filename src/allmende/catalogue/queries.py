# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every read of the catalogue."""

from collections.abc import Collection, Iterator
from typing import Any

from django.db.models import Count, F, Prefetch, QuerySet
from django.db.models.functions import Substr
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from allmende.catalogue.facets import Chosen, Facet, groups, narrowed
from allmende.catalogue.models import ActionField, Claim, ModelProject, Programme, ProjectPlace, Solution
from allmende.register.models import Municipality
from allmende.search.documents import Document


def fields() -> QuerySet[ActionField]:
    """All action fields with the number of their solutions and model projects."""
    return ActionField.objects.annotate(
        solution_count=Count("solutions", distinct=True), project_count=Count("model_projects", distinct=True)
    ).order_by("position")


def field_names() -> dict[str, str]:
    """Names of the action fields in the language of the page, by key."""
    english = (get_language() or "de").startswith("en")
    return {row.key: row.name_en if english else row.name for row in ActionField.objects.all()}


def land_names() -> dict[str, str]:
    """Names of the Länder by key."""
    return dict(Municipality.objects.filter(level="state").order_by("name").values_list("key", "name"))


def field(key: str) -> ActionField | None:
    """One action field."""
    return ActionField.objects.filter(key=key).first()


def model_projects(chosen: Chosen | None = None) -> QuerySet[ModelProject]:
    """Model projects that meet the choice, with what a list shows."""
    rows = narrowed(ModelProject.objects.all(), PROJECT_FACETS, chosen or {})
    rows = rows.select_related("call").prefetch_related("fields", "places__municipality")
    return rows.order_by("title", "slug")


def project_groups(chosen: Chosen) -> list[dict[str, Any]]:
    """Facets of the model projects with counts."""
    return groups(ModelProject.objects.all(), PROJECT_FACETS, chosen)


def model_project(slug: str) -> ModelProject | None:
    """One model project with everything its page shows."""
    return (
        ModelProject.objects.select_related("call__programme", "keeper")
        .prefetch_related("fields", "places__municipality", "solutions", "sources", claims())
        .prefetch_related("measures__solution", "measures__keeper", "measures__sources")
        .filter(slug=slug)
        .first()
    )


def projects_of(keys: Collection[str]) -> QuerySet[ModelProject]:
    """Model projects in which municipalities of these keys take part."""
    return ModelProject.objects.filter(places__municipality__in=keys).distinct().order_by("title", "slug")


def claims() -> "Prefetch[str, QuerySet[Claim], str]":
    """With a solution or a project: what municipalities say of it, in the order of their names."""
    rows = Claim.objects.select_related("keeper").prefetch_related("sources").order_by("keeper__name", "pk")
    return Prefetch("claims", queryset=rows)


def programmes() -> QuerySet[Programme]:
    """All programmes with their calls."""
    return Programme.objects.prefetch_related("calls")


def programme(slug: str) -> Programme | None:
    """One programme with its calls, model projects and sources."""
    return (
        Programme.objects.prefetch_related("sources", "calls__sources", "calls__model_projects")
        .filter(slug=slug)
        .first()
    )


def solution_by_alias(name: str) -> Solution | None:
    """The solution that once had this name and was merged into another."""
    aliases = Solution.objects.exclude(aliases=[]).values_list("slug", "aliases")
    slug = next((slug for slug, names in aliases if name in names), None)
    return Solution.objects.filter(slug=slug).first() if slug else None


PROJECT_FACETS = (
    Facet(
        "field",
        "feld",
        _("Handlungsfeld"),
        lambda: ModelProject.fields.through._default_manager.annotate(
            owner=F("modelproject_id"), value=F("actionfield_id")
        ),
        field_names,
    ),
    Facet(
        "land",
        "land",
        _("Land"),
        lambda: ProjectPlace.objects.annotate(
            owner=F("model_project_id"), value=Substr("municipality_id", 1, 2)
        ),
        land_names,
    ),
    Facet(
        "call",
        "staffel",
        _("Staffel"),
        lambda: ModelProject.objects.exclude(call=None).annotate(
            owner=F("slug"), value=Substr("call_id", 1, 90)
        ),
        lambda: {
            key: _call_name(key)
            for key in ModelProject.objects.exclude(call=None).values_list("call_id", flat=True).distinct()
        },
    ),
)


def _call_name(key: str) -> str:
    return _("Staffel %(number)s") % {"number": key.rsplit("-", 1)[-1]}


def documents() -> Iterator[Document]:
    """Every model project as the search finds it."""
    rows = ModelProject.objects.prefetch_related("fields", "places", "measures")
    for row in rows.iterator(chunk_size=500):
        places = list(row.places.all())
        yield Document(
            kind="project",
            key=row.slug,
            title=row.title,
            summary=row.summary,
            summary_en=row.summary_en,
            keywords=tuple(place.name for place in places),
            body=" ".join((row.theme, *(measure.title for measure in row.measures.all()))),
            facets={
                "field": tuple(field.key for field in row.fields.all()),
                "land": tuple(sorted({p.municipality_id[:2] for p in places if p.municipality_id})),
            },
        )
