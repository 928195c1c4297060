# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Tables: an undertaking, its dated steps, what confirmed it, and what was asked by mail."""

from typing import Any
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from allmende.accounts.models import Person
from allmende.domain.lifecycle import State

STATES = [
    (State.PLANNED.value, _("Wir sehen uns das an")),
    (State.PILOTING.value, _("Wir erproben es")),
    (State.OPERATIONAL.value, _("Es ist in Betrieb")),
    (State.ENDED.value, _("Es ist planmäßig ausgelaufen")),
    (State.STOPPED.value, _("Wir haben es vorzeitig beendet")),
    (State.DECIDED_AGAINST.value, _("Wir haben uns dagegen entschieden")),
]
WORDS = [value for value, _label in STATES]


class WrittenOnceError(Exception):
    """Somebody tried to change a row that is only added."""


class WrittenOnce(models.Model):
    """A row that is added and never saved again; a correction is a row of its own."""

    by = models.CharField(max_length=80)
    at = models.DateTimeField()
    token = models.UUIDField()

    class Meta:
        abstract = True

    def save(self, **options: Any) -> None:
        if not self._state.adding:
            raise WrittenOnceError("Schritte werden hinzugefügt, nie geändert.")
        super().save(**options)


class Visibility(models.TextChoices):
    """Who may see it; what only the own municipality sees is told nowhere and counts nowhere."""

    PUBLIC = "public", _("alle, mit Namen unserer Kommune")
    OWN = "own", _("nur unsere Kommune")


class Undertaking(models.Model):
    """What one municipality does with one solution.

    key: of the municipality; solution: slug; origin: key of the municipality it is taken over from, empty if
    not said; state, since: as its steps have it, state empty where all were taken back; confirmed_on: day as
    of which it is known to hold; note: what was said last; version: grows with every write, so that nobody
    overwrites what they have not seen.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    key = models.CharField(max_length=9)
    solution = models.CharField(max_length=80)
    visibility = models.CharField(max_length=6, choices=Visibility)
    origin = models.CharField(max_length=9, blank=True)
    state = models.CharField(max_length=20, choices=STATES, blank=True)
    since = models.DateField(null=True)
    confirmed_on = models.DateField(null=True)
    note = models.CharField(max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-confirmed_on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["key", "solution"], name="undertaking_once_a_solution"),
            models.CheckConstraint(
                condition=Q(state="", since=None, confirmed_on=None)
                | Q(state__in=WORDS, since__isnull=False, confirmed_on__isnull=False),
                name="undertaking_state_with_days",
            ),
            models.CheckConstraint(
                condition=Q(visibility__in=Visibility.values), name="undertaking_visibility_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.solution} {self.state}"

    @property
    def told_as(self) -> str:
        """How the public tables name it without showing it."""
        return f"undertaking:{self.id}"


class Step(WrittenOnce):
    """A move, or the correction of one: of the rows of one position the one with the highest revision counts.

    state: empty in a correction that takes the step back.
    """

    undertaking = models.ForeignKey(Undertaking, models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField()
    revision = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=20, choices=STATES, blank=True)
    on = models.DateField()
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["undertaking", "position", "revision"]
        constraints = [
            models.UniqueConstraint(fields=["undertaking", "position", "revision"], name="step_once_a_place"),
            models.UniqueConstraint(fields=["undertaking", "token"], name="step_once_a_form"),
            models.CheckConstraint(condition=Q(state__in=["", *WORDS]), name="step_state_known"),
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.state}"


class Confirmation(WrittenOnce):
    """Somebody said that it goes on as before, with a sentence or without."""

    undertaking = models.ForeignKey(Undertaking, models.CASCADE, related_name="confirmations")
    on = models.DateField()
    text = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["undertaking", "on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["undertaking", "token"], name="confirmation_once_a_form"),
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.text}"


class Reminder(models.Model):
    """A question by mail: claimed before it is sent, so that nobody is asked twice; sent_at: null until then.

    about: day as of which the state was known when it was asked; round: how often it was asked since.
    """

    undertaking = models.ForeignKey(Undertaking, models.CASCADE, related_name="reminders")
    person = models.ForeignKey(Person, models.CASCADE, related_name="reminders")
    about = models.DateField()
    round = models.PositiveSmallIntegerField()
    on = models.DateField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["undertaking", "on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["undertaking", "person", "about", "round"], name="reminder_once_a_round"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.round}"
