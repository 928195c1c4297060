# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Tables of the catalogue. Keys are words that stand in addresses; rows come from the bundled knowledge."""

from datetime import timedelta

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from allmende import data
from allmende.domain.claims import Aspect
from allmende.register.models import Municipality


class AsOfBasis(models.TextChoices):
    """What the date of a statement was taken from."""

    ADDRESS = "address", _("Adresse der Quelle")
    TEXT = "text", _("Text der Quelle")
    RESEARCH = "research", _("Tag der Recherche")
    OWN = "own", _("Angabe der Kommune")


class Dated(models.Model):
    """A statement that holds as of a date: a year or a day, and where that was taken from."""

    as_of = models.CharField(max_length=10)
    as_of_basis = models.CharField(max_length=8, choices=AsOfBasis)

    class Meta:
        abstract = True

    @property
    def as_of_year(self) -> int | None:
        """Year as of which the statement holds; None where the source names none."""
        return None if self.as_of_basis == AsOfBasis.RESEARCH else int(self.as_of[:4])


class Kept(models.Model):
    """A record that its municipality keeps itself, or one of the bundle.

    keeper: the municipality; kept_as: what it was written as, empty for the bundle, never shown.
    """

    keeper = models.ForeignKey(Municipality, models.PROTECT, null=True, related_name="kept_%(class)ss")
    kept_as = models.CharField(max_length=60, blank=True, db_index=True)

    class Meta:
        abstract = True


class Source(models.Model):
    """A public page that was read."""

    url = models.CharField(max_length=1000, unique=True)
    kind = models.CharField(max_length=20, blank=True)
    read_on = models.DateField()
    licence = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering = ["url"]

    def __str__(self) -> str:
        return self.url

    @property
    def host(self) -> str:
        """Who publishes it, as a reader recognises it: the host without "www."."""
        return self.url.split("/")[2].removeprefix("www.").rstrip(".")


class ActionField(models.Model):
    """A field of action, from data."""

    key = models.CharField(max_length=40, primary_key=True)
    name = models.CharField(max_length=100)
    name_en = models.CharField(max_length=100)
    description = models.CharField(max_length=300)
    description_en = models.CharField(max_length=300)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.name


class Programme(Dated):
    """A funding programme."""

    slug = models.CharField(max_length=80, primary_key=True)
    title = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    summary = models.TextField()
    summary_en = models.TextField()
    funding_eur = models.BigIntegerField(null=True)
    sources = models.ManyToManyField(Source)

    class Meta:
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title


class Call(models.Model):
    """One round of a programme."""

    id = models.CharField(max_length=90, primary_key=True)
    programme = models.ForeignKey(Programme, models.CASCADE, related_name="calls")
    number = models.PositiveSmallIntegerField()
    year = models.PositiveSmallIntegerField()
    places = models.PositiveSmallIntegerField()
    sources = models.ManyToManyField(Source)

    class Meta:
        ordering = ["programme", "number"]
        constraints = [models.UniqueConstraint(fields=["programme", "number"], name="call_once")]

    def __str__(self) -> str:
        return f"{self.programme_id}, {self.number}"

    @property
    def label(self) -> str:
        """The programme with the round, as people call it."""
        return f"{self.programme.title}, Staffel {self.number} ({self.year})"


class ModelProject(Dated, Kept):
    """A funded project of one or more municipalities; first_released_on: as of a solution."""

    slug = models.CharField(max_length=80, primary_key=True)
    call = models.ForeignKey(Call, models.CASCADE, null=True, related_name="model_projects")
    funding = models.CharField(max_length=200, blank=True)
    title = models.CharField(max_length=200)
    lead = models.CharField(max_length=200)
    kind = models.CharField(max_length=60)
    theme = models.CharField(max_length=300)
    summary = models.TextField()
    summary_en = models.TextField()
    labels = models.JSONField(default=list)
    fields = models.ManyToManyField(ActionField, related_name="model_projects")
    funding_eur = models.BigIntegerField(null=True)
    budget_eur = models.BigIntegerField(null=True)
    phase = models.CharField(max_length=20, blank=True)
    start = models.CharField(max_length=10, blank=True)
    end = models.CharField(max_length=10, blank=True)
    website = models.CharField(max_length=500, blank=True)
    strategy = models.CharField(max_length=500, blank=True)
    note = models.TextField(blank=True)
    first_released_on = models.DateField(null=True)
    sources = models.ManyToManyField(Source)

    class Meta:
        ordering = ["slug"]
        constraints = [
            models.CheckConstraint(
                condition=Q(funding_eur=None) | Q(budget_eur=None) | Q(funding_eur__lte=F("budget_eur")),
                name="grant_within_volume",
            ),
            models.CheckConstraint(
                condition=Q(phase__in=["", "implementation", "finished"]), name="phase_known"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ProjectPlace(models.Model):
    """A municipality that takes part in a model project; without a key where it could not be resolved."""

    id = models.CharField(max_length=120, primary_key=True)
    model_project = models.ForeignKey(ModelProject, models.CASCADE, related_name="places")
    municipality = models.ForeignKey(Municipality, models.PROTECT, null=True, related_name="project_places")
    name = models.CharField(max_length=120)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["model_project", "position"]

    def __str__(self) -> str:
        return self.name


class Origin(models.TextChoices):
    """How a solution came into the catalogue."""

    BUNDLED = "bundled", _("mitgeliefertes Wissen")
    PROPOSED = "proposed", _("bestätigter Vorschlag")
    OWN = "own", _("von einer Kommune eingetragen")


class Solution(Dated, Kept):
    """What can be used again elsewhere: software, concept, process, sensor kit.

    first_released_on: day of the first release by the municipality that keeps it; empty for all others.
    """

    slug = models.CharField(max_length=80, primary_key=True)
    aliases = models.JSONField(default=list)
    title = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    summary = models.TextField()
    summary_en = models.TextField()
    keywords = models.JSONField(default=list)
    technologies = models.JSONField(default=list)
    fields = models.ManyToManyField(ActionField, related_name="solutions")
    based_on = models.ForeignKey("self", models.SET_NULL, null=True, related_name="local_uses")
    model_project = models.ForeignKey(ModelProject, models.SET_NULL, null=True, related_name="solutions")
    programme = models.ForeignKey(Programme, models.SET_NULL, null=True, related_name="solutions")
    funding = models.CharField(max_length=200, blank=True)
    open_source = models.BooleanField(null=True)
    licence = models.CharField(max_length=100, blank=True)
    repository = models.CharField(max_length=500, blank=True)
    website = models.CharField(max_length=500, blank=True)
    cost_once_eur = models.BigIntegerField(null=True)
    cost_annual_eur = models.BigIntegerField(null=True)
    cost_note = models.TextField(blank=True)
    staff_note = models.TextField(blank=True)
    results = models.TextField(blank=True)
    preconditions = models.JSONField(default=list)
    lessons = models.JSONField(default=list)
    contact_unit = models.CharField(max_length=300, blank=True)
    brief = models.BooleanField()
    origin = models.CharField(max_length=8, choices=Origin, default=Origin.BUNDLED)
    first_released_on = models.DateField(null=True)
    sources = models.ManyToManyField(Source, related_name="solutions")

    class Meta:
        ordering = ["slug"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(cost_once_eur=None) & Q(cost_annual_eur=None)) | ~Q(cost_note=""),
                name="no_amount_without_its_note",
            ),
            models.CheckConstraint(
                condition=Q(based_on=None) | ~Q(based_on=F("slug")), name="not_based_on_itself"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def cost_known(self) -> bool:
        """Whether anything is said about money."""
        return bool(self.cost_note)


class Measure(Kept):
    """What a municipality does within a model project; may have yielded a solution."""

    id = models.CharField(max_length=120, primary_key=True)
    model_project = models.ForeignKey(ModelProject, models.CASCADE, related_name="measures")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=300)
    solution = models.ForeignKey(Solution, models.SET_NULL, null=True, related_name="measures")
    sources = models.ManyToManyField(Source, related_name="measures")

    class Meta:
        ordering = ["model_project", "position"]

    def __str__(self) -> str:
        return self.title


class Claim(Dated, Kept):
    """What a municipality says of a solution or a model project, aspect by aspect; never overwrites another.

    checked_on: day on which it last said that this holds.
    """

    solution = models.ForeignKey(Solution, models.CASCADE, null=True, related_name="claims")
    model_project = models.ForeignKey(ModelProject, models.CASCADE, null=True, related_name="claims")
    aspect = models.CharField(max_length=20)
    value = models.TextField()
    checked_on = models.DateField()
    sources = models.ManyToManyField(Source, related_name="claims")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["kept_as", "aspect"], name="claim_once_an_aspect"),
            models.CheckConstraint(condition=Q(aspect__in=list(Aspect)), name="claim_aspect_known"),
            models.CheckConstraint(
                condition=Q(solution=None) ^ Q(model_project=None), name="claim_about_one_thing"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.aspect}: {self.value[:40]}"

    @property
    def is_old(self) -> bool:
        """Whether nobody has said for years that it still holds."""
        years = data.read_yaml("sharing.yaml")["stale_after_years"]["value"]
        return self.checked_on <= timezone.localdate() - timedelta(days=round(365.25 * years))
