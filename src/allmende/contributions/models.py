# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Tables: what somebody writes for a municipality, revision by revision, and what is said about it."""

from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from allmende.accounts.models import Person
from allmende.domain.records import Kind
from allmende.domain.review import ReviewState

STATES = [
    (ReviewState.DRAFT.value, _("Entwurf")),
    (ReviewState.SUBMITTED.value, _("wartet auf Prüfung")),
    (ReviewState.CHANGES_REQUESTED.value, _("Änderung erbeten")),
    (ReviewState.RELEASED.value, _("freigegeben")),
    (ReviewState.WITHDRAWN.value, _("zurückgezogen")),
]


KINDS = [
    (Kind.REPORT.value, _("Erfahrungsbericht")),
    (Kind.SOLUTION.value, _("Lösung")),
    (Kind.PROJECT.value, _("Modellprojekt")),
]


class Visibility(models.TextChoices):
    """Who may see what is released."""

    PUBLIC = "public", _("alle, mit Namen der Kommune")
    ANONYMISED = "anonymised", _("alle, ohne Namen der Kommune")
    REGISTERED = "registered", _("nur registrierte Kommunen")
    OWN = "own", _("nur unsere Kommune")


class Contribution(models.Model):
    """One report or record of a municipality; what it says stands in its revisions.

    kind: what it is, from the first; key: of the municipality; author: who began it; version: grows with
    every write, so that nobody overwrites what they have not seen; token: of the form it came from, so that
    one sent twice makes one; in_force: the revision that was released last, with visibility as it says;
    about: slug of the solution that the released revision is about; within: class that hides the place, as
    of the first release; checked_on: day of the last release or
    confirmation.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    kind = models.CharField(max_length=10, choices=KINDS, default=Kind.REPORT.value)
    key = models.CharField(max_length=9)
    author = models.CharField(max_length=80, db_index=True)
    state = models.CharField(max_length=20, choices=STATES, default=ReviewState.DRAFT.value)
    version = models.PositiveIntegerField(default=1)
    token = models.UUIDField()
    in_force = models.ForeignKey("Revision", models.SET_NULL, null=True, related_name="+")
    visibility = models.CharField(max_length=10, choices=Visibility, blank=True)
    about = models.CharField(max_length=80, blank=True)
    within = models.CharField(max_length=120, blank=True)
    begun_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    checked_on = models.DateField(null=True)

    class Meta:
        ordering = ["-changed_at", "id"]
        indexes = [
            models.Index(fields=["key", "-changed_at", "id"], name="contribution_of_body"),
            models.Index(fields=["visibility", "-changed_at", "id"], name="contribution_to_whom"),
            models.Index(fields=["state", "changed_at"], name="contribution_waiting"),
            models.Index(fields=["about", "visibility", "-changed_at", "id"], name="contribution_about"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["author", "token"], name="contribution_once_a_form"),
            models.CheckConstraint(condition=models.Q(kind__in=list(Kind)), name="contribution_kind_known"),
            models.CheckConstraint(
                condition=models.Q(state__in=list(ReviewState)), name="contribution_state_known"
            ),
            models.CheckConstraint(
                condition=models.Q(in_force=None, visibility="")
                | models.Q(in_force__isnull=False, visibility__in=Visibility.values),
                name="contribution_visible_as_released",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.state} {self.id}"

    @property
    def origin(self) -> str:
        """How the public tables name it without showing it."""
        return f"contribution:{self.id}"


class Revision(models.Model):
    """What it said from one save to the next; rows are only added."""

    contribution = models.ForeignKey(Contribution, models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    by = models.CharField(max_length=80)
    at = models.DateTimeField()
    content = models.JSONField()

    class Meta:
        ordering = ["contribution", "number"]
        constraints = [
            models.UniqueConstraint(fields=["contribution", "number"], name="revision_numbered_once"),
        ]

    def __str__(self) -> str:
        return f"{self.contribution_id}, {self.number}"


class Comment(models.Model):
    """What somebody says about a contribution to those who may read it."""

    contribution = models.ForeignKey(Contribution, models.CASCADE, related_name="comments")
    by = models.CharField(max_length=80)
    at = models.DateTimeField()
    text = models.TextField()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d} {self.text[:40]}"


class Upload(models.Model):
    """A table that somebody sent and has not confirmed yet; goes when it is confirmed, or after a day."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    at = models.DateTimeField()
    rows = models.JSONField()

    class Meta:
        ordering = ["at"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"
