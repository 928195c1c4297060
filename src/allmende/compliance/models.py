# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Tables of the room: what was found when code was checked; what the harvest visits and proposes."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from allmende.catalogue.models import Solution
from allmende.domain.repository.findings import Verdict


class Purpose(models.TextChoices):
    """What is done at an address of the harvest."""

    LIST = "list", _("Liste")
    REPOSITORY = "repository", _("Repository")


class Ending(models.TextChoices):
    """How the last visit ended."""

    NEVER = "", _("noch nicht besucht")
    LISTED = "listed", _("Liste gelesen")
    PROPOSED = "proposed", _("vorgeschlagen")
    LINKED = "linked", _("mit einer bekannten Lösung verbunden")
    UNCHANGED = "unchanged", _("unverändert")
    ABSENT = "absent", _("ohne publiccode.yml")
    REJECTED = "rejected", _("nicht übernommen")
    MISSING = "missing", _("nicht öffentlich oder nicht vorhanden")
    LATER = "later", _("auf später verschoben")


class Visit(models.Model):
    """An address the harvest calls at again and again, how that ended, and who is on the way to it now."""

    url = models.CharField(max_length=500, unique=True)
    purpose = models.CharField(max_length=10, choices=Purpose)
    kind = models.CharField(max_length=10)
    host = models.CharField(max_length=200)
    publisher = models.CharField(max_length=40, db_index=True)
    activity = models.DateTimeField(null=True)
    activity_seen = models.DateTimeField(null=True)
    due = models.DateTimeField(db_index=True)
    claim = models.CharField(max_length=80, blank=True)
    claimed_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    visited = models.DateTimeField(null=True)
    times = models.PositiveIntegerField(default=0)
    ending = models.CharField(max_length=10, choices=Ending, blank=True)
    reasons = models.JSONField(default=list)

    class Meta:
        ordering = ["publisher", "url"]
        constraints = [
            models.CheckConstraint(
                condition=Q(claim="", claimed_until=None) | (~Q(claim="") & Q(claimed_until__isnull=False)),
                name="claimed_until_some_moment",
            ),
            models.CheckConstraint(
                condition=Q(visited=None, ending="") | (Q(visited__isnull=False) & ~Q(ending="")),
                name="visited_with_ending",
            ),
        ]

    def __str__(self) -> str:
        return self.url


class Proposal(models.Model):
    """A solution as a publiccode.yml describes it, and what an editor decided about it.

    `identity`: the repository's address in one form for all ways to write it; `values`: columns of Solution.
    """

    class Decision(models.TextChoices):
        PROPOSED = "proposed", _("vorgeschlagen")
        ACCEPTED = "accepted", _("übernommen")
        REJECTED = "rejected", _("abgelehnt")
        LINKED = "linked", _("schon im Katalog")

    identity = models.CharField(max_length=500, unique=True)
    url = models.CharField(max_length=500)
    publisher = models.CharField(max_length=40)
    values = models.JSONField()
    read_on = models.DateField()
    decision = models.CharField(max_length=10, choices=Decision, default=Decision.PROPOSED)
    solution = models.ForeignKey(Solution, models.SET_NULL, null=True, related_name="proposals")
    decided_by = models.CharField(max_length=100, blank=True)
    decided_on = models.DateField(null=True)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["publisher", "url"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decision__in=["proposed", "linked"], decided_on=None, decided_by="")
                | (Q(decision__in=["accepted", "rejected"], decided_on__isnull=False) & ~Q(decided_by="")),
                name="decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(decision="rejected") | ~Q(note=""), name="rejected_with_a_note"
            ),
        ]

    def __str__(self) -> str:
        return self.url


class Repository(models.Model):
    """A repository that was checked at least once. `url` is its one address, `slug` stands in ours."""

    url = models.CharField(max_length=500, unique=True)
    slug = models.CharField(max_length=120, unique=True)
    latest = models.OneToOneField("Check", models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["url"]
        verbose_name_plural = "repositories"

    def __str__(self) -> str:
        return self.url.removeprefix("https://")


class Check(models.Model):
    """One look at a repository: when, by whom, at which commit; `facts`: what was counted and named."""

    repository = models.ForeignKey(Repository, models.CASCADE, related_name="checks")
    number = models.PositiveIntegerField()
    moment = models.DateTimeField()
    commit = models.CharField(max_length=64, blank=True)
    by = models.CharField(max_length=100)
    facts = models.JSONField(default=dict)

    class Meta:
        ordering = ["repository", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["repository", "number"], name="check_numbered_once"),
            models.CheckConstraint(condition=~Q(by=""), name="checked_by_somebody"),
        ]

    def __str__(self) -> str:
        return f"{self.repository_id}, {self.number}"


class Finding(models.Model):
    """Result of one rule in one check. `evidence`: list of [kind, where, line]."""

    check_run = models.ForeignKey(Check, models.CASCADE, related_name="findings")
    rule = models.CharField(max_length=40)
    verdict = models.CharField(max_length=10, choices=[(v.value, v.value) for v in Verdict])
    text_de = models.TextField()
    text_en = models.TextField()
    evidence = models.JSONField(default=list)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["check_run", "rule"], name="one_finding_per_rule"),
            models.CheckConstraint(
                condition=Q(verdict__in=[v.value for v in Verdict]), name="finding_verdict_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule}: {self.verdict}"
