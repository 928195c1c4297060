# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Tables of the register: every territorial body of Germany in one table, and the editions it came from."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from allmende.domain.municipality import Level, SizeClass, size_class

CITY_KINDS = ("kreisfreie Stadt", "Stadtkreis")
LEVELS = [
    (Level.MUNICIPALITY.value, _("Gemeinde")),
    (Level.ASSOCIATION.value, _("Gemeindeverband")),
    (Level.DISTRICT.value, _("Kreis")),
    (Level.STATE.value, _("Land")),
]


class Edition(models.Model):
    """One import of the register: which edition, from which content."""

    checksum = models.CharField(max_length=64, primary_key=True)
    edition = models.DateField()
    form = models.CharField(max_length=20)
    imported_at = models.DateTimeField()
    by = models.CharField(max_length=100)

    class Meta:
        ordering = ["-imported_at"]

    def __str__(self) -> str:
        return f"{self.form} {self.edition}"


class MunicipalityQuerySet(models.QuerySet["Municipality"]):
    """Names for what is asked often."""

    def in_force(self) -> "MunicipalityQuerySet":
        """Bodies of today's register."""
        return self.filter(valid_until=None)

    def listed(self) -> "MunicipalityQuerySet":
        """Bodies in force as lists show them: a kreisfreie Stadt as municipality, not as district too."""
        return self.in_force().exclude(level=Level.DISTRICT, kind__in=CITY_KINDS)


class Municipality(models.Model):
    """A territorial body with its facts. Keys: AGS with 2, 5 or 8 digits, ARS of an association with 9.

    valid_until is set when an edition no longer has the key; the row stays. search_name is the folded name.
    """

    key = models.CharField(max_length=9, primary_key=True)
    level = models.CharField(max_length=12, choices=LEVELS)
    ars = models.CharField(max_length=12, db_index=True)
    name = models.CharField(max_length=120)
    full_name = models.CharField(max_length=160)
    official_name = models.CharField(max_length=160)
    regional_name = models.CharField(max_length=120, blank=True)
    designation = models.CharField(max_length=80, blank=True)
    kind = models.CharField(max_length=60)
    label = models.CharField(max_length=200)
    search_name = models.CharField(max_length=400, db_index=True)
    state = models.ForeignKey("self", models.PROTECT, null=True, related_name="in_state")
    district = models.ForeignKey("self", models.PROTECT, null=True, related_name="in_district")
    association = models.ForeignKey("self", models.PROTECT, null=True, related_name="in_association")
    seat = models.CharField(max_length=8, blank=True)
    population = models.PositiveIntegerField(null=True)
    population_date = models.DateField(null=True)
    area_km2 = models.FloatField(null=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    postal_code = models.CharField(max_length=5, blank=True, db_index=True)
    several_postal_codes = models.BooleanField(null=True)
    urbanisation = models.PositiveSmallIntegerField(null=True)
    travel_region = models.CharField(max_length=10, blank=True)
    travel_region_name = models.CharField(max_length=80, blank=True)
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
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)

    objects = MunicipalityQuerySet.as_manager()

    class Meta:
        ordering = ["key"]
        indexes = [models.Index(fields=["level", "search_name"], name="level_and_name")]
        constraints = [
            models.CheckConstraint(condition=Q(level__in=list(Level)), name="level_known"),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=models.F("valid_from")),
                name="ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def density(self) -> float | None:
        """Inhabitants per square kilometre."""
        if self.population is None or not self.area_km2:
            return None
        return self.population / self.area_km2

    @property
    def size_class(self) -> SizeClass | None:
        """Size class by inhabitants; None where they are not known."""
        return None if self.population is None else size_class(self.population)

    @property
    def is_city_district(self) -> bool:
        """Whether this is the district that is one with a kreisfreie Stadt."""
        return self.level == Level.DISTRICT and self.kind in CITY_KINDS
