# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Tables: what somebody wants to hear of, how often, and up to which day they have heard."""

from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from allmende.accounts.models import Person


class Subject(models.TextChoices):
    """What can be followed; the values stand in addresses."""

    SOLUTION = "loesung", _("eine Lösung")
    FIELD = "handlungsfeld", _("ein Handlungsfeld")
    LIKE = "kommune", _("Kommunen wie diese")
    ALL = "alles", _("alles Neue")


class Rhythm(models.TextChoices):
    """How often a mail comes, if there is anything new."""

    DAILY = "daily", _("täglich")
    WEEKLY = "weekly", _("wöchentlich")


class Subscription(models.Model):
    """One thing that one person follows. told_until: days before it have been told."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="subscriptions")
    subject = models.CharField(max_length=13, choices=Subject)
    key = models.CharField(max_length=80, blank=True)
    rhythm = models.CharField(max_length=6, choices=Rhythm, default=Rhythm.WEEKLY)
    told_until = models.DateField()

    class Meta:
        ordering = ["subject", "key"]
        constraints = [
            models.UniqueConstraint(fields=["person", "subject", "key"], name="subscription_once"),
            models.CheckConstraint(
                condition=models.Q(subject__in=Subject.values, rhythm__in=Rhythm.values),
                name="subscription_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.key} {self.rhythm}"
