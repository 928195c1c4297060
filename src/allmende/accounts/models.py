# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Tables: people, what they belong to, and the times when an operator may hand out rights."""

from typing import Any
from uuid import uuid4

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

TRANSFER = "transfer"
OPERATION = "operation"
BODY = r"^([0-9]{2}|[0-9]{5}|[0-9]{8}|[0-9]{9})$"


class People(BaseUserManager["Person"]):
    """Makes people; an address is compared without regard to case."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "Person":
        """A new person; without a password one signs in by mail or with an external account."""
        person = self.model(email=email.strip().lower(), **fields)
        person.set_password(password)
        person.save()
        return person

    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.get(email=(username or "").lower())


class Person(AbstractBaseUser):
    """Somebody with an account: an address to sign in with and, if wanted, a name to be shown."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    email = models.EmailField(_("E-Mail-Adresse"), unique=True)
    name = models.CharField(_("Name"), max_length=100, blank=True)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(auto_now_add=True)

    objects = People()
    USERNAME_FIELD = EMAIL_FIELD = "email"
    REQUIRED_FIELDS = []

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="person_address_once"),
        ]

    def __str__(self) -> str:
        return self.name or self.reference

    @property
    def reference(self) -> str:
        """How events and other rooms name this person without saying who it is."""
        return f"person:{self.pk}"


class Role(models.TextChoices):
    """What somebody may do for the body they belong to."""

    READER = "reader", _("Leserin")
    REPORTER = "reporter", _("Berichterstatterin")
    EDITOR = "editor", _("Redaktion")
    TRANSFER = TRANSFER, _("Transferstelle")
    OPERATION = OPERATION, _("Betrieb")


class Standing(models.TextChoices):
    """How far a membership has come: asked, confirmed, ended; an ended one stays ended."""

    ASKED = "asked", _("beantragt")
    CONFIRMED = "confirmed", _("bestätigt")
    ENDED = "ended", _("beendet")


class Membership(models.Model):
    """One person in one role for a body: an official key, the transfer office, or operation."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    key = models.CharField(max_length=9)
    role = models.CharField(max_length=9, choices=Role.choices)
    state = models.CharField(max_length=9, choices=Standing.choices, default=Standing.ASKED)
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.CharField(max_length=80, blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["asked_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "key"],
                condition=~models.Q(state=Standing.ENDED),
                name="membership_once_per_body",
            ),
            models.CheckConstraint(
                condition=models.Q(key=TRANSFER, role=Role.TRANSFER)
                | models.Q(key=OPERATION, role=Role.OPERATION)
                | models.Q(key__regex=BODY, role__in=[Role.READER, Role.REPORTER, Role.EDITOR]),
                name="membership_role_fits_body",
            ),
            models.CheckConstraint(
                condition=models.Q(state=Standing.ASKED, confirmed_at=None, ended_at=None)
                | (
                    models.Q(state=Standing.CONFIRMED, confirmed_at__isnull=False, ended_at=None)
                    & ~models.Q(confirmed_by="")
                )
                | models.Q(state=Standing.ENDED, ended_at__isnull=False),
                name="membership_dates_fit_state",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.role} {self.state}"


class OperatorMode(models.Model):
    """A limited time in which an operator may hand out the roles of the transfer office and of operation."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="modes")
    reason = models.CharField(_("Grund"), max_length=500)
    since = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until__gte=models.F("since")) & ~models.Q(reason=""),
                name="mode_has_reason_and_end",
            )
        ]

    def __str__(self) -> str:
        return f"{self.since:%Y-%m-%d %H:%M} {self.reason}"


class AccessKey(models.Model):
    """With what a program asks the API as a person: only the digest is kept, for a year at most.

    token: of the form it came from, so that one sent twice makes one.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="access_keys")
    name = models.CharField(_("Wofür"), max_length=100)
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    used_on = models.DateField(null=True)
    token = models.UUIDField(null=True)

    class Meta:
        ordering = ["made_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["person", "token"], name="access_key_once_a_form"),
        ]

    def __str__(self) -> str:
        return self.name
