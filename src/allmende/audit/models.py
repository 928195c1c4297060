# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""The table of events. It can be added to; only the author of an event can be made unknowable."""

from typing import Any, NoReturn

from django.db import models

PSEUDONYM = "former:"


class UnchangeableError(Exception):
    """Somebody tried to change or remove an event."""


class EventQuerySet(models.QuerySet["Event"]):
    """Reads and adds; whatever else Django offers is refused."""

    def update(self, **fields: Any) -> int:
        if set(fields) != {"who"} or not str(fields["who"]).startswith(PSEUDONYM):
            self._refuse()
        return super().update(**fields)

    def _refuse(self, *args: Any, **fields: Any) -> NoReturn:
        raise UnchangeableError("Ereignisse werden nur hinzugefügt, nie geändert oder gelöscht.")

    delete = _refuse
    bulk_update = _refuse
    update_or_create = _refuse


class Event(models.Model):
    """One write: who did what to which subject, when; for editorial content what was before and after.

    `who` is a reference such as "person:<id>", "import" or "command", never a name or an address.
    """

    who = models.CharField(max_length=80)
    verb = models.CharField(max_length=40)
    subject = models.CharField(max_length=40)
    key = models.CharField(max_length=200)
    at = models.DateTimeField()
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["at", "id"]
        indexes = [
            models.Index(fields=["subject", "key", "at"], name="event_of_subject"),
            models.Index(fields=["who"], name="event_of_person"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(who="") & ~models.Q(verb="") & ~models.Q(subject=""),
                name="event_says_who_did_what",
            )
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.who} {self.verb} {self.subject} {self.key}"

    def save(self, **options: Any) -> None:
        if not self._state.adding:
            raise UnchangeableError("Ein Ereignis lässt sich nicht ändern.")
        super().save(**options)

    def delete(self, *args: Any, **options: Any) -> NoReturn:
        raise UnchangeableError("Ein Ereignis lässt sich nicht löschen.")
