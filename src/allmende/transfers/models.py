# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Tables of what happened: deployments, transfers, reports and what helped or hindered."""

from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from allmende import data
from allmende.catalogue.models import ActionField, Dated, ModelProject, Solution, Source
from allmende.domain.lifecycle import OVER, Outcome, State
from allmende.register.models import Municipality

STATES = [
    (State.OPERATIONAL.value, _("in Betrieb")),
    (State.PILOTING.value, _("in Erprobung")),
    (State.PLANNED.value, _("geplant")),
    (State.ENDED.value, _("planmäßig ausgelaufen")),
    (State.STOPPED.value, _("vorzeitig beendet")),
    (State.DECIDED_AGAINST.value, _("dagegen entschieden")),
    (State.UNKNOWN.value, _("Stand unbekannt")),
]
OUTCOMES = [
    (Outcome.SUCCESS.value, _("gelungen")),
    (Outcome.MIXED.value, _("teils, teils")),
    (Outcome.SCALED_BACK.value, _("verkleinert")),
    (Outcome.ENDED.value, _("planmäßig ausgelaufen")),
    (Outcome.STOPPED.value, _("vorzeitig beendet")),
    (Outcome.NOT_STARTED.value, _("nicht begonnen")),
    (Outcome.FAILED.value, _("gescheitert")),
]


class TransferKind(models.TextChoices):
    """How a solution is taken over."""

    SAME_SOFTWARE = "same-software", _("gleiche Software")
    ADAPTED_SOFTWARE = "adapted-software", _("angepasste Software")
    JOINT_DEVELOPMENT = "joint-development", _("gemeinsame Entwicklung")
    SHARED_OPERATION = "shared-operation", _("gemeinsamer Betrieb")
    CONCEPT_REUSED = "concept-reused", _("übernommenes Konzept")


class Polarity(models.TextChoices):
    """Whether a factor helped or hindered."""

    SUCCESS = "success", _("Erfolgsfaktor")
    BARRIER = "barrier", _("Hemmnis")


class Told(Dated):
    """A statement of the bundle, or one that a municipality tells here and that no import takes away.

    origin: what it was written as, empty for the bundle, never shown; within: code of the class of places
    where the place itself is hidden; released_on: day since when this is public here, empty for what the
    first import brought; checked_on: day on which it last said that this holds.
    """

    origin = models.CharField(max_length=60, blank=True, db_index=True)
    within = models.CharField(max_length=120, blank=True)
    released_on = models.DateField(null=True)
    checked_on = models.DateField(null=True)

    class Meta:
        abstract = True

    @property
    def is_old(self) -> bool:
        """Whether nobody has said for years that it still holds; the bundle has the dates of its sources."""
        years = data.read_yaml("sharing.yaml")["stale_after_years"]["value"]
        limit = timezone.localdate() - timedelta(days=round(365.25 * years))
        return self.checked_on is not None and self.checked_on <= limit


class Transfer(Told):
    """The attempt of a municipality to take a solution over, whatever became of it."""

    slug = models.CharField(max_length=160, primary_key=True)
    solution = models.ForeignKey(Solution, models.CASCADE, related_name="transfers")
    taker = models.ForeignKey(Municipality, models.PROTECT, null=True, related_name="transfers_taken")
    taker_name = models.CharField(max_length=200)
    origins = models.ManyToManyField(Municipality, related_name="transfers_given")
    origin_name = models.CharField(max_length=300, blank=True)
    year = models.PositiveSmallIntegerField(null=True)
    state = models.CharField(max_length=20, choices=STATES)
    kind = models.CharField(max_length=20, choices=TransferKind, blank=True)
    adaptation = models.TextField(blank=True)
    effort = models.TextField(blank=True)
    note = models.TextField(blank=True)
    sources = models.ManyToManyField(Source, related_name="transfers")

    class Meta:
        ordering = ["slug"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=list(State)), name="transfer_state_known"),
            models.CheckConstraint(
                condition=Q(kind__in=["", *TransferKind.values]), name="transfer_kind_known"
            ),
            models.UniqueConstraint(fields=["solution", "taker", "origin"], name="transfer_once_a_taker"),
        ]

    def __str__(self) -> str:
        return self.slug


class Deployment(Told):
    """A solution in one municipality, in a state, as of a date; each transfer is one at its taker."""

    slug = models.CharField(max_length=160, primary_key=True)
    solution = models.ForeignKey(Solution, models.CASCADE, related_name="deployments")
    municipality = models.ForeignKey(Municipality, models.PROTECT, null=True, related_name="deployments")
    place_name = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=20, choices=STATES)
    started = models.CharField(max_length=10, blank=True)
    note = models.TextField(blank=True)
    transfer = models.ForeignKey(Transfer, models.CASCADE, null=True, related_name="deployments")
    sources = models.ManyToManyField(Source, related_name="deployments")

    class Meta:
        ordering = ["slug"]
        indexes = [models.Index(fields=["-released_on", "-slug"], name="deployment_newest")]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=list(State)), name="deployment_state_known"),
            models.UniqueConstraint(
                fields=["solution", "municipality", "origin"], name="deployment_once_a_place"
            ),
        ]

    def __str__(self) -> str:
        return self.slug

    @property
    def is_old(self) -> bool:
        """As above; what is over stays over without anybody saying so again."""
        return self.state not in OVER and super().is_old


class Report(Told):
    """A dated account of what was experienced with a solution or a programme.

    first_released_on: day of the first release; empty for the bundle.
    """

    slug = models.CharField(max_length=80, primary_key=True)
    title = models.CharField(max_length=200)
    subject = models.CharField(max_length=200)
    solution = models.ForeignKey(Solution, models.SET_NULL, null=True, related_name="reports")
    model_project = models.ForeignKey(ModelProject, models.SET_NULL, null=True, related_name="reports")
    programme_name = models.CharField(max_length=200, blank=True)
    place_name = models.CharField(max_length=200)
    places = models.ManyToManyField(Municipality, related_name="reports")
    outcome = models.CharField(max_length=20, choices=OUTCOMES)
    period = models.CharField(max_length=20, blank=True)
    text = models.TextField()
    summary_en = models.TextField()
    figures = models.TextField(blank=True)
    decided_by = models.CharField(max_length=20, blank=True)
    would_repeat = models.BooleanField(null=True)
    first_released_on = models.DateField(null=True)
    topics = models.JSONField(default=list)
    fields = models.ManyToManyField(ActionField, related_name="reports")
    sources = models.ManyToManyField(Source, related_name="reports")

    class Meta:
        ordering = ["slug"]
        indexes = [
            models.Index(fields=["-released_on", "-slug"], name="report_newest"),
            models.Index(fields=["-as_of", "slug"], name="report_latest"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(outcome__in=list(Outcome)), name="outcome_known"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def badge(self) -> str:
        """Kind of the badge that shows the outcome."""
        kinds = {Outcome.SUCCESS: "success", Outcome.MIXED: "info", Outcome.ENDED: "info"}
        return kinds.get(Outcome(self.outcome), "warning")


class Dimension(models.Model):
    """One of the dimensions in which something helps or hinders, from data."""

    code = models.CharField(max_length=3, primary_key=True)
    name = models.CharField(max_length=60)
    name_en = models.CharField(max_length=60)
    description = models.CharField(max_length=200)
    description_en = models.CharField(max_length=200)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.name


class Factor(models.Model):
    """One statement of a report: what helped or hindered, in which dimension, and our advice."""

    id = models.CharField(max_length=100, primary_key=True)
    report = models.ForeignKey(Report, models.CASCADE, related_name="factors")
    position = models.PositiveSmallIntegerField()
    dimension = models.ForeignKey(Dimension, models.PROTECT, related_name="factors")
    polarity = models.CharField(max_length=8, choices=Polarity)
    statement = models.TextField()
    remedy = models.TextField(blank=True)

    class Meta:
        ordering = ["report", "position"]
        constraints = [
            models.CheckConstraint(condition=Q(polarity__in=Polarity.values), name="polarity_known"),
        ]

    def __str__(self) -> str:
        return self.statement


class Edition(models.Model):
    """Which state of the bundled knowledge the tables hold, and how often it was added to since; one row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    stamp = models.CharField(max_length=64)
    revision = models.PositiveIntegerField(default=0)
    read_on = models.DateField()
    imported_at = models.DateTimeField()
    imported_by = models.CharField(max_length=100)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="one_edition")]

    def __str__(self) -> str:
        return self.stamp
