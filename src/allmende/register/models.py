# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Territorial bodies of all levels and the imports they came from."""

from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from allmende.domain.municipality import Level, SizeClass, size_class


class LevelChoices(models.TextChoices):
    STATE = Level.STATE, _("Land")
    DISTRICT = Level.DISTRICT, _("Kreis")
    ASSOCIATION = Level.ASSOCIATION, _("Gemeindeverband")
    MUNICIPALITY = Level.MUNICIPALITY, _("Gemeinde")


class MunicipalityQuerySet(models.QuerySet["Municipality"]):
    def current(self) -> "MunicipalityQuerySet":
        """Bodies that exist in the newest edition."""
        return self.filter(valid_until=None)

    def listed(self) -> "MunicipalityQuerySet":
        """Current bodies for lists and look-up: a kreisfreie Stadt appears as municipality only."""
        return self.current().exclude(level=Level.DISTRICT, kind__in=Municipality.CITY_KINDS)


class Municipality(models.Model):
    """A Gemeinde, Gemeindeverband, Kreis or Land. Facts that are not known are null, never zero."""

    CITY_KINDS = ("kreisfreie Stadt", "Stadtkreis")

    key = models.CharField(max_length=9, primary_key=True)
    ars = models.CharField(max_length=12, db_index=True)
    level = models.CharField(max_length=12, choices=LevelChoices)
    name = models.CharField(max_length=100)
    full_name = models.CharField(max_length=150)
    label = models.CharField(max_length=200)
    official_name = models.CharField(max_length=150)
    regional_name = models.CharField(max_length=100, blank=True)
    designation = models.CharField(max_length=60, blank=True)
    kind = models.CharField(max_length=40)
    search_name = models.CharField(max_length=150, db_index=True)
    search_text = models.TextField()
    state: "models.ForeignKey[Municipality | None, Municipality | None]" = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+"
    )
    district: "models.ForeignKey[Municipality | None, Municipality | None]" = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+"
    )
    association: "models.ForeignKey[Municipality | None, Municipality | None]" = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+"
    )
    seat: "models.ForeignKey[Municipality | None, Municipality | None]" = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+"
    )
    population = models.PositiveIntegerField(null=True)
    population_date = models.DateField(null=True)
    area_km2 = models.FloatField(null=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    postal_code = models.CharField(max_length=5, blank=True, db_index=True)
    several_postal_codes = models.BooleanField(null=True)
    urbanisation = models.PositiveSmallIntegerField(null=True)
    travel_region = models.CharField(max_length=10, blank=True)
    travel_region_name = models.CharField(max_length=100, blank=True)
    typology_date = models.DateField(null=True)
    population_2013 = models.PositiveIntegerField(null=True)
    population_2017 = models.PositiveIntegerField(null=True)
    population_2021 = models.PositiveIntegerField(null=True)
    population_2023 = models.PositiveIntegerField(null=True)
    trend = models.FloatField(null=True)
    census_population = models.PositiveIntegerField(null=True)
    census_dwellings = models.PositiveIntegerField(null=True)
    census_vacancy_rate = models.FloatField(null=True)
    nuts3 = models.CharField(max_length=5, blank=True)
    edition = models.DateField()
    valid_from = models.DateField(null=True)
    valid_until = models.DateField(null=True)

    objects = MunicipalityQuerySet.as_manager()

    class Meta:
        ordering = ["key"]
        indexes = [models.Index(fields=["level", "valid_until"], name="register_level")]
        constraints = [
            models.CheckConstraint(condition=models.Q(level__in=[level.value for level in Level]), name="register_known_level"),
            models.CheckConstraint(
                condition=models.Q(urbanisation=None) | models.Q(urbanisation__range=(1, 3)), name="register_urbanisation"
            ),
        ]

    def __str__(self) -> str:
        return self.label

    def get_absolute_url(self) -> str:
        return reverse("register:municipality", args=[self.key])

    @property
    def density(self) -> float | None:
        """Inhabitants per km²."""
        if self.population is None or not self.area_km2:
            return None
        return self.population / self.area_km2

    @property
    def size_class(self) -> SizeClass | None:
        return None if self.population is None else size_class(self.population)

    @property
    def is_city_district(self) -> bool:
        """The district that is the same body as a kreisfreie Stadt."""
        return self.level == Level.DISTRICT and self.kind in self.CITY_KINDS


class Edition(models.Model):
    """One import of the register. The newest one tells caches which stock they hold."""

    edition = models.DateField()
    form = models.CharField(max_length=20)
    digest = models.CharField(max_length=64)
    imported_at = models.DateTimeField(auto_now_add=True)
    imported_by = models.CharField(max_length=100)
    counts: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField(default=dict)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.edition} ({self.form})"
