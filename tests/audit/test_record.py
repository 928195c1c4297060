# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Events are added, never changed; only their author can become unknowable."""

from datetime import UTC, datetime
from importlib import import_module

import pytest
from django.db import IntegrityError, connection, transaction

from allmende.audit import actions, queries
from allmende.audit.models import Event, UnchangeableError

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 9, tzinfo=UTC)


def event() -> Event:
    return actions.record(
        by="person:1", verb="change", subject="report", key="r", at=AT, after={"title": "x"}
    )


def test_the_history_of_a_subject_is_in_order() -> None:
    event()
    actions.record(by="person:2", verb="release", subject="report", key="r", at=AT)
    actions.record(by="person:2", verb="change", subject="report", key="other", at=AT)
    assert [e.verb for e in queries.history("report", "r")] == ["change", "release"]


def test_the_model_refuses_every_change() -> None:
    row = event()
    for change in (
        row.save,
        row.delete,
        Event.objects.all().delete,
        lambda: Event.objects.update(verb="x"),
        lambda: Event.objects.update(who="person:2"),
        lambda: Event.objects.bulk_update([row], ["verb"]),
    ):
        with pytest.raises(UnchangeableError):
            change()


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE audit_event SET verb = 'x'",
        "UPDATE audit_event SET at = at",
        "UPDATE audit_event SET after = NULL",
        "UPDATE audit_event SET who = 'person:2'",
        "UPDATE audit_event SET who = ''",
    ],
)
def test_the_database_refuses_a_change_past_the_model(change: str) -> None:
    event()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


def test_the_database_refuses_to_forget_past_the_model() -> None:
    event()
    keep = import_module("allmende.audit.migrations.0002_nothing_is_forgotten").KEEP
    with connection.cursor() as cursor:
        cursor.execute(keep[connection.vendor])
    emptying = ["DELETE FROM audit_event"]
    if connection.vendor == "postgresql":
        emptying.append("TRUNCATE audit_event")
    for statement in emptying:
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    with pytest.raises(IntegrityError), transaction.atomic():
        Event._base_manager.all().delete()
    assert Event.objects.count() == 1


def test_an_author_becomes_a_pseudonym() -> None:
    event()
    pseudonym = actions.pseudonymise(by="person:1", who="person:1", at=AT)
    assert queries.of("person:1") == []
    assert len(queries.of(pseudonym)) == 2
